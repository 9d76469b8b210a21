"""What becomes of a risk that is not sampled? Excluded, or notified to those whom it concerns (6.1.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from accounts.roles import Role
from monitoring.assessments.models import Assessment
from monitoring.risks.flow.notifying import ANSWER
from monitoring.risks.models.riskcases import Notice, RiskCase
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import handed_over
from tests.monitoring import given
from tests.monitoring.given_notices import SENDER

pytestmark = JOURNEY
SCENARIO = {
    "step0_description": "The eye comes off",
    "step0_probability": "1/10",
    "step0_evidence": "measured",
}


def a_panel_proposes(case: RiskCase, come: Come, cast: Cast, outcome: str, **proposal: Any) -> Assessment:
    """Given a registered case, the chair has it scored and proposes a measure."""
    chair, assessor = come(cast.chair), come(cast.assessor)
    assessment = chair.begins(Assessment, case)
    panel = {
        "mode": "working",
        "panel": [cast.assessor.user],
        "criteria": "eu-2019-417",
        "scenario0_description": "A child swallows it.",
    }
    chair.takes(assessment, "empanel", **panel, **SCENARIO)
    handed_over(assessment, Role.ASSESSOR, assessor)
    score = {"severity1": 2, "spread": "isolated", "outcome": outcome}
    assessor.takes(assessment, "score", **score)
    handed_over(assessment, Role.CHAIR, chair)
    chair.takes(assessment, "propose", **score, reason="As the panel found.", **proposal)
    return assessment


@pytest.mark.clause("6.1.3-a")
def test_a_case_without_a_hazard_is_excluded(cast: Cast, come: Come, now: datetime) -> None:
    case = given.registered_case(cast, now)
    assessment = a_panel_proposes(case, come, cast, "exclude")

    leader = come(cast.leader)
    handed_over(assessment, Role.LEADER, leader)
    leader.takes(assessment, "approve")

    case.refresh_from_db()
    assert (case.state, case.turn) == ("excluded", "")
    collector = come(cast.collector)
    assert collector.reads_turn(case) == "" and not collector.sees_on_worklist(case)
    assert collector.is_offered(case, "reopen")


@pytest.mark.clause("6.1.3-b")
def test_a_local_risk_is_notified_and_closed_with_the_last_answer(
    cast: Cast, come: Come, now: datetime
) -> None:
    case = given.registered_case(cast, now)
    assessment = a_panel_proposes(case, come, cast, "notify", notified=[cast.platform, cast.county])
    come(cast.leader).takes(assessment, "approve")

    collector = come(cast.collector)
    at_platform, at_county = Notice.objects.filter(riskcase=case).order_by("platform_id")
    collector.takes(at_platform, "send_platform", text="Look at this toy.", offered="Not known.", **SENDER)
    collector.takes(at_county, "send_regulator", text="Look at this maker.", offered="Not known.", **SENDER)
    platform, county = come(cast.quality_officer), come(cast.county_officer)
    for notice, person, step in ((at_platform, platform, "answer_platform"), (at_county, county, "answer")):
        handed_over(notice, Role(notice.turn), person)
        assert person.reads_clock(notice, ANSWER).status == "ok"
        person.takes(notice, step, reply="It was taken off sale.", contact="Li, 0571-1")
        assert collector.reads_clock(notice, ANSWER).status == "still"
        assert notice.state == "answered"

    case.refresh_from_db()
    assert case.state == "closed"
    collector.takes(at_platform, "close")
    assert not come(cast.other_quality_officer).is_told()


def test_strangers_get_no_hint_of_a_notice(cast: Cast, come: Come, now: datetime) -> None:
    notice = given.sent_notices(cast, now)[0]
    stranger = come(cast.other_quality_officer)
    stranger.goes("/")
    answer = stranger.page.goto(stranger.site.url + notice.get_absolute_url())
    assert answer is not None and answer.status == 404
