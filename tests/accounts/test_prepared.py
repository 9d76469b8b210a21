"""Does a question that is built once answer each who asks as it would if it were built for them?"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError, connection, transaction
from django.db.models import Case, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from accounts.models import Level, Membership, Organisation, User, Viewer
from accounts.prepared import QUESTIONS, Altered, Now, Prepared, PreparedChange, Spoilt
from accounts.roles import Role
from casework.models import Deadline, Record
from monitoring.risks.models.riskcases import RiskCase
from tests.cast import Cast, person
from tests.monitoring import given
from tests.sampling import given as sampling


@pytest.fixture(autouse=True)
def _left_as_they_were() -> Iterator[None]:
    """Questions of tests are not the system's."""
    before = list(QUESTIONS)
    yield
    QUESTIONS[:] = before


def seen(viewer: Viewer) -> QuerySet[Record]:
    return Record.objects.visible_to(viewer).order_by("pk")


def same(question: Prepared[Any], *given: Any, **shape: Any) -> list[Any]:
    """The answer, which is the one of the question as it would be built for whoever asks."""
    found = question(*given, **shape)
    assert found == question.unprepared(*given, **shape)
    return found


def differing(cast: Cast) -> dict[str, tuple[Viewer, Viewer]]:
    """For each field of a viewer two that differ in it, of whom the one may see what the other may not."""
    buyer, stranger = cast.buyer, person("stranger", cast.center, Role.BUYER)
    lent = frozenset({Role.ORGANISER})
    return {
        "user": (buyer, stranger),
        "organisation": (cast.organiser, replace(cast.organiser, organisation=cast.other_center)),
        "roles": (stranger, replace(stranger, roles=frozenset({Role.ORGANISER}))),
        "standing_in": (stranger, replace(stranger, standing_in={Role.BUYER: (buyer.user,)})),
        "lent": (stranger, replace(stranger, lent=lent)),
        "at_home": (buyer, replace(buyer, at_home=2)),
    }


def test_whatever_two_viewers_differ_in_each_gets_their_own_answer(cast: Cast, now: datetime) -> None:
    sampling.assigned_purchase(cast, now)
    pairs = differing(cast)
    assert set(pairs) == {each.name for each in fields(Viewer)}
    for name, pair in pairs.items():
        question = Prepared(seen)
        answers = [same(question, each) for each in (*pair, *pair)]
        assert answers[0] != answers[1] or name in ("lent", "at_home"), name


def test_whatever_two_offices_differ_in_each_gets_its_own_answer(cast: Cast, now: datetime) -> None:
    given.registered_case(cast, now)
    question, officer = Prepared(seen), person("one", cast.county, Role.CASE_OFFICER)
    nowhere = Organisation(pk=1, kind="regulator", level=Level.COUNTY, group=cast.county.group)
    offices = [cast.county, cast.city, cast.province, cast.other_province, cast.nation, cast.center, nowhere]
    answers = [same(question, replace(officer, organisation=office)) for office in [*offices, *offices]]
    assert [len(answer) for answer in answers] == [0, 0, 1, 0, 1, 1, 0] * 2


def test_values_of_every_sort_are_put_in(cast: Cast, now: datetime) -> None:
    def found(case: RiskCase, number: str, since: datetime, until: date, kinds: list[str], pk: int) -> Any:
        named = Record.objects.filter(number=number, kind__in=kinds, opened_at__gte=since, pk=case.pk)
        return named.filter(opened_at__date__lte=until, pk__lte=pk).select_related("center")

    question, cases = Prepared(found), [given.registered_case(cast, now) for _each in range(2)]
    for case in cases:
        asked = [case, case.number, now - timedelta(1), now.date() + timedelta(1)]
        assert same(question, *asked, ["riskcase", "workplan", "scheme"], case.pk) == [case.record]
        assert same(question, *asked, [gettext_lazy("workplan")], case.pk) == []
        assert same(question, *asked, [], case.pk) == []
    assert len(question.known) == 3
    with pytest.raises(Spoilt):
        question(*asked, {"riskcase"}, cases[0].pk)


def test_what_is_reckoned_from_the_day_of_asking_may_stand_in_a_question(cast: Cast, now: datetime) -> None:
    def found(at: datetime, *, beside: bool) -> Any:
        late = Record.objects.filter(opened_at__lt=at, opened_at__date__lt=at.date())
        return late.filter(opened_at__lt=at - timedelta(1)) if beside else late

    question, case = Prepared(found), given.registered_case(cast, now)
    answers = [same(question, Now(now + timedelta(days)), beside=False) for days in (-1, 0, 1, 2, 1)]
    assert [case.record in answer for answer in answers] == [False, False, True, True, True]
    with pytest.raises(Spoilt):
        question(Now(now), beside=True)


def test_rows_are_as_those_of_the_queryset(cast: Cast, now: datetime, django_assert_num_queries: Any) -> None:
    def found(user: User) -> QuerySet[Any]:
        places = Membership.objects.filter(user=user).select_related("organisation")
        return places.prefetch_related("organisation__mandate").annotate(word=Value("a word"))

    question = Prepared(found)
    question(cast.organiser.user)
    with django_assert_num_queries(2):
        [place] = question(cast.organiser.user)
        assert place.organisation == cast.center and place.word == "a word"
        assert list(place.organisation.mandate.all()) == [cast.province.region]
    assert Prepared(lambda pk: Deadline.objects.filter(pk=pk).values_list("term", flat=True))(0) == []


class Mutants:
    """Questions that would answer one viewer with what is another's, if they were let."""

    @staticmethod
    def compared(viewer: Viewer, pk: int) -> Any:
        return seen(viewer).filter(holder=pk) if viewer.organisation.pk == 7 else seen(viewer).filter(pk=pk)

    @staticmethod
    def compared_with_a_word(viewer: Viewer, number: str) -> Any:
        return seen(viewer).filter(number=number) if number != "RC-1" else seen(viewer)

    @staticmethod
    def looked_up(viewer: Viewer, pk: int) -> Any:
        return seen(viewer) if viewer.organisation.pk in {7, 8} else seen(viewer).filter(pk=pk)

    @staticmethod
    def read_more(viewer: Viewer, pk: int) -> Any:
        return seen(viewer).filter(pk=pk, title=viewer.organisation.name)

    @staticmethod
    def made_of_it(viewer: Viewer, number: str) -> Any:
        return seen(viewer).filter(number=f"{number}1")

    @staticmethod
    def counted_on(viewer: Viewer, pk: int) -> Any:
        return seen(viewer).filter(pk=pk + 1)

    @staticmethod
    def reckoned_from(viewer: Viewer, since: datetime) -> Any:
        return seen(viewer).filter(opened_at__gte=since - timedelta(1))

    @staticmethod
    def on_the_day_of(viewer: Viewer, since: datetime) -> Any:
        return seen(viewer).filter(opened_at__date=since.date())

    @staticmethod
    def among_others(viewer: Viewer, number: str) -> Any:
        return seen(viewer).filter(title__icontains=number)

    @staticmethod
    def many(viewer: Viewer, pk: int) -> Any:
        return seen(viewer)[:pk]

    @staticmethod
    def passed_over(viewer: Viewer, pk: int) -> Any:
        return seen(viewer)


@pytest.mark.parametrize("name", [name for name in vars(Mutants) if not name.startswith("_")])
def test_a_question_that_depends_on_more_than_its_shape_is_none(cast: Cast, now: datetime, name: str) -> None:
    case = given.registered_case(cast, now)
    mutant, of_sort = getattr(Mutants, name), {"pk": case.pk, "number": case.number, "since": now}
    asked = of_sort[list(inspect.signature(mutant).parameters)[1]]
    with pytest.raises((Spoilt, Organisation.DoesNotExist)):
        Prepared(mutant)(cast.approver, asked)


def brought_forward(at: datetime | None, numbers: list[str], *, late: bool = False) -> Altered:
    since = When(opened_at__lte=at, then=Coalesce("still_since", Value(at)))
    still = Case(since, default=F("still_since")) if late else at
    return Record.objects.filter(number__in=numbers), {"next_due_at": at, "still_since": still}


def test_a_change_is_the_one_of_a_queryset_that_is_built_for_its_values(cast: Cast, now: datetime) -> None:
    cases = [given.registered_case(cast, now) for _each in range(3)]
    change = PreparedChange(brought_forward)
    rows = Record.objects.order_by("pk").values_list("pk", "next_due_at", "still_since")
    for at, late, many in ((now, False, 1), (None, False, 2), (now + timedelta(1), True, 3), (now, True, 2)):
        asked = at, [case.number for case in cases[:many]]
        with transaction.atomic():
            change.unprepared(*asked, late=late)
            expected = list(rows)
            transaction.set_rollback(True)
        assert change(*asked, late=late) == many and list(rows) == expected
    assert change(now, []) == 0


def test_a_change_that_fails_lets_nothing_go_on_in_its_transaction(cast: Cast, now: datetime) -> None:
    change = PreparedChange(lambda pk, said: (Record.objects.filter(pk=pk), {"title": said}))
    case = given.registered_case(cast, now)
    with pytest.raises(DataError), transaction.atomic():
        change(case.pk, "x" * 1000)
    with transaction.atomic():
        with suppress(DataError):
            change(case.pk, "x" * 1000)
        assert connection.needs_rollback


@pytest.mark.parametrize(
    "mutant",
    [
        lambda pk, at: (RiskCase.objects.filter(pk=pk), {"next_due_at": at}),  # a column of another table
        lambda pk, at: (Record.objects.filter(pk=pk), {"next_due_at": at + timedelta(1)}),
        lambda pk, at: (Record.objects.all(), {"next_due_at": at}),
    ],
)
def test_a_change_that_depends_on_more_than_its_shape_is_none(mutant: Any, cast: Cast, now: datetime) -> None:
    with pytest.raises(Spoilt):
        PreparedChange(mutant)(given.registered_case(cast, now).pk, now)
