"""Who may guess a password how often, from where, and who is kept out by that?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory

from accounts import attempts
from accounts.attempts import OF_A_NAME, OF_A_PAIR, OF_A_SUBNET, OF_AN_ADDRESS, begin, succeed
from accounts.models import Attempt
from accounts.tasks import forget_attempts
from tests.conftest import NOW
from tests.races import runners

HOME, ELSEWHERE = "203.0.113.7", "198.51.100.9"
pytestmark = pytest.mark.django_db


def guess(name="signatory", address=ELSEWHERE, now=NOW):
    """Whether a wrong password was looked at."""
    try:
        attempt = begin(name, address, now)
    except ValidationError as error:
        assert error.code == attempts.TOO_MANY
        return False
    attempts.fail(attempt)
    return True


def test_a_name_is_guessed_at_six_times_from_one_address_in_a_quarter_of_an_hour():
    assert [guess() for _ in range(OF_A_PAIR + 2)] == [True] * OF_A_PAIR + [False] * 2
    assert guess(address=HOME)
    # What was refused was not counted: nobody makes the wait longer.
    assert guess(now=NOW + timedelta(minutes=15, seconds=1))


@pytest.mark.parametrize(("minutes", "said"), [(0, "15 minutes"), (9.5, "6 minutes"), (14.5, "1 minute,")])
def test_whoever_must_wait_is_told_how_long_still(minutes, said):
    for _ in range(OF_A_PAIR):
        guess()
    with pytest.raises(ValidationError, match=f"wait {said}"):
        begin("signatory", ELSEWHERE, NOW + timedelta(minutes=minutes))


def test_whoever_guessed_now_and_then_waits_until_one_of_the_guesses_is_old():
    for minute in range(OF_A_PAIR):
        guess(now=NOW + timedelta(minutes=minute))
    with pytest.raises(ValidationError, match="wait 10 minutes"):
        begin("signatory", ELSEWHERE, NOW + timedelta(minutes=5))
    assert guess(now=NOW + timedelta(minutes=15))


def test_a_name_is_one_however_it_is_typed():
    for name in ("signatory", " SIGNATORY", "ｓｉｇｎａｔｏｒｙ", "Signatory ", "signatory", "signatory"):
        assert guess(name)
    assert not guess("signatory")


def test_over_many_addresses_a_name_is_guessed_at_nine_times_but_not_closed_to_where_it_is_known():
    succeed(begin("signatory", HOME, NOW - timedelta(days=60)))
    tried = [guess(address=f"198.51.{place}.9") for place in range(12)]
    assert tried == [True] * OF_A_NAME + [False] * 3
    assert guess(address=HOME)


def test_an_address_guesses_at_thirty_names_and_its_subnet_at_sixty():
    assert sum(guess(f"person-{n}") for n in range(40)) == OF_AN_ADDRESS
    assert guess("another", "198.51.100.10")
    others = [guess(f"other-{n}", f"198.51.100.{n % 200}") for n in range(200)]
    assert sum(others) == OF_A_SUBNET - OF_AN_ADDRESS - 1
    assert guess("another", HOME)


def test_whoever_logs_in_from_where_a_password_is_sprayed_is_let_in():
    succeed(begin("honest", ELSEWHERE, NOW - timedelta(days=1)))
    while guess(f"person-{Attempt.objects.count()}"):
        pass
    assert guess("honest") and not guess("stranger")


def test_a_right_password_forgives_the_wrong_ones_before_it():
    for _ in range(OF_A_PAIR - 1):
        guess(now=NOW - timedelta(minutes=5))
    succeed(begin("signatory", ELSEWHERE, NOW - timedelta(minutes=1)))
    assert [guess() for _ in range(OF_A_PAIR + 1)] == [True] * OF_A_PAIR + [False]


def test_what_the_system_broke_down_over_is_no_guess_but_nobody_guesses_while_it_is_looked_at():
    for _ in range(OF_A_PAIR):
        begin("signatory", ELSEWHERE, NOW)
    assert not guess(now=NOW + timedelta(seconds=59))
    later = NOW + timedelta(seconds=61)
    assert [guess(now=later) for _ in range(OF_A_PAIR + 1)] == [True] * OF_A_PAIR + [False]


@pytest.mark.django_db(transaction=True)
def test_guesses_at_once_are_counted_one_after_the_other():
    with runners(12) as at_once:
        assert sum(at_once([guess] * 12)) == OF_A_PAIR


def test_no_name_is_kept_and_what_no_limit_looks_at_is_forgotten(settings):
    begin("signatory", ELSEWHERE, NOW - timedelta(minutes=40))
    succeed(begin("signatory", ELSEWHERE, NOW - timedelta(days=91)))
    succeed(begin("signatory", HOME, NOW - timedelta(days=80)))
    assert not Attempt.objects.filter(name__contains="signatory").exists()
    assert attempts.forget(NOW) == 2 and Attempt.objects.get().address == HOME
    assert forget_attempts.name == "accounts.forget_attempts"


@pytest.mark.parametrize(
    ("proxies", "said", "place"),
    [
        (0, "1.1.1.1", "203.0.113.7"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.1", "1.1.1.1"),
        (2, "1.1.1.1", "203.0.113.7"),
        (1, "nonsense", "0.0.0.0"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.9", "198.51.100.9"),
    ],
)
def test_an_address_is_believed_of_our_own_proxies_alone(settings, proxies, said, place):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory(REMOTE_ADDR="203.0.113.7").get("/", headers={"X-Forwarded-For": said})
    assert attempts.source(request) == place
