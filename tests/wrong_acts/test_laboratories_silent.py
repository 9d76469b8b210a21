"""What does a laboratory that says nothing gain by its silence? (4.2.3-a)"""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.urls import reverse

from casework.models import Notification
from tests.conftest import NOW
from tests.inspection import given
from tests.swept import swept


def told_of(record) -> set[int]:
    overdue = Notification.objects.filter(record=record.pk, event__verb="overdue")
    return set(overdue.values_list("user", flat=True))


def test_l11_a_laboratory_that_says_nothing_for_thirty_days_is_late_known_and_counted(cast, at_desk, now):
    entrustment = given.sent(cast, now)
    later = NOW + timedelta(days=30)
    swept(later)
    assert {cast.receiver.user.pk, cast.signatory.user.pk, cast.organiser.user.pk} <= told_of(entrustment)
    with time_machine.travel(later, tick=False):
        page = at_desk(cast.organiser).get(entrustment.get_absolute_url()).content.decode()
        league = at_desk(cast.leader).get(reverse("dashboard"), {"of": "terms"}).content.decode()
    assert "Accept or decline the commission" in page and "days overdue" in page
    assert cast.laboratory.name in league


def test_l11_a_laboratory_outside_the_portal_is_served_or_the_center_is_late(cast, at_desk, now):
    entrustment = given.unserved(cast, now)
    swept(NOW + timedelta(days=10))
    assert {cast.organiser.user.pk, cast.leader.user.pk} <= told_of(entrustment)
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        assert entrustment.number in at_desk(cast.organiser).get(reverse("home")).content.decode()
