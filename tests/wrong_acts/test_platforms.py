"""What do platforms and shops do wrong, and is it refused or shown to whoever answers for it?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification
from disposal.figures import of
from tests.conftest import NOW
from tests.disposal import given
from tests.swept import swept


def home(client) -> str:
    return str(client.get(reverse("home")).content.decode())


def told_of(record) -> set[int]:
    """Who was told that a clock of a record has run out."""
    overdue = Notification.objects.filter(record=record.pk, event__verb="overdue")
    return set(overdue.values_list("user", flat=True))


def named(counted, record) -> list[str]:
    """Whom the national figures name as late with a record."""
    return [row["holder"] for row in counted["overdue"] if row["number"] == record.number]


def test_p1_a_platform_that_never_confirms_receipt_of_a_serious_matter_is_late_all_the_same(
    cast, at_desk, now
):
    found = given.disposal(cast, now)
    assert found.level == "serious" and found.received_at is None
    later = NOW + timedelta(days=30)
    swept(later)
    told = told_of(found)
    assert {cast.quality_officer.user.pk, cast.compiler.user.pk, cast.case_officer.user.pk} <= told
    with time_machine.travel(later, tick=False):
        page = at_desk(cast.case_officer).get(found.get_absolute_url()).content.decode()
        league = at_desk(cast.case_officer).get(reverse("dashboard"), {"of": "terms"}).content.decode()
    assert re.search(r"2\d days overdue", page), re.findall(r"[^<>]*overdue[^<>]*", page)
    assert cast.platform.name in league
    counted = of(cast.center.pk, date(2026, 11, 1), date(2026, 12, 31))
    assert counted["disposals_late"] == 1
    assert [row["holder"] for row in counted["overdue"] if row["number"] == found.number] == [
        "First Platform"
    ]


def test_p1_a_platform_outside_the_portal_gains_nothing_by_its_silence(cast, at_desk, now):
    found = given.undelivered(cast, now)
    later = NOW + timedelta(days=10)
    swept(later)
    told = set(
        Notification.objects.filter(record=found.pk, event__verb="overdue").values_list("user", flat=True)
    )
    assert {cast.compiler.user.pk, cast.leader.user.pk, cast.case_officer.user.pk} <= told
    with time_machine.travel(later, tick=False):
        assert found.number in home(at_desk(cast.compiler))
        counted = of(cast.center.pk, date(2026, 11, 1), date(2026, 12, 31))
        assert named(counted, found) == [cast.center.name]
        answer = given.press(at_desk(cast.compiler), found, "serve", given.service_form())
        assert answer.status_code == 302
    found.refresh_from_db()
    assert found.deadlines.running().get(term="DL-03c").end == date(2026, 11, 26)


@pytest.mark.parametrize("day", ["2026-12-24", "2026-11-20"])
def test_p1_a_day_of_service_cannot_be_made_up(cast, at_desk, now, day):
    found = given.undelivered(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = given.service_form() | {"served_on": day}
        assert given.press(at_desk(cast.compiler), found, "serve", form).status_code == 422
    found.refresh_from_db()
    assert found.state == "sent"
