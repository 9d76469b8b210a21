"""Is information asked for, granted and taken back between any two, in time, and never beyond the request?"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.models import Deadline, Notification, Record
from documents.models import Document
from sharing.actions import requests, safeguards
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.promptness import times
from sharing.tasks import expire
from tests.cast import Cast
from tests.conftest import NOW
from tests.sharing import given
from tests.sharing.walks import grant_form

KINDS = ("regulator", "center", "laboratory", "platform")
TODAY = NOW.date()


def ask_form(resource: Resource, **changes: Any) -> dict[str, Any]:
    data = {
        "purpose": "To look for the same goods.",
        "fields_asked": [column.name for column in resource.columns if not column.order][:2],
        "asked_from": TODAY,
        "asked_until": TODAY + timedelta(30),
        "method": "file",
        "promise": "on",
        **changes,
    }
    return {name: value for name, value in data.items() if value is not None}


def of(cast: Cast, kind: str) -> Resource:
    """A table that an organisation of this kind offers, in the repository."""
    if kind == "center":
        return given.live(cast, NOW)
    return given.table(cast, NOW, by=cast.people[f"{kind}_sharing_officer"])


@pytest.mark.parametrize(("asker", "holder"), list(permutations(KINDS, 2)))
def test_all_parties_ask_one_another(cast, at_desk, asker, holder):
    resource, client = of(cast, holder), at_desk(cast.people[f"{asker}_sharing_officer"])
    url = reverse("resource-ask", args=[resource.number])
    with time_machine.travel(NOW, tick=False):
        assert client.get(url).status_code == 200
        assert client.post(url, ask_form(resource)).status_code == 302
        request = ShareRequest.objects.get()
        step = reverse("sharerequest-step", args=[request.number, "grant"])
        data = {**grant_form(request, cast), "fields_granted": request.fields_asked[:1]}
        assert at_desk(cast.people[f"{holder}_sharing_officer"]).post(step, data).status_code == 302
    request.refresh_from_db()
    assert (request.state, request.answer, request.holder) == ("active", "part", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"promise": None},
        {"purpose": ""},
        {"fields_asked": None},
        {"fields_asked": ["secret"]},
        {"asked_until": TODAY - timedelta(1)},
        {"asked_from": TODAY + timedelta(40)},
        {"method": ""},
    ],
)
def test_a_request_that_says_too_little_is_refused(cast, at_desk, changes):
    resource = given.table(cast, NOW)
    url = reverse("resource-ask", args=[resource.number])
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.platform_sharing_officer).post(url, ask_form(resource, **changes))
    assert answer.status_code == 422
    assert not ShareRequest.objects.exists()


def test_who_has_not_acknowledged_the_safeguards_gets_nothing(cast, at_desk):
    resource = given.table(cast, NOW)
    rules = safeguards.publish(text="Stricter.", by=cast.center_sharing_officer, now=NOW)
    safeguards.confirm(rules, by=cast.regulator_sharing_officer, now=NOW)
    url = reverse("resource-ask", args=[resource.number])
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.platform_sharing_officer).post(url, ask_form(resource))
    assert answer.status_code == 409 and "has not acknowledged version 2" in answer.content.decode()
    assert not ShareRequest.objects.exists()


def test_nobody_asks_for_their_own_nor_for_what_is_closed(cast, at_desk):
    own, closed = given.table(cast, NOW), given.table(cast, NOW, openness="closed")
    with time_machine.travel(NOW, tick=False):
        for name, resource in (("laboratory", own), ("platform", closed)):
            client = at_desk(cast.people[f"{name}_sharing_officer"])
            url = reverse("resource-ask", args=[resource.number])
            assert client.post(url, ask_form(resource)).status_code == 409
            assert url not in client.get(resource.get_absolute_url()).content.decode()


def test_only_a_sharing_officer_asks(cast, at_desk):
    resource = given.table(cast, NOW)
    url = reverse("resource-ask", args=[resource.number])
    for name in ("quality_officer", "planner", "tester", "leader"):
        assert at_desk(cast.people[name]).get(url).status_code == 403


def test_personal_data_need_a_legal_ground_and_an_assessment(cast, at_desk):
    resource = given.table(cast, NOW, personal=True)
    url = reverse("resource-ask", args=[resource.number])
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.platform_sharing_officer)
        assert client.post(url, ask_form(resource)).status_code == 422
        ground = {"legal_ground": "Personal Information Protection Law art. 13 (3)"}
        assert client.post(url, ask_form(resource, **ground)).status_code == 302
        request = ShareRequest.objects.get()
        step = reverse("sharerequest-step", args=[request.number, "grant"])
        data = {**grant_form(request, cast), "fields_granted": ["product"]}
        holder = at_desk(cast.laboratory_sharing_officer)
        assert holder.post(step, data).status_code == 422
        assert holder.post(step, {**data, "assessed": "on"}).status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"fields_granted": ["product", "secret"]},
        {"granted_until": TODAY + timedelta(31)},
        {"granted_until": TODAY - timedelta(1)},
        {"reason": ""},
    ],
)
def test_never_more_is_granted_than_was_asked_for(cast, at_desk, changes):
    request = given.asked(cast, NOW)
    url = reverse("sharerequest-step", args=[request.number, "grant"])
    with time_machine.travel(NOW, tick=False):
        data = {**grant_form(request, cast), **changes}
        assert at_desk(cast.laboratory_sharing_officer).post(url, data).status_code == 422
    assert Record.objects.get(pk=request.pk).state == "submitted"


def test_the_holder_has_five_working_days_and_the_clock_stands_still_for_a_question(cast, at_desk):
    request = given.asked(cast, NOW)
    clock = Deadline.objects.get(record=request.pk)
    assert (clock.term, clock.end) == ("DL-09", date(2026, 12, 2))
    url = "sharerequest-step"
    with time_machine.travel(NOW + timedelta(1), tick=False):
        holder = at_desk(cast.laboratory_sharing_officer)
        holder.post(reverse(url, args=[request.number, "ask"]), {"question": "Which goods?"})
    clock.refresh_from_db()
    assert clock.suspended_at and Record.objects.get(pk=request.pk).holder == cast.platform
    with time_machine.travel(NOW + timedelta(6), tick=False):
        asker, holder = at_desk(cast.platform_sharing_officer), at_desk(cast.laboratory_sharing_officer)
        assert "Which goods?" in asker.get(request.get_absolute_url()).content.decode()
        asker.post(reverse(url, args=[request.number, "answer"]), {"clarification": "Kettles."})
        holder.post(reverse(url, args=[request.number, "grant"]), grant_form(request, cast))
    clock.refresh_from_db()
    assert clock.met_at and clock.end > date(2026, 12, 2) and clock.suspended_at is None


def test_the_table_of_response_times_tells_who_answers_in_time(cast, at_desk):
    given.rules(cast, NOW - timedelta(30))
    given.active(cast, NOW - timedelta(20), asked_until=TODAY)
    given.asked(cast, NOW - timedelta(20), resource=given.live(cast, NOW), asked_until=TODAY)
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.planner).get(reverse("sharing-figures")).content.decode()
    found = {each.holder: each for each in times(NOW)}
    quick, late = found["First Laboratory"], found["Eastland Monitoring Center"]
    assert (quick.answered, quick.in_time, quick.share, quick.median) == (1, 1, 100, 0.0)
    assert (late.answered, late.share, late.waiting, late.overdue) == (0, None, 1, 1)
    assert "First Laboratory" in page and "100 %" in page


def test_the_time_a_question_took_counts_for_nobody_and_a_late_answer_is_late(cast):
    begin = NOW - timedelta(40)
    request = given.inquired(cast, begin)
    later = begin + timedelta(10)
    requests.answer(request, clarification="Kettles.", by=cast.platform_sharing_officer, now=later)
    requests.refuse(
        request, reason="Not ours.", by=cast.laboratory_sharing_officer, now=later + timedelta(20)
    )
    (found,) = times(NOW)
    assert (found.answered, found.in_time, found.median) == (1, 0, 20.0)


def test_the_reply_goes_out_on_paper_to_the_requester(cast):
    request = given.active(cast, NOW, fields=["product"])
    paper = Document.objects.get(record=request.pk)
    assert (paper.paper, paper.office, paper.addressee) == ("share_reply", cast.laboratory, cast.platform)
    assert paper.content["fields"] == ["product"] and paper.content["granted"]
    assert paper.content["reason"] == "It serves safety."


def test_the_requester_is_told_of_the_decision_and_the_holder_of_the_request(cast):
    request = given.active(cast, NOW)
    told = set(Notification.objects.filter(record=request.pk).values_list("user", flat=True))
    assert told == {cast.laboratory_sharing_officer.user.pk, cast.platform_sharing_officer.user.pk}


def test_a_request_passed_on_is_the_other_holders_and_the_first_sees_it_no_more(cast, at_desk):
    request, live = given.asked(cast, NOW), given.live(cast, NOW, "finding_figures")
    later = NOW + timedelta(2)
    by = cast.laboratory_sharing_officer
    requests.pass_on(request, resource=live, reason="The center holds it.", by=by, now=later)
    assert (request.owner, request.holder, request.resource) == (cast.center, cast.center, live)
    assert request.fields_asked == ["month", "failed"]
    assert at_desk(by).get(request.get_absolute_url()).status_code == 404
    for name in ("platform_sharing_officer", "center_sharing_officer"):
        assert at_desk(cast.people[name]).get(request.get_absolute_url()).status_code == 200
    first, second = Deadline.objects.filter(record=request.pk).order_by("pk")
    assert first.met_at == later and second.met_at is None and second.started_at == later
    assert Document.objects.get(record=request.pk).content["passed_to"] == cast.center.name


def test_nobody_passes_a_request_on_to_themselves_or_its_requester(cast, at_desk):
    request = given.asked(cast, NOW)
    own = given.table(cast, NOW, by=cast.platform_sharing_officer, name="Of the requester")
    url = reverse("sharerequest-step", args=[request.number, "pass_on"])
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.laboratory_sharing_officer)
        for resource in (own, request.resource):
            assert client.post(url, {"resource": resource, "reason": "x"}).status_code == 422


def test_a_grant_is_closed_by_the_worker_after_its_last_day(cast):
    over, lasting = given.over(cast, NOW), given.active(cast, NOW, resource=given.live(cast, NOW))
    with time_machine.travel(NOW, tick=False):
        assert expire() == 1
        assert expire() == 0
    states = Record.objects.in_bulk([over.pk, lasting.pk])
    assert (states[over.pk].state, states[lasting.pk].state) == ("expired", "active")


def test_a_grant_that_lasts_is_not_closed_by_hand(cast, at_desk):
    request = given.active(cast, NOW)
    url = reverse("sharerequest-step", args=[request.number, "expire"])
    with time_machine.travel(NOW, tick=False):
        assert at_desk(cast.laboratory_sharing_officer).post(url).status_code == 409


def test_the_worklist_of_the_nation_shows_no_request_between_others(cast, at_desk):
    request = given.asked(cast, NOW)
    page = at_desk(cast.nation_officer).get(reverse("home")).content.decode()
    assert request.number not in page
    assert request.number in at_desk(cast.laboratory_sharing_officer).get(reverse("home")).content.decode()
