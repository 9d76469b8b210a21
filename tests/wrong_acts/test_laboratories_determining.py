"""Can a laboratory choose among its determinations the ones that pass?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from catalogue.models import TestItem
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import results_form
from tests.registers import test_entries

DONE = {"tested_from": "2026-11-25", "tested_to": "2026-11-25", "tested_at": "1 Test Road"}
PLAN = "n=5, c=2, m=10, M=100"


def begun(cast, **data):
    """A report of which the item Lead is determined in another way than once."""
    given.items(cast)
    TestItem.objects.filter(name="Lead").update(**data)
    return given.begun(cast, NOW)


def enter(way, cast, post, program, report, value):
    if way == "API":
        with time_machine.travel(NOW, tick=False):
            url = f"/api/v1/reports/{report.number}/enter/"
            return program(cast.tester).post(url, {**DONE, "rows": [{"row": "Lead", "value": value}]})
    return post(cast.tester, report, "enter", results_form(report, {**given.GOOD, "Lead": value}))


@pytest.mark.parametrize("way", ["page", "API"])
@pytest.mark.parametrize(
    ("how", "best"),
    [
        ({"taken": "mean", "determinations": 3}, "80; 85"),
        ({"taken": "median", "determinations": 3}, "80"),
        ({"taken": "worst", "determinations": 2}, "80; 81; 82"),
        ({"limit_text": PLAN}, "9; 9; 9; 9"),
        ({}, "80; 95"),
    ],
)
def test_another_number_of_determinations_than_the_register_asks_is_refused(
    cast, post, program, way, how, best
):
    report = begun(cast, **how)
    answer = enter(way, cast, post, program, report, best)
    assert answer.status_code == 422 and "asked for" in answer.content.decode()
    assert given.result_of(report).value == ""


@pytest.mark.parametrize(
    ("how", "value", "stated", "said"),
    [
        ({"taken": "mean", "determinations": 2}, "85; 96", "90.5", "90.5 &gt; 90"),
        ({"taken": "worst", "determinations": 2}, "85; 96", "85; 96", "96 &gt; 90"),
        ({"limit_text": PLAN}, "1; 2; 3; 4; 101", "1; 2; 3; 4; 101", "1 above M = 100"),
        ({"formula": "(V - V0) / m"}, "V=96, V0=1, m=1", "95", "95 &gt; 90"),
    ],
)
def test_one_that_fails_is_not_lost_among_those_that_pass(cast, post, program, see, how, value, stated, said):
    report = begun(cast, **how)
    assert enter("API", cast, post, program, report, value).status_code == 200
    found = given.result_of(report)
    assert (found.verdict, found.reported) == ("non_conforming", stated)
    assert said in see(cast.tester, report.get_absolute_url()).content.decode()


def test_how_the_result_came_of_what_was_measured_stands_in_the_annex(cast, post, program):
    report = begun(cast, taken="mean", determinations=2)
    enter("API", cast, post, program, report, "85; 96")
    report.refresh_from_db()
    (line,) = (line for line in report.paper(NOW.date())["results"] if line["item"] == "Lead")
    assert (line["measured"], line["note"]) == ("90.5", "mean of 85; 96 = 90.5")


def test_a_later_change_of_the_register_leaves_a_report_that_is_begun_as_it_was(cast, post, program):
    report = begun(cast, taken="mean", determinations=2)
    TestItem.objects.filter(name="Lead").update(taken="single", determinations=1)
    assert enter("API", cast, post, program, report, "80").status_code == 422
    assert enter("API", cast, post, program, report, "80; 82").status_code == 200


@pytest.mark.parametrize(
    "said",
    [
        {"taken": "mean"},
        {"determinations": "3"},
        {"determinations": "21", "taken": "worst"},
        {"limit_text": PLAN, "taken": "mean", "determinations": "2"},
        {"limit_text": "n=5, c=5, m=10"},
        {"formula": "__import__('os')"},
    ],
)
def test_the_register_takes_no_rule_that_nobody_can_follow(cast, at_desk, said):
    item, desk = given.items(cast)[1], at_desk(cast.organiser)
    sent = test_entries.shown(desk, item, **said, source="GB 4789.1", reason="The method says so.")
    assert desk.post(reverse("test-items-change", args=[item.pk]), sent).status_code == 422
    item.refresh_from_db()
    assert (item.taken, item.determinations, item.formula, item.limit_text) == ("single", 1, "", "≤ 90")
