"""Does whoever approves or answers read what was asked of others before? (A5)"""

from __future__ import annotations

from html import unescape

from accounts.roles import Role
from tests.cast import person
from tests.conftest import NOW
from tests.monitoring import given
from tests.monitoring.given import UNIT


def test_a5_a_leader_reads_whom_a_local_risk_is_to_be_notified_to_before_approving(cast, at_desk):
    assessment = given.proposed_assessment(cast, NOW, "notify", outside=UNIT)
    page = unescape(at_desk(cast.leader).get(assessment.get_absolute_url()).text)
    assert "Whom to notify" in page and UNIT in page
    assert str(cast.platform) in page and str(cast.county) in page


def test_a5_whom_it_names_is_no_secret_of_another_center(cast, at_desk):
    assessment = given.proposed_assessment(cast, NOW, "notify", outside=UNIT)
    stranger = person("second_leader", cast.other_center, Role.LEADER)
    assert at_desk(stranger).get(assessment.get_absolute_url()).status_code == 404
