"""What does a stranger try at the door, and is it refused without keeping out those who belong here?"""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests.cast import PASSWORD
from trail.models import Event

ELSEWHERE = "198.51.100.9"


@pytest.fixture
def able(cast):
    """People of the cast who can log in with PASSWORD."""
    made = User()
    made.set_password(PASSWORD)
    people = [viewer.user for viewer in cast.people.values()][:14]
    User.objects.filter(pk__in=[user.pk for user in people]).update(password=made.password)
    return [user.username for user in people]


def enter(name: str, password: str = PASSWORD, place: str = "203.0.113.7") -> int:
    return Client(REMOTE_ADDR=place).post("/login/", {"username": name, "password": password}).status_code


def test_a3_a_password_sprayed_over_accounts_stops_at_its_address(able):
    tried = [enter(name, guess, ELSEWHERE) for guess in ("123456", "password", "888888") for name in able]
    assert tried.count(422) == 30 and set(tried[30:]) == {429}
    assert [enter(name) for name in able] == [302] * len(able)


def test_a3_ten_guesses_at_the_signatory_from_elsewhere_do_not_keep_the_signatory_out(able):
    name = able[0]
    assert [enter(name, "guess", ELSEWHERE) for _ in range(10)] == [422] * 6 + [429] * 4
    assert enter(name) == 302


def test_a3_wrong_passwords_stand_in_the_trail_without_the_name(able, cast):
    enter("Hunter2!", "oops", ELSEWHERE)  # the password in the box for the name
    event = Event.objects.get(verb="type a wrong password")
    assert len(event.detail["name"]) == 64 and "Hunter2" not in str(event.__dict__)


def test_a3_whoever_finds_a_session_open_cannot_guess_its_password(cast, at_desk):
    client = at_desk(cast.signatory)
    form = {"old_password": "guess", "new_password1": "Zb8-qqwTx91", "new_password2": "Zb8-qqwTx91"}
    answers = [client.post("/password/", form) for _ in range(8)]
    assert [answer.status_code for answer in answers] == [422] * 6 + [429] * 2
    assert "wait 15 minutes" in answers[-1].text
