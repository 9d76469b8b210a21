"""Does a slip of the hand fail somebody, or a failure pass because it was measured until it did?"""

from __future__ import annotations

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from catalogue.models import TestItem
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import correction_form, raw_form, results_form

DONE = {"tested_from": "2026-11-25", "tested_to": "2026-11-25", "tested_at": "1 Test Road"}


@pytest.fixture
def enter(cast, post, program):
    """enter("API", report, value="91", …) → the answer."""

    def do(way, report, **row):
        if way == "API":
            with time_machine.travel(NOW, tick=False):
                url = f"/api/v1/reports/{report.number}/enter/"
                rows = [{"row": "Small parts", "value": "0"}, {"row": "Lead", **row}]
                return program(cast.tester).post(url, {**DONE, "rows": rows})
        lead = code_of(given.result_of(report))
        typed = {f"{name}_{lead}": text for name, text in ({"repeat": ""} | row).items()}
        values = {**given.GOOD, "Lead": row["value"]}
        return post(cast.tester, report, "enter", results_form(report, values, **typed))

    return do


def submit(cast, post, report):
    post(cast.tester, report, "record", raw_form(report))
    answer = post(cast.tester, report, "submit")
    return answer, Report.objects.get(pk=report.pk).state


@pytest.mark.parametrize("way", ["page", "API"])
@pytest.mark.parametrize("value", ["901", "9100", "91000"])
def test_a_decimal_point_in_the_wrong_place_is_asked_about_before_it_fails_anybody(cast, enter, way, value):
    report = given.begun(cast, NOW)
    answer = enter(way, report, value=value, repeat=value)
    assert answer.status_code == 422 and "more than ten times the limit" in answer.content.decode()
    assert given.result_of(report).value == ""
    right = enter(way, report, value=value, repeat=value, believed="Diluted a hundred times, twice.")
    assert right.status_code in (200, 302)
    assert given.result_of(report).verdict == "non_conforming"


def test_what_was_believed_of_one_figure_is_not_of_another(cast, enter, post):
    report = given.begun(cast, NOW)
    enter("API", report, value="910", repeat="912", believed="Diluted a hundred times, twice.")
    assert enter("API", report, value="9100", overrule="The pipette was wrong.").status_code in (409, 422)
    assert given.result_of(report).value == "910"


@pytest.mark.parametrize(
    ("value", "asked"), [("4.9", True), ("5", False), ("60", False), ("60.1", True), ("<0.5", False)]
)
def test_what_the_register_calls_usual_is_what_is_asked_by(cast, enter, value, asked):
    report = given.begun(cast, NOW)
    TestItem.objects.filter(name="Lead").update(plausible_low=Decimal(5), plausible_high=Decimal(60))
    answer = enter("page", report, value=value)
    assert (answer.status_code == 422) is asked
    assert not asked or "outside what is usual for this item (5 to 60)" in answer.content.decode()


@pytest.mark.parametrize("way", ["page", "API"])
@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"value": "91"}, "measure it once more"),
        ({"value": "91", "repeat": "89"}, "say two things"),
        ({"value": "89", "repeat": "91"}, "say two things"),
        ({"value": "91", "repeat": "92"}, ""),
        ({"value": "91", "repeat_said": "The sample was used up."}, ""),
        ({"value": "91", "repeat": "89", "repeat_said": "Another portion, less dust in it."}, ""),
    ],
)
def test_what_fails_is_measured_once_more_before_it_is_submitted(cast, enter, post, way, row, why):
    report = given.begun(cast, NOW)
    assert enter(way, report, **row).status_code in (200, 302)
    answer, state = submit(cast, post, report)
    assert state == ("entering" if why else "submitted")
    assert why in answer.content.decode()


def test_the_first_value_stays_the_one_that_counts(cast, enter, post):
    report = given.begun(cast, NOW)
    enter("page", report, value="91", repeat="89", repeat_said="Another portion, less dust in it.")
    found = given.result_of(report)
    assert (found.value, found.verdict) == ("91", "non_conforming")
    report.refresh_from_db()
    (line,) = (line for line in report.paper(NOW.date())["results"] if line["item"] == "Lead")
    assert line["measured"] == "91" and line["note"] == "repeated: 89; Another portion, less dust in it."


def test_a_repeat_that_was_submitted_is_not_replaced_until_it_passes(cast, enter, post):
    report = given.begun(cast, NOW)
    enter("page", report, value="91", repeat="92")
    submit(cast, post, report)
    post(cast.reviewer, report, "return", {"note": "Look at lead again."})
    assert enter("API", report, value="91", repeat="80", overrule="It was another.").status_code in (409, 422)
    assert given.result_of(report).repeat == "92"


def test_a_correction_that_makes_an_item_fail_says_in_its_reason_why_that_stands(cast, at_desk):
    report = given.applied(cast, NOW, given.submitted(cast, NOW), new_value="910")
    found = given.result_of(report.report)
    assert (found.value, found.verdict) == ("910", "non_conforming")
    assert found.repeat_said == found.believed == report.reason


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({"value": "0.7", "lod": "0.1", "loq": "0.9"}, "below the limit of quantification"),
        ({"value": "5", "lod": "0.9", "loq": "0.1"}, "does not lie below the limit of detection"),
        ({"value": "5", "loq": "-1"}, "greater"),
        ({"value": "5", "uncertainty": "0"}, "greater"),
    ],
)
def test_no_figure_is_reported_that_the_method_cannot_give(cast, enter, row, why):
    report = given.begun(cast, NOW)
    answer = enter("page", report, **row)
    assert answer.status_code == 422 and why in answer.content.decode()
    assert given.result_of(report).value == ""


def test_uncertainty_and_limit_of_quantification_stand_in_the_annex(cast, enter):
    report = given.begun(cast, NOW)
    enter("API", report, value="5", loq="0.5", uncertainty="0.2")
    report.refresh_from_db()
    (line,) = (line for line in report.paper(NOW.date())["results"] if line["item"] == "Lead")
    assert line["note"] == "limit of quantification 0.5; U = 0.2 (k = 2)"


def test_a_repeat_is_corrected_by_two_and_by_a_raw_record(cast, at_desk):
    report = given.submitted(cast, NOW, values=given.BAD)
    place = {"place": f"repeat-{code_of(given.result_of(report))}", "new_value": "80", "file": ""}
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.tester).post(reverse("correction-open"), correction_form(report, **place))
    assert answer.status_code == 422 and "raw record" in answer.content.decode()
