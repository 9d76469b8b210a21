"""Does the story of a matter hold all that belongs to it, and do its days add up?"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given as cases
from hypothesis import strategies as st

from accounts.addresses import code_of
from accounts.models import System
from casework.deadlines.clocks import due_day
from casework.models import Record
from disposal.actions import compilations
from monitoring.risks.actions.riskcases import draft_notice
from monitoring.risks.models.riskcases import RiskCase
from portals.matters.spans import Bar, Running, Span, course, days_by_holder
from portals.matters.spans import late as lateness
from sampling.purchases.models.purchases import Purchase
from tests.conftest import NOW
from tests.disposal import given as disposal
from tests.disposal import given_notices as notices
from tests.monitoring import given
from tests.sampling import given as sampling
from tests.sampling.purchases.test_substitutes import returned_of

FIRST = date(2026, 9, 14)


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def story(client: Any, record: Any) -> Any:
    return client.get(reverse("matter", args=[record.number]), follow=True)


def told(client: Any, record: Any) -> str:
    page: str = story(client, record).text
    return page.partition('class="wj-told">')[2].partition("</p>")[0]


def test_a_matter_is_told_in_sentences_of_what_its_reader_may_see(cast: Any, at_desk: Any) -> None:
    found = disposal.disposal(cast, NOW)
    case = RiskCase.objects.get()
    Purchase.objects.update(amount=90, refund_amount=None)
    said = told(at_desk(cast.planner), case)
    assert (
        "1 piece of risk information has told of it" in said and "Purchases planned: 1; paid for: 1." in said
    )
    assert "the goods of 1 do not conform: Lead" in said and "The samples cost 90.00 yuan." in said
    assert "Products that platforms were told of: 1; taken off sale: 0." in said
    theirs = told(at_desk(cast.quality_officer), found)
    assert "taken off sale: 0" in theirs and "yuan" not in theirs and "Purchases" not in theirs
    assert "risk information" not in theirs and "Referred" not in theirs


def test_of_what_ended_without_being_done_the_story_says_so(cast: Any, at_desk: Any) -> None:
    case = given.registered_case(cast, NOW)
    assert "What ends first, on 2026-" in told(at_desk(cast.collector), case)
    Record.objects.filter(pk=case.pk).update(next_due_at=NOW - timedelta(days=3))
    assert "Overdue since 2026-11-22" in told(at_desk(cast.collector), case)


@st.composite
def spans(draw: Any) -> Span:
    begins, lasts = draw(st.integers(0, 60)), draw(st.integers(0, 40))
    return Span(
        draw(st.integers(1, 4)),
        draw(st.integers(1, 4)),
        FIRST + timedelta(days=begins),
        FIRST + timedelta(days=begins + lasts),
    )


@st.composite
def clocks(draw: Any) -> Running:
    began, lasts = draw(st.integers(0, 60)), draw(st.integers(0, 40))
    due = draw(st.integers(began, 120))
    began_on, over, due_on = (FIRST + timedelta(days=each) for each in (began, began + lasts, due))
    return Running(began_on, over, due_on, late=due_on < over)


@cases(
    st.lists(spans(), max_size=12),
    st.dictionaries(st.integers(1, 4), st.lists(clocks(), max_size=3)),
    st.integers(0, 80),
)
def test_every_day_of_a_matter_lies_with_one_holder_or_with_nobody(found, running, days):
    counted = days_by_holder(found, running, FIRST, FIRST + timedelta(days=days))
    assert sum(counted.values()) == days + 1
    empty = 0
    for day in range(days + 1):
        empty += not [span for span in found if span.first <= FIRST + timedelta(days=day) <= span.last]
    assert counted.get(None, 0) == empty


def test_a_day_counts_for_whose_clock_ends_first_as_long_as_it_runs():
    day = timedelta(days=1)
    early, late = Span(1, 1, FIRST, FIRST + 9 * day), Span(2, 2, FIRST + 2 * day, FIRST + 9 * day)
    without = Span(3, 3, FIRST, FIRST + 11 * day)
    running = {
        1: [Running(FIRST, FIRST + 4 * day, FIRST + 5 * day, late=False)],
        2: [Running(FIRST, FIRST + 9 * day, FIRST + 20 * day, late=False)],
    }
    counted = days_by_holder([late, without, early], running, FIRST, FIRST + 12 * day)
    assert counted == {1: 5, 2: 5, 3: 2, None: 1}


def test_only_what_had_run_out_is_late_and_only_after_its_last_day():
    day = timedelta(days=1)
    over = course(FIRST, FIRST + 20 * day, [])
    in_time = Running(FIRST, FIRST + 4 * day, FIRST + 5 * day, late=False)
    late = Running(FIRST, FIRST + 9 * day, FIRST + 5 * day, late=True)
    assert lateness([in_time, late], over) == [Bar(6, 4, 0)]


def test_a_course_reaches_as_far_as_what_is_due():
    over = course(FIRST, FIRST + timedelta(days=10), [FIRST + timedelta(days=30)])
    assert (over.days, over.today) == (31, 10)


def test_any_record_leads_to_the_story_of_its_risk_case(cast, now, at_desk):
    report = disposal.failed_report(cast, now)
    case = Record.objects.get(kind="riskcase")
    client = at_desk(cast.organiser)
    assert reverse("matter", args=[report.number]) in client.get(report.get_absolute_url()).text
    answer = story(client, report)
    assert answer.redirect_chain == [(reverse("matter", args=[case.number]), 302)]
    for record in Record.objects.all():
        assert record.number in answer.text, record.kind


def test_whoever_may_not_see_the_risk_case_has_one_story_wherever_they_begin(cast, now, at_desk):
    """A case and its party's denial lie beside one another: both came of one report."""
    notice = notices.denied(cast, now)
    county = at_desk(cast.county_officer)
    denial = notice.denials.get()
    of_it = Record.objects.visible_to(cast.county_officer)
    assert {"denial", "enforcementcase", "report"} <= {each.kind for each in of_it}
    for record in (denial, of_it.get(kind="enforcementcase")):
        page = story(county, record).text
        for each in of_it:
            assert each.number in page, (record.kind, each.kind)


def test_a_story_says_what_the_tests_found(cast, now, at_desk):
    report = disposal.failed_report(cast, now)
    page = story(at_desk(cast.organiser), report).text
    assert "Does not conform" in page and report.failing[0].name in page and report.shop in page


def test_the_parties_stand_beside_one_another_with_what_each_has_to_do_and_until_when(cast, now, at_desk):
    case = disposal.referred(cast, now)
    found = case.compilation.disposals.get()
    page = story(at_desk(cast.planner), case).text.partition('class="wj-sides"')[2]
    selling, _between, making = page.partition("Producers, and their regulators")
    for side, record, party, holder in (
        (selling, found, cast.platform, cast.platform),
        (making, case, case.enterprise, cast.county),
    ):
        stand = side.partition(str(party))[2].partition(f'href="{record.get_absolute_url()}"')[2]
        said = stand.partition("</li>")[0]
        assert record.next_due_at
        assert f"{due_day(record.next_due_at)}" in said and record.get_state_display() in said
        assert str(holder) in said


def test_where_label_and_listing_differ_the_story_says_who_was_taken_as_the_party(cast, now, at_desk):
    compilation = disposal.in_doubt(cast, now)
    disposal.press(at_desk(cast.compiler), compilation, "name_party", disposal.party_form(compilation))
    compilations.submit(compilation, by=cast.compiler, now=now)
    compilations.approve(compilation, by=cast.leader, now=now)
    compilations.send(compilation, **disposal.HASTY, by=cast.compiler, now=now)
    page = story(at_desk(cast.planner), compilation.cases.get()).text
    said = page.partition('class="wj-sides"')[2].partition('class="wj-album"')[0]
    assert disposal.LABEL in said and "copies another shop" in said
    theirs = story(at_desk(cast.quality_officer), compilation.disposals.get()).text
    assert 'class="wj-sides"' in theirs and "copies another shop" not in theirs


def test_the_photos_of_a_record_say_what_they_show_and_who_is_shown_stays_shut(cast, now, at_desk):
    purchase = sampling.accepted_purchase(cast, now)
    page = story(at_desk(cast.storekeeper), purchase).text
    album = page.partition('<details class="wj-album">')[2].partition("</details>")[0]
    assert "7 photos: Screenshot of the shop; Screenshot of the product;" in album
    assert len(re.findall('<img [^>]*loading="lazy"', album)) == 2
    shut = album.partition("because they show a person")[2]
    assert "Screenshot of the order; Screenshot of the payment;" in shut and purchase.number in shut


def test_a_story_asks_as_much_however_many_records_it_has(cast, now, at_desk):
    plan = given.approved_plan(cast, now)
    case = plan.cases.get()
    client, url = at_desk(cast.organiser), reverse("matter", args=[case.number])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for _each in range(5):
        draft_notice(case, cast.platform, System(), now)
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).text.count("wj-course-row") > 5
    assert len(many) <= len(few) + 2  # a kind more is read


def test_of_several_matters_one_is_chosen(cast, now, at_desk):
    both = [given.case_to_sample(cast, now), given.case_to_sample(cast, now)]
    plan = given.approved_plan(cast, now, cases=both)
    page = story(at_desk(cast.organiser), plan).text
    assert "2 matters" in page
    for case in both:
        assert reverse("matter", args=[case.number]) in page


def test_whoever_takes_a_step_is_led_to_what_came_of_it(cast, now, at_desk):
    """A substitute that was planned is found from the page on which it was decided."""
    purchase = returned_of(cast, now)
    later = NOW + timedelta(hours=1)
    with time_machine.travel(later, tick=False):
        client = at_desk(cast.organiser)
        chosen = {"listing": code_of(purchase.scheme.listings.get(line=2))}
        url = reverse("purchase-step", args=[purchase.number, "replace"])
        page = client.post(url, chosen, follow=True).text
    substitute = Purchase.objects.get(replaces=purchase)
    assert f'href="{substitute.get_absolute_url()}">purchase' in page.partition("What came of it")[2]
