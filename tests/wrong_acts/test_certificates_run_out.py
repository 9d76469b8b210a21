"""Does a laboratory's certificate end unseen, with samples in its hands?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from casework.models import Notification
from inspection.laboratories.models import Qualification
from inspection.tasks import warn_of_certificates
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given_certificates import qualified

TODAY = NOW.date()


@pytest.fixture
def certificate(cast):
    """Of a laboratory that has samples of the center; valid for ninety-one days more."""
    given.sent(cast, NOW)
    Notification.objects.all().delete()
    found = qualified(cast, NOW)
    Qualification.objects.filter(pk=found.pk).update(valid_until=TODAY + timedelta(days=91))
    found.refresh_from_db()
    return found


def told(days: int) -> list[str]:
    """Who is told so many days later, if the timetable asks twice."""
    Notification.objects.all().delete()
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        warn_of_certificates()
        warn_of_certificates()
    return sorted(Notification.objects.values_list("user__username", flat=True))


def test_laboratory_and_center_are_told_three_times(cast, certificate):
    both = sorted(viewer.user.username for viewer in (cast.signatory, cast.organiser))
    days = (0, 1, 2, 61, 62, 84, 85, 91, 92)
    assert [day for day in days if told(day) == both] == [1, 61, 84]
    assert [day for day in days if told(day)] == []  # of each once for ever


def test_who_slept_through_a_day_is_told_the_next(certificate):
    assert told(65) and not told(66) and told(86)


def test_of_one_that_another_goes_on_from_nobody_is_told(certificate):
    span = {
        "valid_from": certificate.valid_until + timedelta(days=1),
        "valid_until": TODAY + timedelta(days=900),
    }
    after = Qualification.objects.create(laboratory=certificate.laboratory, cma_number="NEW", **span)
    assert not told(60)
    Qualification.objects.filter(pk=after.pk).update(valid_from=span["valid_from"] + timedelta(days=1))
    assert told(60)


def test_it_says_which_and_until_when_and_leads_there(cast, certificate):
    told(1)
    note = Notification.objects.filter(user=cast.organiser.user).get()
    assert note.title.endswith(f"the certificate 261100340001 is valid until {certificate.valid_until}")
    assert note.url == certificate.get_absolute_url()
