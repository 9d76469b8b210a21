"""Does figure 1 hold every kind of record once, tied as the models say, with the viewer's own numbers?"""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.urls import reverse

from casework.models import Deadline, kinds
from portals import figure
from portals.stations import WIDTH
from tests.disposal import given as disposal
from tests.inspection import given as inspection
from tests.monitoring import given
from tests.sampling import given as sampling


def titles(ties):
    return {(str(above.title), str(below.title)) for above, below in ties}


def test_every_kind_that_is_not_joint_has_one_station():
    drawn = [kind for found in figure.stations().values() for kind in found]
    assert sorted(drawn) == sorted(kind for kind, model in kinds().items() if not model.joint)


def test_the_stations_are_tied_as_records_come_of_each_other():
    assert titles(figure.ties()) == {
        ("Risk information", "Assessment"),
        ("Assessment", "Notification"),
        ("Assessment", "Plan and scheme"),
        ("Plan and scheme", "Online sampling"),
        ("Online sampling", "Inspection"),
        ("Inspection", "Compiled report"),
        ("Compiled report", "Platform disposal"),
        ("Compiled report", "Enforcement"),
        ("Compiled report", "Shops, firms"),
        ("Platform disposal", "National report"),
        ("Enforcement", "National report"),
    }


def test_what_is_open_and_overdue_is_counted_in_the_viewers_scope(cast, now):
    notice = given.sent_notices(cast, now)[0]
    running = Deadline.objects.running().filter(record=notice)
    late = max(running.values_list("due_at", flat=True)) + timedelta(seconds=1)
    assert figure.counts(cast.collector, now)["notice"] == (2, 0)
    assert figure.counts(cast.collector, late)["notice"] == (2, 2)
    assert figure.counts(cast.quality_officer, late)["notice"] == (1, 1)
    for stranger in (cast.other_collector, cast.other_quality_officer, cast.tester):
        assert "notice" not in figure.counts(stranger, now)


def test_a_tenant_sees_the_map_and_only_their_own_numbers(cast, now, at_desk):
    inspection.in_progress(cast, now)
    page = at_desk(cast.tester).get("/").content.decode()
    assert "National report" in page
    assert reverse("entrustment-list") in page and reverse("purchase-list") not in page
    drawn = figure.live(cast.tester, now, {})["figure"]
    numbers = {line.label: line.open for box in drawn.boxes for line in box.lines}
    assert numbers["entrustments"] == 1 and numbers["purchases"] is None


@pytest.mark.parametrize("name", ["compiler", "planner", "tester", "quality_officer"])
def test_each_number_is_how_many_stand_in_the_list_it_leads_to(cast, now, at_desk, name):
    disposal.disposal(cast, now)
    viewer = cast.people[name]
    drawn = figure.live(viewer, now, {})["figure"]
    beside = [each.number for each in (*drawn.sources, *drawn.backs)]
    lines = [line for line in (*(line for box in drawn.boxes for line in box.lines), *beside) if line.url]
    listed = [at_desk(viewer).get(line.url).text.count('class="wj-cell-title"') for line in lines]
    assert listed == [line.open for line in lines] and any(listed)


def test_the_channels_say_what_belongs_to_no_case_yet_and_add_up_to_what_is_to_be_attached(
    cast, now, at_desk
):
    given.submitted_signal(cast, now)
    drawn = figure.live(cast.collector, now, {})["figure"]
    assert [source.letter for source in drawn.sources] == ["a", "b", "c", "d", "e"]
    first = drawn.boxes[0]
    assert str(first.title) == "Risk information" and first.lines[0].label == "To be attached"
    numbers = [source.number.open for source in drawn.sources]
    assert sum(numbers) == first.lines[0].open and sorted(numbers) == [0, 0, 0, 0, 1]
    for source in drawn.sources:
        page = at_desk(cast.collector).get(source.number.url).text
        assert page.count('class="wj-cell-title"') == source.number.open, source.letter


def test_what_went_back_is_counted_on_the_way_that_it_goes(cast, now, at_desk):
    sampling.returned_purchase(cast, now)
    inspection.abnormality(cast, now)
    drawn = figure.live(cast.organiser, now, {})["figure"]
    ways = {back.number.label: back.number for back in drawn.backs}
    anew, abnormal = ways["Sent back, refund awaited"], ways["Abnormal, to be decided"]
    assert (anew.open, abnormal.open) == (1, 1)
    for way in (anew, abnormal):
        assert at_desk(cast.organiser).get(way.url).text.count('class="wj-cell-title"') == 1
    page = at_desk(cast.organiser).get("/").text
    assert f'href="{anew.url}"' in page.replace("&amp;", "&") and "a way back" in page


def test_whoever_has_no_list_of_it_is_told_of_no_channel_and_of_nothing_that_went_back(cast, now):
    given.submitted_signal(cast, now)
    sampling.returned_purchase(cast, now)
    drawn = figure.live(cast.tester, now, {})["figure"]
    beside = [each.number for each in (*drawn.sources, *drawn.backs)]
    assert {number.label for number in beside if number.url} == {"Abnormal, to be decided"}
    assert [number.open for number in beside if not number.url] == [None] * len(beside[1:])


@pytest.mark.parametrize("name", ["collector", "planner", "tester", "quality_officer", "respondent"])
def test_no_two_boxes_overlap_and_all_lie_within_the_drawing(cast, name):
    drawn = figure.draw(cast.people[name], {}, {})
    boxes = sorted(drawn.boxes, key=lambda box: (box.x, box.y))
    for upper, lower in pairwise(boxes):
        assert upper.x < lower.x or upper.y + upper.height < lower.y
    assert max(box.x for box in boxes) + WIDTH == drawn.width
    assert (
        max(box.y + box.height for box in boxes) < drawn.bar < drawn.height
        and min(box.y for box in boxes) > 0
    )


def test_a_station_of_ones_own_says_how_many_one_can_move_and_another_who_does_it(cast, now, at_desk):
    given.approved_plan(cast, now)
    page = at_desk(cast.organiser).get("/").text.partition('class="wj-figure"')[2]
    feet = re.findall(r'class="wj-station-foot"[^>]*>([^<]*)<', page)
    titles = re.findall(r'class="wj-station-title" x[^>]*>([^<]*)<', page)
    said = dict(zip(titles, feet, strict=True))
    assert said["Plan and scheme"] == "1 for you" and said["Compiled report"] == "Monitoring center"


def test_no_number_stands_where_one_may_not_look(cast, now):
    given.sent_notices(cast, now)
    drawn = figure.live(cast.respondent, now, {})["figure"]
    unknown = [box for box in drawn.boxes if not box.known]
    assert unknown and not [line for box in unknown for line in box.lines if line.open]
    assert {box.foot for box in unknown} == {"not in your scope"}


@pytest.mark.parametrize("name", ["buyer", "verifier", "receiver"])
def test_whoever_works_with_their_hands_finds_their_tasks_and_not_the_provinces(cast, now, at_desk, name):
    sampling.ordered_purchase(cast, now)
    page = at_desk(cast.people[name]).get("/").text
    assert "wj-figure" not in page and "What lies with us" not in page and "Waits for others" not in page


@pytest.mark.clause("5")
def test_each_kind_of_organisation_sees_where_it_stands_in_figure_1(cast, at_desk):
    own = {
        "planner": "workplan-list",
        "organiser": "purchase-list",
        "tester": "report-list",
        "quality_officer": "platformdisposal-list",
        "respondent": "resultnotice-list",
    }
    stations = [str(station.title) for station in figure.stations()]
    for name, address in own.items():
        page = at_desk(cast.people[name]).get("/").text
        assert all(title in page for title in stations), name
        assert f'href="{reverse(address)}' in page, name
