"""Who sends grave goods out asking for less than their grade requires, and does the leader see it? (6.4-1)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from catalogue.models import TestItem
from tests.conftest import NOW
from tests.disposal import given

WHY = "The risk is low."


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def lower(cast):
    """Grave goods of which consumers are only to be warned, before the leader."""
    report = given.failed_report(cast, NOW)
    TestItem.objects.update(severity="serious")
    return given.submitted(cast, NOW, reports=[report], least="warn", least_reason=WHY)


def test_c15_the_leader_reads_what_the_grade_requires_and_what_is_asked_instead(lower, cast, at_desk):
    leader = at_desk(cast.leader)
    page = leader.get(lower.get_absolute_url()).text
    assert "Serious: Recall the product" in page
    assert f"less than required: Warn consumers ({WHY})" in page
    form = leader.get(reverse("compilation-step", args=[lower.number, "approve"])).text
    assert "requires at least “Recall the product”: asked is “Warn consumers”" in form and WHY in form
    assert "checked" not in form[form.index("less_noticed") :][:200]


def test_c15_asking_for_less_is_not_approved_unnoticed(lower, cast, at_desk):
    leader = at_desk(cast.leader)
    answer = given.press(leader, lower, "approve")
    assert answer.status_code == 422 and "requires at least" in answer.text
    assert given.press(leader, lower, "approve", {"less_noticed": "on"}).status_code == 302


def test_c15_the_papers_say_what_is_asked_and_the_regulators_why(lower, cast, at_desk):
    given.press(at_desk(cast.leader), lower, "approve", {"less_noticed": "on"})
    given.press(at_desk(cast.compiler), lower, "send", given.HASTY)
    papers = {}
    for record in (lower, lower.disposals.get()):
        for paper in record.documents.all():
            papers[paper.paper] = paper.content
    platforms, regulators = papers["platform_compilation"], papers["regulator_compilation"]
    assert platforms["least"] == regulators["least"] == "Warn consumers"
    assert regulators["least_reason"] == WHY
    assert not platforms.get("least_reason")


def test_where_nothing_less_is_asked_the_form_says_so(cast, at_desk):
    found = given.submitted(cast, NOW)
    form = at_desk(cast.leader).get(reverse("compilation-step", args=[found.number, "approve"])).text
    assert "Whoever approves answers for what is printed" in form and "less_noticed" not in form
