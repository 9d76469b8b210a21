"""Can a laboratory hide a failure behind what its method detects?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from catalogue.models import TestItem
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import correction_form, raw_form, results_form

BY_HAND = {"verdict": "conforming", "reason": "Conforms after a second test."}
DONE = {"tested_from": "2026-11-25", "tested_to": "2026-11-25", "tested_at": "1 Test Road"}


def begun(cast):
    """A report whose item Lead is limited to 0.75."""
    given.items(cast)
    TestItem.objects.filter(name="Lead").update(limit_text="≤ 0.75")
    return given.begun(cast, NOW)


def enter(way, cast, post, program, report, **row):
    """The results as they are sent, by page or by program."""
    if way == "API":
        with time_machine.travel(NOW, tick=False):
            url = f"/api/v1/reports/{report.number}/enter/"
            return program(cast.tester).post(url, {**DONE, "rows": [{"row": "Lead", **row}]})
    lead = code_of(given.result_of(report))
    values = {**given.GOOD, "Lead": row["value"]}
    return post(
        cast.tester,
        report,
        "enter",
        results_form(report, values, **{f"{name}_{lead}": text for name, text in row.items()}),
    )


@pytest.mark.parametrize("way", ["page", "API"])
@pytest.mark.parametrize("row", [{"value": "<9", "lod": "9"}, {"value": "ND", "lod": "9"}, {"value": "<9"}])
def test_what_a_method_cannot_detect_is_not_called_conforming_by_hand(cast, post, program, way, row):
    report = begun(cast)
    answer = enter(way, cast, post, program, report, **row, **BY_HAND)
    assert answer.status_code == 409
    assert "test with a more sensitive method, or report it as an abnormality" in answer.content.decode()
    assert given.result_of(report).value == ""


@pytest.mark.parametrize("way", ["page", "API"])
@pytest.mark.parametrize("value", ["0.18", "0", "<0.5", "≤0.5"])
def test_a_figure_below_the_limit_of_detection_is_refused(cast, post, program, way, value):
    report = begun(cast)
    answer = enter(way, cast, post, program, report, value=value, lod="9")
    assert answer.status_code == 422 and "lies below the limit of detection" in answer.content.decode()
    assert given.result_of(report).value == ""


def test_a_limit_of_detection_above_a_measured_value_is_no_correction_either(cast, at_desk):
    report = given.submitted(cast, NOW, values={**given.GOOD, "Lead": "80"})
    place = {"place": f"lod-{code_of(given.result_of(report))}", "new_value": "100"}
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.tester).post(reverse("correction-open"), correction_form(report, **place))
    assert answer.status_code == 409 and "lies below the limit of detection" in answer.content.decode()


def test_a_failure_that_an_insensitive_method_did_detect_stays_one(cast, post, program):
    report = begun(cast)
    found = {"value": "12", "lod": "9", "believed": "Measured twice, with a blank beside it."}
    assert enter("page", cast, post, program, report, **found).status_code == 302
    assert given.result_of(report).verdict == "non_conforming"


def test_that_the_figures_decide_nothing_stands_in_words_and_goes_no_further(cast, post, program, see):
    report = begun(cast)
    assert enter("page", cast, post, program, report, value="<9", lod="9").status_code == 302
    post(cast.tester, report, "record", raw_form(report))
    page = see(cast.reviewer, report.get_absolute_url()).content.decode()
    assert "No verdict: the figures do not decide" in page and "test with a more sensitive method" in page
    answer = post(cast.tester, report, "submit")
    assert answer.status_code == 409 and "Enter the result of Lead." in answer.content.decode()
