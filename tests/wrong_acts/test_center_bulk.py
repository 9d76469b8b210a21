"""Is a matter decided unseen, with a tick in a list? Those who answer decide each on its own page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse

from accounts.roles import SIGNING
from casework.models import Record, kinds
from casework.pages.desks import desk_of
from tests.conftest import NOW
from tests.inspection import given as testing
from tests.monitoring import given

ON_EACH = "this is decided on each record, on its page"


def state_of(record: Record) -> str:
    return Record.objects.get(pk=record.pk).state


@pytest.fixture
def proposed(cast):
    """Two conclusions that wait for the leader."""
    return [given.proposed_assessment(cast, NOW, "sample") for _ in range(2)]


def test_no_list_offers_the_leader_to_approve_conclusions_in_bulk(cast, at_desk, proposed):
    desk = at_desk(cast.leader)
    page = desk.get(reverse("assessment-list")).text
    assert all(one.number in page for one in proposed)
    assert 'value="approve"' not in page and 'name="number"' not in page
    assert "several-assessment" not in desk.get("/").text


def test_conclusions_are_not_approved_by_a_form_made_by_hand(cast, at_desk, proposed):
    chosen = {"step": "approve", "number": [one.number for one in proposed]}
    page = at_desk(cast.leader).post(reverse("assessment-several"), chosen, follow=True).text
    assert ON_EACH in page
    assert [state_of(one) for one in proposed] == ["consensus", "consensus"]


def test_a_conclusion_is_approved_on_its_page(cast, at_desk, proposed):
    one, other = proposed
    url = reverse("assessment-step", args=[one.number, "approve"])
    assert at_desk(cast.leader).post(url).status_code == 302
    assert (state_of(one), state_of(other)) == ("approved", "consensus")


def test_a_signatory_signs_no_report_in_bulk(cast, at_desk):
    report = testing.reviewed(cast, NOW)
    chosen = {"step": "sign", "number": [report.number]}
    page = at_desk(cast.signatory).post(reverse("report-several"), chosen, follow=True).text
    assert ON_EACH in page and state_of(report) == "reviewed"


def test_a_signatory_issues_no_report_in_bulk(cast, at_desk):
    report = testing.signed(cast, NOW)
    chosen = {"step": "issue", "number": [report.number]}
    page = at_desk(cast.signatory).post(reverse("report-several"), chosen, follow=True).text
    assert ON_EACH in page and state_of(report) == "signed"


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_no_kind_lets_those_who_answer_decide_in_bulk(kind, cast):
    desk, states = desk_of(kind), {state for step in kinds()[kind].flow for state in step.sources}
    offered = desk.alone(replace(cast.leader, roles=SIGNING), states)
    assert not [step.name for step in offered if set(step.by) <= SIGNING]
