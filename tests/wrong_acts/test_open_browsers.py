"""Does a browser that stays open show anything to whoever has left, was switched off, or never belonged?"""

from __future__ import annotations

import pytest

from accounts.middleware import SESSION_KEY
from accounts.models import Membership, Organisation, User
from tests.monitoring import given


@pytest.fixture
def opened(cast, now, at_desk):
    """A record, and a browser in which it was just read."""
    record, client = given.registered_case(cast, now), at_desk(cast.collector)
    assert client.get(record.get_absolute_url()).status_code == 200
    return record, client


def test_whoever_left_reads_nothing_with_the_next_request(cast, now, opened):
    record, client = opened
    Membership.objects.filter(user=cast.collector.user).update(left_on=now.date())
    assert client.get(record.get_absolute_url()).status_code == 403


def test_whoever_was_switched_off_has_to_log_in(cast, opened):
    record, client = opened
    User.objects.filter(pk=cast.collector.user.pk).update(is_active=False)
    assert client.get(record.get_absolute_url()).status_code == 302


def test_of_an_organisation_that_is_no_more_nobody_reads_anything(cast, opened):
    record, client = opened
    Organisation.objects.filter(pk=cast.collector.organisation.pk).update(active=False)
    assert client.get(record.get_absolute_url()).status_code == 403


def test_a_session_that_names_a_foreign_organisation_opens_nothing_of_it(cast, opened, at_desk):
    record, _client = opened
    stranger = at_desk(cast.other_leader)
    session = stranger.session
    session[SESSION_KEY] = cast.collector.organisation.pk
    session.save()
    assert stranger.get(record.get_absolute_url()).status_code == 404
