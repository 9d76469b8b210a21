"""Who is punished, or kept off sale, upon a report that has turned, and who ends it? (G)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.models import Notification, Record
from disposal import figures
from disposal.actions.consequences import verify
from disposal.actions.turned import look_for_turned
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from disposal.papers.letters import EndLetter
from documents.models import Document
from documents.render import render
from inspection.corrections.models.corrections import Correction
from tests.conftest import NOW
from tests.disposal import given, given_notices, given_turned
from tests.documents.conftest import picture
from tests.documents.test_render import text_of
from tests.swept import swept
from tests.wrong_acts.test_regulators_void import stands_in

TODAY = NOW.date()
WHY = given_turned.WHY
OWN = "The record of our inspection of 25 November: the eyes come off by hand."


def said(answer):
    return answer.content.decode()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_g2_nobody_decides_on_a_penalty_once_the_report_has_turned(cast, at_desk, now):
    case = given_turned.shaken_case(cast, now)
    head = at_desk(cast.county_head)
    refused = given.press(head, case, "decide", given.STEPS["decide"](TODAY))
    assert refused.status_code == 409 and "The report it rests on has turned" in said(refused)
    assert case.number in said(head.get("/")) and case.deadlines.running().filter(term="W-20").exists()
    assert "now says: Conforming" in said(head.get(case.get_absolute_url()))


def test_g3_a_case_without_a_ground_that_nobody_ends_is_late_and_known_above(cast, now):
    case = given_turned.shaken_case(cast, now)
    swept(NOW + timedelta(days=10))
    told = Notification.objects.filter(record=case.pk, event__verb="overdue")
    assert {cast.compiler.user.pk, cast.city_officer.user.pk} <= set(told.values_list("user", flat=True))


def test_g1_an_officer_does_not_end_his_own_case_nor_without_a_reason(cast, at_desk, now):
    case = given_turned.shaken_case(cast, now)
    alone = given.press(at_desk(cast.county_officer), case, "lapse", WHY)
    assert alone.status_code == 409 and "somebody else must do this" in said(alone)
    assert given.press(at_desk(cast.county_head), case, "lapse", {"note": ""}).status_code == 422
    assert EnforcementCase.objects.get(pk=case.pk).state == "shaken"


def test_a_case_that_ends_for_want_of_a_ground_tells_whoever_was_served_and_counts_for_nothing(
    cast, at_desk, now
):
    case = given_turned.shaken_case(cast, now)
    assert figures.of(cast.center.pk, TODAY, TODAY)["cases_filed"] == 1
    assert given.press(at_desk(cast.county_head), case, "lapse", WHY).status_code == 302
    notice = given_turned.told(case)
    letters = Document.objects.filter(paper="end_letter")
    assert {(paper.record_id, paper.content["addressee"]) for paper in letters} == {
        (case.pk, case.party_concerned),
        (notice.pk, notice.addressee.name),
    }
    assert all(paper.stands for paper in letters) and not case.documents.get(paper="penalty_notice").stands
    counted = figures.of(cast.center.pk, TODAY, TODAY)
    assert (counted["cases_referred"], counted["cases_filed"], counted["cases"]) == (0, 0, [])
    assert not case.deadlines.running().exists()


def test_the_letter_that_ends_a_matter_names_what_falls_away_and_whom_to_ask(cast, at_desk, now):
    case = given_turned.shaken_case(cast, now)
    assert given.press(at_desk(cast.county_head), case, "lapse", WHY).status_code == 302
    for record, paper, person in (
        (case, "penalty_notice", case.contact or str(cast.county_head.user)),
        (given_turned.told(case), "result_notice", str(cast.compiler.user)),
    ):
        ended = record.documents.get(paper=paper)
        letter = record.documents.get(paper="end_letter")
        text = text_of(render(EndLetter.template, {"paper": letter.content}, language="en"))
        assert f"What holds no more {ended.title} {ended.file_number}" in text
        assert f"Contact {person}" in text


def test_a_compiler_who_may_not_void_a_notice_reads_who_does(cast, at_desk, now):
    notice = given_notices.prepared(cast, now)
    Record.objects.filter(pk=notice.report_id).update(outcome="conforming")
    form = {"channel": "platform", "days": 30, **given.HASTY}
    refused = given.press(at_desk(cast.compiler), notice, "send", form)
    assert refused.status_code == 409 and "have the notice voided (Center leader)" in said(refused)


def test_g2_a_case_goes_on_upon_own_evidence_alone_and_the_decision_says_upon_what(cast, at_desk, now):
    case = given_turned.shaken_case(cast, now)
    head = at_desk(cast.county_head)
    assert given.press(head, case, "go_on_filed", {"own_ground": ""}).status_code == 422
    assert given.press(head, case, "go_on_filed", {"own_ground": OWN}).status_code == 302
    for step in ("propose_decision", "review", "give_notice", "serve_notice", "hear", "decide"):
        given.case_step(step, case, cast, now)
    assert case.documents.get(paper="penalty_decision").content["own_ground"] == OWN


def test_g2_without_own_evidence_nothing_goes_on(cast, at_desk, now):
    case = given_turned.shaken_case(cast, now, "inspect")
    refused = given.press(at_desk(cast.county_head), case, "go_on", {"own_ground": OWN})
    assert refused.status_code == 409 and "no evidence of your own" in said(refused)


def test_a_decision_revoked_after_the_report_turned_does_not_stand_as_filed(cast, at_desk, now):
    case = given.case_at("decide", cast, now)
    given_turned.turn(case, cast, now)
    assert case.state == "decided"
    assert given.press(at_desk(cast.county_head), case, "revoke", WHY).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.decided_on) == ("shaken", None)


@pytest.mark.parametrize(
    ("before", "step", "by"),
    [
        ("decide", "serve_decision", "county_officer"),
        ("serve_decision", "execute", "county_officer"),
        ("execute", "close", "county_officer"),
        ("close", "feed_back", "county_head"),
    ],
)
def test_g2_a_penalty_whose_report_has_turned_is_not_carried_out(cast, at_desk, now, before, step, by):
    case = given.case_at(before, cast, now)
    state = case.state
    given_turned.turn(case, cast, now)
    form = given.STEPS[step](TODAY) if step in given.STEPS else {}
    refused = given.press(at_desk(getattr(cast, by)), case, step, form)
    assert refused.status_code == 409 and "the head revokes the decision first" in said(refused)
    case.refresh_from_db()
    assert case.state == state
    assert given.press(at_desk(cast.county_head), case, "revoke", WHY).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.decided_on, case.closed_on) == ("shaken", None, None)


@pytest.mark.parametrize("way", ["page", "API"])
def test_p2_a_platform_lifts_what_it_did_and_shows_it(cast, at_desk, program, now, way):
    found = given_turned.lifting(cast, now)
    unproved = {"lifted_on": TODAY.isoformat()}
    if way == "page":
        refused = given.press(at_desk(cast.quality_officer), found, "lift", unproved)
    else:
        url = reverse("api-platformdisposal-lift", args=[found.number])
        refused = program(cast.quality_officer).post(url, unproved, format="multipart")
    assert refused.status_code == 422 and "Attach what shows" in said(refused)
    proved = {**unproved, "evidence": picture()}
    assert given.press(at_desk(cast.quality_officer), found, "lift", proved).status_code == 302
    found = PlatformDisposal.objects.get(pk=found.pk)
    assert found.state == "lapsed" and not found.standing_measures().exists()
    assert figures.of(cast.center.pk, TODAY, TODAY)["disposals_asked"] == 0


def test_p1_a_platform_that_lifts_nothing_is_late_and_known_to_the_center(cast, now):
    found = given_turned.lifting(cast, now)
    letter = found.documents.get(paper="end_letter")
    assert letter.content["measures"] and letter.addressee == cast.platform
    swept(NOW + timedelta(days=10))
    told = Notification.objects.filter(record=found.pk, event__verb="overdue")
    assert told.filter(user=cast.compiler.user).exists()


def test_a_product_delisted_and_verified_is_not_forgotten_when_its_report_turns(cast, at_desk, now):
    found = given.fed_back(cast, now)
    checked = {"checked_on": TODAY, "unreachable": True, "not_relisted": True, "check_account": "Gone."}
    verify(found, by=cast.compiler, now=now, **checked)
    given_turned.turn(found, cast, now)
    assert (found.state, found.holder) == ("shaken", cast.center)
    assert found.number in said(at_desk(cast.compiler).get("/"))


def test_what_rested_on_a_turned_report_before_there_was_a_step_for_it_is_brought_forward(cast, now):
    case = given.case_at("hear", cast, now)
    Record.objects.filter(pk=case.report_id).update(outcome="conforming")
    assert look_for_turned(now) == 2
    case.refresh_from_db()
    assert case.state == "shaken" and look_for_turned(now) == 0


def test_whoever_received_the_report_does_not_decide_on_its_correction_as_stand_in_of_the_leader(
    cast, at_desk, now
):
    case = given.case_at("hear", cast, now)
    correction = given_turned.before_the_leader(case, cast, now)
    assert given.press(at_desk(cast.compiler), correction, "accept", WHY).status_code == 403
    assert given.press(at_desk(cast.signatory), correction, "accept", WHY).status_code == 403
    stands_in(cast, cast.leader, cast.compiler, "leader")
    for step in ("accept", "refuse"):
        answer = given.press(at_desk(cast.compiler), correction, step, WHY)
        assert answer.status_code == 409 and "somebody else must do this" in said(answer)
    assert Correction.objects.get(pk=correction.pk).state == "before_center"
    assert correction.number in said(at_desk(cast.leader).get("/"))
