"""By which other limits or standards does the register judge than it did on an earlier day?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from catalogue.models import TestItem
from registers.entries.register import REGISTERS
from registers.history import in_words
from trail.models import Event

CHANGE = "change an entry"
KIND = "testitem"
# By these a sample passes or fails.
JUDGED = frozenset(
    {"name", "condition", "unit", "limit_text", "comparison", "interval", "method", "requirement"}
)


def ever_changed(items: Iterable[TestItem]) -> list[TestItem]:
    """Those of which an entry was changed at all since it was made."""
    known = {item.pk: item for item in items}
    changes = Event.objects.filter(subject_kind=KIND, subject_id__in=known, verb=CHANGE)
    return [known[pk] for pk in changes.order_by().values_list("subject_id", flat=True).distinct()]


def departed(items: Iterable[TestItem], since: datetime) -> list[str]:
    """Each item whose limit or standard is another than at an instant: "Lead: limit ≤ 90 → ≤ 900"."""
    return [f"{item}: {told}" for item, told in by_item(items, since)]


def by_item(items: Iterable[TestItem], since: datetime) -> list[tuple[TestItem, str]]:
    """The same, each with the change alone: "limit ≤ 90 → ≤ 900"."""
    known = {item.pk: item for item in items}
    found: dict[int, tuple[dict[str, str], dict[str, str]]] = {}
    changes = Event.objects.filter(subject_kind=KIND, subject_id__in=known, verb=CHANGE, at__gt=since)
    for event in changes.order_by("pk"):
        before, after = found.setdefault(event.subject_id, ({}, {}))
        for name in JUDGED & event.detail["before"].keys():
            before.setdefault(name, event.detail["before"][name])
            after[name] = event.detail["after"][name]
    return [(known[pk], told) for pk, change in found.items() if (told := _told(*change))]


def _told(before: dict[str, str], after: dict[str, str]) -> str:
    """A change in words, without what was changed back; "" where nothing is left."""
    net = {name: before[name] for name in sorted(before) if before[name] != after[name]}
    return in_words(net, after, REGISTERS[KIND].label)
