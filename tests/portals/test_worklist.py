"""Does the worklist hold what its person can do now, the most pressing first, and nothing else?"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework import recent
from casework.models import Notification, Record
from casework.pages import worklist as pages
from casework.pages.worklist import at_a_glance, running, waiting
from monitoring.assessments import actions as assessments
from portals import worklist
from tests.cast import Cast, person
from tests.conftest import NOW
from tests.inspection import given as inspection
from tests.monitoring import given
from tests.sampling import given as sampling


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def headings(viewer: Any) -> list[str]:
    return [str(heading) for heading, *_rest in worklist.groups(waiting(viewer, NOW), viewer, NOW, "/")]


def due(record: Any, at: datetime) -> None:
    Record.objects.filter(pk=record.pk).update(next_due_at=at)


def test_what_merely_runs_is_not_to_be_done(cast: Cast, now: datetime, at_desk: Any) -> None:
    scheme = sampling.submitted_scheme(cast, now)
    assert waiting(cast.organiser, now) == []
    assert [each.pk for each in running(cast.organiser, now)] == [scheme.plan.pk]
    page = at_desk(cast.organiser).get("/").text
    assert "0 matters wait for you today" in page and "1 go on elsewhere, or wait for a day" in page


def test_a_plan_comes_back_to_its_organiser_once_nothing_of_it_is_open(cast: Cast, now: datetime) -> None:
    plan = given.executing_plan(cast, now)
    assert [each.pk for each in waiting(cast.organiser, now)] == [plan.pk]


def test_an_assessor_who_has_scored_has_nothing_left_to_score(cast: Cast, now: datetime) -> None:
    second = person("second_assessor", cast.center, Role.ASSESSOR)
    assessment = given.assessment_in_scoring(cast, now, others=[second.user])
    assert assessment.pk in {each.pk for each in waiting(cast.assessor, now)}
    assessments.score(assessment, by=cast.assessor, now=now, **given.RESULT, outcome="sample")
    assert assessment.pk not in {each.pk for each in waiting(cast.assessor, now)}


def test_the_most_pressing_comes_first(cast: Cast, now: datetime) -> None:
    late, today, new, other = (given.submitted_plan(cast, now) for _each in range(4))
    due(late, now - timedelta(days=1))
    due(today, now + timedelta(hours=1))
    for plan in (late, today, other):
        Notification.objects.filter(record=plan.pk).update(read_at=now)
    assert headings(cast.approver) == ["Overdue 1", "Due today 1", "With unread news 1", "Can be done 1"]
    rows = [
        rows
        for _heading, rows, _chosen in worklist.groups(waiting(cast.approver, now), cast.approver, now, "/")
    ]
    assert [row[0]["record"].pk for row in rows] == [late.pk, today.pk, new.pk, other.pk]


def test_a_row_leads_to_the_form_that_alone_carries_it_on(cast: Cast, now: datetime, at_desk: Any) -> None:
    report = inspection.delivered(cast, now)
    page = at_desk(cast.compiler).get("/").text
    (way,) = re.findall(rf'href="([^"]*report={report.number})&amp;worklist"', page)
    assert at_desk(cast.compiler).get(way).status_code == 200


def test_a_sample_is_not_handed_over_before_a_laboratory_is_commissioned(cast: Cast, now: datetime) -> None:
    sample = sampling.stored_sample(cast, now)
    assert waiting(cast.storekeeper, now) == []
    assert [each.pk for each in running(cast.storekeeper, now)] == [sample.pk]


def test_a_sample_in_the_store_comes_to_whoever_commissions_a_laboratory(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    inspection.qualified(cast, now)
    sample = sampling.stored_sample(cast, now)
    assert sample.pk in {each.pk for each in waiting(cast.organiser, now)}
    page = at_desk(cast.organiser).get("/").text
    (way,) = re.findall(rf'href="([^"]*sample={sample.number})&amp;worklist"', page)
    assert at_desk(cast.organiser).get(way).status_code == 200
    inspection.drafted(cast, now, [sample])
    assert sample.pk not in {each.pk for each in waiting(cast.organiser, now)}


def test_the_head_counts_what_the_list_shows(cast: Cast, now: datetime) -> None:
    """Also where something rests or is late, and for who has the turn and opens the next record too."""
    inspection.qualified(cast, now)
    sampling.stored_sample(cast, now)
    due(given.executing_plan(cast, now), now - timedelta(days=1))
    both = replace(cast.organiser, roles=frozenset({Role.ORGANISER, Role.STOREKEEPER}))
    for viewer in (*cast.people.values(), both):
        listed = Counter(record.kind for record in waiting(viewer, now))
        late = Counter(record.kind for record in waiting(viewer, now) if (record.next_due_at or now) < now)
        counted = at_a_glance(viewer, now).waiting
        assert counted == {kind: (number, late[kind]) for kind, number in listed.items()}
    assert waiting(both, now) and at_a_glance(both, now).waiting["sample"] == (1, 0)


def test_what_others_have_to_do_says_of_which_organisation_they_are(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    report = inspection.delivered(cast, now)
    said = f"{Role.COMPILER.label} of {cast.center}"
    page = at_desk(cast.tester).get(report.get_absolute_url()).text
    assert f"Turn of: {said}" in page and f"Waiting for {said}" in page
    assert said in at_desk(cast.tester).get("/").text
    assert said not in at_desk(cast.compiler).get(report.get_absolute_url()).text


def test_a_long_worklist_is_searched(cast: Cast, now: datetime, at_desk: Any) -> None:
    plans = [given.submitted_plan(cast, now) for _each in range(11)]
    client = at_desk(cast.approver)
    assert 'name="q"' in client.get("/").text.partition("<main")[2]
    page = client.get("/", {"q": plans[0].number}).text.partition("<main")[2]
    assert plans[0].number in page and plans[1].number not in page.partition("Figure 1")[0]
    assert "11 matters wait for you today" in page
    assert "No matter fits" in client.get("/", {"q": "nothing of the kind"}).text


def test_many_that_ask_for_the_same_are_one_row_whose_members_can_be_left_out(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    plans = [given.approved_plan(cast, now) for _each in range(4)]
    client = at_desk(cast.organiser)
    heap = client.get("/").text.partition('<tbody class="wj-heap">')[2].partition("</tbody>")[0]
    boxes = re.findall(r'name="number" value="([^"]+)" checked form="(heap-workplan-\w+-\d)"', heap)
    assert {number for number, _form in boxes} == {each.number for each in plans}
    assert f'id="{boxes[0][1]}"' in heap and 'name="step" value="receive"' in heap
    sent = {"number": [each.number for each in plans[1:]], "step": "receive", "back": "/"}
    assert client.post(reverse("workplan-several"), sent)["Location"] == "/"
    states = list(Record.objects.filter(pk__in=[each.pk for each in plans]).order_by("pk"))
    assert [each.state == states[0].state for each in states] == [True, False, False, False]


def test_what_is_one_row_stands_before_what_is_less_pressing(cast: Cast, now: datetime, at_desk: Any) -> None:
    plans = [given.approved_plan(cast, now) for _each in range(3)]
    nearer, farther = (sampling.stored_sample(cast, now).purchase.scheme for _each in range(2))
    for record, days in [*((plan, 20) for plan in plans), (nearer, 10), (farther, 30)]:
        due(record, now + timedelta(days))
    page = at_desk(cast.organiser).get("/").text
    places = [page.index(each) for each in (nearer.number, '<tbody class="wj-heap">', farther.number)]
    assert places == sorted(places)


def test_two_are_two_rows(cast: Cast, now: datetime, at_desk: Any) -> None:
    for _each in range(2):
        given.approved_plan(cast, now)
    page = at_desk(cast.organiser).get("/").text
    assert "wj-heap" not in page and 'value="receive"' in page


def test_what_is_done_with_rows_chosen_is_offered_where_rows_can_be_chosen(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    """Labels are printed from the list of samples: in the worklist there was nothing to tick for them."""
    inspection.qualified(cast, now)
    for _each in range(2):
        sampling.stored_sample(cast, now)
    page = at_desk(cast.organiser).get("/").text
    assert reverse("labels-ask") not in page
    assert reverse("labels-ask") in at_desk(cast.organiser).get(reverse("sample-list")).text


def test_a_scheme_that_can_be_completed_goes_with_its_plan_and_before_with_its_purchases(
    cast: Cast, now: datetime, at_desk: Any
) -> None:
    purchase = sampling.ordered_purchase(cast, now)
    client, title = at_desk(cast.organiser), f'href="{purchase.scheme.get_absolute_url()}"'
    meanwhile = client.get("/").text.partition(title)[2].partition("</tr>")[0]
    assert "Due with its purchase<" in meanwhile
    sampling.failed(purchase, cast, now, "shop_unreachable")
    ended = client.get("/").text.partition(title)[2].partition("</tr>")[0]
    assert "Due with its work plan<" in ended and purchase.scheme.plan.next_due_at


def test_of_what_rests_among_much_nothing_is_shown_that_has_moved_on(
    cast: Cast, now: datetime, monkeypatch: Any
) -> None:
    first, second = sampling.stored_sample(cast, now), sampling.stored_sample(cast, now)
    organisers = running(cast.organiser, now)
    for module in (recent, pages):
        monkeypatch.setattr(module, "MANY", 0)
    assert {each.pk for each in running(cast.storekeeper, now)} == {first.pk, second.pk}
    Record.objects.filter(pk=first.pk).update(turn="")
    assert [each.pk for each in running(cast.storekeeper, now)] == [second.pk]
    assert organisers and running(cast.organiser, now) == organisers  # of the same center


def test_how_much_rests_is_known_for_minutes_among_much_until_something_comes_or_goes(
    cast: Cast, now: datetime, monkeypatch: Any
) -> None:
    """Else the head of a page would say that fewer than none wait, or that nothing does."""
    counts, asked = pages._folded, []

    def count(*who: Any, **shape: Any) -> Any:
        asked.append(who)
        return counts(*who, **shape)

    monkeypatch.setattr(recent, "MANY", 0)
    monkeypatch.setattr(pages, "_folded", count)
    samples = [sampling.stored_sample(cast, now) for _each in range(3)]
    for _page in range(2):
        assert at_a_glance(cast.storekeeper, now).waiting == {}
    assert len(asked) == 1
    Record.objects.filter(pk__in=[sample.pk for sample in samples[:2]]).update(turn="")
    assert at_a_glance(cast.storekeeper, now).waiting == {}
    assert len(asked) == 2


def test_what_is_kept_for_one_person_is_kept_for_nobody_else(cast: Cast) -> None:
    both = replace(cast.organiser, roles=frozenset({Role.ORGANISER, Role.STOREKEEPER}))
    elsewhere = replace(cast.organiser, organisation=cast.laboratory)
    roles = frozenset({Role.ORGANISER})
    lent = [
        replace(cast.storekeeper, roles=roles, lent=roles, standing_in={Role.ORGANISER: (absent.user,)})
        for absent in (cast.organiser, cast.compiler)
    ]
    everybody = [*cast.people.values(), both, elsewhere, *lent]
    assert len({recent.of_person(each) for each in everybody}) == len(everybody)
