"""Does whoever merely sees another's import, draft, choice or recount leave it as it is? (A10)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.roles import Role
from casework.deadlines import recounts
from casework.models import Notification
from casework.work import charge
from sampling.listings.actions import offer_files
from sampling.listings.models import OfferFile
from sampling.selection.actions import choices, perusals
from tests.cast import person
from tests.conftest import NOW
from tests.jobs import worked
from tests.monitoring import given as risks
from tests.monitoring.list_samples import upload
from tests.sampling import given
from trail.models import Event


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def file_of_listings(cast: Any) -> Any:
    file = ContentFile(b"a,b\n1,2\n", "new.csv")
    return offer_files.keep(given.draft_scheme(cast, NOW), file=file, by=cast.organiser, now=NOW)


def begun_file(cast: Any) -> Any:
    file = file_of_listings(cast)
    said: dict[str, Any] = {"columns": ["shop", "product"], "headed": True, "platform": None}
    offer_files.say(file, **said, plan_item=None, name="", by=cast.organiser, now=NOW)
    offer_files.begin(file, by=cast.organiser, now=NOW, at_once=False)
    return file


def choice(cast: Any) -> Any:
    return choices.choose(given.approved_scheme(cast, NOW), by=cast.organiser, now=NOW, at_once=False)


def reading(cast: Any) -> Any:
    return perusals.begin(
        given.settled_scheme(cast, NOW), step="submit", by=cast.organiser, now=NOW, at_once=False
    )


def recount(cast: Any) -> Any:
    return recounts.begin("W-13", "Shorter.", cast.approver, NOW)


WORK: dict[str, tuple[Callable[[Any], Any], str, Role]] = {
    "file of listings": (begun_file, "organiser", Role.ORGANISER),
    "choice": (choice, "organiser", Role.ORGANISER),
    "reading": (reading, "organiser", Role.ORGANISER),
    "recount": (recount, "approver", Role.APPROVER),
}


@pytest.fixture(params=WORK)
def work(request, cast):
    """(what is under way, whose it is, a colleague of theirs in the same role)"""
    make, owner, role = WORK[request.param]
    mine = cast.people[owner]
    return make(cast), mine, person("second_colleague", mine.organisation, role)


def under_way(one: Any) -> bool:
    one.refresh_from_db()
    return bool(one.under_way)


def test_a10_a_colleague_does_not_stop_what_another_began(work, at_desk):
    one, mine, colleague = work
    page = one.get_absolute_url()
    assert ">Stop<" in at_desk(mine).get(page).text and ">Stop<" not in at_desk(colleague).get(page).text
    answer = at_desk(colleague).post(page)
    assert answer.status_code == 403 and "take it over on its page" in answer.text and under_way(one)


def test_a10_who_takes_it_over_may_stop_it_and_its_page_says_who_did(work, at_desk):
    one, mine, colleague = work
    page = one.get_absolute_url()
    assert at_desk(colleague).post(page, {"take_over": ""}).status_code == 302
    assert at_desk(mine).post(page).status_code == 403 and under_way(one)
    assert at_desk(colleague).post(page).status_code == 302 and not under_way(one)
    verbs = list(Event.objects.of(one.subject, one.pk).values_list("verb", "actor_id"))
    assert verbs[:3] == [
        ("stop work", colleague.user.pk),
        ("take work over", colleague.user.pk),
        ("begin work", mine.user.pk),
    ]
    read = at_desk(mine).get(page).text
    assert "Work stopped" in read and "Work taken over" in read and "Work begun" in read
    assert str(colleague.user) in read


def test_a10_whose_work_is_taken_over_is_told(work, at_desk):
    one, mine, colleague = work
    charge.take_over(one, by=colleague, now=NOW)
    note = Notification.objects.get(user=mine.user, event__verb="take work over")
    assert note.title and "took this over" in at_desk(mine).get(reverse("notifications")).text
    assert at_desk(mine).get(note.url).status_code == 200


def test_a10_what_has_ended_is_neither_stopped_nor_taken_over(work, at_desk):
    one, mine, colleague = work
    page = one.get_absolute_url()
    at_desk(mine).post(page)
    again = at_desk(mine).post(page)
    assert again.status_code == 409 and "not under way any more" in again.text
    if one.subject != "file of listings":  # which may be begun again
        assert at_desk(colleague).post(page, {"take_over": ""}).status_code == 409


def test_a10_another_organisation_does_not_stop_a_recount(cast, at_desk):
    one = recount(cast)
    for pressed in ({}, {"take_over": ""}):
        answer = at_desk(cast.nation_officer).post(one.get_absolute_url(), pressed)
        assert answer.status_code == 403 and under_way(one)
    answer = at_desk(person("nations_approver", cast.nation, Role.APPROVER)).post(one.get_absolute_url())
    assert answer.status_code == 403 and "Another organisation began this" in answer.text and under_way(one)


def test_a10_a_colleague_neither_says_the_columns_of_anothers_file_nor_begins_it(cast, at_desk):
    file = file_of_listings(cast)
    colleague = at_desk(person("second_organiser", cast.center, Role.ORGANISER))
    columns = reverse("offer-columns", args=[file.scheme.number, file.token])
    assert colleague.get(columns).status_code == colleague.post(columns).status_code == 403
    assert colleague.post(file.get_absolute_url(), {"begin": ""}).status_code == 403
    file.refresh_from_db()
    assert file.begun_at is None


def test_a10_a_stranger_does_not_learn_that_a_file_came_in(cast, at_desk):
    form = {"channel": "a", "file": upload("n.csv", b"x,y\n1,2\n"), "check_columns": "on"}
    page = at_desk(cast.collector).post(reverse("signal-import"), form)["Location"]
    kept = page.replace("columns/", "")
    assert "n.csv" not in at_desk(cast.other_collector).get(reverse("intakes")).text
    stranger = at_desk(cast.other_collector)
    for pressed in ({}, {"begin": ""}, {"take_over": ""}):
        assert stranger.post(kept, pressed).status_code == 404
    assert stranger.get(kept).status_code == stranger.post(page).status_code == 404


def test_a10_a_colleague_does_not_change_or_hand_in_anothers_draft(cast, at_desk):
    draft = risks.submitted_signal(cast, NOW, submit_now=False)
    colleague = at_desk(person("second_collector", cast.center, Role.COLLECTOR))
    edit, submit = (reverse(f"signal-{action}", args=[draft.number]) for action in ("edit", "submit"))
    for answer in (colleague.get(edit), colleague.post(edit), colleague.post(submit)):
        assert answer.status_code == 403 and "take it over on its page" in answer.text
    page = colleague.get(draft.get_absolute_url()).text
    assert submit not in page and "Take it over" in page
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_a10_a_draft_that_was_taken_over_says_by_whom(cast, at_desk):
    draft = risks.submitted_signal(cast, NOW, submit_now=False)
    colleague = person("second_collector", cast.center, Role.COLLECTOR)
    desk, submit = at_desk(colleague), reverse("signal-submit", args=[draft.number])
    assert desk.post(reverse("signal-take-over", args=[draft.number])).status_code == 302
    assert at_desk(cast.collector).post(submit).status_code == 403
    assert "Work taken over" in at_desk(cast.collector).get(draft.get_absolute_url()).text
    assert desk.post(submit).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "submitted" and draft.collector == cast.collector.user


def test_a10_a_draft_is_read_by_no_other_organisation_until_it_is_handed_in(cast, at_desk):
    draft = risks.submitted_signal(cast, NOW, submit_now=False)
    province = at_desk(cast.planner)
    assert province.get(draft.get_absolute_url()).status_code == 404
    assert draft.number not in province.get(reverse("signals")).text
    assert at_desk(cast.collector).post(reverse("signal-submit", args=[draft.number])).status_code == 302
    assert province.get(draft.get_absolute_url()).status_code == 200


def test_a10_who_took_a_file_over_while_it_was_read_keeps_it_when_it_ends(cast, monkeypatch):
    file = begun_file(cast)
    colleague = person("second_organiser", cast.center, Role.ORGANISER)
    judged = offer_files._take_in

    def meanwhile(found: Any, *more: Any) -> None:
        charge.take_over(OfferFile.objects.get(pk=found.pk), by=colleague, now=NOW)
        judged(found, *more)

    monkeypatch.setattr(offer_files, "_take_in", meanwhile)
    assert worked(OfferFile)
    file.refresh_from_db()
    assert file.finished_at and file.responsible == colleague.user
