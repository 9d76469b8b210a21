"""Does the delivery of a paper start its addressee's time, whatever anybody presses or does not? (T-13)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.flow import Refused
from casework.models import Deadline, Notification
from disposal.actions import consequences
from disposal.models.cases import EnforcementCase
from documents.actions import attach
from documents.delivery import serve
from documents.models import Document, Service
from tests.cast import person, refuse_the_portal
from tests.conftest import NOW
from tests.disposal import given, given_letters
from tests.documents.conftest import picture
from trail.models import Event

TODAY = NOW.date()


def running(record) -> list[tuple[str, date]]:
    """The clocks that run on a record: (term, last day)."""
    return [(clock.term, clock.end) for clock in Deadline.objects.running().filter(record_id=record.pk)]


def test_who_accepts_the_portal_is_served_as_the_report_is_sent(cast, now):
    found = given.disposal(cast, now)
    service = Service.objects.get(document__record=found.pk)
    assert (service.method, service.addressee, service.served_on) == ("electronic", cast.platform, TODAY)
    assert (found.state, found.holder, found.delivered_on) == ("received", cast.platform, TODAY)
    assert running(found) == [("DL-03c", date(2026, 11, 26))]


def test_until_a_paper_is_served_the_clock_runs_for_whoever_must_serve_it(cast, now):
    colleague = person("compiler2", cast.center, Role.COMPILER)
    found = given.undelivered(cast, now)
    assert (found.state, found.turn, found.holder) == ("sent", "compiler", cast.center)
    assert running(found) == [("W-17", date(2026, 11, 27))]
    told = Notification.objects.filter(record=found.pk).values_list("user", "event__verb")
    assert list(told) == [(colleague.user.pk, "issue a paper")]


def test_the_time_runs_from_the_day_of_service_not_of_its_entry(cast, at_desk, now):
    found = given.undelivered(cast, now)
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        answer = given.press(at_desk(cast.compiler), found, "serve", given.service_form())
    assert answer.status_code == 302
    found.refresh_from_db()
    assert (found.state, found.delivered_on) == ("received", TODAY)
    assert running(found) == [("DL-03c", date(2026, 11, 26))]


def test_a_service_noted_on_the_papers_own_page_delivers_too(cast, at_desk, now):
    found = given.undelivered(cast, now)
    paper = Document.objects.get(record=found.pk, paper="platform_compilation")
    with time_machine.travel(NOW, tick=False):
        url = reverse("document-service", args=[paper.verify_token])
        assert at_desk(cast.leader).post(url, given.service_form()).status_code == 302
    found.refresh_from_db()
    assert found.state == "received"
    assert Event.objects.of("record", found.pk).get(verb="serve").actor_kind == "system"


def _served_by_post(found, cast, day, now):
    proof = attach(found, picture(), "service", by=cast.compiler, now=now)
    paper = Document.objects.get(record=found.pk, paper="platform_compilation")
    serve(paper, method="post", served_on=day, by=cast.compiler, now=now, evidence=proof)


@pytest.mark.parametrize("days", [-1, 0, 3])
def test_a_second_service_is_refused_whatever_its_day(cast, now, days):
    """Not on a later day, and on an earlier one neither: its office would shorten the addressee's time."""
    found = given.undelivered(cast, now - timedelta(days=1))
    _served_by_post(found, cast, TODAY, now)
    with pytest.raises(Refused, match=r"served on .* on 2026-11-25 already"):
        _served_by_post(found, cast, TODAY + timedelta(days=days), now + timedelta(days=4))
    found.refresh_from_db()
    assert (found.delivered_on, running(found)) == (TODAY, [("DL-03c", date(2026, 11, 26))])


def test_a_proof_of_an_earlier_day_that_comes_late_takes_the_clock_back_to_that_day(cast, now):
    found, later = given.undelivered(cast, now), now + timedelta(days=5)
    consequences.acknowledge(found, by=cast.quality_officer, now=later)
    assert running(found) == [("DL-03c", date(2026, 12, 1))]
    _served_by_post(found, cast, TODAY, later)
    found.refresh_from_db()
    assert (found.delivered_on, running(found)) == (TODAY, [("DL-03c", date(2026, 11, 26))])
    assert Event.objects.of("record", found.pk).filter(verb="move a deadline").count() == 1


def test_to_confirm_receipt_of_what_was_delivered_moves_no_clock(cast, at_desk, now):
    found = given.disposal(cast, now)
    before = running(found)
    with time_machine.travel(NOW + timedelta(hours=20), tick=False):
        assert given.press(at_desk(cast.quality_officer), found, "receive").status_code == 302
        again = given.press(at_desk(cast.quality_officer), found, "receive")
    found.refresh_from_db()
    assert again.status_code == 409 and "confirmed already" in again.content.decode()
    assert (found.state, found.received_at, running(found)) == (
        "received",
        NOW + timedelta(hours=20),
        before,
    )


def test_a_case_is_delivered_with_the_report_to_its_regulator_and_to_nobody_else(cast, now):
    refuse_the_portal(cast.province)
    case = given.unreceived(cast, now)
    assert (case.state, case.holder, running(case)) == (
        "referred",
        cast.center,
        [("W-17", date(2026, 11, 27))],
    )
    own, other = (
        Document.objects.get(paper="regulator_compilation", addressee=to)
        for to in (cast.county, cast.province)
    )
    for paper, state in ((other, "referred"), (own, "received")):
        assert paper.record is not None
        proof = attach(paper.record, picture(), "service", by=cast.compiler, now=now)
        serve(paper, method="post", served_on=TODAY, by=cast.compiler, now=now, evidence=proof)
        assert EnforcementCase.objects.get(pk=case.pk).state == state


def test_whoever_passes_a_case_on_serves_its_letter(cast, now):
    colleague = person("county_officer2", cast.county, Role.CASE_OFFICER)
    case = given_letters.letter_unserved(cast, now)
    assert (case.state, case.turn, case.holder) == ("passed_on", "case_officer", cast.county)
    told = Notification.objects.filter(record=case.pk, event__verb="issue a paper")
    people = set(told.values_list("user", flat=True))
    assert colleague.user.pk in people and cast.county_officer.user.pk not in people


def test_the_center_does_not_serve_twice_what_serves_itself(cast, at_desk, now):
    found = given.disposal(cast, now)
    answer = given.press(at_desk(cast.compiler), found, "serve", given.service_form())
    assert answer.status_code in (409, 422)
    assert Service.objects.filter(document__record=found.pk).count() == 1


def test_a_day_of_service_ahead_is_refused_beside_the_field(cast, at_desk, now):
    found = given.undelivered(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = given.service_form() | {"served_on": TODAY + timedelta(days=1)}
        answer = given.press(at_desk(cast.compiler), found, "serve", form)
    assert answer.status_code == 422 and "lies in the future" in answer.content.decode()


@pytest.mark.clause("T-13", "6.4-4")
def test_what_is_returned_begins_again_with_the_delivery_of_the_letter(cast, at_desk, now):
    found = given.sent_back(cast, now)
    paper = Document.objects.get(record=found.pk, paper="return_letter")
    assert (paper.addressee, paper.content["reason"]) == (cast.platform, "It is back.")
    assert (found.state, found.holder, running(found)) == (
        "returned",
        cast.center,
        [("W-17", date(2026, 11, 27))],
    )
    with time_machine.travel(NOW + timedelta(days=6), tick=False):
        given.press(at_desk(cast.compiler), found, "serve_again", given.service_form())
    found.refresh_from_db()
    assert (found.state, found.returned_on) == ("handling", TODAY)
    assert running(found) == [("DL-03c", date(2026, 11, 26))]


@pytest.mark.clause("T-13", "6.4-5")
def test_a_returned_report_is_amended_in_the_days_from_its_delivery(cast, at_desk, now):
    case = given.returning(cast, now)
    assert (case.turn, case.holder, running(case)) == (
        "compiler",
        cast.center,
        [("W-17", date(2026, 11, 27))],
    )
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert given.press(at_desk(cast.county_officer), case, "receive_return").status_code == 302
    case.refresh_from_db()
    assert (case.state, running(case)) == ("returned", [("DL-02", date(2026, 12, 1))])
    assert Document.objects.get(record=case.pk, paper="return_letter").services.get().addressee == cast.county
