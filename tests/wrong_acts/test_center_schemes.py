"""Can a center choose until it likes the targets, or sample outside what its scheme lays down, unseen?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from documents.models import Document
from sampling import actions
from sampling.models import Scheme
from tests.conftest import NOW
from tests.sampling import given

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


def test_why_it_was_chosen_again_stands_on_the_page_for_the_regulator_and_in_the_paper(cast, at_desk, now):
    scheme, desk = given.selecting_scheme(cast, now), at_desk(cast.organiser)
    assert chooses(desk, scheme, reason=AGAIN).status_code == 302
    for who in (cast.organiser, cast.leader, cast.planner):
        assert AGAIN in at_desk(who).get(scheme.get_absolute_url()).text
    actions.confirm(Scheme.objects.get(), by=cast.organiser, now=now)
    papers = Document.objects.filter(record_id=scheme.pk, paper="scheme").order_by("pk")
    assert [AGAIN in str(paper.content["chosen_again"]) for paper in papers] == [False, True]
    assert papers[1].supersedes == papers[0]


@pytest.mark.parametrize(("field", "days"), [("starts_on", -400), ("ends_on", 400)])
def test_a_day_outside_the_plan_is_named_at_its_field_with_the_plans_days(cast, at_desk, now, field, days):
    scheme = given.draft_scheme(cast, now)
    form = {name: getattr(scheme, name) for name in ("title", "scope", "method", "staffing")}
    form |= {
        "starts_on": now.date(),
        "ends_on": now.date() + timedelta(days=3),
        "buyers": [cast.buyer.user.pk],
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
