"""How do samples go from hand to hand in the demo, and how is the store counted?"""

from __future__ import annotations

from typing import Any

from casework.models import Record
from demo.stories.rooms import ZONE_B
from demo.telling.teller import Teller
from sampling.custody.actions import custody
from sampling.samples.actions import counts
from sampling.samples.models.counts import Found, Stocktaking
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import StoragePlace

ELSEWHERE = "取出拍照后暂放查验台，已放回原库位。"
STRANGE = "办公用品条码，误扫。"


def tell(teller: Teller) -> None:
    center = teller.org("center")
    lying = Sample.objects.filter(center=center, state="stored").order_by("pk")
    teller.on(2)
    seen: dict[str, Any] = {
        "seal_intact": True,
        "packing_intact": True,
        "quantity_met": True,
        "state_fits": True,
    }
    for moved in lying[:1]:
        custody.shift(moved, to_place="B区1架1层", note="A区检修", **teller.by("storekeeper"))
        room = StoragePlace.objects.get(name=ZONE_B)
        said = {"location": "B区1架1层", "storage": room, **seen}
        custody.take_in(moved, step="take_in", **said, **teller.by("verifier"))
    closed = _counted(teller, "B区")
    _explained(teller, closed)
    counts.close_count(closed, **teller.by("verifier"))
    teller.on(1)
    _counted(teller, "A区")


def _counted(teller: Teller, place: str) -> Stocktaking:
    """All but the last sample of the place is scanned, and a code that is none of the center's."""
    count = counts.open_count(place=place, **teller.by("storekeeper"))
    numbers = list(Record.objects.filter(pk__in=count.due().values("pk")).order_by("pk"))
    read = [record.number for record in numbers[: max(len(numbers) - 1, 1)]]
    counts.scan(count, codes=" ".join([*read, "6901028075831"]), **teller.by("storekeeper"))
    return counts.end_count(count, **teller.by("storekeeper"))


def _explained(teller: Teller, count: Stocktaking) -> None:
    for found in Found:
        keys = list(count.differences.filter(found=found).values_list("pk", flat=True))
        said = STRANGE if found == Found.UNKNOWN else ELSEWHERE
        if keys:
            counts.explain(count, differences=keys, explanation=said, **teller.by("storekeeper"))
