"""Who enters organisations, and what becomes of an entry?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Level, Membership, Organisation
from accounts.roles import Kind, Role
from tests.cast import Cast, region
from trail.models import Event

ENTRY = {
    "kind": Kind.LABORATORY,
    "name": "Third Laboratory",
    "short_name": "",
    "branch": "",
    "credit_code": "91330100799655058B",
    "address": "1 East Street",
    "phone": "0571-1",
    "username": "third_admin",
    "person": "Li",
    "email": "",
}


def entered(client: Any, **changed: Any) -> Any:
    return client.post(reverse("organisation-open"), {**ENTRY, **changed})


def at(organisation: Organisation, action: str = "detail") -> str:
    return reverse(f"organisation-{action}", args=[organisation.pk])


@pytest.fixture
def keeper(cast: Cast, at_desk: Any) -> Any:
    return at_desk(cast.regulator_administrator)


def test_a_laboratory_is_entered_with_its_administrator_whose_password_is_shown_once(
    cast: Cast, keeper: Any, client: Any
) -> None:
    page = entered(keeper, region=cast.province.region_id).content.decode()
    laboratory = Organisation.objects.get(name="Third Laboratory")
    member = Membership.objects.get(organisation=laboratory)
    assert member.roles == [Role.ADMINISTRATOR] and member.user.password_given
    assert laboratory.opened_by == cast.province
    password = page.split("third_admin")[1].split("<dd")[1].split(">")[1].split("<")[0]
    assert client.login(username="third_admin", password=password)
    assert password not in keeper.get(at(laboratory)).content.decode()


def test_a_city_regulator_stands_below_the_bureau_and_a_county_below_its_city(
    cast: Cast, keeper: Any
) -> None:
    city = region("910300", "South City", Level.CITY, cast.province.region)
    county = region("910301", "South County", Level.COUNTY, city)
    said = {"kind": Kind.REGULATOR, "credit_code": ""}
    assert entered(keeper, region=city.pk, **{**said, "name": "City Regulator"}).status_code == 200
    entered(keeper, region=county.pk, **{**said, "name": "County Regulator", "username": "county_admin"})
    of_city = Organisation.objects.get(name="City Regulator")
    of_county = Organisation.objects.get(name="County Regulator")
    assert (of_city.level, of_city.parent, of_county.level) == (Level.CITY, cast.province, Level.COUNTY)
    assert of_county.parent == of_city


def test_a_center_works_for_the_province_in_which_it_is(cast: Cast, keeper: Any) -> None:
    entered(keeper, kind=Kind.CENTER, region=cast.province.region_id)
    center = Organisation.objects.get(name="Third Laboratory")
    assert list(center.mandate.all()) == [cast.province.region]


def test_a_platform_of_another_province_is_kept_by_who_entered_it(
    cast: Cast, keeper: Any, at_desk: Any
) -> None:
    elsewhere = region("110000", "Elsewhere", Level.PROVINCE)
    entered(keeper, kind=Kind.PLATFORM, region=elsewhere.pk)
    platform = Organisation.objects.get(name="Third Laboratory")
    assert keeper.get(at(platform)).status_code == 200


def test_what_is_entered_already_is_refused_by_name_and_by_credit_code(cast: Cast, keeper: Any) -> None:
    entered(keeper, region=cast.province.region_id)
    there = Organisation.objects.count()
    same_name = entered(
        keeper, region=cast.province.region_id, name="third  laboratory", credit_code="", username="x"
    )
    same_code = entered(keeper, region=cast.province.region_id, name="Fourth", username="x")
    assert (same_name.status_code, same_code.status_code) == (422, 422)
    assert Organisation.objects.count() == there


def test_particulars_change_with_a_reason_and_the_trail_keeps_what_they_were(cast: Cast, keeper: Any) -> None:
    said = {
        "credit_code": "",
        "branch": "",
        "address": "2 West Street",
        "phone": "",
        "reason": "Moved house.",
    }
    keeper.post(at(cast.laboratory, "change"), said)
    event = Event.objects.get(verb="change an organisation")
    assert event.detail["before"] == {"address": ""} and event.detail["note"] == "Moved house."
    assert "2 West Street" in keeper.get(at(cast.laboratory)).content.decode()


def test_a_suspended_laboratory_is_offered_nowhere_and_its_people_go_on(
    cast: Cast, keeper: Any, at_desk: Any
) -> None:
    keeper.post(at(cast.laboratory, "suspend"), {"reason": "Certificate withdrawn."})
    assert cast.laboratory not in Organisation.objects.offered()
    assert at_desk(cast.tester).get("/").status_code == 200
    keeper.post(at(cast.laboratory, "resume"), {"reason": "Certificate restored."})
    assert cast.laboratory in Organisation.objects.offered()


def test_the_people_of_who_is_suspended_are_told_since_when_and_why(
    cast: Cast, keeper: Any, at_desk: Any
) -> None:
    keeper.post(at(cast.laboratory, "suspend"), {"reason": "Certificate withdrawn."})
    home = at_desk(cast.tester).get("/").text
    assert "has been suspended since" in home and "Certificate withdrawn." in home
    assert "has been suspended" not in at_desk(cast.other_tester).get("/").text
    keeper.post(at(cast.laboratory, "resume"), {"reason": "Certificate restored."})
    assert "has been suspended" not in at_desk(cast.tester).get("/").text


def test_who_is_closed_acts_no_more_until_it_is_taken_up_again(cast: Cast, keeper: Any, at_desk: Any) -> None:
    keeper.post(at(cast.laboratory, "close"), {"reason": "Dissolved by law."})
    assert at_desk(cast.tester).get("/").status_code == 403
    keeper.post(at(cast.laboratory, "resume"), {"reason": "The court stayed it."})
    assert at_desk(cast.tester).get("/").status_code == 200


def test_a_new_name_is_no_other_organisations_and_no_older_than_the_entry(cast: Cast, keeper: Any) -> None:
    entered(keeper, region=cast.province.region_id)
    third = Organisation.objects.get(name="Third Laboratory")
    sent = {
        "name": "first LABORATORY",
        "short_name": "",
        "on": timezone.localdate().isoformat(),
        "reason": "It suits us.",
    }
    assert keeper.post(at(third, "rename"), sent).status_code == 409
    early = {**sent, "name": "Fourth", "on": "2020-01-01"}
    assert keeper.post(at(third, "rename"), early).status_code == 422
    third.refresh_from_db()
    assert third.name == "Third Laboratory"


def test_a_name_that_another_bore_before_may_be_entered(cast: Cast, keeper: Any) -> None:
    sent = {"name": "Renamed", "short_name": "", "on": "2026-11-01", "reason": "A reform."}
    keeper.post(at(cast.laboratory, "rename"), sent)
    page = entered(keeper, region=cast.province.region_id, name="First Laboratory", credit_code="")
    assert page.status_code == 200 and Organisation.objects.get(name="First Laboratory") != cast.laboratory


def test_what_can_be_done_with_an_entry_follows_from_how_it_stands(cast: Cast, keeper: Any) -> None:
    page = keeper.get(at(cast.laboratory)).content.decode()
    assert at(cast.laboratory, "suspend") in page and at(cast.laboratory, "resume") not in page
    own = keeper.get(at(cast.province)).content.decode()
    assert at(cast.province, "close") not in own and at(cast.province, "change") in own


def test_closing_asks_once_more_and_says_what_it_ends(cast: Cast, keeper: Any) -> None:
    page = keeper.get(at(cast.laboratory, "close")).content.decode()
    assert (
        'data-confirm="Close First Laboratory?' in page
        and "data-confirm" not in keeper.get(at(cast.laboratory, "suspend")).content.decode()
    )
