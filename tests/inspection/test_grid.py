"""Does the grid of results say what each comes to as it is typed, as the report would, and keep nothing?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given import result_of as result
from tests.inspection.walks import results_form
from trail.models import Event


@pytest.fixture
def judged(cast, at_desk):
    """What the results of a report come to, as a tester typed them: by item."""

    def ask(report: Any, values: dict[str, str], **changes: Any) -> dict[str, dict[str, str]]:
        url = reverse("results-judged", args=[report.number])
        found = at_desk(cast.tester).post(url, results_form(report, values, **changes)).json()
        return {each.name: found[code_of(each)] for each in report.results.all()}

    return ask


def test_each_value_is_judged_as_the_report_would(cast, judged):
    report = given.begun(cast, NOW)
    lead = result(report)
    for value, tone in (("89", "green"), ("90", "green"), ("91", "red"), ("", "amber")):
        found = judged(report, {"Small parts": "0", "Lead": value})["Lead"]
        assert (found["tone"], found["wrong"]) == (tone, ""), value
        lead.value = lead.value_as_written = ""
        if value:
            lead.write_down(value)
            lead.weigh()
            assert found["text"] == lead.get_verdict_display()
    assert not Event.objects.of("record", report.pk).filter(verb="enter").exists()
    assert result(report).value == ""


def test_what_cannot_be_read_says_so_at_its_line(cast, judged):
    found = judged(given.begun(cast, NOW), {"Small parts": "0", "Lead": "about ninety"})
    assert found["Lead"]["wrong"] and not found["Small parts"]["wrong"]


def test_a_verdict_by_hand_against_the_figures_is_not_shown_as_one(cast, judged):
    """Whoever chooses "conforming" beside a value that fails does not see it pass."""
    report = given.begun(cast, NOW)
    by_hand = {f"verdict_{code_of(result(report))}": "conforming"}
    found = judged(report, {"Small parts": "0", "Lead": "91"}, **by_hand)["Lead"]
    assert found["tone"] == "red" or found["wrong"]


def test_the_page_has_a_line_an_item_with_its_limit(cast, at_desk):
    report = given.begun(cast, NOW)
    page = at_desk(cast.tester).get(f"{report.get_absolute_url()}enter/").text
    assert page.count("data-line=") == report.results.count()
    for each in report.results.all():
        assert f'data-title="{each.name}"' in page
    assert reverse("results-judged", args=[report.number]) in page and result(report).limit_shown in page
