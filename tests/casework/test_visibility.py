"""Who may know of which records, and what does asking cost?"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Level
from accounts.roles import Kind, Role
from casework.admissions import admit
from casework.models import Record
from casework.pages.worklist import elsewhere, waiting, waiting_by_kind
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import brought, opened
from tests.cast import organisation, person


@pytest.fixture
def record(cast, now):
    county = cast.county.region
    return brought(cast, now, "sent", city=county.parent, county=county)


def sees(viewer) -> bool:
    """Whether this viewer sees the only record there is, asked on the spine and on the kind."""
    spine, kind = (model.objects.visible_to(viewer).count() for model in (Record, Entrustment))
    assert spine == kind
    return bool(spine)


@pytest.mark.parametrize(
    "viewer",
    [
        *("planner", "approver", "case_officer", "nation_officer", "city_officer", "county_officer"),
        *("organiser", "leader", "compiler", "receiver", "tester", "signatory", "quality_officer"),
    ],
)
def test_the_parties_and_the_regulators_of_the_place_see_a_record(record, cast, viewer):
    assert sees(getattr(cast, viewer))


@pytest.mark.parametrize(
    "viewer",
    [
        *("other_planner", "other_county_officer", "other_organiser", "other_leader"),
        *("other_receiver", "other_quality_officer", "buyer"),
    ],
)
def test_strangers_do_not_see_it(record, cast, viewer):
    assert not sees(getattr(cast, viewer))


@pytest.mark.parametrize("viewer", ["city_officer", "county_officer"])
def test_a_record_of_the_whole_province_is_not_the_business_of_a_city_or_county(cast, now, viewer):
    brought(cast, now, "sent")
    assert not sees(getattr(cast, viewer)) and sees(cast.planner)


def test_a_record_of_no_province_is_seen_by_the_nation_and_its_center(cast, now):
    brought(cast, now, "sent", province=None)
    assert sees(cast.nation_officer) and sees(cast.organiser) and not sees(cast.planner)


@pytest.mark.parametrize("level", [Level.PROVINCE, Level.CITY, Level.COUNTY])
def test_a_regulator_whose_region_was_left_empty_sees_nothing(cast, now, level):
    brought(cast, now, "sent", province=None)
    lost = organisation(Kind.REGULATOR, "Regulator of nowhere", level=level)
    assert not sees(person("lost", lost, Role.PLANNER))


def test_being_admitted_to_one_record_shows_no_other(record, cast, now):
    other = brought(cast, now, "sent")
    other.admissions.all().delete()
    assert [found.pk for found in Record.objects.visible_to(cast.receiver)] == [record.pk]
    admit(other, Kind.LABORATORY, now)
    assert Record.objects.visible_to(cast.receiver).count() == 2


def test_a_record_admitted_to_twice_is_listed_once(record, cast, now):
    admit(record, Kind.REGULATOR, now)
    admit(record, Kind.CENTER, now)
    assert Record.objects.visible_to(cast.receiver).filter(kind="entrustment").count() == 1


@pytest.mark.parametrize("viewer", ["planner", "nation_officer", "organiser", "receiver", "quality_officer"])
def test_asking_what_one_may_see_is_one_query(record, cast, viewer):
    with CaptureQueriesContext(connection) as queries:
        assert len(Record.objects.visible_to(getattr(cast, viewer))) == 1
    assert len(queries) == 1


def test_what_waits_for_a_person_comes_nearest_clock_first(cast, now):
    without = opened(cast, now)
    late = brought(cast, now, "testing", due_on=now.date().replace(day=24))
    early = brought(cast, now, "testing", due_on=now.date().replace(day=1))
    brought(cast, now, "sent")
    assert [found.pk for found in waiting(cast.tester, now)] == [early.pk, late.pk]
    assert [found.pk for found in waiting(cast.organiser, now)] == [without.pk]
    assert waiting(cast.other_tester, now) == [] and waiting_by_kind(cast.tester, now) == {
        "entrustment": (2, 1)
    }


def test_a_record_without_a_clock_waits_after_those_with_one(cast, now):
    first = brought(cast, now, "testing")
    dated = brought(cast, now, "testing")
    Record.objects.filter(pk=first.pk).update(next_due_at=None)
    assert [found.pk for found in waiting(cast.tester, now)] == [dated.pk, first.pk]


def test_what_others_are_to_move_stands_elsewhere(cast, now):
    sent = brought(cast, now, "sent")
    opened(cast, now)
    brought(cast, now, "done")
    assert [found.pk for found in elsewhere(cast.organiser)] == [sent.pk]
    assert elsewhere(cast.receiver) == []


@pytest.mark.parametrize("viewer", ["planner", "nation_officer", "case_officer"])
def test_whoever_has_the_turn_the_nearest_clock_comes_first(cast, now, viewer):
    place = {"city": cast.county.region.parent, "county": cast.county.region}
    far = brought(cast, now, "testing", due_on=now.date().replace(day=28), **place)
    near = brought(cast, now, "sent", **place)
    middle = brought(cast, now, "testing", due_on=now.date().replace(day=27), **place)
    due = [each.next_due_at for each in elsewhere(getattr(cast, viewer)) if each.next_due_at]
    assert due == sorted(due) and len(due) >= len({far.turn, near.turn, middle.turn})


def test_the_worklist_is_two_queries(record, cast, now, django_assert_num_queries):
    with django_assert_num_queries(2):
        assert [(found.category, found.platform) for found in waiting(cast.receiver, now)] == [
            (cast.category, cast.platform)
        ]
