"""Does a draft of risk information stay one until somebody says that it is to be handed in?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from monitoring.risks.models.signals import RiskSignal
from tests.monitoring import given
from tests.monitoring.risks.test_outcomes import SIGNAL

pytestmark = pytest.mark.django_db
DRAFT, SUBMITTED = "Kept as a draft: it is not submitted yet.", "Submitted: the monitoring center has it now."


def buttons(page: str) -> dict[str, dict[str, str]]:
    """By its words, what a browser sends of each button of the form."""
    foot = page.partition('class="wj-sheet-foot"')[2].partition("</div>")[0]
    found = re.findall(r'<button class="btn[^"]*"(?: name="(\w+)" value="(\w+)")?>([^<]+)</button>', foot)
    return {words: {name: value} if name else {} for name, value, words in found}


def typed(cast: Any, **more: str) -> dict[str, Any]:
    facts = {name: value for name, value in SIGNAL.items() if name != "submit_now"}
    return {**facts, "category": cast.category, **more}


def said(desk: Any, answer: Any) -> set[str]:
    """Which of both is said on the page that follows."""
    page = desk.get(answer["Location"]).text
    return {each for each in (DRAFT, SUBMITTED) if each in page}


def test_who_mends_a_draft_and_keeps_it_has_handed_nothing_in(cast, at_desk, now):
    draft, desk = given.submitted_signal(cast, now, submit_now=False), at_desk(cast.collector)
    edit = reverse("signal-edit", args=[draft.number])
    pressed = buttons(desk.get(edit).text)
    answer = desk.post(edit, typed(cast, product="Plush bear", **pressed["Keep as a draft"]))
    draft.refresh_from_db()
    assert (draft.state, draft.product) == ("draft", "Plush bear")
    assert said(desk, answer) == {DRAFT}
    answer = desk.post(edit, typed(cast, **pressed["Submit"]))
    draft.refresh_from_db()
    assert draft.state == "submitted" and said(desk, answer) == {SUBMITTED}


@pytest.mark.parametrize(("button", "sentence"), [("Keep as a draft", DRAFT), ("Submit", SUBMITTED)])
def test_who_takes_something_down_chooses_by_the_button_and_reads_whether_it_was_handed_in(
    cast, at_desk, button, sentence
):
    desk = at_desk(cast.collector)
    refused = desk.post(reverse("signal-new"), typed(cast, product=""))
    assert refused.status_code == 422 and buttons(refused.text).keys() == {"Submit", "Keep as a draft"}
    pressed = buttons(desk.get(reverse("signal-new")).text)[button]
    answer = desk.post(reverse("signal-new"), typed(cast, **pressed))
    assert said(desk, answer) == {sentence}


def test_who_presses_submit_reads_that_it_was_handed_in(cast, at_desk, now):
    draft, desk = given.submitted_signal(cast, now, submit_now=False), at_desk(cast.collector)
    assert said(desk, desk.post(reverse("signal-submit", args=[draft.number]))) == {SUBMITTED}
    assert RiskSignal.objects.get().state == "submitted"
