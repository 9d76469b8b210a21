"""What does each person find on the first page?"""

import re
from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.actions import take
from casework.models import Record
from casework.pages.lists import whose_turn
from casework.pages.worklist import running, waiting
from portals.views.home import _by_holder
from sampling.selection.actions import choices
from tests.cast import person
from tests.monitoring import given
from tests.sampling import given as sampling


def test_a_stranger_is_sent_to_the_log_in(db):
    answer = Client().get("/")
    assert answer.status_code == 302 and answer["Location"] == "/login/?next=/"


def test_every_role_has_a_home_page(cast, at_desk):
    for viewer in cast.people.values():
        answer = at_desk(viewer).get("/")
        assert answer.status_code == 200, viewer
        assert str(viewer.organisation) in answer.content.decode()


@pytest.mark.parametrize("role", ["organiser", "collector", "quality_officer", "receiver", "county_officer"])
def test_whatever_the_navigation_offers_opens(cast, at_desk, role):
    client = at_desk(getattr(cast, role))
    (nav,) = re.findall(r'<nav id="nav".*?</nav>', client.get("/").text, re.DOTALL)
    links = re.findall(r'href="([^"]+)"', nav)
    assert len(links) > 5
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


@pytest.mark.usefixtures("forgotten")
def test_the_first_page_counts_what_it_does_not_show(cast, now, at_desk, monkeypatch):
    for _each in range(3):
        given.submitted_plan(cast, now)
    for module in ("casework.pages.worklist", "portals.views.home"):
        monkeypatch.setattr(import_module(module), "SHOWN", 2)
    page = at_desk(cast.approver).get("/").text
    assert "3 matters wait for you today" in page and "the 2 that are due first are shown" in page


def test_what_is_overdue_and_what_is_due_lead_to_the_calendar(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    for days, label in ((-1, "Of these overdue"), (1, "Of these due within 7 days")):
        Record.objects.filter(pk=plan.pk).update(next_due_at=timezone.now() + timedelta(days=days))
        tiles = re.findall(r'class="wj-tile-label"><a .*?</a>', at_desk(cast.approver).get("/").text)
        assert tiles == [f'class="wj-tile-label"><a class="stretched-link" href="/due/">{label}</a>']


def test_an_unknown_address_is_not_found(cast, at_desk):
    assert at_desk(cast.buyer).get("/nowhere/").status_code == 404


def test_the_style_page_is_for_staff_only(cast, at_desk):
    assert at_desk(cast.buyer).get("/style/").status_code == 404
    cast.buyer.user.is_staff = True
    cast.buyer.user.save()
    assert at_desk(cast.buyer).get("/style/").status_code == 200


def test_the_language_is_switched_and_kept(cast, at_desk):
    client = at_desk(cast.buyer)
    client.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    assert 'lang="zh-Hans"' in client.get("/").content.decode()


def test_notifications_are_listed_and_marked_as_read(cast, at_desk, now):
    given.submitted_plan(cast, now)
    client = at_desk(cast.approver)
    assert 'class="wj-unread"><span>1<' in client.get("/notifications/").content.decode()
    client.post("/notifications/read/")
    assert 'class="wj-unread" hidden>' in client.get("/notifications/").content.decode()


@pytest.mark.parametrize(("number", "heaps"), [(2, 0), (3, 1)])
def test_many_notifications_of_one_kind_are_one_that_unfolds(cast, at_desk, now, number, heaps):
    plans = [given.submitted_plan(cast, now) for _each in range(number)]
    page = at_desk(cast.approver).get("/notifications/").text.partition("<main")[2]
    assert page.count("<summary>Submit for approval: 3 work plans</summary>") == heaps
    assert all(plan.number in page for plan in plans)


def test_the_figure_counts_what_its_lists_do_and_says_so(cast, at_desk, now):
    given.registered_case(cast, now)
    plan = given.submitted_plan(cast, now)
    Record.objects.filter(pk=plan.pk).update(next_due_at=now - timedelta(days=1))
    seen = Record.objects.within(cast.planner).exclude(turn="")
    late = seen.filter(next_due_at__lte=now)
    with time_machine.travel(now, tick=False):
        page = at_desk(cast.planner).get("/").text
    assert f"whoever has it: {seen.count()} open, {late.count()} of them overdue" in page
    assert late.count() == 1 and seen.count() > 1


def test_the_bell_counts_anew_and_keeps_no_session_alive(cast, at_desk, now, django_assert_max_num_queries):
    given.submitted_plan(cast, now)
    client = at_desk(cast.approver)
    ends = Session.objects.get(pk=client.session.session_key).expire_date
    with django_assert_max_num_queries(7):
        answer = client.get("/notifications/count.json")
    assert answer.json() == {"unread": 1}
    assert answer["Cache-Control"].endswith("no-store, must-revalidate, private")
    assert Session.objects.get(pk=client.session.session_key).expire_date == ends
    assert "sessionid" not in answer.cookies


def test_the_search_box_of_every_page_finds_a_record_of_ones_own_by_its_number(cast, now, at_desk):
    case = given.registered_case(cast, now)
    desk = at_desk(cast.collector)
    assert 'action="/query/"' in desk.get("/risk-cases/").content.decode()
    assert case.get_absolute_url() in desk.get("/query/", {"words": case.number.lower()}).content.decode()
    other = at_desk(cast.other_collector).get("/query/", {"words": case.number}).content.decode()
    assert case.get_absolute_url() not in other
    assert "wj-search" not in at_desk(cast.respondent).get("/").content.decode()


def test_a_form_from_an_earlier_log_in_is_refused_with_a_way_back(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.buyer.user)
    answer = client.post("/notifications/read/")
    assert answer.status_code == 403
    assert "Go back and load it anew" in answer.content.decode()
    assert "drafts.js" in answer.content.decode()


def test_what_waits_for_others_stands_by_who_has_it(cast, now):
    case, plan = given.registered_case(cast, now), given.submitted_plan(cast, now)
    other = given.submitted_plan(cast, now)
    found = _by_holder([plan, case, other], cast.case_officer, now)
    assert [(heading, len(rows)) for heading, rows, _chosen in found] == [
        (f"{whose_turn(plan, cast.case_officer)} 2", 2),
        (f"{whose_turn(case, cast.case_officer)} 1", 1),
    ]


def test_what_was_sent_back_says_why_in_the_list(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    take("return", plan, by=cast.approver, now=now, note="The range is too wide.")
    assert "“The range is too wide.”" in at_desk(cast.planner).get("/").text
    take("submit", plan, by=cast.planner, now=now)
    assert "The range is too wide." not in at_desk(cast.approver).get("/").text


def test_its_page_says_first_why_a_plan_was_sent_back(cast, now, at_desk):
    plan = given.submitted_plan(cast, now)
    take("return", plan, by=cast.approver, now=now, note="The range is too wide.")
    page = at_desk(cast.planner).get(plan.get_absolute_url()).text
    card = page.partition('id="wj-actions"')[2].partition("</section>")[0]
    assert "Sent back: “The range is too wide.”" in card
    assert "btn-primary" not in card  # nothing is put forward: it is not to be handed in as it was
    assert "The range is too wide." not in at_desk(cast.approver).get("/").text


def test_whoever_is_asked_for_a_decision_was_sent_nothing_back(cast, now, at_desk):
    """However often they are asked."""
    scheme = sampling.asking_scheme(cast, now)
    leader, why = at_desk(cast.leader), "Both failed last year."
    assert scheme.number in leader.get("/").text and "Sent back: “" not in leader.get("/").text
    choices.deny(scheme, note="One is enough.", by=cast.leader, now=now)
    assert "Sent back: “One is enough.”" in at_desk(cast.organiser).get("/").text
    choices.ask(scheme, note=why, by=cast.organiser, now=now)
    assert scheme.number in leader.get("/").text and "Sent back: “" not in leader.get("/").text


def test_whoever_goes_back_to_their_own_draft_was_sent_nothing_back(cast, now, at_desk):
    plan = given.approved_plan(cast, now)
    take("revise", plan, by=cast.planner, now=now, note="One platform more.")
    page = at_desk(cast.planner).get(plan.get_absolute_url()).text
    assert "Sent back: “" not in page and "One platform more." in page


def test_what_was_approved_with_a_word_was_not_sent_back(cast, now, at_desk):
    scheme = sampling.submitted_scheme(cast, now)
    take("approve", scheme, by=cast.leader, now=now, note="Go ahead.")
    home = at_desk(cast.organiser).get("/").text
    assert scheme.number in home and "Sent back: “" not in home


def test_whoever_is_done_goes_on_to_what_is_most_pressing(cast, at_desk, now):
    """Not back to where they come from."""
    first, second = (given.submitted_plan(cast, now) for _ in range(2))
    Record.objects.filter(pk=second.pk).update(next_due_at=now - timedelta(days=1))
    desk, asked = at_desk(cast.approver), reverse("home-next")
    assert desk.get(asked)["Location"] == f"{second.get_absolute_url()}approve/?worklist"
    assert (
        desk.get(asked, {"but": second.number})["Location"] == f"{first.get_absolute_url()}approve/?worklist"
    )


def test_whoever_has_nothing_left_comes_home(cast, at_desk, now):
    assert at_desk(cast.approver).get(reverse("home-next"))["Location"] == reverse("home")


def test_the_way_on_leads_to_nothing_of_others(cast, at_desk, now):
    given.submitted_plan(cast, now)
    for who in (cast.planner, cast.organiser, cast.quality_officer, cast.nation_officer):
        assert at_desk(who).get(reverse("home-next"))["Location"] == reverse("home")


def test_a_page_with_nothing_to_do_leads_on_where_something_waits(cast, at_desk, now):
    done, waiting = given.approved_plan(cast, now), given.submitted_plan(cast, now)
    onward = f'href="{reverse("home-next")}?but='
    assert onward + done.number in at_desk(cast.approver).get(done.get_absolute_url()).text
    assert onward not in at_desk(cast.approver).get(waiting.get_absolute_url()).text
    assert onward not in at_desk(cast.planner).get(done.get_absolute_url()).text


def test_who_has_a_place_and_no_role_in_it_has_a_home_page_too(cast, at_desk):
    nobody = person("nobody", cast.center)
    page = at_desk(nobody).get("/")
    assert page.status_code == 200 and "0 matters wait for you today" in page.text
    assert running(nobody, timezone.now()) == [] == waiting(nobody, timezone.now())
