"""What does the page of a month tell those who look for what is none of theirs?"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Region
from casework.models import Record
from portals.dashboards import Asked
from portals.leader import page
from portals.leader.months import period
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.sampling import given as sampling

pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


def month(viewer: Any) -> page.Month:
    cache.clear()
    return page.counted(Asked(viewer, NOW), period(NOW.date().replace(day=1), NOW.date()), None)


def tiles(viewer: Any) -> dict[str, int]:
    return {tile.code: tile.share.tested for tile in month(viewer).regions}


def test_a_shop_in_a_city_does_not_make_its_result_the_citys(cast, now):
    """The province's batch, of a shop in the county: neither city nor county count it, nor does the other
    province, though a tile of theirs is called so."""
    report = inspection.issued(cast, now, values=inspection.BAD)
    disposal.located(report, shop=Region.objects.get(pk="910101"))
    assert tiles(cast.planner)["910100"] == 1
    for who in ("city_officer", "county_officer", "other_county_officer", "other_planner", "other_leader"):
        assert not any(tiles(cast.people[who]).values()) and month(cast.people[who]).tested.now == 0, who


def test_what_is_passed_on_because_it_failed_makes_no_rate_of_a_county(cast, now):
    """It sees one report, and that failed: a rate of 100 %."""
    case = disposal.referred(cast, now)
    assert Record.objects.visible_to(cast.county_officer).filter(kind="report").count() in (0, 1)
    found = month(cast.county_officer)
    assert (found.tested.now, found.three["referred"].now) == (0, 1)
    assert "delisted" not in found.three and "signals" not in found.three and case.county_id == "910101"


def test_a_tile_of_a_foreign_region_cannot_be_asked_for(cast, at_desk, now):
    report = inspection.issued(cast, now, values=inspection.BAD)
    disposal.located(report, shop=Region.objects.get(pk="910101"))
    desk = at_desk(cast.planner)
    for name in ("tested", "overdue"):
        for region, status in (("910100", 200), ("920000", 404), ("910101", 404), ("x", 404)):
            asked = {"region": region}
            assert desk.get(reverse("month-list", args=[name]), asked).status_code == status, (name, region)


def test_a_party_of_another_area_shows_nothing_of_what_it_has(cast, at_desk, now):
    disposal.referred(cast, now)
    party = {"party": code_of(cast.county)}
    late = now.replace(year=2027)
    with time_machine.travel(late, tick=False):
        own = at_desk(cast.planner).get(reverse("month-list", args=["overdue"]), party)
        foreign = at_desk(cast.other_planner).get(reverse("month-list", args=["overdue"]), party)
        guessed = at_desk(cast.planner).get(reverse("month-list", args=["overdue"]), {"party": "1"})
    assert "EC-" in own.text and "EC-" not in foreign.text and guessed.status_code == 404


def test_nobody_learns_what_is_to_be_bought_from_whom_or_by_whom(cast, at_desk, now):
    purchase = sampling.ordered_purchase(cast, now)
    told = [purchase.shop.name, cast.buyer.user.name, purchase.listing.item_id, purchase.number]
    for who in ("planner", "nation_officer", "collector", "leader"):
        text = at_desk(cast.people[who]).get(reverse("month")).text.partition("<main")[2]
        assert not [name for name in told if name in text], who


def test_money_of_plans_is_not_listed_for_those_who_are_told_of_none(cast, at_desk, now):
    plan = sampling.ordered_purchase(cast, now).scheme.plan
    type(plan).objects.filter(pk=plan.pk).update(budget=5000)
    for who, seen in (("planner", True), ("leader", True), ("collector", False), ("other_planner", False)):
        text = at_desk(cast.people[who]).get(reverse("month-list", args=["plans"])).text
        assert (plan.number in text) == seen and ("5,000" in text) == seen, who


def test_a_buyer_finds_no_purchase_of_another_among_what_is_overdue(cast, at_desk, now):
    purchase = sampling.assigned_purchase(cast, now)
    type(purchase).objects.filter(pk=purchase.pk).update(buyer=cast.verifier.user)
    late = now.replace(year=2027)
    Record.objects.filter(pk=purchase.pk).update(next_due_at=now)
    with time_machine.travel(late, tick=False):
        for who, seen in (("leader", True), ("buyer", False)):
            cache.clear()
            desk = at_desk(cast.people[who])
            assert (purchase.number in desk.get(reverse("month-list", args=["overdue"])).text) == seen, who
            assert ("/month/overdue/" in desk.get(reverse("month")).text) == seen, who
