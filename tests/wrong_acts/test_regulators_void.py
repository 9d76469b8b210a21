"""Who has a case taken back or voided, when, and who learns of it?"""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import StandIn
from accounts.roles import Role
from casework.models import Notification
from casework.pages.worklist import waiting
from disposal.actions.closing import under_way
from disposal.actions.voiding import take_back
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from monitoring.risks.models.riskcases import RiskCase
from tests.conftest import NOW
from tests.disposal import given
from tests.inspection import given as testing

TODAY = NOW.date()
WHY = {"note": "It was handed over twice.", "instead": "none"}
LEFT = {"left_noticed": "on"}


def said(answer):
    return answer.content.decode()


def stands_in(cast, absent, substitute, role) -> None:
    StandIn.objects.create(
        organisation=absent.organisation,
        absent=absent.user,
        substitute=substitute.user,
        roles=[role],
        first=TODAY,
        last=TODAY,
        reason="On leave.",
    )


@pytest.mark.parametrize("head", ["county_head", "leader"])
@pytest.mark.parametrize("step", ["propose_filing", "file", "give_notice", "decide", "close"])
def test_what_a_regulator_has_begun_to_decide_is_taken_back_by_nobody(cast, at_desk, now, step, head):
    case = given.case_at(step, cast, now)
    with time_machine.travel(NOW, tick=False):
        for away in ("take_back", "void"):
            assert given.press(at_desk(getattr(cast, head)), case, away, WHY).status_code in {403, 409}
    assert EnforcementCase.objects.get(pk=case.pk).state == case.state


def test_a_regulator_neither_voids_nor_takes_back_what_was_handed_to_it(cast, at_desk, now):
    case = given.referred(cast, now)
    with time_machine.travel(NOW, tick=False):
        for one in (cast.county_head, cast.county_officer, cast.city_officer):
            for away in ("take_back", "void"):
                assert given.press(at_desk(one), case, away, WHY).status_code == 403
    assert EnforcementCase.objects.get().state == "received"


@pytest.mark.parametrize("made", [given.referred, given.disposal])
def test_the_leader_alone_buries_nothing_and_nobody_voids_what_they_took_back(cast, at_desk, now, made):
    record = made(cast, now)
    with time_machine.travel(NOW, tick=False):
        leader = at_desk(cast.leader)
        assert given.press(leader, record, "void", WHY).status_code == 403
        assert given.press(leader, record, "take_back", WHY).status_code == 302
        waits = [one.number for one in waiting(cast.compiler, NOW)]
        cast.leader.user.memberships.update(roles=["leader", "compiler"])
        both = replace(cast.leader, roles=frozenset({Role.LEADER, Role.COMPILER}))
        refused = given.press(at_desk(both), record, "void", WHY)
        assert refused.status_code == 409 and "somebody else must do this" in said(refused)
        assert given.press(at_desk(cast.compiler), record, "void", WHY).status_code == 302
    assert record.number in waits


@pytest.mark.parametrize("made", [given.referred, given.disposal])
def test_what_lies_taken_back_has_a_clock_of_the_center_and_counts_as_open(cast, now, made):
    record = made(cast, now)
    take_back(record, by=cast.leader, now=now, note="It was handed over twice.")
    running = record.deadlines.filter(met_at=None, dropped_at=None).values_list("term", "holder")
    assert list(running) == [("W-20", cast.center.pk)]
    assert under_way(RiskCase.objects.get())


def test_a_case_taken_back_is_known_to_all_above_once_and_its_papers_hold_no_more(cast, at_desk, now):
    case = given.passed_on(cast, now)
    paper = case.documents.get(paper="transfer_letter")
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.leader), case, "take_back", WHY).status_code == 302
        page = said(at_desk(cast.compiler).get(case.get_absolute_url()))
        form = {**given.served(TODAY), "name": "The county"}
        url = reverse("document-service", args=[paper.verify_token])
        refused = at_desk(cast.city_officer).post(url, form)
    told = heard_of(case, "take_back")
    known = (cast.compiler, cast.city_officer, cast.case_officer, cast.other_county_officer)
    assert {one.user.pk for one in known} <= set(told) and len(told) == len(set(told))
    assert "It was handed over twice." in page
    assert refused.status_code == 409 and "This paper holds no more" in said(refused)
    assert "holds no more" in said(Client().get(reverse("verify", args=[paper.verify_token])))


def heard_of(record, verb) -> list[int]:
    told = Notification.objects.filter(record=record.pk, event__verb=verb)
    return list(told.values_list("user", flat=True))


@pytest.mark.parametrize("who", ["compiler", "county_officer"])
def test_what_the_leader_takes_back_is_handed_over_again_without_asking_anybody(cast, at_desk, now, who):
    case = given.referred(cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.leader), case, "take_back", WHY)
        client = at_desk(getattr(cast, who))
        assert "Hand it over again" in said(client.get(case.get_absolute_url()))
        again = {"note": "The goods still fail, and nobody else has them.", "regulator": cast.county}
        assert given.press(client, case, "hand_over", again).status_code == 302
    found = EnforcementCase.objects.get()
    assert (found.state, found.turn) == ("received", "case_officer")
    running = found.deadlines.filter(met_at=None, dropped_at=None).values_list("term", flat=True)
    assert list(running) == ["DL-04"]
    others = (cast.leader, cast.organiser, cast.compiler if who == "county_officer" else cast.county_officer)
    assert {one.user.pk for one in others} <= set(heard_of(case, "hand_over"))


def test_what_was_taken_back_from_a_platform_is_handed_over_again_as_undelivered(cast, at_desk, now):
    found = given.disposal(cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.leader), found, "take_back", WHY)
        assert given.press(at_desk(cast.quality_officer), found, "hand_over", WHY).status_code == 403
        assert given.press(at_desk(cast.compiler), found, "hand_over", WHY).status_code == 302
    found.refresh_from_db()
    running = found.deadlines.filter(met_at=None, dropped_at=None).values_list("term", flat=True)
    assert found.state == "sent" and list(running) == ["W-17"]
    assert found.delivered_on is None and found.received_at is None


@pytest.mark.parametrize("step", ["take_back", "void", "hand_over"])
def test_a_matter_taken_from_a_platform_is_known_to_regulator_and_who_has_the_case(cast, at_desk, now, step):
    case = given.referred(cast, now)
    matter = PlatformDisposal.objects.get()
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.leader), matter, "take_back", WHY).status_code == 302
        if step != "take_back":
            assert given.press(at_desk(cast.compiler), matter, step, WHY).status_code == 302
        page = said(at_desk(cast.county_officer).get(case.get_absolute_url()))
    done = {"take_back": "taken back", "void": "voided", "hand_over": "handed over again"}[step]
    verb = f"{step.replace('_', ' ')}{' again' if step == 'hand_over' else ''} what a platform had to do"
    assert cast.county_officer.user.pk in heard_of(case, verb)
    told = heard_of(matter, step)
    assert {cast.organiser.user.pk, cast.case_officer.user.pk} <= set(told) and len(told) == len(set(told))
    assert f"What the platform had to do was {done}" in page and WHY["note"] in page


def test_an_officer_does_not_kill_his_own_case_as_stand_in_of_the_head(cast, at_desk, now):
    case = given.not_file_proposed(cast, now)
    stands_in(cast, cast.county_head, cast.county_officer, "approver")
    with time_machine.travel(NOW, tick=False):
        for step in ("not_file", "return_filing"):
            answer = given.press(at_desk(cast.county_officer), case, step, WHY)
            assert answer.status_code == 409 and "somebody else must do this" in said(answer)
        assert given.press(at_desk(cast.county_head), case, "not_file", LEFT).status_code == 302


def test_a_tester_does_not_return_his_own_report_as_stand_in_of_the_reviewer(cast, at_desk, now):
    report = testing.submitted(cast, now)
    stands_in(cast, cast.reviewer, cast.tester, "reviewer")
    with time_machine.travel(NOW, tick=False):
        for step in ("review", "return"):
            answer = given.press(at_desk(cast.tester), report, step, WHY)
            assert answer.status_code == 409 and "somebody else must do this" in said(answer)


def test_who_may_not_take_a_step_reads_who_could_and_whom_to_ask_where_nobody_can(cast, at_desk, now):
    case = given.case_at("propose_filing", cast, now)
    with time_machine.travel(NOW, tick=False):
        refused = said(given.press(at_desk(cast.county_officer), case, "sign_filing"))
        assert str(cast.county_second.user) in refused and str(cast.county_officer.user) in refused
        for other in (cast.county_second, cast.county_third):
            other.user.memberships.update(roles=["compiler"])
        alone = said(given.press(at_desk(cast.county_officer), case, "sign_filing"))
    assert "ask your administrator to give one more person this role (Case officer)" in alone
