"""Who moves an organisation to another region, and who says for which provinces a center works?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Level, Organisation
from tests.cast import Cast, region
from trail.models import Event


def at(organisation: Organisation, action: str = "detail") -> str:
    return reverse(f"organisation-{action}", args=[organisation.pk])


def moved(client: Any, organisation: Organisation, **said: Any) -> int:
    answer = client.post(at(organisation, "move"), {"reason": "The county was divided.", **said})
    return int(answer.status_code)


@pytest.fixture
def keeper(cast: Cast, at_desk: Any) -> Any:
    return at_desk(cast.regulator_administrator)


@pytest.fixture
def south(cast: Cast) -> Any:
    """A city of the province with a county, and no regulator yet."""
    city = region("910300", "South City", Level.CITY, cast.province.region)
    return region("910301", "South County", Level.COUNTY, city)


def test_a_laboratory_moves_and_its_page_says_whence_and_why(cast: Cast, keeper: Any) -> None:
    assert moved(keeper, cast.laboratory, region=cast.other_province.region_id) == 302
    page = keeper.get(at(cast.laboratory)).text
    assert "Seat moved: Eastland → Westland" in page and "The county was divided." in page


def test_a_county_regulator_moves_below_the_next_one_up(cast: Cast, keeper: Any, south: Any) -> None:
    assert moved(keeper, cast.county, region=south.pk) == 302
    cast.county.refresh_from_db()
    assert (cast.county.region, cast.county.level) == (south, Level.COUNTY)
    assert cast.county.parent == cast.province


def test_whose_city_moves_lies_below_the_province(cast: Cast, keeper: Any, south: Any) -> None:
    assert moved(keeper, cast.city, region=south.parent_id) == 302
    cast.county.refresh_from_db()
    assert cast.county.parent == cast.province


def test_what_does_not_move_is_no_change(cast: Cast, keeper: Any) -> None:
    assert moved(keeper, cast.laboratory, region=cast.laboratory.region_id) == 409
    assert not Event.objects.filter(verb="move an organisation").exists()


def test_a_province_ends_and_renews_the_mandate_of_its_center(cast: Cast, keeper: Any) -> None:
    sent = {"reason": "Another center takes over."}
    assert keeper.post(at(cast.center, "mandate"), sent).status_code == 302
    assert not cast.center.mandate.exists()
    again = {**sent, "provinces": cast.province.region_id}
    assert keeper.post(at(cast.center, "mandate"), again).status_code == 302
    assert list(cast.center.mandate.all()) == [cast.province.region]
    assert "Mandate changed: — → Eastland" in keeper.get(at(cast.center)).text


def test_only_a_center_has_a_mandate(cast: Cast, keeper: Any) -> None:
    assert at(cast.center, "mandate") in keeper.get(at(cast.center)).text
    assert at(cast.laboratory, "mandate") not in keeper.get(at(cast.laboratory)).text
    assert keeper.get(at(cast.laboratory, "mandate")).status_code == 404
