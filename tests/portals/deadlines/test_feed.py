"""What does a calendar program read by a secret link, until when, and what does it never learn?"""

from __future__ import annotations

import re
from datetime import timedelta

import icalendar
import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, StandIn, User
from accounts.roles import Role
from casework.models import CalendarLink, Deadline, Record
from casework.pages import feed
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.sampling import given as sampling
from trail.models import Event

pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture(autouse=True)
def _on_the_day():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def subscribed(viewer):
    """The address of a new link."""
    return reverse("due-feed-file", args=[feed.make(viewer, NOW)[1]])


def events(address):
    answer = Client().get(address)
    assert answer.status_code == 200 and answer["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_link_is_made_and_its_address_shown_once(cast, at_desk):
    desk = at_desk(cast.tester)
    made = desk.post(reverse("due-feed"))
    [token] = set(re.findall(r"/due/feed/([\w-]{43})\.ics", made.content.decode()))
    assert made.status_code == 200 and "no-store" in made["Cache-Control"]
    link = CalendarLink.objects.get()
    assert link.digest == feed.digest(token) and token not in str(link.__dict__)
    page = desk.get(reverse("due-feed")).content.decode()
    assert token not in page and "It has not been read yet." in page
    assert Event.objects.get(verb="make a calendar link").actor_id == cast.tester.user.pk


def test_the_preferences_lead_to_it(cast, at_desk):
    link = f'href="{reverse("due-feed")}"'
    assert link in at_desk(cast.tester).get(reverse("preferences")).content.decode()


def test_each_clock_is_a_day_with_its_term_number_and_reason(cast, now):
    entrustment = inspection.in_progress(cast, now)
    clock = Deadline.objects.running().get(record=entrustment)
    User.objects.filter(pk=cast.tester.user.pk).update(language="en")
    [found] = events(subscribed(cast.tester))
    assert found["SUMMARY"] == f"Test, and enter the results {entrustment.number}"
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (clock.end, clock.end + timedelta(1))
    assert "20 working days from 2026-11-25 end on" in found["DESCRIPTION"]
    assert found["DESCRIPTION"].endswith(f"http://localhost:8000{entrustment.get_absolute_url()}")


def test_it_speaks_the_language_of_the_person(cast, now):
    inspection.in_progress(cast, now)
    User.objects.filter(pk=cast.tester.user.pk).update(language="zh-hans")
    [found] = events(subscribed(cast.tester))
    assert "个工作日" in found["DESCRIPTION"]


def test_a_clock_keeps_its_uid_and_none_tells_of_another(cast, now):
    inspection.in_progress(cast, now)
    address = subscribed(cast.tester)
    [first] = events(address)
    inspection.in_progress(cast, now)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        again = events(address)
    uids = [found["UID"] for found in again]
    assert uids[0] == first["UID"] and len(set(uids)) == 2


def test_a_provisional_day_says_so(cast, now):
    inspection.in_progress(cast, now)
    Deadline.objects.update(provisional=True)
    [found] = events(subscribed(cast.tester))
    assert found["STATUS"] == "TENTATIVE" and found["SUMMARY"].endswith("(provisional)")


def test_the_nearest_comes_first_and_what_has_run_out_says_so(cast, now):
    later = inspection.in_progress(cast, now + timedelta(days=1))
    sooner = inspection.in_progress(cast, now)
    address = subscribed(cast.tester)
    with time_machine.travel(Deadline.objects.running().get(record=sooner).due_at, tick=False):
        first, second = events(address)
    assert first["SUMMARY"] == f"Overdue: Test, and enter the results {sooner.number}"
    assert later.number in second["SUMMARY"] and second["STATUS"] == "CONFIRMED"


def test_only_what_is_this_persons_to_move_and_does_not_stand_still(cast, now):
    inspection.in_progress(cast, now)
    assert events(subscribed(cast.receiver)) == []
    assert events(subscribed(cast.other_tester)) == []
    Deadline.objects.update(suspended_at=now)
    assert events(subscribed(cast.tester)) == []


def test_who_stands_in_reads_it_on_those_days_only(cast, now):
    inspection.in_progress(cast, now)
    address, today = subscribed(cast.receiver), NOW.date()
    StandIn.objects.create(
        organisation=cast.laboratory,
        absent=cast.tester.user,
        substitute=cast.receiver.user,
        roles=[Role.TESTER],
        first=today,
        last=today,
        reason="ill",
    )
    assert len(events(address)) == 1
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert events(address) == []


def test_no_particular_of_a_record_is_in_it(cast, now):
    purchase = sampling.delivered(
        sampling.shipped(
            sampling.ordered(sampling.assigned(_first(cast, now), cast, now), cast, now), cast, now
        ),
        cast,
        now,
    )
    disposal.handling(cast, now)
    for viewer in (cast.verifier, cast.quality_officer):
        body = Client().get(subscribed(viewer)).content.decode().replace("\r\n ", "")
        assert "VEVENT" in body
        assert viewer.organisation.name not in body and str(viewer.user) not in body
        for record in Record.objects.all():
            assert record.title not in body
    assert purchase.buyer is not None
    assert purchase.buyer.username not in body and purchase.buyer.name not in body


def _first(cast, now):
    return sampling.buying_scheme(cast, now, batches=1).purchases.get()


def left(cast, link):
    Membership.objects.filter(user=cast.tester.user, organisation=cast.laboratory).update(left_on=NOW.date())
    # Who works elsewhere too is not read as a member of that organisation.
    Membership.objects.create(user=cast.tester.user, organisation=cast.other_laboratory, roles=["tester"])


ENDS = {
    "revoked": lambda cast, link: feed.revoke(cast.tester, NOW),
    "replaced": lambda cast, link: feed.make(cast.tester, NOW),
    "inactive": lambda cast, link: User.objects.filter(pk=link.user_id).update(is_active=False),
    "left": left,
}


@pytest.mark.parametrize("how", ENDS)
def test_a_link_that_has_ended_looks_like_one_that_never_was(how, cast):
    address = subscribed(cast.tester)
    assert Client().get(address).status_code == 200
    ENDS[how](cast, CalendarLink.objects.get())
    ended, unknown = Client().get(address), Client().get("/due/feed/never.ics")
    assert ended.status_code == unknown.status_code == 404
    del ended["X-Request-ID"], unknown["X-Request-ID"]  # no two have the same
    assert ended.content == unknown.content and ended.headers == unknown.headers


def test_the_own_link_is_revoked_and_nobody_elses(cast, at_desk):
    address = subscribed(cast.tester)
    assert at_desk(cast.receiver).post(reverse("due-feed-revoke")).status_code == 302
    assert Client().get(address).status_code == 200
    assert at_desk(cast.tester).post(reverse("due-feed-revoke")).status_code == 302
    assert Client().get(address).status_code == 404
    assert at_desk(cast.tester).get(reverse("due-feed-revoke")).status_code == 405
    assert Event.objects.filter(verb="revoke a calendar link").count() == 1


def test_shops_have_no_feed(cast, at_desk):
    assert at_desk(cast.respondent).post(reverse("due-feed")).status_code == 404
    assert not CalendarLink.objects.exists()


def test_a_person_has_one_live_link_in_an_organisation(cast):
    feed.make(cast.tester, NOW)
    feed.make(cast.tester, NOW)
    assert CalendarLink.objects.filter(revoked_at=None).count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarLink.objects.create(
            user=cast.tester.user, organisation=cast.laboratory, digest="other", created_at=NOW
        )


def test_whoever_asks_too_often_is_told_when_to_ask_again(cast, settings):
    settings.API_RATE = "2/min"
    address = subscribed(cast.tester)
    answers = [Client().get(address) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert Client().get("/due/feed/never.ics").status_code == 404


def test_a_feed_asks_few_questions_however_much_is_due(cast, now, django_assert_max_num_queries):
    for _ in range(4):
        inspection.in_progress(cast, now)
    address = subscribed(cast.tester)
    with django_assert_max_num_queries(9):
        assert len(events(address)) == 4


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_that_it_was_read_is_noted_once_an_hour(cast):
    address, link = subscribed(cast.tester), CalendarLink.objects.get()
    for minutes, noted in ((0, 0), (59, 0), (60, 60)):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert Client().get(address).status_code == 200
        link.refresh_from_db()
        assert link.last_read_at == NOW + timedelta(minutes=noted)
