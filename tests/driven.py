"""Was a clause driven by the people it binds? What clause tests must show, and how it is watched."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from accounts.roles import Kind
from casework.clauses import CLAUSES
from casework.models import Record, kinds
from trail.models import Event

ALL = set(Kind)

# Whom each clause binds, by the longest matching beginning of its number.
ACTORS: dict[str, set[Kind]] = {
    "1": ALL,
    "4.1": ALL,
    "4.2.1": {Kind.REGULATOR},
    "4.2.2": {Kind.CENTER},
    "4.2.3": {Kind.LABORATORY},
    "4.2.4": {Kind.PLATFORM},
    "5": ALL,
    "6.1": {Kind.CENTER},
    "6.2": {Kind.CENTER},
    "6.3": {Kind.LABORATORY},
    "6.4": {Kind.CENTER},
    "6.4-2": {Kind.PLATFORM},
    "6.4-3": {Kind.REGULATOR},
    "6.4-4": {Kind.PLATFORM},
    "6.4-5": {Kind.REGULATOR},
    # Shops and enterprises come by a link to answer a notice; they take no part in sharing.
    "6.5": ALL - {Kind.MERCHANT},
    "6.5-3": {Kind.CENTER},
    "6.5-4": {Kind.CENTER},
    "6.5-5": {Kind.CENTER},
}


def actors(clause: str) -> set[Kind]:
    """The kinds of organisation that a clause of the standard binds."""
    fitting = [begin for begin in ACTORS if clause.startswith(begin)]
    return ACTORS[max(fitting, key=len)]


# Duties that are read leave no line in the trail: which test asserts what each of its actors saw.
READ = {
    "1": "tests/test_access.py::test_each_kind_of_organisation_is_served_in_its_own_scope",
    "4.1": "tests/test_access.py::test_each_kind_of_organisation_finds_its_own_work",
    "5": "tests/portals/test_figure.py::test_each_kind_of_organisation_sees_where_it_stands_in_figure_1",
    "6.5-4": "tests/sharing/test_query.py::test_the_query_page_finds_records_findings_and_resources",
}


def undriven(clauses: Iterable[str], answered: set[Kind]) -> list[str]:
    """Those clauses of the standard that a test bears without its actors having done what they say.

    The trail of the test's database has to hold a line that bears the clause, by a user of each kind of
    organisation that the clause binds. answered: the kinds that were shown a page; for a duty that is read.
    """
    return [
        clause
        for clause in clauses
        if clause in CLAUSES and not actors(clause) <= (answered if clause in READ else actors_of(clause))
    ]


def actors_of(clause: str) -> set[Kind]:
    """The kinds of organisation whose people did something under a clause, by the trail."""
    own = Q(clause=clause) | Q(clause__startswith=f"{clause}-")
    for kind, model in kinds().items():
        verbs = [step.name for step in model.flow if clause in step.clauses]
        records = Record.objects.filter(kind=kind).values("pk")
        own |= Q(subject_kind="record", verb__in=verbs, subject_id__in=records)
    # What the system does is done by whoever caused it.
    acting = Coalesce("organisation_id", "cause__organisation_id", "cause__cause__organisation_id")
    found = Event.objects.filter(own).values_list(acting, flat=True)
    return {Kind(kind) for kind in Organisation.objects.filter(pk__in=found).values_list("kind", flat=True)}
