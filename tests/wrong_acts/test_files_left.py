"""Is a file that somebody left half done ended by a colleague who takes it over, and by nobody else? (A10)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Membership
from accounts.roles import Role
from casework.models import Notification
from monitoring.origins.models.intakes import Intake
from monitoring.risks.models.signals import RiskSignal
from sampling.listings.models import OfferFile
from tests.cast import person
from tests.conftest import NOW
from tests.monitoring import given
from tests.monitoring.imports.test_columns import LOOK, SAID, said, sent
from tests.wrong_acts.test_discards import WHY, listings
from trail.models import Event

pytestmark = pytest.mark.django_db
TOLD = {**SAID, "column_4": "", "name": ""}


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.UPLOAD_ROOT = tmp_path
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def left(cast: Any, at_desk: Any) -> Intake:
    """A file whose columns nobody knows; who sent it in has gone."""
    sent(at_desk, cast.collector)
    return Intake.objects.get()


@pytest.fixture
def colleague(cast: Any) -> Any:
    return person("second_collector", cast.center, Role.COLLECTOR)


def columns(one: Intake) -> str:
    return reverse("intake-columns", args=[one.token])


def test_a10_a_colleague_sees_whose_file_waits_and_since_when(left, cast, at_desk, colleague):
    with time_machine.travel(NOW + timedelta(days=12), tick=False):
        page = at_desk(colleague).get(reverse("intakes")).text
    assert left.name in page and str(cast.collector.user) in page and "waits for 12 days" in page
    assert "Take it over" in at_desk(colleague).get(left.get_absolute_url()).text
    for who in (cast.other_collector, cast.leader, cast.organiser, cast.quality_officer):
        assert left.name not in at_desk(who).get(reverse("intakes")).text
        assert not Intake.objects.visible_to(who).exists()


def test_a10_who_merely_sees_a_file_neither_opens_nor_begins_nor_discards_it(left, at_desk, colleague):
    desk, page = at_desk(colleague), left.get_absolute_url()
    for pressed in ({"begin": ""}, {}):
        assert desk.post(page, pressed).status_code == 403
    for answer in (desk.get(columns(left)), desk.post(columns(left) + LOOK, TOLD)):
        assert answer.status_code == 403 and "take it over on its page" in answer.text
    assert desk.post(f"{page}discard/", WHY).status_code == 403
    shown = desk.get(page).text
    assert columns(left) not in shown and f"{page}discard/" not in shown and "电热水壶" not in shown
    left.refresh_from_db()
    assert left.begun_at is left.discarded_at is None


def test_a10_who_took_it_over_ends_it_under_their_own_name(left, cast, at_desk, colleague):
    desk, page = at_desk(colleague), left.get_absolute_url()
    assert desk.post(page, {"take_over": ""}).status_code == 302
    assert at_desk(cast.collector).post(columns(left) + LOOK, TOLD).status_code == 403
    assert desk.post(columns(left) + LOOK, TOLD).status_code == 302
    assert set(RiskSignal.objects.values_list("collector", flat=True)) == {colleague.user.pk}
    verbs = list(Event.objects.of(left.subject, left.pk).values_list("verb", "actor_id"))
    done = ("take a file in", "begin work", "take work over")
    assert verbs == [(verb, colleague.user.pk) for verb in done]
    assert Notification.objects.get(user=cast.collector.user).event.verb == "take work over"
    assert at_desk(cast.collector).get(page).status_code == 200


def test_a10_who_took_it_over_may_discard_it(left, cast, at_desk, colleague):
    desk, page = at_desk(colleague), left.get_absolute_url()
    desk.post(page, {"take_over": ""})
    assert at_desk(cast.collector).post(f"{page}discard/", WHY).status_code == 403
    assert desk.post(f"{page}discard/", WHY).status_code == 302
    assert "File discarded" in at_desk(cast.collector).get(page).text
    told = at_desk(cast.collector).get(reverse("notifications")).text
    assert "A colleague discarded the file that you sent in" in told and WHY["reason"] in told


def test_a10_what_was_taken_in_is_taken_over_by_nobody(cast, at_desk, colleague):
    page = said(at_desk, cast.collector)["Location"]
    assert at_desk(colleague).post(page, {"take_over": ""}).status_code == 409
    assert 'name="take_over"' not in at_desk(colleague).get(page).text


def handed_over(cast: Any, at_desk: Any, successor: Any, **more: Any) -> Any:
    url = f"/hand-over/?leaver={code_of(cast.collector.user)}"
    data = {"work": ["intake.in_charge"], "reason": "Moves away", "successor": successor.user, **more}
    return at_desk(cast.center_administrator).post(url, data, follow=True)


def test_a10_the_file_of_who_leaves_is_named_and_handed_over(left, cast, at_desk, colleague):
    page = at_desk(cast.center_administrator).get(f"/hand-over/?leaver={code_of(cast.collector.user)}").text
    assert left.name in page and "files that came in" in page
    handed_over(cast, at_desk, colleague, ends="on")
    assert Membership.objects.get(user=cast.collector.user).left_on == NOW.date()
    assert Notification.objects.get(user=colleague.user).event.verb == "hand over"
    assert at_desk(colleague).post(columns(left) + LOOK, TOLD).status_code == 302
    event = Event.objects.of(left.subject, left.pk).get(verb="hand over")
    assert (event.actor_id, event.detail["reason"]) == (cast.center_administrator.user.pk, "Moves away")
    assert "Moves away" in at_desk(colleague).get(left.get_absolute_url()).text


def test_a10_nobody_leaves_a_file_behind_unseen(left, cast, at_desk, colleague):
    answer = handed_over(cast, at_desk, colleague, work=[], ends="on")
    assert "The membership goes on" in answer.text
    assert Membership.objects.get(user=cast.collector.user).left_on is None


def test_a10_a_file_is_handed_to_nobody_without_the_role(left, cast, at_desk):
    answer = handed_over(cast, at_desk, cast.storekeeper)
    assert answer.status_code == 422 and "does not hold the role" in answer.text
    left.refresh_from_db()
    assert left.responsible == cast.collector.user


def test_a10_a_file_that_a_colleague_took_over_is_left_by_that_colleague(left, cast, at_desk, colleague):
    at_desk(colleague).post(left.get_absolute_url(), {"take_over": ""})
    page = at_desk(cast.center_administrator).get(f"/hand-over/?leaver={code_of(cast.collector.user)}").text
    assert left.name not in page
    page = at_desk(cast.center_administrator).get(f"/hand-over/?leaver={code_of(colleague.user)}").text
    assert left.name in page


def test_a10_a_draft_is_handed_over_and_finished_by_the_successor(cast, now, at_desk, colleague):
    draft = given.submitted_signal(cast, now, submit_now=False)
    page = at_desk(cast.center_administrator).get(f"/hand-over/?leaver={code_of(cast.collector.user)}").text
    assert draft.number in page
    assert at_desk(colleague).get(f"{draft.get_absolute_url()}edit/").status_code == 403
    handed_over(cast, at_desk, colleague, work=["risksignal.in_charge"])
    draft.refresh_from_db()
    assert draft.responsible == colleague.user
    assert at_desk(colleague).get(f"{draft.get_absolute_url()}edit/").status_code == 200


def test_a10_a_file_of_listings_is_handed_over_too(cast, at_desk):
    one = listings(cast, at_desk)
    successor = person("second_organiser", cast.center, Role.ORGANISER)
    url = f"/hand-over/?leaver={code_of(cast.organiser.user)}"
    data = {"work": ["offerfile.in_charge"], "reason": "Moves away", "successor": successor.user}
    assert one.name in at_desk(cast.center_administrator).get(url).text
    at_desk(cast.center_administrator).post(url, data)
    assert OfferFile.objects.get().responsible == successor.user
    assert at_desk(successor).post(f"{one.get_absolute_url()}discard/", WHY).status_code == 302
