"""Does a draft of risk information stay one until somebody says that it is to be handed in?"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from monitoring.models import RiskSignal
from tests.monitoring import given
from tests.monitoring.test_outcomes import SIGNAL

pytestmark = pytest.mark.django_db
DRAFT, SUBMITTED = "Kept as a draft: it is not submitted yet.", "Submitted: the monitoring center has it now."


def submits_now(page: str) -> dict[str, str]:
    """What a browser sends of the box as it stands on the page."""
    [box] = re.findall(r'<input type="checkbox" name="submit_now"[^>]*>', page)
    return {"submit_now": "on"} if " checked" in box else {}


def typed(cast: Any, **more: str) -> dict[str, Any]:
    facts = {name: value for name, value in SIGNAL.items() if name != "submit_now"}
    return {**facts, "category": cast.category, **more}


def said(desk: Any, answer: Any) -> set[str]:
    """Which of both is said on the page that follows."""
    page = desk.get(answer["Location"]).text
    return {each for each in (DRAFT, SUBMITTED) if each in page}


def test_who_mends_a_draft_and_presses_the_button_has_handed_nothing_in(cast, at_desk, now):
    draft, desk = given.submitted_signal(cast, now, submit_now=False), at_desk(cast.collector)
    edit = reverse("signal-edit", args=[draft.number])
    answer = desk.post(edit, typed(cast, product="Plush bear", **submits_now(desk.get(edit).text)))
    draft.refresh_from_db()
    assert (draft.state, draft.product) == ("draft", "Plush bear")
    assert said(desk, answer) == {DRAFT}
    answer = desk.post(edit, typed(cast, submit_now="on"))
    draft.refresh_from_db()
    assert draft.state == "submitted" and said(desk, answer) == {SUBMITTED}


def test_what_was_refused_keeps_what_was_ticked(cast, at_desk, now):
    draft, desk = given.submitted_signal(cast, now, submit_now=False), at_desk(cast.collector)
    edit = reverse("signal-edit", args=[draft.number])
    for ticked in ({}, {"submit_now": "on"}):
        answer = desk.post(edit, typed(cast, product="", **ticked))
        assert answer.status_code == 422 and submits_now(answer.text) == ticked


@pytest.mark.parametrize(("ticked", "sentence"), [({}, DRAFT), ({"submit_now": "on"}, SUBMITTED)])
def test_who_takes_something_down_reads_whether_it_was_handed_in(cast, at_desk, ticked, sentence):
    desk = at_desk(cast.collector)
    assert submits_now(desk.get(reverse("signal-new")).text)
    answer = desk.post(reverse("signal-new"), typed(cast, **ticked))
    assert said(desk, answer) == {sentence}


def test_who_presses_submit_reads_that_it_was_handed_in(cast, at_desk, now):
    draft, desk = given.submitted_signal(cast, now, submit_now=False), at_desk(cast.collector)
    assert said(desk, desk.post(reverse("signal-submit", args=[draft.number]))) == {SUBMITTED}
    assert RiskSignal.objects.get().state == "submitted"
