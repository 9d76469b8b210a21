"""Does a result that keeps to the standard and breaks what the product promises say both?"""

from __future__ import annotations

import pytest

from catalogue.determinations import Taken, determined_by
from catalogue.limits import read_limit
from inspection.judgement.by_figures import judge
from inspection.judgement.conclusions import Ruled, Wording, conclusion
from inspection.reports.models.reports import Report
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given

GOOD, BAD, OPEN = "conforming", "non_conforming", ""


def both(value: str, limit: str, declared: str) -> dict[str, str]:
    read = read_limit(limit) if limit else None
    how = determined_by(read.plan if read else None, Taken.SINGLE, 1, "")
    return dict(judge(value, read, declared=declared, how=how).grounds)


@pytest.mark.parametrize(
    ("value", "limit", "declared", "requirement", "stated"),
    [
        ("15", "≤ 75", "≤ 20", GOOD, GOOD),
        ("30", "≤ 75", "≤ 20", GOOD, BAD),
        ("80", "≤ 75", "≤ 20", BAD, BAD),
        ("80", "≤ 75", "≤ 100", BAD, GOOD),
        ("<50", "≤ 75", "≤ 20", GOOD, OPEN),
        ("2; 3; 1; 0; 2", "n=5, c=1, m=2, M=10", "≤ 2", GOOD, BAD),
    ],
)
def test_each_ground_has_its_verdict(
    value: str, limit: str, declared: str, requirement: str, stated: str
) -> None:
    assert both(value, limit, declared) == {"requirement": requirement, "stated": stated}


@pytest.mark.parametrize(("limit", "declared"), [("≤ 75", ""), ("≤ 75", "A"), ("≥ 80 % 标示值", "20")])
def test_without_a_promise_in_figures_there_is_one_ground(limit: str, declared: str) -> None:
    assert both("30", limit, declared) == {}


def test_where_only_the_promise_is_in_figures_it_alone_is_judged() -> None:
    assert both("30", "", "≤ 20") == {"stated": BAD}


def test_why_is_told_of_both() -> None:
    found = judge("30", read_limit("≤ 75"), declared="≤ 20")
    assert (found.verdict, found.why) == (BAD, "30 ≤ 75; by what the product states: 30 > 20")


MEETS = "Sampled and tested: the items tested meet the requirements of GB 1."
BREAKS = "Sampled and tested: Lead does not meet the requirements of GB 1; the conclusion is non-conforming."
LEFT = "This conclusion does not cover: Lead (not tested or not judged)."
UNKEPT = "Lead does not meet what the product itself states (Q/1); the conclusion is non-conforming."
KEPT = "Lead meets what the product itself states (Q/1)."


@pytest.mark.clause("LB-11")
@pytest.mark.parametrize(
    ("ruled", "said"),
    [
        ([Ruled("Lead", GOOD)], [MEETS]),
        ([Ruled("Lead", GOOD, GOOD)], [MEETS, KEPT]),
        ([Ruled("Lead", GOOD, BAD)], [MEETS, UNKEPT]),
        ([Ruled("Lead", BAD, BAD)], [BREAKS, UNKEPT]),
        ([Ruled("Lead", BAD, GOOD)], [BREAKS, KEPT]),
        ([Ruled("Lead", "", BAD)], [UNKEPT]),
        ([Ruled("Lead", "not_judged", BAD)], [LEFT, UNKEPT]),
        ([Ruled("Lead", "not_judged", BAD), Ruled("Tin", GOOD)], [MEETS, LEFT, UNKEPT]),
        ([Ruled("Lead", BAD, "not_judged")], [BREAKS]),
    ],
)
def test_a_report_concludes_by_each_ground(ruled: list[Ruled], said: list[str]) -> None:
    assert conclusion(ruled, "GB 1", labelled="Q/1") == " ".join(said)


def test_the_prescribed_words_are_those_of_the_grounds_alone() -> None:
    words = Wording(passes="All in order.", fails="{items}!")
    assert conclusion([Ruled("Lead", GOOD, BAD)], "GB 1", words, "Q/1") == f"All in order. {UNKEPT}"


@pytest.fixture
def promised(cast: Cast) -> Report:
    """Lead 40, of which the rules allow 90 and the label 20."""
    lead = {"value": "40", "declared": "≤ 20", "repeat": "41"}
    return given.issued(cast, NOW, values={**given.GOOD, "Lead": lead})


@pytest.mark.django_db
def test_no_report_says_that_a_standard_is_broken_by_what_breaks_a_promise(promised: Report) -> None:
    label = promised.sample.labelled_standard
    assert promised.outcome == BAD and label
    assert promised.conclusion == (
        "Sampled and tested: the items tested meet the requirements of Monitoring rules for toys. "
        f"Lead does not meet what the product itself states ({label}); the conclusion is non-conforming."
    )
    content = promised.documents.get().content
    [lead] = [line for line in content["results"] if line["item"] == "Lead"]
    assert (lead["required"], lead["stated"], lead["failed"]) == (GOOD, BAD, True)
    assert "by the requirement: Conforming; by what the product states: Non-conforming" in lead["note"]


@pytest.mark.django_db
def test_who_is_told_of_a_failing_item_reads_which_limit_it_breaks(promised: Report) -> None:
    [lead] = promised.failing
    assert lead.failed_by() == "Lead: 40 (limit: ≤ 90 mg/kg; stated: ≤ 20)"
