"""Can an office be moved so that its people see what is not theirs, or lose sight of what is?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Level, Organisation
from accounts.roles import Kind, Role
from casework.models import Record
from tests.cast import Cast, organisation, person, region
from tests.disposal import given
from tests.monitoring.given import executing_plan

WHY = {"reason": "It suits us better."}


def sent(client: Any, organisation: Organisation, action: str, **said: Any) -> int:
    answer = client.post(reverse(f"organisation-{action}", args=[organisation.pk]), {**WHY, **said})
    return int(answer.status_code)


@pytest.fixture
def keeper(cast: Cast, at_desk: Any) -> Any:
    return at_desk(cast.regulator_administrator)


@pytest.fixture
def free(cast: Cast) -> Any:
    """A county of the province that has no regulator."""
    return region("910103", "Eastfield", Level.COUNTY, cast.city.region)


def test_a_county_is_not_made_to_see_its_city_or_its_province(cast: Cast, keeper: Any) -> None:
    Organisation.objects.filter(pk=cast.city.pk).update(active=False)
    for above in (cast.city.region_id, cast.province.region_id):
        assert sent(keeper, cast.county, "move", region=above) == 409
    cast.county.refresh_from_db()
    assert cast.county.region_id == "910101" and cast.county.level == Level.COUNTY


def test_a_bureau_does_not_move_itself_or_anybody_into_another_province(cast: Cast, keeper: Any) -> None:
    county = region("920101", "Westgate", Level.COUNTY, cast.other_province.region)
    assert sent(keeper, cast.province, "move", region=cast.city.region_id) == 404
    for office, place in ((cast.county, county.pk), (cast.center, cast.other_province.region_id)):
        assert sent(keeper, office, "move", region=place) == 422


def test_a_county_with_a_regulator_gets_no_second_one(cast: Cast, keeper: Any) -> None:
    assert sent(keeper, cast.county, "move", region=cast.other_county.region_id) == 409


def test_a_regulator_does_not_move_away_from_a_case(cast: Cast, keeper: Any, now: Any, free: Any) -> None:
    case = given.referred(cast, now)
    assert case.holder == cast.county
    assert sent(keeper, cast.county, "move", region=free.pk) == 409


def test_a_regulator_does_not_move_away_from_what_is_to_reach_it_still(
    cast: Cast, keeper: Any, now: Any, free: Any
) -> None:
    case = given.referred(cast, now)
    Record.objects.filter(pk=case.pk).update(holder=cast.center)
    assert sent(keeper, cast.county, "move", region=free.pk) == 409


def test_a_regulator_is_not_closed_before_what_is_to_reach_it(cast: Cast, keeper: Any, now: Any) -> None:
    case = given.referred(cast, now)
    Record.objects.filter(pk=case.pk).update(holder=cast.center)
    assert sent(keeper, cast.county, "close") == 409


def test_nobody_moves_the_nations_office(cast: Cast, at_desk: Any) -> None:
    branch = organisation(Kind.REGULATOR, "Institute of the Nation", level=Level.NATION, branch="Institute")
    keeper = at_desk(person("nation_keeper", cast.nation, Role.ADMINISTRATOR))
    for office in (cast.nation, branch):
        assert keeper.get(reverse("organisation-move", args=[office.pk])).status_code == 404
        assert sent(keeper, office, "move", region=cast.province.region_id) == 404
        page = keeper.get(reverse("organisation-detail", args=[office.pk])).text
        assert reverse("organisation-move", args=[office.pk]) not in page


def test_a_county_with_a_new_regulator_does_not_get_the_old_one_back(cast: Cast, keeper: Any) -> None:
    assert sent(keeper, cast.county, "close") == 302
    Organisation.objects.filter(pk=cast.other_county.pk).update(region=cast.county.region)
    assert sent(keeper, cast.county, "resume") == 409


def test_nobody_else_moves_an_office(cast: Cast, at_desk: Any, free: Any) -> None:
    for name in ("other_regulator_sharing_officer", "center_administrator", "approver", "county_head"):
        desk = at_desk(cast.people[name])
        assert sent(desk, cast.county, "move", region=free.pk) in (403, 404)
        assert sent(desk, cast.center, "mandate", provinces=cast.other_province.region_id) in (403, 404)


def test_a_province_gives_no_center_the_work_of_another_province(cast: Cast, keeper: Any) -> None:
    west = cast.other_province.region_id
    assert sent(keeper, cast.center, "mandate", provinces=[cast.province.region_id, west]) == 422
    assert sent(keeper, cast.other_center, "mandate", provinces=cast.province.region_id) == 404
    assert list(cast.center.mandate.all()) == [cast.province.region]


def test_a_center_keeps_a_province_whose_matters_are_open(cast: Cast, keeper: Any, now: Any) -> None:
    executing_plan(cast, now)
    assert sent(keeper, cast.center, "mandate") == 409
    assert list(cast.center.mandate.all()) == [cast.province.region]
