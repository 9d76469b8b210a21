"""What does a clock say that stands still, or whose duty has fallen away?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.models import Deadline
from portals.dashboards.chart import Asked
from portals.dashboards.punctuality import fallen_due
from tests.conftest import NOW
from tests.disposal import given, given_turned
from tests.swept import swept

WHY = given_turned.WHY


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def page(client, address):
    return client.get(address).content.decode()


def test_a_clock_that_stands_still_names_no_last_day_but_why_and_how_much_is_left(cast, at_desk, now):
    case = given_turned.shaken_case(cast, now)
    still = case.deadlines.get(term="DL-24")
    shown = page(at_desk(cast.county_officer), case.get_absolute_url())
    assert "Reason: The report it rests on has turned." in shown
    assert "90 days are left when it goes on." in shown
    assert f"last day {still.end}" not in shown and str(still.end) not in shown
    own = page(at_desk(cast.county_officer), reverse("clock", args=[still.pk]))
    assert "It stands still." in own and "90 days are left" in own
    beside, _label, after = own.partition("Last day without more time and standing still")
    # Twice in one element: to be read, and for programs.
    assert str(still.end) not in beside and after.count(str(still.end)) == 2


def test_the_execution_of_a_revoked_penalty_was_not_met(cast, at_desk, now):
    case = given.case_at("serve_decision", cast, now)
    assert given.press(at_desk(cast.county_head), case, "revoke", WHY).status_code == 302
    fell = Deadline.objects.get(record=case.pk, term="W-18")
    assert fell.met_at is None and fell.dropped_at == now
    shown = page(at_desk(cast.county_officer), case.get_absolute_url())
    assert "no longer needed" in shown
    Deadline.objects.filter(pk=fell.pk).update(due_at=now - timedelta(hours=1))
    assert "W-18" not in fallen_due(Asked(cast.county_head, now)).values_list("term", flat=True)


def test_nobody_revokes_a_decision_to_wipe_out_that_it_was_executed_late(cast, at_desk, now):
    case = given.case_at("serve_decision", cast, now)
    later = Deadline.objects.get(record=case.pk, term="W-18").due_at + timedelta(days=1)
    swept(later)
    with time_machine.travel(later, tick=False):
        assert given.press(at_desk(cast.county_head), case, "revoke", WHY).status_code == 302
    late = fallen_due(Asked(cast.county_head, later)).filter(term="W-18")
    assert [clock.met_at for clock in late] == [None]
