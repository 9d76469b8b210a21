"""Does the page of a month count what its lists show, against equal days, within what its reader may see?"""

from __future__ import annotations

import html
import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import QueryDict
from django.urls import reverse

from accounts.models import Region
from casework.models import Record
from casework.pages.worklist import waiting
from monitoring.plans.models.plans import WorkPlan
from portals import figure
from portals.dashboards import Asked
from portals.leader import listing, money, page, regions, results, shares
from portals.leader.forms import MonthForm
from portals.leader.money import sees_money
from portals.leader.months import Days, period
from portals.leader.shares import Share
from portals.worklist import decisions
from sampling.purchases.actions.budgets import budget_of
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Overrun
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.monitoring import given as monitoring
from tests.sampling import given as sampling
from trail.models import Event

pytestmark = pytest.mark.django_db(databases=["default", "log"])
EASTPORT, WESTLAND = "910100", "920000"


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """One batch is enough for a rate."""
    monkeypatch.setattr(shares, "LEAST", 1)


def batch(cast: Any, at: datetime, place: str = "", method: str = "targeted", **data: Any) -> Any:
    """An issued report on a product of a shop at a place."""
    sample = sampling.stored_sample(cast, at, method=method)
    begun = inspection.in_progress(cast, at, samples=[sample])
    report = inspection.issued(cast, at, entrustment=begun, **data)
    return disposal.located(report, shop=Region.objects.get(pk=place) if place else None)


def month(viewer: Any, now: datetime = NOW, random: bool | None = None) -> page.Month:
    cache.clear()
    return page.counted(Asked(viewer, now), period(now.date().replace(day=1), now.date()), random)


def links(client: Any, **asked: str) -> list[tuple[str, int]]:
    """(address of a list, the number that leads there) of each figure and class on the page that has one."""
    main = client.get(reverse("month"), asked).text.partition("<main")[2]
    cards = re.findall(r'stretched-link" href="(/month/[^"]+)">([\d,]+)<', main)
    rows = re.findall(r'<th scope="row"><a href="(/month/tested[^"]+)">.*?/ ([\d,]+)</td>', main, re.S)
    return [(html.unescape(url), int(number.replace(",", ""))) for url, number in cards + rows]


def listed(client: Any, url: str) -> int:
    cache.clear()
    [number] = re.findall(r"<h1>[^<]*?([\d,]+)</h1>", client.get(url).text)
    return int(number.replace(",", ""))


@pytest.mark.parametrize(
    ("today", "before", "year"),
    [
        (
            date(2026, 11, 25),
            (date(2026, 10, 1), date(2026, 10, 25)),
            (date(2025, 11, 1), date(2025, 11, 25)),
        ),
        (date(2027, 3, 31), (date(2027, 2, 1), date(2027, 2, 28)), (date(2026, 3, 1), date(2026, 3, 31))),
        (date(2027, 1, 1), (date(2026, 12, 1), date(2026, 12, 1)), (date(2026, 1, 1), date(2026, 1, 1))),
    ],
)
def test_a_month_is_compared_with_the_equal_days(today, before, year):
    found = period(today.replace(day=1), today)
    assert found.all == (Days(today.replace(day=1), today), Days(*before), Days(*year)) and found.live


def test_a_month_that_is_over_is_whole():
    found = period(date(2026, 9, 1), date(2026, 11, 25))
    assert (found.now.last, found.before.last, found.live) == (date(2026, 9, 30), date(2026, 8, 30), False)


@pytest.mark.parametrize(
    ("today", "told"),
    [("2026-12-05", "2026-11"), ("2026-12-06", "2026-12"), ("2027-01-01", "2026-12")],
)
def test_in_the_first_days_of_a_month_the_one_before_is_told_of_with_what_holds_now(today, told):
    day, first = date.fromisoformat(today), date.fromisoformat(f"{told}-01")
    assert MonthForm(QueryDict(), today=day).period() == period(first, day) and period(first, day).live
    assert period(day.replace(day=1), day).live and not period(date(2026, 10, 1), day).live
    assert period(first, day).over == (first.month != day.month)


def test_what_was_issued_after_the_equal_day_is_not_compared(cast):
    for day in (25, 26):
        batch(cast, NOW.replace(month=10, day=day))
    batch(cast, NOW)
    found = month(cast.planner)
    assert found.tested == (1, 1, 0) and found.total.before.tested == 1
    assert [share.tested for _first, share in results.by_month(found.drawn, found.period)][-2:] == [2, 1]


def test_the_amounts_of_a_plan_are_those_of_its_own_page(cast, now):
    purchase = sampling.ordered_purchase(cast, now)
    plan = purchase.scheme.plan
    WorkPlan.objects.filter(pk=plan.pk).update(budget=5000)
    Overrun.objects.create(plan=plan, amount=700, reason="更贵", by=cast.leader.user, at=now)
    Purchase.objects.filter(pk=purchase.pk).update(amount=90, refund_amount=20)
    plan.refresh_from_db()
    of_its_page = budget_of(plan)
    assert money.amounts([plan.pk]) == {plan.pk: (of_its_page.limit, of_its_page.spent)}
    assert (of_its_page.limit, of_its_page.spent) == (Decimal(5700), Decimal(70))


def test_the_last_line_of_the_plans_is_the_money_of_all_of_them_and_not_of_those_shown(
    cast, now, at_desk, monkeypatch
):
    monkeypatch.setattr(listing, "PAGE", 1)
    for budget, allowed, amount, back in ((5000, 700, 90, 20), (3000, 0, 40, 0)):
        purchase = sampling.ordered_purchase(cast, now)
        plan = purchase.scheme.plan
        WorkPlan.objects.filter(pk=plan.pk).update(budget=budget)
        Overrun.objects.create(plan=plan, amount=allowed + 1, reason="更贵", by=cast.leader.user, at=now)
        Purchase.objects.filter(pk=purchase.pk).update(amount=amount, refund_amount=back)
    page = at_desk(cast.leader).get(reverse("month-list", args=["plans"])).text
    rows, last = page.partition("<tfoot>")[0], page.partition("<tfoot>")[2].partition("</tfoot>")[0]
    assert rows.count('class="wj-cell-title"') == 1
    assert "2 plans together" in last and "8,702" in last and "110" in last


def test_of_fewer_than_ten_batches_no_rate_is_told():
    assert (Share(3, 9).rate, Share(3, 9).bounds, Share(3, 10).since(Share(3, 9))) == (None, None, None)
    assert Share(3, 10).rate == 30.0


def test_a_rise_is_told_only_when_its_interval_is_above_nothing():
    proved, chance = Share(56, 70).since(Share(48, 80)), Share(6, 10).since(Share(5, 10))
    assert proved is not None and (proved.points, proved.rose, proved.said) == (20.0, True, "rose")
    assert chance is not None and (chance.points, chance.rose, chance.said) == (10.0, False, "not clear")


def test_the_two_ways_of_sampling_are_never_added_up(cast, few):
    batch(cast, NOW, method="random", values=inspection.GOOD)
    batch(cast, NOW, values=inspection.BAD)
    assert month(cast.planner, random=True).total.now == Share(0, 1)
    assert month(cast.planner, random=False).total.now == Share(1, 1)
    assert month(cast.planner).tested.now == 2


def test_a_report_on_a_voided_sample_does_not_count(cast):
    report = batch(cast, NOW)
    assert month(cast.planner).tested.now == 1
    Record.objects.filter(pk=report.sample_id).update(state="voided")
    assert month(cast.planner).tested.now == 0


@pytest.mark.parametrize(
    ("who", "status", "seen"),
    [
        *((who, 200, True) for who in ("planner", "leader", "nation_officer", "collector")),
        *((who, 200, False) for who in ("other_planner", "other_leader", "city_officer", "county_officer")),
        *((who, 404, False) for who in ("quality_officer", "tester", "respondent")),
    ],
)
def test_whoever_may_not_see_a_report_counts_nothing_of_it(who, status, seen, cast, at_desk):
    batch(cast, NOW, values=inspection.BAD)
    client = at_desk(cast.people[who])
    answer = client.get(reverse("month"))
    assert answer.status_code == status
    assert bool([url for url, number in links(client) if "/tested/" in url and number == 1]) == seen
    at_list = client.get(reverse("month-list", args=["tested"]))
    assert at_list.status_code == status and ("Small parts" in at_list.text or "TR-" in at_list.text) == seen


def test_who_buys_and_does_nothing_else_counts_no_result(cast, at_desk):
    batch(cast, NOW)
    assert links(at_desk(cast.leader)) and not links(at_desk(cast.buyer))


def test_the_tiles_add_up_to_what_was_tested(cast, few):
    places = ["910101", WESTLAND, ""]
    for place in places:
        batch(cast, NOW, place, values=inspection.BAD)
    found = month(cast.planner)
    tiles = {tile.code: tile.share for tile in found.regions}
    assert tiles == {EASTPORT: Share(1, 1), regions.OUTSIDE: Share(1, 1), regions.UNKNOWN: Share(1, 1)}
    assert sum(share.tested for share in tiles.values()) == found.total.now.tested == len(places)


def test_each_figure_leads_to_as_many_rows_as_it_says(cast, at_desk):
    disposal.fed_back(cast, NOW)
    batch(cast, NOW, "910101", method="random", values=inspection.BAD)
    client, late = at_desk(cast.planner), NOW + timedelta(days=30)
    found = links(client)
    assert [url for url, number in found if listed(client, url) != number] == []
    assert {url.partition("?")[0].split("/")[2] for url, _n in found} == {"tested", "delisted", "referred"}
    with time_machine.travel(late, tick=False):
        cache.clear()
        client = at_desk(cast.planner)
        [(url, number)] = [link for link in links(client) if "overdue" in link[0]]
        assert listed(client, url) == number


def test_what_is_overdue_is_what_figure_1_says(cast, at_desk):
    disposal.fed_back(cast, NOW)
    late = NOW + timedelta(days=40)
    with time_machine.travel(late, tick=False):
        for viewer in (cast.planner, cast.leader, cast.county_officer, cast.nation_officer):
            cache.clear()
            drawn = figure.live(viewer, late, {})["figure"]
            found = month(viewer, late).late
            assert found is not None and found.number == drawn.late > 0
            assert found.number == sum(kind.late for kind in found.kinds)
            assert found.number >= sum(party.late for party in found.worst)


def test_the_page_asks_as_often_however_much_there_is(cast, at_desk, django_assert_max_num_queries):
    disposal.fed_back(cast, NOW)
    asked = []
    for number in range(2):
        cache.clear()
        with time_machine.travel(NOW + timedelta(days=4), tick=False):
            client = at_desk(cast.planner)
            with django_assert_max_num_queries(QUERIES) as questions:
                assert client.get(reverse("month")).status_code == 200
        asked.append(len(questions))
        for code in range(2 * (1 - number)):
            Region.objects.create(
                code=f"9108{code:02}", name=f"Town {code}", level="city", parent_id="910000"
            )
            batch(cast, NOW, f"9108{code:02}")
    assert asked[0] == asked[1]


# Of these seven are asked by every page.
QUERIES = 45


@pytest.mark.parametrize(
    ("asked", "said"),
    [("2026-12", "lies in the future"), ("2026-13", "Write a month as"), ("last", "Write a month as")],
)
def test_what_is_no_month_is_refused_beside_the_present_one(asked, said, cast, at_desk):
    answer = at_desk(cast.planner).get(reverse("month"), {"month": asked})
    assert answer.status_code == 422 and said in answer.text and "November 2026" in answer.text
    assert at_desk(cast.planner).get(reverse("month-sheet"), {"month": asked}).status_code == 404


def test_one_goes_from_month_to_month_but_not_into_the_future(cast, at_desk):
    now = at_desk(cast.planner).get(reverse("month")).text
    then = at_desk(cast.planner).get(reverse("month"), {"month": "2026-10"}).text
    assert 'href="?month=2026-10" rel="prev"' in now and 'rel="next"' not in now
    assert 'href="?month=2026-09" rel="prev"' in then and 'href="?month=2026-11" rel="next"' in then


def test_money_is_told_to_those_who_keep_it_alone(cast, at_desk):
    sampling.stored_sample(cast, NOW)
    for who, told in (("leader", True), ("planner", True), ("collector", False), ("case_officer", False)):
        cache.clear()
        assert sees_money(cast.people[who]) == told
        assert ("Paid in the month" in at_desk(cast.people[who]).get(reverse("month")).text) == told, who
        assert (month(cast.people[who]).money is not None) == told


def test_of_a_month_that_is_over_the_money_spent_by_today_stands_beside_the_year_until_today(cast):
    plan = sampling.ordered_purchase(cast, NOW).scheme.plan
    WorkPlan.objects.filter(pk=plan.pk).update(budget=5000)
    asked = Asked(cast.leader, NOW)
    found = money.money(asked, period(date(2026, 10, 1), NOW.date()))
    assert found is not None and round(365 * found.year) == 329  # 25 November, and not 31 October


def test_what_is_taken_off_sale_stands_with_the_clock_of_its_matter(cast):
    taken = disposal.measured(cast, NOW)
    days, nothing = (
        period(date(2026, 11, 1), NOW.date()),
        dict.fromkeys(("page", "way", "category", "region")),
    )
    [line] = listing.listed("delisted", days, cast.planner, NOW, {**nothing, "party": None}).rows
    assert taken.next_due_at is not None and line["clock"].status == "soon"


def test_what_is_to_be_decided_is_what_the_worklist_says(cast, at_desk):
    monitoring.draft_plan(cast, NOW)
    plan = monitoring.submitted_plan(cast, NOW)
    [row], more = decisions(cast.approver, NOW)
    assert (row["record"].pk, more) == (plan.pk, 0) and row["act"]["url"] in at_desk(cast.approver).get(
        "/"
    ).text
    assert row["act"]["url"] in at_desk(cast.approver).get(reverse("month")).text
    assert decisions(cast.planner, NOW) == ([], 0) and waiting(cast.planner, NOW)
    assert "for you to decide" not in at_desk(cast.planner).get(reverse("month")).text


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_the_data_are_handed_out_as_a_file_that_is_written_down_first(cast, at_desk):
    batch(cast, NOW, values=inspection.BAD)
    answer = at_desk(cast.planner).get(reverse("month-sheet"), {"month": "2026-11"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Figures,Batches tested,1,,,,,0,,0," in text and "Total,1,1," in text
    told = Event.objects.get(verb="export the month")
    assert (told.detail["month"], told.actor_id) == ("2026-11", cast.planner.user.pk)


def test_the_menu_and_the_home_lead_there(cast, at_desk):
    assert 'href="/month/"' in at_desk(cast.approver).get("/").text
    assert 'href="/month/"' not in at_desk(cast.tester).get("/").text
