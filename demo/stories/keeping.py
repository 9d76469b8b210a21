"""How are samples kept at the laboratory in the demo, and who stands in there for whom?"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from accounts import actions as accounts
from accounts.programs import issue
from accounts.roles import Role
from demo import invented
from demo.telling.evidence import paper
from demo.telling.teller import Teller
from sampling.samples.actions import storage
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import StoragePlace

ROOM = {"temperature_low": Decimal(15), "temperature_high": Decimal(30), "humidity_high": Decimal(70)}
COLD = {"temperature_low": Decimal(2), "temperature_high": Decimal(8)}
READINGS = ((3, "21.5", "48"), (2, "22.0", "51"), (1, "21.0", "55"))


def tell(teller: Teller) -> None:
    teller.on(14)
    storage.add_rule(
        title="样品管理制度",
        version="2026-1",
        in_force_since=teller.days.day,
        file=paper("样品管理制度"),
        **teller.by("receiver"),
    )
    room, _cold = (place(teller, name, equipment, kept) for name, equipment, kept in PLACES)
    for day, temperature, humidity in READINGS:
        teller.on(day)
        who = teller.by("receiver")
        storage.read_off(
            room,
            at=who["now"],
            temperature=Decimal(temperature),
            humidity=Decimal(humidity),
            **who,
        )
    for sample in Sample.objects.filter(laboratory=teller.org("laboratory"), state="in_test").order_by("pk"):
        storage.put(sample, place=room, **teller.by("receiver"))
    _week(teller)
    _programs(teller)


PLACES = (("样品一室", "温湿度计 WSJ-07", ROOM), ("冷藏柜", "冷藏柜 LCG-02", COLD))


def place(
    teller: Teller, name: str, equipment: str, kept: dict[str, Decimal], keeper: str = "receiver"
) -> StoragePlace:
    """A place of the laboratory, or of whoever else keeps samples."""
    until = teller.days.today + timedelta(days=200)
    found = StoragePlace(name=name, equipment=equipment, calibrated_until=until, **kept)
    return storage.keep_place(found, **teller.by(keeper))


def _week(teller: Teller) -> None:
    """The receiver is away this week; the tester stands in."""
    accounts.entrust(
        absent=teller.who("receiver").user,
        substitute=teller.who("tester").user,
        roles=[Role.RECEIVER],
        first=teller.days.today,
        last=teller.days.today + timedelta(days=6),
        reason="外出培训",
        **teller.by("labadmin"),
    )


def _programs(teller: Teller) -> None:
    """Tokens to try the interface with."""
    for home, purpose, roles, key in invented.TOKENS:
        until = teller.days.today + timedelta(days=365)
        issue(
            organisation=teller.org(home),
            purpose=purpose,
            roles=roles,
            expires_on=until,
            by=None,
            now=teller.days.next(),
            key=key,
        )
