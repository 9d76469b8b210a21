"""Can a head give a case or a decision a number that is another's, of another year, or of another office?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from html import unescape
from typing import Any

import pytest
import time_machine

from accounts.models import Organisation
from casework.flow import Refused
from disposal.actions import procedure
from disposal.models.cases import EnforcementCase
from documents.models import Document
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given
from tests.filled import fields
from tests.races import runners

# Whoever files or decides: the step before, the step, what bears the number, and the day beside it.
NUMBERED = [
    pytest.param("sign_filing", "file", "case_number", "filed_on", "案", id="case"),
    pytest.param("hear", "decide", "decision_number", "decided_on", "罚", id="decision"),
]
both = pytest.mark.parametrize(("before", "step", "field", "day", "series"), NUMBERED)
WHY = {"note": "The fine was reckoned wrongly, by a factor of ten."}


def coded(cast: Cast) -> None:
    """From now on the county and the city number their papers by a code."""
    for office, code in ((cast.county, "听市监"), (cast.city, "望市监网")):
        Organisation.objects.filter(pk=office.pk).update(document_code=code)
        office.document_code = code


@pytest.fixture
def enters(cast: Cast, at_desk: Any) -> Any:
    """What a page answers to whoever takes a step with a number."""

    def do(case: EnforcementCase, step: str, **number: str) -> Any:
        with time_machine.travel(NOW, tick=False):
            form = {**given.STEPS[step](NOW.date()), **number}
            return given.press(at_desk(given.takes(step, cast)), case, step, form)

    return do


@pytest.fixture
def put_forward(cast: Cast, at_desk: Any) -> Any:
    """With which number the form of a step begins."""

    def do(case: EnforcementCase, step: str, field: str, later: int = 0) -> str:
        with time_machine.travel(NOW + timedelta(days=later), tick=False):
            page = at_desk(given.takes(step, cast)).get(f"{case.get_absolute_url()}{step}/")
        return " ".join(fields(page.content.decode())[field])

    return do


def test_the_decision_on_paper_bears_the_number_that_the_head_gave(cast: Cast, enters: Any) -> None:
    case = given.case_at("hear", cast, NOW)
    coded(cast)
    assert enters(case, "decide", decision_number=" 听市监罚[2026]7号").status_code == 302
    case.refresh_from_db()
    paper = Document.objects.get(record=case, paper="penalty_decision")
    assert case.decision_number == paper.file_number == paper.content["number"] == "听市监罚〔2026〕7号"


@both
@pytest.mark.parametrize(
    ("last", "following"),
    [
        ("", "听市监{}〔2026〕1号"),
        ("听市监{}〔2026〕9号", "听市监{}〔2026〕10号"),
        ("听市监网{}〔2025〕31号", "听市监网{}〔2026〕1号"),
        ("2026-009-{}", "2026-010-{}"),
        ("No. 17-{}", ""),
    ],
)
def test_the_number_after_the_offices_last_one_is_put_forward(
    cast: Cast,
    put_forward: Any,
    before: str,
    step: str,
    field: str,
    day: str,
    series: str,
    last: str,
    following: str,
) -> None:
    case, other = given.case_at(before, cast, NOW), given.referred(cast, NOW)
    coded(cast)
    numbered = {field: last.format(series), day: NOW.date()} if last else {}
    EnforcementCase.objects.filter(pk=other.pk).update(**numbered)
    assert put_forward(case, step, field) == following.format(series)


@both
@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("听市监{}〔2026〕9号", "has given this number already"),
        ("听市监{}（2026）9号", "has given this number already"),
        ("听市监{}〔2025〕10号", "is of the year 2025"),
        ("望市监网{}〔2026〕1号", "So begin the numbers of"),
        ("听市监告〔2026〕10号", "numbers papers of another kind"),
    ],
)
def test_a_number_that_is_not_the_offices_next_one_is_refused(
    cast: Cast,
    enters: Any,
    before: str,
    step: str,
    field: str,
    day: str,
    series: str,
    number: str,
    sentence: str,
) -> None:
    case, other = given.case_at(before, cast, NOW), given.referred(cast, NOW)
    coded(cast)
    given_before = {field: f"听市监{series}〔2026〕9号", day: NOW.date()}
    EnforcementCase.objects.filter(pk=other.pk).update(**given_before)
    answer = enters(case, step, **{field: number.format(series)})
    assert answer.status_code == 422 and sentence in unescape(answer.content.decode())


def test_the_number_of_a_decision_revoked_is_not_given_again(
    cast: Cast, enters: Any, put_forward: Any
) -> None:
    revoked, case = given.case_at("hear", cast, NOW), given.case_at("hear", cast, NOW)
    coded(cast)
    enters(revoked, "decide", decision_number="听市监罚〔2026〕1号")
    procedure.revoke(EnforcementCase.objects.get(pk=revoked.pk), by=cast.county_head, now=NOW, **WHY)
    assert put_forward(case, "decide", "decision_number") == "听市监罚〔2026〕2号"
    assert enters(case, "decide", decision_number="听市监罚〔2026〕1号").status_code == 422


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_who_give_one_number_at_once_one_is_refused_in_a_sentence(cast: Cast) -> None:
    cases = [given.case_at("hear", cast, NOW, given.referred(cast, NOW)) for _ in range(2)]
    coded(cast)
    said = {"decided_on": NOW.date(), "decision_number": "听市监罚〔2026〕1号"}

    def decide(case: EnforcementCase) -> Any:
        return procedure.decide(case, by=cast.county_head, now=NOW, **said)

    with runners(2) as at_once:
        results = at_once([partial(decide, case) for case in cases])
    (refused,) = (result for result in results if isinstance(result, Refused))
    assert "has given this number already" in str(refused)
    assert Document.objects.filter(file_number="听市监罚〔2026〕1号").count() == 1
