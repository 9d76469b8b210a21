"""Can a center choose until it likes the targets, or sample outside what its scheme lays down, unseen?"""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from casework.models import Notification
from documents.models import Document
from sampling.purchases.actions import targets
from sampling.schemes.actions import schemes
from sampling.schemes.models import Scheme
from tests.conftest import NOW
from tests.monitoring.given import executing_plan
from tests.sampling import given, walks
from trail.models import Event

AGAIN = "The budget of the plan was raised yesterday."


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def chooses(client, scheme: Scheme, **said):
    url = reverse("scheme-step", args=[scheme.number, "choose"])
    return client.post(url, {"mode": "random", "seconds": 5, **said})


@pytest.mark.parametrize("said", [{}, {"reason": "无"}, {"reason": "1"}])
def test_targets_that_were_seen_are_not_chosen_again_without_a_reason(cast, at_desk, now, said):
    scheme, desk = given.selecting_scheme(cast, now), at_desk(cast.organiser)
    assert chooses(desk, scheme, **said).status_code == 422
    assert scheme.choosings.count() == 1
    url = reverse("api-scheme-choose", args=[scheme.number])
    answer = desk.post(url, {"mode": "random", **said}, content_type="application/json")
    assert answer.status_code in (400, 409, 422) and scheme.choosings.count() == 1


def test_a_first_choice_asks_for_no_reason(cast, at_desk, now):
    scheme, desk = given.approved_scheme(cast, now), at_desk(cast.organiser)
    assert "Why it is chosen again" not in desk.get(f"{scheme.get_absolute_url()}choose/").text
    assert chooses(desk, scheme).status_code == 302
    assert not scheme.chosen_again()


def test_why_it_was_chosen_again_stands_on_the_page_in_the_trail_and_in_the_paper(cast, at_desk, now):
    scheme, desk = given.selecting_scheme(cast, now), at_desk(cast.organiser)
    assert chooses(desk, scheme, reason=AGAIN).status_code == 302
    for who in (cast.organiser, cast.leader, cast.planner):
        assert AGAIN in at_desk(who).get(scheme.get_absolute_url()).text
    chosen = Event.objects.of("record", scheme.pk).filter(verb="choose")
    assert [AGAIN in str(event.detail) for event in chosen.order_by("pk")] == [False, True]
    targets.confirm(Scheme.objects.get(), by=cast.organiser, now=now)
    papers = Document.objects.filter(record_id=scheme.pk, paper="scheme").order_by("pk")
    assert [AGAIN in str(paper.content["chosen_again"]) for paper in papers] == [False, True]
    assert papers[1].supersedes == papers[0]


@pytest.mark.parametrize("what", ["chosen again", "short of batches", "neither"])
def test_who_approved_the_scheme_is_told_what_else_was_confirmed(cast, at_desk, now, what):
    scheme, desk = given.selecting_scheme(cast, now), at_desk(cast.organiser)
    if what == "chosen again":
        chooses(desk, scheme, reason=AGAIN)
    short = {"Toys": 9} if what == "short of batches" else {}
    Scheme.objects.filter(pk=scheme.pk).update(shortfall=short)
    assert desk.post(reverse("scheme-step", args=[scheme.number, "confirm"])).status_code == 302
    told = Notification.objects.filter(user=cast.leader.user, record=scheme.pk, event__verb="confirm")
    assert told.count() == (what != "neither")
    page = at_desk(cast.leader).get(scheme.get_absolute_url()).text
    assert (AGAIN in page, "Toys: 9" in page) == (what == "chosen again", what == "short of batches")


@pytest.mark.parametrize(("field", "days"), [("starts_on", -400), ("ends_on", 400)])
def test_a_day_outside_the_plan_is_named_at_its_field_with_the_plans_days(cast, at_desk, now, field, days):
    scheme = given.draft_scheme(cast, now)
    form = {name: getattr(scheme, name) for name in ("title", "scope", "method", "staffing")}
    form |= {
        "platforms": [cast.platform],
        "starts_on": now.date(),
        "ends_on": now.date() + timedelta(days=3),
        "buyers": [cast.buyer.user],
    }
    form |= {field: now.date() + timedelta(days=days)}
    answer = at_desk(cast.organiser).post(f"{scheme.get_absolute_url()}edit/", form)
    plan = scheme.plan
    assert answer.status_code == 422
    assert f"within the period of its plan, {plan.starts_on} to {plan.ends_on}" in answer.text
    assert f'id="id_{field}_error"' in answer.text and answer.text.count("_error") == answer.text.count(
        f"id_{field}_error"
    )


def test_a_listing_without_an_address_is_text_and_no_empty_link(cast, at_desk, now):
    scheme = given.draft_scheme(cast, now)
    scheme.listings.update(url="")
    for page in (scheme.get_absolute_url(), reverse("listings", args=[scheme.number])):
        shown = at_desk(cast.organiser).get(page).text
        assert str(scheme.listings.all()[0].product) in shown and 'class="wj-what" href=""' not in shown


def of_two_platforms(cast, now) -> Scheme:
    """The plan samples on two platforms, the scheme on the first of them."""
    scheme = given.draft_scheme(cast, now)
    scheme.plan.platforms.add(cast.other_platform)
    scheme.platforms.set([cast.platform])
    return scheme


def test_goods_of_a_platform_outside_the_scheme_are_not_listed(cast, at_desk, now):
    scheme, desk = of_two_platforms(cast, now), at_desk(cast.organiser)
    before = scheme.listings.count()
    strange = given.row(9, plan_item="Soft toy", platform=cast.other_platform.name)
    assert desk.post(f"{scheme.get_absolute_url()}list/", strange).status_code == 422
    table = "\n".join([",".join(strange), ",".join(strange.values())])
    file = SimpleUploadedFile("offers.csv", table.encode(), "text/csv")
    desk.post(f"{scheme.get_absolute_url()}import/", {"file": file})
    assert scheme.listings.count() == before
    returned = scheme.files.get().returned.read().decode("utf-8-sig")
    assert f"does not have samples bought on {cast.other_platform}" in returned


@pytest.mark.parametrize("step", ["submit", "choose", "confirm"])
def test_nothing_goes_on_with_goods_of_a_platform_outside_the_scheme(cast, at_desk, now, step):
    made = {
        "submit": given.settled_scheme,
        "choose": given.approved_scheme,
        "confirm": given.selecting_scheme,
    }
    scheme = made[step](cast, now)
    scheme.plan.platforms.add(cast.other_platform)
    scheme.listings.filter(line=1).update(platform=cast.other_platform)
    scheme.platforms.set([cast.platform])
    answer = at_desk(cast.organiser).post(f"{scheme.get_absolute_url()}{step}/", {"mode": "optimal"})
    assert answer.status_code == 409 and f"Products of {cast.other_platform} are listed" in answer.text


def test_a_platform_of_which_goods_are_listed_is_not_left_out_of_the_scheme(cast, at_desk, now):
    scheme = of_two_platforms(cast, now)
    form = walks.scheme_data(scheme, cast) | {"platforms": [cast.other_platform]}
    answer = at_desk(cast.organiser).post(f"{scheme.get_absolute_url()}edit/", form)
    assert answer.status_code == 422 and f"Products of {cast.platform} are listed" in answer.text
    assert list(scheme.platforms.all()) == [cast.platform]


def test_a_scheme_names_no_platform_that_its_plan_does_not(cast, at_desk, now):
    plan = executing_plan(cast, now)
    form = walks.scheme_data(None, cast) | {"plan": plan, "platforms": [cast.other_platform]}
    assert at_desk(cast.organiser).post(reverse("scheme-open"), form).status_code == 422
    assert not Scheme.objects.exists()


def test_the_platforms_of_a_scheme_stand_on_its_page_and_in_its_paper(cast, at_desk, now):
    scheme = given.settled_scheme(cast, now)
    scheme.plan.platforms.add(cast.other_platform)
    scheme.platforms.set([cast.platform])
    schemes.submit(scheme, by=cast.organiser, now=now)
    schemes.approve(scheme, by=cast.leader, now=now)
    page = at_desk(cast.planner).get(scheme.get_absolute_url()).text
    assert cast.platform.name in page and cast.other_platform.name not in page
    paper = Document.objects.get(record_id=scheme.pk, paper="scheme")
    assert paper.content["platforms"] == cast.platform.name


def test_c13_what_is_chosen_is_seen_on_the_page_where_it_is_confirmed(cast, now, at_desk, monkeypatch):
    """However far down the list it stands, and before what was left out."""
    scheme = given.selecting_scheme(cast, now)
    monkeypatch.setattr(import_module("sampling.listings.views.listings"), "ON_PAGE", 1)
    scheme.listings.filter(line__gt=1).update(chosen=True)  # whatever was drawn
    page = at_desk(cast.organiser).get(scheme.get_absolute_url()).text
    confirming = reverse("scheme-step", args=[scheme.number, "confirm"])
    before, _offered, _rest = page.partition(">On offer<")
    chosen = scheme.listings.filter(chosen=True, line__gt=1)
    assert f'action="{confirming}"' in page and chosen
    for listing in chosen:
        assert listing.item_id in before and str(listing.shop) in before
    outside = at_desk(cast.planner).get(scheme.get_absolute_url())
    assert outside.status_code == 200 and not [each for each in chosen if each.item_id in outside.text]
