"""Who has a case voided, when, and who learns of it?"""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import StandIn
from casework.models import Notification
from disposal.models import EnforcementCase, PlatformDisposal
from tests.conftest import NOW
from tests.disposal import given
from tests.inspection import given as testing

TODAY = NOW.date()
WHY = {"note": "Never mind."}


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
@pytest.mark.parametrize(
    "step", ["propose_filing", "file", "give_notice", "decide", "serve_decision", "close"]
)
def test_what_a_regulator_has_begun_to_decide_is_voided_by_nobody(cast, at_desk, now, step, head):
    case = given.case_at(step, cast, now)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(getattr(cast, head)), case, "void", WHY).status_code in {403, 409}
    assert EnforcementCase.objects.get(pk=case.pk).state == case.state


def test_a_regulator_does_not_void_what_was_handed_to_it(cast, at_desk, now):
    case = given.referred(cast, now)
    with time_machine.travel(NOW, tick=False):
        for one in (cast.county_head, cast.county_officer, cast.city_officer):
            assert given.press(at_desk(one), case, "void", WHY).status_code == 403
    assert EnforcementCase.objects.get().state == "received"


def test_a_voided_case_is_known_to_all_above_and_its_papers_hold_no_more(cast, at_desk, now):
    case = given.passed_on(cast, now)
    paper = case.documents.get(paper="transfer_letter")
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.leader), case, "void", WHY).status_code == 302
        page = said(at_desk(cast.compiler).get(case.get_absolute_url()))
        form = {**given.served(TODAY), "name": "The county"}
        url = reverse("document-service", args=[paper.verify_token])
        refused = at_desk(cast.city_officer).post(url, form)
    told = set(Notification.objects.filter(record=case.pk, event__verb="void").values_list("user", flat=True))
    known = (cast.compiler, cast.city_officer, cast.case_officer, cast.other_county_officer)
    assert {one.user.pk for one in known} <= told
    assert 'class="wj-end"' in page and "Never mind." in page
    assert refused.status_code == 409 and "This paper holds no more" in said(refused)
    assert "holds no more" in said(Client().get(reverse("verify", args=[paper.verify_token])))


@pytest.mark.parametrize("who", ["compiler", "county_officer"])
def test_what_the_leader_voids_is_handed_over_again_without_asking_anybody(cast, at_desk, now, who):
    case = given.referred(cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.leader), case, "void", WHY)
        client = at_desk(getattr(cast, who))
        assert "Hand it over again" in said(client.get(case.get_absolute_url()))
        again = {"note": "The goods still fail, and nobody else has them."}
        assert given.press(client, case, "hand_over", again).status_code == 302
    found = EnforcementCase.objects.get()
    assert (found.state, found.turn) == ("received", "case_officer")
    running = found.deadlines.filter(met_at=None, dropped_at=None).values_list("term", flat=True)
    assert list(running) == ["DL-04"]
    told = Notification.objects.filter(record=case.pk, event__verb="hand_over").values_list("user", flat=True)
    assert {cast.leader.user.pk, cast.compiler.user.pk, cast.county_head.user.pk} - {
        getattr(cast, who).user.pk
    } <= set(told)


def test_what_was_voided_with_a_platform_is_handed_over_again_with_a_clock(cast, at_desk, now):
    found = given.disposal(cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.leader), found, "void", WHY)
        assert given.press(at_desk(cast.quality_officer), found, "hand_over", WHY).status_code == 403
        assert given.press(at_desk(cast.compiler), found, "hand_over", WHY).status_code == 302
    found.refresh_from_db()
    running = found.deadlines.filter(met_at=None, dropped_at=None).values_list("term", flat=True)
    assert found.state == "sent" and list(running) == ["W-17"]


def test_a_voided_matter_of_a_platform_is_known_to_leader_regulator_and_who_has_the_case(cast, at_desk, now):
    case = given.referred(cast, now)
    matter = PlatformDisposal.objects.get()
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.leader), matter, "void", WHY).status_code == 302
        page = said(at_desk(cast.county_officer).get(case.get_absolute_url()))
    verb = "void what a platform had to do"
    in_the_case = Notification.objects.filter(record=case.pk, event__verb=verb).values_list("user", flat=True)
    told = Notification.objects.filter(record=matter.pk, event__verb="void").values_list("user", flat=True)
    assert cast.county_officer.user.pk in in_the_case
    assert {cast.compiler.user.pk, cast.organiser.user.pk, cast.case_officer.user.pk} <= set(told)
    assert "What the platform had to do was voided" in page and WHY["note"] in page


def test_an_officer_does_not_kill_his_own_case_as_stand_in_of_the_head(cast, at_desk, now):
    case = given.not_file_proposed(cast, now)
    stands_in(cast, cast.county_head, cast.county_officer, "approver")
    with time_machine.travel(NOW, tick=False):
        for step in ("not_file", "return_filing"):
            answer = given.press(at_desk(cast.county_officer), case, step, WHY)
            assert answer.status_code == 409 and "somebody else must do this" in said(answer)
        assert given.press(at_desk(cast.county_head), case, "not_file", {}).status_code == 302


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
