"""Whose duty is it to keep a clock? The party into whose hands the step that starts it gives the record.

What is to be done at once is the duty of whoever does it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, When
from django.db.models.functions import Coalesce

from accounts.roles import Kind
from casework.models import Deadline, Record, kinds


@cache
def duties() -> dict[tuple[str, str], tuple[str, ...]]:
    """(kind of record, term) → the record's attributes with the organisation bound, the first that is set.

    What a shop or enterprise may say in a time is its right: to let it pass is no delay, so it is left out.
    """
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, model in kinds().items():
        for step in model.flow:
            given_to, takes_it = model.flow.hands(step.target), step.party(step.by[0])
            for party, terms in ((given_to, step.starts), (takes_it, step.prompt)):
                for term in terms if party and party != Kind.MERCHANT else ():
                    before = found.get((kind, term.code), ())
                    found[kind, term.code] = before if party in before else (*before, party)
    return found


def bound(clocks: QuerySet[Deadline]) -> Any:
    """The clocks that are somebody's duty, with `who`: the organisation's primary key, or None."""
    whens = [
        When(record__kind=kind, term=term, then=_first([_path(kind, name) for name in names]))
        for (kind, term), names in duties().items()
    ]
    known: Any = clocks.annotate(who=Case(*whens, output_field=IntegerField()))
    return known.filter(who__isnull=False)


def _first(paths: list[str]) -> F | Coalesce:
    return Coalesce(*paths) if len(paths) > 1 else F(paths[0])


def _path(kind: str, party: str) -> str:
    """Where a party stands, from a clock on: on the spine, or with the particulars of the kind."""
    on_spine = any(field.name == party for field in Record._meta.local_fields)
    return f"record__{party}" if on_spine else f"record__as_{kind}__{party}"
