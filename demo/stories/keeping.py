"""How are samples kept at the laboratory in the demo, and who stands in there for whom?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from accounts import actions as accounts
from accounts.programs import issue
from accounts.roles import Role
from demo import invented
from demo.telling.evidence import paper
from demo.telling.narrator import Narrator
from sampling.samples.actions import storage
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import StoragePlace

ROOM = {"temperature_low": Decimal(15), "temperature_high": Decimal(30), "humidity_high": Decimal(70)}
COLD = {"temperature_low": Decimal(2), "temperature_high": Decimal(8)}
READINGS = ((3, "21.5", "48"), (2, "22.0", "51"), (1, "21.0", "55"))


def tell(narrator: Narrator) -> None:
    narrator.on(14)
    storage.add_rule(
        title="样品管理制度",
        version="2026-1",
        in_force_since=narrator.days.day,
        file=paper("样品管理制度"),
        **narrator.by("receiver"),
    )
    room, _cold = (place(narrator, name, equipment, kept) for name, equipment, kept in PLACES)
    for day, temperature, humidity in READINGS:
        narrator.on(day)
        who = narrator.by("receiver")
        storage.read_off(
            room,
            at=who["now"],
            temperature=Decimal(temperature),
            humidity=Decimal(humidity),
            **who,
        )
    for sample in Sample.objects.filter(laboratory=narrator.org("laboratory"), state="in_test").order_by(
        "pk"
    ):
        storage.put(sample, place=room, **narrator.by("receiver"))
    _week(narrator)
    _programs(narrator)


PLACES = (("样品一室", "温湿度计 WSJ-07", ROOM), ("冷藏柜", "冷藏柜 LCG-02", COLD))


def place(
    narrator: Narrator, name: str, equipment: str, kept: dict[str, Decimal], keeper: str = "receiver"
) -> StoragePlace:
    """A place of the laboratory, or of whoever else keeps samples."""
    until = narrator.days.today + timedelta(days=200)
    found = StoragePlace(name=name, equipment=equipment, calibrated_until=until, **kept)
    return storage.keep_place(found, **narrator.by(keeper))


def _week(narrator: Narrator) -> None:
    """The receiver is away this week; the tester stands in."""
    accounts.entrust(
        absent=narrator.who("receiver").user,
        substitute=narrator.who("tester").user,
        roles=[Role.RECEIVER],
        first=narrator.days.today,
        last=narrator.days.today + timedelta(days=6),
        reason="外出培训",
        **narrator.by("labadmin"),
    )


def _programs(narrator: Narrator) -> None:
    """Tokens to try the interface with."""
    for home, purpose, roles, key in invented.TOKENS:
        until = narrator.days.today + timedelta(days=365)
        issue(
            organisation=narrator.org(home),
            purpose=purpose,
            roles=roles,
            expires_on=until,
            by=None,
            now=narrator.days.next(),
            key=key,
        )
