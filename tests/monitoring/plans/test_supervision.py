"""Is a right promised that nobody can exercise here? (O18-11)"""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.monitoring import given


def approve(client, plan):
    return client.post(reverse("workplan-step", args=[plan.number, "approve"]))


def test_by_default_no_plan_of_a_supervision_check_is_approved(cast, at_desk, now):
    plan = given.submitted_plan(cast, now, legal_mode="supervision_check")
    answer = approve(at_desk(cast.approver), plan)
    assert answer.status_code == 409 and "objections cannot be received here yet" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.state == "submitted"


@pytest.mark.parametrize("mode", ["risk_monitoring", "supervision_check"])
def test_a_plan_is_approved_where_the_setting_allows_its_mode(cast, at_desk, now, mode):
    plan = given.submitted_plan(cast, now, legal_mode=mode)
    with override_settings(SUPERVISION_CHECKS=mode == "supervision_check"):
        assert approve(at_desk(cast.approver), plan).status_code == 302
