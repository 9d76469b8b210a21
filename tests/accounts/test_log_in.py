"""How does a person come in, choose an organisation, change the password, and go?"""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from tests.cast import PASSWORD
from tests.conftest import NOW
from tests.desk import Desk
from trail.models import Event


@pytest.fixture
def buyer(cast):
    cast.buyer.user.set_password(PASSWORD)
    cast.buyer.user.save()
    return cast.buyer


def test_the_right_password_lets_in_and_is_noted(buyer):
    answer = Client().post("/login/", {"username": "buyer", "password": PASSWORD})
    assert answer.status_code == 302 and answer["Location"] == "/"
    assert Event.objects.of("user", buyer.user.pk)[0].verb == "log in"


def test_a_wrong_password_and_an_unknown_name_get_the_same_sentence(buyer):
    pages = [
        Client().post("/login/", {"username": name, "password": "wrong"}).content.decode()
        for name in ("buyer", "nobody")
    ]
    assert "do not belong together" in pages[0]
    assert pages[0].replace("buyer", "nobody").count("nobody") == pages[1].count("nobody")


@pytest.mark.parametrize("name", ["buyer", "nobody"])
def test_after_six_wrong_passwords_even_the_right_one_must_wait(buyer, name):
    client = Client(REMOTE_ADDR="198.51.100.7")
    answers = [client.post("/login/", {"username": name, "password": "wrong"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 6 + [429]
    answer = client.post("/login/", {"username": name, "password": PASSWORD})
    assert answer.status_code == 429 and "wait 15 minutes" in answer.content.decode()
    elsewhere = Client(REMOTE_ADDR="203.0.113.7").post("/login/", {"username": name, "password": PASSWORD})
    assert elsewhere.status_code == (302 if name == "buyer" else 422)


def test_log_in_leads_only_within_this_site(buyer):
    answer = Client().post("/login/?next=https://evil.example/", {"username": "buyer", "password": PASSWORD})
    assert answer["Location"] == "/"


def test_logging_out_ends_the_session(cast, at_desk):
    client = at_desk(cast.buyer)
    client.post("/logout/")
    assert client.get("/").status_code == 302


def test_a_member_of_two_organisations_chooses_for_which_to_act(cast, at_desk):
    Membership.objects.create(user=cast.buyer.user, organisation=cast.other_center, roles=[Role.BUYER])
    client = at_desk(cast.buyer)
    client.post("/organisation/", {"organisation": cast.other_center})
    assert "Westland Monitoring Center" in client.get("/").content.decode()


def test_nobody_acts_for_an_organisation_that_is_not_theirs(cast, at_desk):
    client = at_desk(cast.buyer)
    answer = client.post("/organisation/", {"organisation": cast.other_center})
    assert answer.status_code == 200
    assert "Westland" not in client.get("/").content.decode()


def test_a_changed_password_is_noted_without_the_password(buyer, at_desk):
    client = Client()
    client.force_login(buyer.user)
    new = "water-over-wind-8"
    fields = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/password/", fields).status_code == 302
    event = Event.objects.of("user", buyer.user.pk)[0]
    assert event.verb == "change password" and new not in str(event.detail)
    buyer.user.refresh_from_db()
    assert buyer.user.check_password(new)


def test_what_is_asked_of_a_password_is_said_in_sentences(cast, at_desk):
    page = at_desk(cast.buyer).get("/password/").content.decode()
    assert "at least 8 characters" in page
    assert "&lt;li&gt;" not in page


@pytest.fixture
def half_an_hour(settings):
    settings.SESSION_IDLE_MINUTES = 30


def at(minutes: float):
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def test_a_session_in_which_nobody_does_anything_ends_and_leads_back(cast, at_desk, half_an_hour):
    client = at_desk(cast.collector)
    for minute, status in ((0, 200), (29, 200), (58, 200), (89, 302)):
        with at(minute):
            answer = client.get("/signals/new/")
        assert answer.status_code == status, minute
    assert answer["Location"] == "/login/?next=/signals/new/"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    with at(90):
        assert "30 minutes" in client.get(answer["Location"]).text


def test_what_a_page_asks_by_itself_keeps_no_session_open(cast, at_desk, half_an_hour):
    client = at_desk(cast.collector)
    with at(0):
        client.get("/")
    for minute in (10, 20, 30):
        with at(minute):
            assert client.get("/notifications/count.json").status_code == 200
    with at(31):
        assert client.get("/").status_code == 302


def test_a_session_is_noted_once_a_minute(cast, at_desk, half_an_hour):
    client = at_desk(cast.collector)
    with at(0):
        client.get("/notifications/count.json")
        client.get("/")
    with at(0.5), CaptureQueriesContext(connection) as seen:
        client.get("/")
    assert not [one for one in seen if "UPDATE" in one["sql"]]


def test_a_session_ends_after_twelve_hours_however_much_is_done(buyer):
    client = Desk()
    now = timezone.now()
    client.post("/login/", {"username": "buyer", "password": PASSWORD})
    with time_machine.travel(now + timedelta(hours=11), tick=False):
        client.get("/")
        client.post("/organisation/", {"organisation": buyer.organisation})
        assert client.get("/").status_code == 200
    cache.clear()  # it forgets by a clock of its own, with which nobody travels
    with time_machine.travel(now + timedelta(hours=12, minutes=1), tick=False):
        assert client.get("/").status_code == 302
