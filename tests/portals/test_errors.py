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
    assert "enforcementcase-step" in line.getMessage()  # its route, as an address may hold more


def test_an_address_says_which_role_it_is_kept_for(cast, at_desk):
    page = at_desk(cast.leader).get(reverse("sitting-new")).content.decode()
    assert f"may do this: {Role.CHAIR.label}" in page


def test_what_is_not_there_is_said_within_the_portal(cast, at_desk):
    answer = at_desk(cast.leader).get("/nothing/here/")
    assert answer.status_code == 404 and reverse("logout") in answer.content.decode()


def test_what_is_pressed_and_was_opened_is_said_on_a_page_that_leads_back(cast, at_desk):
    came = "http://testserver/notifications/"
    answer = at_desk(cast.leader).get("/notifications/read/", headers={"Referer": came})
    assert answer.status_code == 405 and answer["Allow"] == "POST"
    assert f'href="{came}"' in answer.text and reverse("logout") in answer.text


@pytest.mark.parametrize(
    "came", ["http://elsewhere.example/", "javascript:alert(1)", "//elsewhere.example/", ""]
)
def test_no_page_leads_back_to_another_site(cast, at_desk, came):
    answer = at_desk(cast.leader).get("/nothing/here/", headers={"Referer": came})
    assert answer.status_code == 404 and "elsewhere" not in answer.text and "alert(1)" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/api/docs/", 405),
        ("post", "/api/schema/", 405),
        ("get", "/api", 404),
        ("get", "/api/none/", 404),
    ],
)
def test_a_program_is_told_of_every_problem_in_its_own_terms(cast, at_desk, method, path, status):
    answer = getattr(at_desk(cast.leader), method)(path)
    assert answer.status_code == status and answer["Content-Type"] == "application/problem+json"


def test_whose_session_is_over_reads_that_before_logging_in(cast, at_desk):
    desk = at_desk(cast.leader)
    desk.session.flush()
    led = desk.get(reverse("notifications"), follow=True)
    assert led.redirect_chain and "Your session is over" in led.text
    assert "Your session is over" not in desk.get(reverse("login")).text, "it is said once"


def test_who_comes_for_the_first_time_reads_nothing_of_a_session(client, db):
    assert "Your session is over" not in client.get(reverse("notifications"), follow=True).text


def test_who_asks_under_the_name_of_another_site_is_refused_and_breaks_no_page(client, db, settings):
    settings.ALLOWED_HOSTS = ["wangjian.example"]
    answer = client.get(
        "/login/", headers={"Host": "elsewhere.example", "Referer": "http://elsewhere.example/"}
    )
    assert answer.status_code == 400
