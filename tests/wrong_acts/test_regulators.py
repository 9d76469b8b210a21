"""What do regulators do wrong, and is it refused or shown to whoever answers for it?"""

from __future__ import annotations

from datetime import date, timedelta

import time_machine

from casework.models import Notification
from disposal.figures import of
from tests.conftest import NOW
from tests.disposal import given
from tests.swept import swept


def test_g3_a_case_that_its_regulator_never_receives_is_late_counted_and_known_above(cast, at_desk, now):
    case = given.referred(cast, now)
    later = NOW + timedelta(days=40)
    swept(later)
    overdue = Notification.objects.filter(record=case.pk, event__verb="overdue")
    told = set(overdue.values_list("user", flat=True))
    assert {cast.county_officer.user.pk, cast.city_officer.user.pk, cast.compiler.user.pk} <= told
    with time_machine.travel(later, tick=False):
        page = at_desk(cast.city_officer).get(case.get_absolute_url()).content.decode()
    assert "days overdue" in page
    counted = of(cast.center.pk, date(2026, 11, 1), date(2026, 12, 31))
    late = [row for row in counted["overdue"] if row["number"] == case.number]
    assert counted["cases_late"] == 1 and [row["holder"] for row in late] == [cast.county.name]
