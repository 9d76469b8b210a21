"""Whose duty is it to keep a clock? The party into whose hands the step that starts it gives the record.

What is to be done at once is the duty of whoever does it. What fell away late stays with whoever had it then.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import Case, DateTimeField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines.nearest import NEAREST
from casework.models import Deadline, Record, kinds

R = TypeVar("R", bound=Record)
# (kind of record, term) → who is bound, as `duties` has it.
Owed = dict[tuple[str, str], dict[str, tuple[str, ...]]]


@cache
def duties() -> Owed:
    """(kind of record, term) → the record's attributes with the organisation bound, each with the steps that
    start the clock for it.

    What a shop or enterprise may say in a time is its right: to let it pass is no delay, so it is left out;
    so is what the term itself calls a right of the party.
    """
    found: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    for kind, model in kinds().items():
        for step in model.flow:
            given_to, takes_it = model.flow.hands(step.target), step.party(step.by[0])
            for party, terms in ((given_to, step.starts), (takes_it, step.prompt)):
                for term in terms if party and party != Kind.MERCHANT else ():
                    if term.right:
                        continue
                    parties = found.setdefault((kind, term.code), {})
                    parties[party] = (*parties.get(party, ()), step.name)
    return found


def shown(clock: Deadline, viewer: Viewer) -> bool:
    """Whether a clock concerns a viewer of its record: whoever came by a link has what they may do in a time,
    and nothing to do with what others have to."""
    return viewer.kind is not Kind.MERCHANT or (clock.record.kind, clock.term) not in duties()


def is_others(record: Record, viewer: Viewer) -> bool:
    """Whether what is to be done is no business of this viewer, who came by a link: another has to do it."""
    return viewer.kind is Kind.MERCHANT and record.holder_id != viewer.organisation.pk


def due(viewer: Viewer) -> Any:
    """When the first clock of a record runs out that concerns a viewer, for a query of records: of those that
    are `shown` of what they have in hand, where they came by a link; all others read the spine."""
    if viewer.kind is not Kind.MERCHANT:
        return F("next_due_at")
    theirs = _rights().filter(record=OuterRef("pk"), suspended_at=None)
    first = Subquery(theirs.order_by("due_at").values("due_at")[:1])
    return Case(When(holder=viewer.organisation, then=first), output_field=DateTimeField())


def veiled(records: Iterable[R], viewer: Viewer) -> list[R]:
    """Records as they stand in a list: whoever came by a link is shown neither who else has to act nor a
    clock that is not `shown` to them."""
    found = list(records)
    if viewer.kind is not Kind.MERCHANT:
        return found
    own = _rights().filter(record__in=[one.pk for one in found if not is_others(one, viewer)])
    clocks = own.order_by().values("record").annotate(**NEAREST).values_list("record", *NEAREST)
    nearest = {pk: (first, still) for pk, first, still in clocks}
    for record in found:
        record.turn = "" if is_others(record, viewer) else record.turn
        record.next_due_at, record.still_since = nearest.get(record.pk, (None, None))
    return found


def _rights() -> QuerySet[Deadline]:
    """The running clocks that are nobody's duty, but a party's right: in a query what `shown` is."""
    owed: dict[str, list[str]] = {}
    for kind, term in duties():
        owed.setdefault(kind, []).append(term)
    found = Deadline.objects.running()
    for kind, terms in owed.items():
        found = found.exclude(record__kind=kind, term__in=terms)
    return found


def somebodys(clocks: QuerySet[Deadline], owed: Owed | None = None) -> QuerySet[Deadline]:
    """The clocks that are somebody's duty, whoever's; of those that are looked for, if some are given."""
    terms = defaultdict(list)
    for kind, term in duties() if owed is None else owed:
        terms[kind].append(term)
    return clocks.filter(reduce(or_, (Q(record__kind=kind, term__in=of_it) for kind, of_it in terms.items())))


def bound(clocks: QuerySet[Deadline], owed: Owed | None = None) -> Any:
    """The clocks that are somebody's duty, with `who`: the organisation's primary key, or None.

    Where a term binds several parties of a record, the step that started the clock says which; a clock that
    was started afterwards binds the first that is set. owed: of `duties`, those that are looked for; all of
    them unless some are given.
    """
    owed = duties() if owed is None else owed
    whens = []
    for (kind, term), parties in owed.items():
        for party, verbs in parties.items() if len(parties) > 1 else ():
            named = {"record__kind": kind, "term": term, "started_by__verb__in": verbs}
            whens.append(When(**named, then=F(_path(kind, party))))
        whens.append(When(record__kind=kind, term=term, then=_first([_path(kind, name) for name in parties])))
    known: Any = somebodys(clocks, owed).annotate(now_bound=Case(*whens, output_field=IntegerField()))
    had_it = When(dropped_at__isnull=False, holder__isnull=False, then=F("holder"))
    return known.filter(now_bound__isnull=False).annotate(
        who=Case(had_it, default=F("now_bound"), output_field=IntegerField())
    )


def _first(paths: list[str]) -> F | Coalesce:
    return Coalesce(*paths) if len(paths) > 1 else F(paths[0])


def _path(kind: str, party: str) -> str:
    """Where a party stands, from a clock on: on the spine, or with the particulars of the kind."""
    on_spine = any(field.name == party for field in Record._meta.local_fields)
    return f"record__{party}" if on_spine else f"record__as_{kind}__{party}"
