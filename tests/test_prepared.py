"""Is everything that cannot be undone read and signed alike, whatever it is? By HTTP, over all flows."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from urllib.parse import quote

import pytest
import time_machine
from django.urls import reverse

from casework.actions import offers, refusal
from casework.lifting import ensured
from casework.models import kinds
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given_national
from tests.inspection import given as inspection
from tests.test_flows import WALKS
from trail.models import Event

OPINION = "Weighed against what the laboratory measured twice."


def step_of(walk):
    return kinds()[walk.kind].flow[walk.step]


PREPARED = [walk for walk in WALKS if walk.cause is None and step_of(walk).prepared]
HEAR = next(
    walk for walk in WALKS if (walk.kind, walk.source, walk.step) == ("enforcementcase", "heard", "hear")
)
# An analysis is itself what the laboratory says of a batch, in a paper of its own.
DECISIONS = [walk for walk in PREPARED if step_of(walk).decides and walk.step != "analyse"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def listed(page: str) -> tuple[list[str], list[str]]:
    """(what passed, what is to be looked at) of the checks on a page."""
    fold = next(iter(re.findall(r'<details class="wj-more wj-checks".*?</details>', page, re.S)), "")
    line = r"<li( class=.wj-odd.)?>.*?<span>(.*?)(?: <span class=.wj-soft.>.*?</span>)?</span></li>"
    lines = re.findall(line, fold, re.S)
    said = [(bool(odd), unescape(text)) for odd, text in lines]
    return [text for odd, text in said if not odd], [text for odd, text in said if odd]


def page_of(record, walk):
    return reverse(f"{record.kind}-step", args=[record.number, walk.step])


@pytest.mark.parametrize("walk", DECISIONS, ids=lambda walk: walk.id)
def test_whoever_decides_says_what_they_think_of_it_and_the_trail_keeps_it(walk, cast, at_desk):
    record = walk.given(cast, NOW)
    client = at_desk(getattr(cast, walk.actor))
    assert 'name="note"' in client.get(page_of(record, walk)).text
    answer = client.post(page_of(record, walk), walk.data(record, cast) | {"note": OPINION})
    assert answer.status_code == 302
    said = Event.objects.of("record", record.pk).filter(verb=walk.step).values_list("detail", flat=True)
    assert OPINION in said[0]["note"]
    assert OPINION in client.get(record.get_absolute_url()).text


def test_a_national_report_that_is_not_in_doubt_is_spoken_of_too(cast, now, at_desk, monkeypatch):
    report = given_national.confirmed(cast, now)
    monkeypatch.setattr("disposal.forms.compilations.doubts", lambda *_asked: [])
    page = at_desk(cast.leader).get(reverse("nationalreport-step", args=[report.number, "approve"])).text
    assert 'name="note"' in page and 'name="acknowledged"' not in page


@pytest.mark.parametrize("walk", PREPARED, ids=lambda walk: walk.id)
def test_what_is_listed_as_passed_is_what_the_guards_answered(walk, cast, at_desk):
    record, viewer, step = walk.given(cast, NOW), getattr(cast, walk.actor), step_of(walk)
    page = at_desk(viewer).get(page_of(record, walk)).text
    passed, odd = listed(page)
    assert page.count('class="wj-sheet"') == 1
    asked = dict.fromkeys(step.guards, (record, NOW)) | dict.fromkeys(step.able, (record, viewer, NOW))
    holding = [str(ensured(guard)) for guard, about in asked.items() if refusal(guard, *about) is None]
    said = {str(ensured(guard)) for guard in step.conditions}
    assert [text for text in passed if text in said] == holding
    assert len(passed) + len(odd) >= len(asked)
    separated = [text for text in passed if "Others took the steps before: " in text or "no hand" in text]
    assert bool(separated) == bool(step.differs or step.apart)


def test_a_report_is_held_against_the_norm_letter_by_letter(cast, now, at_desk):
    """Before it is signed and before it is issued; what it lacks is said, stands first and opens the fold."""
    report = inspection.signed(cast, now)
    page = at_desk(cast.signatory).get(reverse("report-step", args=[report.number, "issue"])).text
    assert {f"7.8.2.1 {letter}" for letter in "bcefghikmnop"} <= set(re.findall(r"7\.8\.2\.1 [a-p]", page))
    assert listed(page)[1] == [] and 'wj-checks" open' not in page
    report = inspection.reviewed(cast, now)
    Report.objects.filter(pk=report.pk).update(tested_at="")
    page = at_desk(cast.signatory).get(reverse("report-step", args=[report.number, "sign"])).text
    passed, odd = listed(page)
    assert odd == ["The report does not say: the place of testing."] and 'wj-checks" open' in page
    assert "Where it was tested" not in passed and "The client, and how it is reached" in passed


@pytest.mark.parametrize("walk", PREPARED, ids=lambda walk: walk.id)
def test_who_signs_is_led_to_who_may_change_it(walk, cast, at_desk):
    """By the button that sends it back, where it is theirs; else by the name of the step and of who may."""
    record = walk.given(cast, NOW)
    client = at_desk(getattr(cast, walk.actor))
    page = unescape(client.get(page_of(record, walk)).text)
    flow = record.flow
    aside = [each for each in flow.leaving(record.state) if not (each.primary or each.equal)]
    refused = {each.name for each, why in offers(record, getattr(cast, walk.actor), NOW) if why}
    ways = [each for each in aside if flow.turn(each.target) and each.target != record.state]
    ways = [each for each in ways if each.name not in refused]
    for way in (each for each in ways if each.name != "void"):
        address = reverse(f"{record.kind}-step", args=[record.number, way.name])
        mine = set(way.by) & getattr(cast, walk.actor).roles
        assert f'href="{address}"' in page if mine else f"for “{way.label}”" in page
        assert not mine or client.get(address).status_code == 200


@pytest.fixture
def of_both(cast, now, monkeypatch):
    """(case, its decision, viewer): a case before its head, who may enter what the party says as well, as no
    flow of today lets anybody."""
    walk = next(each for each in PREPARED if (each.kind, each.step) == ("enforcementcase", "decide"))
    case, steps = walk.given(cast, NOW), kinds()["enforcementcase"].flow.steps
    head = getattr(cast, walk.actor)
    monkeypatch.setitem(steps, "hear", replace(steps["hear"], by=(*head.roles, *steps["hear"].by)))
    monkeypatch.setitem(steps, "decide", replace(steps["decide"], differs=()))
    return case, page_of(case, walk), head


def test_what_is_theirs_to_change_is_changed_and_leads_straight_back(of_both, cast, at_desk):
    case, page, head = of_both
    client = at_desk(head)
    way = f"{reverse('enforcementcase-step', args=[case.number, 'hear'])}?back={quote(page, safe='')}"
    assert f'href="{way}"' in unescape(client.get(page).text)
    assert f'href="{page}">Cancel' in client.get(way).text
    answer = client.post(way, HEAR.data(case, cast))
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_what_would_keep_them_from_signing_is_not_offered_as_a_change(of_both, at_desk, monkeypatch):
    _case, page, head = of_both
    steps = kinds()["enforcementcase"].flow.steps
    monkeypatch.setitem(steps, "decide", replace(steps["decide"], differs=("hear",)))
    assert "/hear/?back=" not in at_desk(head).get(page).text
