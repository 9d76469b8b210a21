"""What does somebody see who may not do something, and what does the log keep of it?"""

from __future__ import annotations

import logging

import pytest
from django.urls import reverse

from accounts.roles import Role
from tests.disposal import given


@pytest.fixture
def refused(cast, at_desk, now, caplog):
    """The case officer of a county tries to review the decision of its own case."""
    case = given.case_at("propose_decision", cast, now)
    with caplog.at_level(logging.WARNING):
        return at_desk(cast.county_officer).get(f"{case.get_absolute_url()}review/")


def test_who_may_not_do_something_stays_in_the_portal_and_reads_whose_it_is(cast, refused):
    page = refused.content.decode()
    assert refused.status_code == 403 and str(Role.LEGAL_REVIEWER.label) in page
    assert str(cast.county_officer.user) in page and str(cast.county) in page
    assert reverse("enforcementcase-list") in page and reverse("logout") in page


def test_the_log_keeps_one_line_of_who_tried_what(cast, refused, caplog):
    [line] = [record for record in caplog.get_records("setup") if record.levelno >= logging.WARNING]
    assert line.exc_info is None and "\n" not in line.getMessage()
    officer = cast.county_officer
    assert f"user {officer.user.pk} of organisation {officer.organisation.pk}" in line.getMessage()
    assert "/review/" in line.getMessage()


def test_an_address_says_which_role_it_is_kept_for(cast, at_desk):
    page = at_desk(cast.leader).get(reverse("sitting-new")).content.decode()
    assert f"may do this: {Role.CHAIR.label}" in page


def test_what_is_not_there_is_said_within_the_portal(cast, at_desk):
    answer = at_desk(cast.leader).get("/nothing/here/")
    assert answer.status_code == 404 and reverse("logout") in answer.content.decode()
