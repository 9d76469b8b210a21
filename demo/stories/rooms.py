"""How are samples kept in the center's store in the demo: in which rooms, and what was read off in them?"""

from __future__ import annotations

from decimal import Decimal

from accounts.roles import Kind
from demo.stories.keeping import ROOM, place
from demo.telling.teller import Teller
from sampling.samples.actions import storage
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import KEEPERS, StoragePlace

ZONE_A, ZONE_B = "A区常温样品库", "B区备用样品室"
MOST = 20
# Day, temperature, humidity, and what was done where that was outside the range.
READINGS = (
    (9, "22.5", "52", ""),
    (6, "23.0", "55", ""),
    (3, "23.5", "76.0", "雨天窗户未关，已关窗并开启除湿机，两小时后复测湿度61%，样品包装无异常。"),
    (2, "22.0", "60", ""),
    (1, "21.5", "58", ""),
)


def tell(teller: Teller) -> None:
    teller.on(14)
    store, _backups = (
        place(teller, name, equipment, ROOM, "storekeeper")
        for name, equipment in ((ZONE_A, "温湿度计 WSJ-21"), (ZONE_B, "温湿度计 WSJ-22"))
    )
    for day, temperature, humidity, note in READINGS:
        teller.on(day)
        if day == 6:
            _fill(teller, store)
        who = teller.by("storekeeper")
        storage.read_off(
            store,
            at=who["now"],
            temperature=Decimal(temperature),
            humidity=Decimal(humidity),
            note=note,
            **who,
        )


def _fill(teller: Teller, store: StoragePlace) -> None:
    """What lies in zone A by the records is put into its room."""
    states = KEEPERS[Kind.CENTER].states
    lying = Sample.objects.filter(center=teller.org("center"), state__in=states, kept_at="")
    there = lying.filter(location__startswith="A区", stored_at__lt=teller.days.next())
    for sample in there.order_by("pk")[:MOST]:
        storage.put(sample, place=store, humidity_high=Decimal(75), **teller.by("storekeeper"))
