"""Does a figure count as done what was voided? Counted by hand beside each test."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from casework.actions import take
from casework.models import Deadline, Record
from disposal.models.cases import EnforcementCase
from inspection.reports.models.reports import Report
from portals.dashboards import Asked, charts
from portals.dashboards.campaign import campaigns
from portals.execution import execution, figures
from tests.disposal import given, given_again
from tests.disposal.given_notices import all_voided
from tests.inspection.given_analyses import closed


def rows(viewer, name, now):
    """The table of a chart, of the newest plan where it is of one."""
    cache.clear()
    plans = campaigns(viewer)
    return list(charts(viewer.kind)[name](Asked(viewer, now, plans[0] if plans else None)).rows)


def way(cast, now) -> list[int]:
    """Tested, non-conforming, closed, and ended without a case filed, as the plan's page has them."""
    return [n for _name, n, _share in rows(cast.planner, "funnel", now)][3:]


def closed_by_the_platform(cast, now):
    found = given.fed_back(cast, now)
    take("verify", found, by=cast.compiler, now=now, **CHECKED, checked_on=now.date())
    return found


CHECKED: dict[str, Any] = {"unreachable": True, "not_relisted": True, "check_account": "Looked for it."}


def test_a_case_that_was_voided_is_not_shown_as_closed_by_platform_and_regulator(cast, at_desk, now):
    closed_by_the_platform(cast, now)
    case = EnforcementCase.objects.get()
    given_again.void(case, cast, now)
    assert way(cast, now) == [1, 1, 0, 0]
    page = at_desk(cast.planner).get(reverse("dashboard"), {"of": "campaign"})
    assert page.status_code == 200


def test_a_failed_batch_is_closed_once_both_have_closed_it(cast, now):
    closed_by_the_platform(cast, now)
    case = given.reported(cast, now, EnforcementCase.objects.get())
    assert way(cast, now) == [1, 1, 0, 0]
    take("verify", case, by=cast.compiler, now=now, **given.VERIFIED)
    assert way(cast, now) == [1, 1, 1, 0]


def test_a_case_that_was_not_filed_is_no_closed_case(cast, now):
    closed_by_the_platform(cast, now)
    case = given.not_filed(cast, now, EnforcementCase.objects.get())
    given.case_step("close", case, cast, now)
    take("feed_back", case, by=cast.county_head, now=now)
    take("verify", case, by=cast.compiler, now=now, **given.VERIFIED)
    assert way(cast, now) == [1, 1, 0, 1]


def test_what_a_voided_matter_met_in_time_counts_for_nobody(cast, now):
    found = given.fed_back(cast, now)
    plan = found.items.get().report.sample.purchase.scheme.plan
    before = figures(plan, now)
    met = Deadline.objects.filter(record=found, met_at__isnull=False).count()
    assert met and before.met >= met
    given_again.void(found, cast, now)
    after = figures(plan, now)
    assert (after.due, after.met) == (before.due - met, before.met - met)
    assert rows(cast.quality_officer, "punctual", now) == []


def test_what_a_voided_matter_met_late_stays_in_the_league(cast, now):
    found = given.handling(cast, now)
    late = Deadline.objects.running().get(record=found).due_at + timedelta(hours=1)
    given.measure(found, cast, late)
    take("finish", found, by=cast.quality_officer, now=late, handled_on=late.date(), below_reason="")
    named = [row[3] for row in rows(cast.planner, "league", late) if row[0] == "First Platform"]
    assert named == [1]
    given_again.void(found, cast, late + timedelta(hours=1))
    assert [row[3] for row in rows(cast.planner, "league", late) if row[0] == "First Platform"] == [1]


@pytest.mark.parametrize("what", ["sample", "scheme"])
def test_a_report_on_what_was_voided_counts_in_no_rate_and_no_execution(cast, now, what):
    given.disposal(cast, now)
    report = Report.objects.get()
    purchase = report.sample.purchase
    closed(report.entrustment, cast, now)
    assert rows(cast.planner, "failures-by-category", now)[0][2:4] == (1, 1)
    if what == "sample":
        all_voided(cast, now)
        take("void", report.sample, by=cast.leader, now=now, note="Swapped in the store.")
    else:
        Record.objects.filter(pk=purchase.scheme_id).update(state="voided", turn="")
    assert rows(cast.planner, "failures-by-category", now) == []
    assert way(cast, now) == [0, 0, 0, 0]
    counts = execution(purchase.scheme.plan, now.date()).total.counts
    assert (counts["reported"], counts["failed"]) == (0, 0)
