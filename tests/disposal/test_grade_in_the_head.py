"""Does the head of a record say how grave its matter is, to those who may know?"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.flow import VOIDED
from casework.pages.lists import grade
from casework.river import above
from monitoring.risks.models.riskcases import RiskCase
from tests.disposal import given
from tests.monitoring import given as monitoring

HEAD = '<span class="wj-soft">risk level</span> <span class="wj-badge wj-{}">{}</span>'


def of(record, viewer):
    """The grade as it stands in the head, and how often the database was asked for it."""
    up = above(record, viewer)
    with CaptureQueriesContext(connection) as asked:
        found = grade(record, up)
    return (found or {}).get("text", ""), len(asked)


def test_a_case_says_its_own_risk_level_without_a_question(cast, now, at_desk):
    case = monitoring.case_to_sample(cast, now)
    assert of(case, cast.chair) == (case.get_level_display(), 0)
    assert HEAD.format("red", "Serious") in at_desk(cast.chair).get(case.get_absolute_url()).text


def test_a_report_says_that_of_its_case_by_one_question(cast, now, at_desk):
    report = given.failed_report(cast, now)
    assert of(report, cast.compiler) == ("Serious", 1)
    assert HEAD.format("red", "Serious") in at_desk(cast.compiler).get(report.get_absolute_url()).text


def test_who_may_not_know_the_case_is_not_told_how_grave_it_is(cast, now, at_desk):
    """The laboratory that tests, and the platform that is to act, which reads its own grade alone."""
    report = given.failed_report(cast, now)
    assert of(report, cast.signatory) == ("", 0)
    assert "risk level" not in at_desk(cast.signatory).get(report.get_absolute_url()).text
    disposal = given.disposal(cast, now)
    assert of(disposal, cast.quality_officer) == (disposal.get_level_display(), 0)


@pytest.mark.parametrize(("level", "said"), [("serious", "Serious"), ("low", "up to Serious")])
def test_of_several_cases_the_gravest_is_told_as_such(cast, now, level, said):
    report = given.failed_report(cast, now)
    plan = report.sample.purchase.scheme.plan
    other = monitoring.registered_case(cast, now)
    RiskCase.objects.filter(pk=other.pk).update(level=level)
    plan.cases.add(other)
    assert of(report, cast.compiler) == (said, 1)


def test_what_was_voided_makes_nothing_grave(cast, now):
    report = given.failed_report(cast, now)
    up = above(report, cast.compiler)
    for each in up:
        each.state = VOIDED
    assert grade(report, up) is None
