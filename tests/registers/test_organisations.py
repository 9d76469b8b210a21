"""Who renames and merges organisations, and what does the page of one say?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Role
from casework.deadlines import clocks
from casework.pages.contents import trail
from casework.terms.count import SHANGHAI
from tests.cast import person, refuse_the_portal
from tests.conftest import NOW
from tests.disposal import given as disposals
from tests.disposal import given_letters
from tests.monitoring.given import submitted_plan
from trail.models import Event, write


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def keeper(cast):
    return person("keeper", cast.nation, Role.ADMINISTRATOR)


TODAY = NOW.date()


def renaming(on=TODAY, **changes):
    return {"name": "Eastland Bureau", "short_name": "", "on": on.isoformat(), "reason": "Reform", **changes}


def at(organisation, action=""):
    return reverse("organisation-detail", args=[organisation.pk]) + action


def test_the_list_holds_the_organisations_of_the_region(cast, keeper, at_desk):
    page = at_desk(cast.regulator_administrator).get("/organisations/").content.decode()
    assert "First Laboratory" in page and "Eastgate Regulator" in page and "Second Laboratory" not in page
    assert "Second Laboratory" in at_desk(keeper).get("/organisations/").content.decode()


def test_the_list_is_narrowed_by_name_former_ones_included(cast, keeper, at_desk):
    client = at_desk(keeper)
    client.post(at(cast.province, "rename/"), renaming())
    page = client.get("/organisations/?q=Eastland Regulator").content.decode()
    assert "Eastland Bureau" in page and "Westland" not in page


@pytest.mark.parametrize(
    "name", ["center_administrator", "approver", "merchant_administrator", "county_keeper"]
)
def test_nobody_else_renames_or_merges(name, cast, at_desk):
    cast.people["county_keeper"] = person("county_keeper", cast.county, Role.ADMINISTRATOR)
    client, shut = at_desk(getattr(cast, name)), 404 if name.startswith("merchant") else 403
    assert client.get("/organisations/").status_code == shut
    for action in ("rename/", "merge/"):
        assert client.post(at(cast.laboratory, action), renaming()).status_code == shut
    assert client.get(at(cast.laboratory)).status_code in (403, 404)


def test_another_province_is_none_of_ones_business(cast, at_desk):
    client = at_desk(cast.regulator_administrator)
    for action in ("", "rename/", "merge/"):
        assert client.get(at(cast.other_laboratory, action)).status_code == 404
    asked = {"into": cast.other_laboratory, "reason": "Reform"}
    assert client.post(at(cast.laboratory, "merge/"), asked).status_code == 422


def test_an_administrator_reads_the_page_of_the_own_organisation(cast, at_desk):
    page = at_desk(cast.center_administrator).get(at(cast.center))
    assert page.status_code == 200 and "Rename" not in page.content.decode()


@pytest.mark.clause("W-06")
def test_what_people_did_as_one_is_no_part_of_its_history_and_breaks_no_page(cast, at_desk):
    desk, center = at_desk(cast.center_administrator), cast.center
    refuse_the_portal(center)
    desk.post("/portal-service/", {"accepts": "on"})
    for verb in ("remember a mapping", "give up a film", "download refused lines"):
        write(verb, ("organisation", center.pk), actor=cast.collector.actor(), at=NOW, detail={"name": "x"})
    page = desk.get(at(center)).text
    assert "remember a mapping" not in page and "Papers reach it through this portal" in page


def test_a_renamed_organisation_keeps_its_former_name_for_what_is_of_its_time(cast, keeper, at_desk, now):
    plan = submitted_plan(cast, now - timedelta(days=3))
    assert at_desk(keeper).post(at(cast.province, "rename/"), renaming()).status_code == 302
    page = at_desk(keeper).get(at(cast.province)).content.decode()
    assert "Eastland Bureau" in page and "Formerly, until 2026-11-25" in page
    assert "Renamed from Eastland Regulator to Eastland Bureau" in page
    assert trail(plan, cast.organiser)[0].who == "Eastland Regulator"
    assert "Eastland Bureau" in at_desk(cast.planner).get("/").content.decode()
    assert Event.objects.of("organisation", cast.province.pk)[0].detail["note"] == "Reform"


def test_a_name_has_its_day(cast):
    days = [NOW.date() - timedelta(days=n) for n in (20, 10, 5)]
    cast.center.past_names.create(name="First name", until=days[1])
    cast.center.past_names.create(name="Second name", until=days[2])
    center = Organisation.objects.get(pk=cast.center.pk)
    told = [center.name_on(day) for day in (days[0], days[1], days[2])]
    assert told == ["First name", "Second name", "Eastland Monitoring Center"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"on": NOW.date() + timedelta(days=1)}, "lies in the future"),
        ({"name": "Eastland Regulator"}, "bears this name already"),
        ({"name": ""}, "required"),
    ],
)
def test_a_rename_must_make_sense(changes, said, cast, keeper, at_desk):
    answer = at_desk(keeper).post(at(cast.province, "rename/"), renaming(**changes))
    assert answer.status_code == 422 and said in answer.content.decode()


def test_a_merger_by_the_page(cast, keeper, at_desk):
    client = at_desk(keeper)
    assert "First Laboratory" in client.get(at(cast.laboratory, "merge/")).content.decode()
    asked = {"into": cast.other_laboratory, "reason": "Reform"}
    answer = client.post(at(cast.laboratory, "merge/"), asked, follow=True)
    page = answer.content.decode()
    assert "is now a part of Second Laboratory" in page and "Merged into it" in page
    assert "merged into Second Laboratory" in client.get(at(cast.laboratory)).content.decode()
    assert client.post(at(cast.laboratory, "merge/"), asked).status_code == 404


def test_only_the_own_kind_is_offered(cast, keeper, at_desk):
    asked = {"into": cast.platform, "reason": "Reform"}
    assert at_desk(keeper).post(at(cast.laboratory, "merge/"), asked).status_code == 422


def test_a_refused_merger_says_why_beside_what_was_typed(cast, keeper, at_desk):
    asked = {"into": cast.other_county, "reason": "A reform of regions"}
    answer = at_desk(keeper).post(at(cast.county, "merge/"), asked)
    page = answer.content.decode()
    assert answer.status_code == 409 and "it sees by region" in page and "A reform of regions" in page


def test_an_administrator_says_when_the_own_organisation_closes(cast, at_desk, now):
    client = at_desk(cast.platform_administrator)
    page = client.post("/close-of-business/", {"closes_at": "17:30"}, follow=True).content.decode()
    assert "Close of business: from 24:00 to 17:30" in page
    clock = given_letters.letter(cast, now).deadlines.get(term="W-13")
    last = clock.due_at.astimezone(SHANGHAI)
    assert last.isoformat() == "2026-12-02T17:30:00+08:00"
    assert "Business closes at 17:30 on that day." in clocks.as_counted(clock).explain()


def test_nobody_else_says_when_an_organisation_closes(cast, at_desk):
    assert (
        at_desk(cast.quality_officer).post("/close-of-business/", {"closes_at": "17:30"}).status_code == 403
    )
    cast.platform.refresh_from_db()
    assert cast.platform.closes_at is None


def test_an_hour_that_is_none_is_refused(cast, at_desk):
    answer = at_desk(cast.platform_administrator).post("/close-of-business/", {"closes_at": "27:00"})
    assert answer.status_code == 422


def since_of(organisation):
    return Organisation.objects.get(pk=organisation.pk).portal_service_since


def test_an_administrator_accepts_service_through_the_portal_from_today_on(cast, at_desk):
    refuse_the_portal(cast.platform)
    client = at_desk(cast.platform_administrator)
    assert "Not accepted" in client.get("/portal-service/").content.decode()
    with time_machine.travel(NOW, tick=False):
        page = client.post("/portal-service/", {"accepts": "on"}, follow=True).content.decode()
        client.post("/portal-service/", {"accepts": "on", "since": "2020-01-01"})
    assert "Accepted since 2026-11-25" in page and "whether or not anybody has read it" in page
    assert since_of(cast.platform) == NOW.date()
    assert Event.objects.of("organisation", cast.platform.pk).filter(clause="T-13").count() == 1


def test_service_through_the_portal_is_ended_for_what_is_still_to_come(cast, at_desk, now):
    found = disposals.disposal(cast, now)
    at_desk(cast.platform_administrator).post("/portal-service/", {})
    assert since_of(cast.platform) is None
    found.refresh_from_db()
    assert found.state == "received"
    assert Event.objects.of("organisation", cast.platform.pk)[0].verb == "accept no service here"


@pytest.mark.parametrize("who", ["quality_officer", "compiler"])
def test_nobody_but_its_administrator_accepts_service_for_an_organisation(cast, at_desk, who):
    assert at_desk(getattr(cast, who)).post("/portal-service/", {}).status_code == 403
    assert since_of(cast.platform) is not None
