"""What do the rows of one kind in one state have in common, by whatever they were left?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import Organisation
from casework.models import Admission, Deadline, Record, kinds
from trail.models import Event

STEP = "the step "
FEWEST = 2  # rows of the engine from which on their steps, and what none of them has, say something
# What rows of a kind lack all the same. Steps that the engine did not take are no fault: stories are few.
LACKING = {"report": {f"{STEP}record"}}  # raw records are files, and none is made in bulk


@dataclass
class Left:
    """always, ever: the columns filled and the steps taken of every row, and of any. terms, admitted: which
    clocks run on a row, and organisations of which kinds were admitted to it, as sets."""

    rows: int = 0
    always: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)
    terms: set[frozenset[str]] = field(default_factory=set)
    admitted: set[frozenset[str]] = field(default_factory=set)


Rows = dict[tuple[str, str], Left]


def left(records: QuerySet[Record]) -> Rows:
    """What is left of these records, by kind and state."""
    moved = Event.objects.filter(subject_kind="record").exclude(moved_to="")
    steps = _of_each((pk, f"{STEP}{verb}") for pk, verb in moved.values_list("subject_id", "verb"))
    # A term has variants, by how grave a matter is.
    running = Deadline.objects.running().values_list("record", "term")
    terms = _of_each((pk, term.rstrip("abc")) for pk, term in running)
    kind_of = dict(Organisation.objects.values_list("group", "kind"))
    let_in = Admission.objects.values_list("content_object", "group")
    admitted = _of_each((pk, kind_of[group]) for pk, group in let_in)
    found: Rows = defaultdict(Left)
    for kind, model in kinds().items():
        for record in model._base_manager.filter(pk__in=records.values("pk")):
            these, has = found[kind, record.state], _filled(record) | steps[record.pk]
            these.always = these.always & has if these.rows else has
            these.ever |= has
            these.rows += 1
            these.terms.add(frozenset(terms[record.pk]))
            these.admitted.add(frozenset(admitted[record.pk]))
    return dict(found)


def _of_each(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for pk, what in pairs:
        found[pk].add(what)
    return found


def _filled(record: Any) -> set[str]:
    fields = record._meta.local_concrete_fields
    return {each.name for each in fields if getattr(record, each.attname) not in (None, "", [], {})}


def unlike(engine: Rows, bulk: Rows) -> Iterator[str]:
    """In what rows in bulk differ: in a sentence each, with kind, state and column."""
    for (kind, state), theirs in engine.items():
        ours, told = bulk.get((kind, state), theirs), f"{kind} {state}"
        few = theirs.rows < FEWEST
        for name in theirs.always - ours.ever - LACKING.get(kind, set()):
            if not (few and name.startswith(STEP)):
                yield f"{told}: no row in bulk has {name}"
        if few:
            continue
        exceeding = (name for name in ours.ever - theirs.ever if not name.startswith(STEP))
        yield from (f"{told}: some row in bulk has {name}" for name in exceeding)
        yield from (f"{told}: in bulk run {sorted(terms)}" for terms in ours.terms - theirs.terms)
        yield from (f"{told}: in bulk {sorted(who)} see it" for who in ours.admitted - theirs.admitted)
