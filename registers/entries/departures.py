"""By which other limits or standards does the register judge than it did on an earlier day?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from catalogue.limited import DETERMINED
from catalogue.models import TestItem
from registers.entries.register import REGISTERS
from registers.history import in_words
from trail.models import Event

CHANGE = "change an entry"
# By these a sample passes or fails: of a test item, and of the standards by which it is tested and judged.
JUDGED: dict[str, frozenset[str]] = {
    "testitem": frozenset(
        {
            "name",
            "condition",
            "unit",
            "limit_text",
            "comparison",
            "interval",
            "method",
            "requirement",
            *DETERMINED,
        }
    ),
    "standard": frozenset({"number"}),
}
# An entry: its kind and its key.
Subject = tuple[str, int]


def departed(items: Iterable[TestItem], since: datetime) -> list[str]:
    """Each item whose limit or standard is another than at an instant: "Lead: limit ≤ 90 → ≤ 900"."""
    return [f"{item}: {told}" for item, told in by_item(items, since)]


def by_item(items: Iterable[TestItem], since: datetime) -> list[tuple[TestItem, str]]:
    """The same, each with the change alone: "limit ≤ 90 → ≤ 900"."""
    known = list(items)
    changes = changed({subject for item in known for subject in _judged_by(item)}, since)
    told = [(item, [changes[each] for each in _judged_by(item) if each in changes]) for item in known]
    return [(item, "; ".join(said)) for item, said in told if said]


def ever_changed(items: Iterable[TestItem]) -> list[TestItem]:
    """Those of which an entry was changed at all since it was made."""
    known = list(items)
    found = _changes({subject for item in known for subject in _judged_by(item)})
    touched = set(found.order_by().values_list("subject_kind", "subject_id").distinct())
    return [item for item in known if touched & {*_judged_by(item)}]


def changed(subjects: Iterable[Subject], since: datetime) -> dict[Subject, str]:
    """What was changed of these entries since an instant, in words; not what was changed back."""
    found: dict[Subject, tuple[dict[str, str], dict[str, str]]] = defaultdict(lambda: ({}, {}))
    for event in _changes(subjects).filter(at__gt=since).order_by("pk"):
        before, after = found[event.subject_kind, event.subject_id]
        for name in JUDGED[event.subject_kind] & event.detail["before"].keys():
            before.setdefault(name, event.detail["before"][name])
            after[name] = event.detail["after"][name]
    told = {subject: _told(subject[0], *change) for subject, change in found.items()}
    return {subject: said for subject, said in told.items() if said}


def _judged_by(item: TestItem) -> list[Subject]:
    """The entries by which it is judged: its own, and those of its standards."""
    standards = dict.fromkeys((item.method_id, item.requirement_id))
    return [("testitem", item.pk), *(("standard", standard) for standard in standards)]


def _changes(subjects: Iterable[Subject]) -> QuerySet[Event]:
    keys: dict[str, set[int]] = defaultdict(set)
    for kind, pk in subjects:
        keys[kind].add(pk)
    of = Q(pk__in=[])
    for kind, pks in keys.items():
        of |= Q(subject_kind=kind, subject_id__in=pks)
    return Event.objects.filter(of, verb=CHANGE)


def _told(kind: str, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A change in words, without what was changed back; "" where nothing is left."""
    net = {name: before[name] for name in sorted(before) if before[name] != after[name]}
    return in_words(net, after, REGISTERS[kind].label)
