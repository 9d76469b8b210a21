"""Are the numbers of the charts those of the records?"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache

from casework.actions import take
from casework.models import Deadline, Record
from catalogue.models import Category
from portals.dashboards import Asked, charts
from portals.dashboards.campaign import campaigns
from tests.disposal import given as disposal
from tests.disposal import given_letters as letters
from tests.inspection import given as inspection
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling

BUYING = (
    sampling.assigned,
    sampling.ordered,
    sampling.shipped,
    sampling.delivered,
    sampling.checking,
    sampling.accepted,
)


@pytest.fixture(autouse=True)
def _fresh(db):
    cache.clear()


def rows(viewer, name, now):
    """The table of a chart, of the newest plan where it is of one."""
    cache.clear()
    plans = campaigns(viewer)
    return list(charts(viewer.kind)[name](Asked(viewer, now, plans[0] if plans else None)).rows)


def test_a_campaign_counts_each_batch_at_every_step_that_it_reached(cast, now):
    scheme = sampling.buying_scheme(cast, now, batches=3)
    first, second, _third = scheme.purchases.order_by("pk")
    for step in BUYING:
        step(first, cast, now)
    sampling.ordered(sampling.assigned(second, cast, now), cast, now)
    counted = [row[1:] for row in rows(cast.planner, "funnel", now)]
    assert counted == [(3, None), (2, 66.7), (1, 50.0), (0, 0.0), (0, None), (0, None), (0, None)]


def test_a_failed_batch_is_closed_only_when_platform_and_regulator_have_nothing_left_to_do(cast, now):
    found = disposal.fed_back(cast, now)
    assert [n for _name, n, _share in rows(cast.planner, "funnel", now)][3:] == [1, 1, 0, 0]
    Record.objects.filter(pk__in=[found.pk, *found.compilation.cases.values_list("pk", flat=True)]).update(
        turn=""
    )
    assert [n for _name, n, _share in rows(cast.planner, "funnel", now)][3:] == [1, 1, 1, 0]


def test_only_begun_plans_of_the_viewers_own_scope_are_campaigns(cast, now):
    monitoring.submitted_plan(cast, now)
    assert campaigns(cast.planner) == []
    plan = monitoring.executing_plan(cast, now, batches=4)
    assert [(found.number, found.batches) for found in campaigns(cast.planner)] == [(plan.number, 4)]
    assert campaigns(cast.other_planner) == []


def test_random_and_targeted_samples_are_never_added_up(cast, now):
    for method, values in (
        ("random", inspection.GOOD),
        ("random", inspection.BAD),
        ("experts", inspection.BAD),
    ):
        sample = sampling.stored_sample(cast, now, method=method)
        inspection.issued(
            cast, now, values=values, entrustment=inspection.in_progress(cast, now, samples=[sample])
        )
    for viewer in (cast.planner, cast.leader):
        assert rows(viewer, "failures-by-category", now) == [
            ("Children's products", "Drawn at random", 2, 1, 50.0, 9.5, 90.5),
            ("Children's products", "Targeted", 1, 1, 100.0, 20.7, 100.0),
        ]


def test_a_class_that_ended_counts_where_it_goes_on_and_the_chart_says_so(cast, now):
    inspection.issued(cast, now)
    old = cast.category
    old.continued_as = Category.objects.create(code="N1", name="Goods for children")
    old.ended_on = now.date()
    old.save()
    assert [row[0] for row in rows(cast.planner, "failures-by-category", now)] == ["Goods for children"]
    chart = charts(cast.planner.kind)["failures-by-category"](Asked(cast.planner, now))
    assert "Children's products → Goods for children" in str(chart.note)


def test_a_report_that_is_not_issued_and_an_old_sample_count_for_no_rate(cast, now):
    inspection.signed(cast, now)
    assert rows(cast.planner, "failures-by-platform", now) == []
    inspection.issued(cast, now)
    assert [row[2] for row in rows(cast.planner, "failures-by-platform", now)] == [1]
    assert rows(cast.planner, "failures-by-platform", now + timedelta(days=366)) == []


def test_who_is_overdue_and_who_was_late_stand_in_one_table(cast, now):
    asked = letters.letter(cast, now)
    found = disposal.handling(cast, now)
    late = Deadline.objects.running().get(record=asked).due_at + timedelta(hours=1)
    disposal.measure(found, cast, late)
    take("finish", found, by=cast.quality_officer, now=late, handled_on=late.date(), below_reason="")
    (platform, *_others) = [row for row in rows(cast.planner, "league", late) if row[0] == "First Platform"]
    overdue = Deadline.objects.running().filter(due_at__lte=late, record__holder=cast.platform)
    assert platform == (
        "First Platform",
        "E-commerce platform",
        overdue.values("record").distinct().count(),
        1,
    )
    assert rows(cast.other_planner, "league", late) == []


def test_a_center_sees_its_signals_by_channel_and_what_waits_for_it(cast, now):
    monitoring.submitted_signal(cast, now - timedelta(days=7))
    monitoring.submitted_signal(cast, now, product="Another toy")
    counted = rows(cast.leader, "signals", now)
    assert len(counted) == 12 and [row[1] for row in counted[-2:]] == [1, 1]
    monitoring.registered_case(cast, now)
    assert rows(cast.leader, "queue", now) == [("Risk information", "6.1.2", 1, 0)]


def test_a_center_sees_where_its_samples_are(cast, now):
    sampling.stored_sample(cast, now)
    sampling.registered_sample(cast, now)
    assert rows(cast.leader, "samples", now) == [("Registered", 1), ("In the store", 1)]
    assert rows(cast.other_leader, "samples", now) == []


def test_a_laboratory_sees_how_long_its_reports_took_by_week(cast, now):
    entrustment = inspection.in_progress(cast, now)
    inspection.issued(cast, now + timedelta(days=9), entrustment=entrustment)
    week, later = rows(cast.tester, "turnaround", now + timedelta(days=14))
    assert week == ("2026-11-30", 1, 9.0, 9.0)
    assert later == ("2026-12-07", 0, None, None)
    assert rows(cast.other_tester, "turnaround", now + timedelta(days=14)) == []


def test_what_falls_due_stands_at_its_last_day_and_what_is_late_before_all_days(cast, now):
    entrustment = inspection.in_progress(cast, now)
    due = Deadline.objects.running().get(record=entrustment)
    before = due.due_at - timedelta(days=3)
    counted = dict(rows(cast.tester, "due", before))
    assert counted[due.end.isoformat()] == 1 and sum(counted.values()) == 1
    assert rows(cast.tester, "due", due.due_at)[0] == ("Overdue", 1)


def test_a_platform_sees_which_share_of_its_duties_was_done_in_time(cast, now):
    disposal.fed_back(cast, now)
    letters.answered(cast, now)
    counted = {row[0]: row[1:] for row in rows(cast.quality_officer, "punctual", now)}
    assert counted["Answer the assistance letter"] == (1, 1, 100.0, 20.7, 100.0)
    assert set(counted) == {
        "Handle products of serious risk and their shops",
        "Report the handling",
        "Answer the assistance letter",
    }
    assert rows(cast.quality_officer, "times", now)[0] == ("0", 3, 0)


def test_what_took_long_to_count_is_kept_longer_and_says_how_old_it_is(cast, now, monkeypatch):
    """A hundred times as long, so that counting never takes more than a hundredth of a processor."""
    kept, times, put = [], iter((0.0, 7.0)), cache.set

    def keep(key, found, seconds):
        kept.append(seconds)
        put(key, found, seconds)

    monkeypatch.setattr("portals.dashboards.chart.monotonic", lambda: next(times))
    monkeypatch.setattr(cache, "set", keep)
    first, later = Asked(cast.leader, now), Asked(cast.leader, now + timedelta(minutes=5))
    assert first.counted("anything", lambda: [1]) == later.counted("anything", lambda: [2]) == [1]
    assert (kept, later.as_of) == ([700.0], now)
