"""What does a regulator do wrong, alone, early or not at all, and who sees it?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Region, StandIn
from casework.flow import Refused
from casework.models import Notification
from disposal.actions import jurisdiction
from disposal.models.cases import EnforcementCase
from documents.models import Attachment, Document
from documents.tasks import render_document
from monitoring.plans.models.plans import WorkPlan
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given, given_letters
from tests.disposal.walks_letters import assign_form, dispute_form, transfer_form
from tests.documents.conftest import picture
from tests.monitoring import given as monitoring
from tests.swept import swept

TODAY = NOW.date()


def press_on(client, case, *steps):
    """The answers to these steps, each with what it asks."""
    return [given.press(client, case, step, given.STEPS[step](TODAY)).status_code for step in steps]


def test_g1_one_officer_who_is_head_as_well_neither_files_nor_decides_alone(cast, at_desk, now):
    case = given.case_at("propose_filing", cast, now)
    alone = at_desk(cast.county_officer)
    with time_machine.travel(NOW, tick=False):
        refused = given.press(alone, case, "sign_filing")
        assert refused.status_code == 409 and "somebody else must do this" in refused.content.decode()
        given.case_step("sign_filing", case, cast, now)
        assert press_on(alone, case, "file") == [409]
        given.case_step("file", case, cast, now)
        given.case_step("propose_decision", case, cast, now)
        assert given.press(alone, case, "review", {"review_opinion": "Fine."}).status_code == 403
        for step in ("review", "give_notice", "serve_notice", "hear"):
            given.case_step(step, case, cast, now)
        assert press_on(alone, case, "decide") == [409]
        for step in ("decide", "serve_decision", "execute", "close"):
            given.case_step(step, case, cast, now)
        assert given.press(alone, case, "feed_back").status_code == 409


def test_g1_a_second_officer_does_not_decide_as_stand_in_of_the_head(cast, at_desk, now):
    case = given.case_at("hear", cast, now)
    StandIn.objects.create(
        organisation=cast.county,
        absent=cast.county_head.user,
        substitute=cast.county_second.user,
        roles=["approver"],
        first=TODAY,
        last=TODAY,
        reason="On leave.",
    )
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_second), case, "decide", given.STEPS["decide"](TODAY))
    assert answer.status_code == 409


def test_g1_no_case_is_filed_on_the_monitoring_report_alone(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    officer = at_desk(cast.county_officer)
    with time_machine.travel(NOW, tick=False):
        form = given.STEPS["propose_filing"](TODAY)
        refused = given.press(officer, case, "propose_filing", form)
        assert refused.status_code == 409 and "evidence of your own" in refused.content.decode()
        assert press_on(officer, case, "evidence", "propose_filing") == [302, 302]


def test_g2_no_penalty_is_decided_before_the_party_was_told(cast, at_desk, now):
    case = given.case_at("review", cast, now)
    officer, head = at_desk(cast.county_officer), at_desk(cast.county_head)
    with time_machine.travel(NOW, tick=False):
        refused = given.press(officer, case, "submit")
        assert refused.status_code == 409 and "tell the party first" in refused.content.decode()
        assert press_on(head, case, "decide") == [409]
        assert press_on(officer, case, "give_notice") == [302]
        unproved = {"method": "in_person", "served_on": TODAY}
        assert given.press(officer, case, "serve_notice", unproved).status_code == 422


def test_g2_silence_is_no_hearing_before_its_days_have_run(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    officer, head = at_desk(cast.county_officer), at_desk(cast.county_head)
    with time_machine.travel(NOW, tick=False):
        refused = given.press(officer, case, "hear", {"statement": "", "considered": ""})
        assert refused.status_code == 422 and "until 2026-12-02" in refused.content.decode()
        unweighed = {"statement": "We did not know.", "considered": ""}
        assert given.press(officer, case, "hear", unweighed).status_code == 422
    with time_machine.travel(NOW + timedelta(days=8), tick=False):
        assert given.press(officer, case, "hear", {"statement": ""}).status_code == 302
        form = given.STEPS["decide"](date(2026, 12, 3))
        assert given.press(head, case, "decide", form).status_code == 302


@pytest.mark.parametrize(
    ("step", "term", "days"),
    [
        ("inspect", "DL-04", 30),
        ("file", "DL-24", 100),
        ("decide", "DL-25", 14),
        ("serve_decision", "W-18", 20),
        ("execute", "W-19", 30),
        ("close", "DL-02", 8),
    ],
)
def test_g3_a_case_that_nobody_goes_on_with_is_late_and_known_above(cast, at_desk, now, step, term, days):
    case = given.case_at(step, cast, now)
    assert case.deadlines.running().filter(term=term).exists()
    later = NOW + timedelta(days=days)
    swept(later)
    told = Notification.objects.filter(record=case.pk, event__verb="overdue")
    assert {cast.compiler.user.pk, cast.city_officer.user.pk} <= set(told.values_list("user", flat=True))
    with time_machine.travel(later, tick=False):
        assert "Overdue: " in at_desk(cast.compiler).get(case.get_absolute_url()).content.decode()


def test_g7_a_plan_is_not_approved_by_its_drafter_in_the_chair_of_the_approver(cast, at_desk, now):
    plan = monitoring.submitted_plan(cast, now)
    StandIn.objects.create(
        organisation=cast.province,
        absent=cast.approver.user,
        substitute=cast.planner.user,
        roles=["approver"],
        first=TODAY,
        last=TODAY,
        reason="On leave.",
    )
    with time_machine.travel(NOW, tick=False):
        refused = given.press(at_desk(cast.planner), plan, "approve")
    assert refused.status_code == 409 and "somebody else must do this" in refused.content.decode()
    assert WorkPlan.objects.get(pk=plan.pk).state == "submitted"


def test_a_report_that_the_center_returns_says_why_to_the_regulator(cast, at_desk, now):
    case = given.reported(cast, now)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.compiler), case, "return", {"note": ""}).status_code == 422
        why = {"note": "Nothing is said of the recall."}
        assert given.press(at_desk(cast.compiler), case, "return", why).status_code == 302
        page = at_desk(cast.county_officer).get(case.get_absolute_url()).content.decode()
    assert "Nothing is said of the recall." in page


def test_g1_evidence_of_the_regulator_that_had_the_case_before_is_not_ones_own(cast, at_desk, now):
    case = given.case_at("evidence", cast, now)
    jurisdiction.dispute(case, by=cast.county_officer, now=now, dispute_reason="It has moved.")
    why = "It moved there."
    jurisdiction.assign(
        case,
        regulator=cast.other_county,
        assignment_reason=why,
        elsewhere=True,
        by=cast.city_officer,
        now=now,
    )
    other = at_desk(cast.other_county_officer)
    with time_machine.travel(NOW, tick=False):
        assert press_on(other, case, "inspect", "propose_filing") == [302, 409]


def test_g1_evidence_is_not_of_tomorrow(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    ahead = {"kind": "own_sample", "made_on": TODAY + timedelta(days=1), "file": picture()}
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_officer), case, "evidence", ahead).status_code == 422


def test_g6_the_officer_of_the_place_opens_the_report_and_its_raw_records_from_the_case(cast, at_desk, now):
    far = Region.objects.get(pk="920000")
    report = given.failed_report(cast, now, enterprise=far)
    case = given.referred(cast, now, reports=[report])
    assert case.regulator == cast.other_province != report.sample.purchase.scheme.regulator
    officer = at_desk(cast.other_case_officer)
    with time_machine.travel(NOW, tick=False):
        page = officer.get(case.get_absolute_url()).content.decode()
        assert report.get_absolute_url() in page
        assert officer.get(report.get_absolute_url()).status_code == 200
        raw = report.raw_records.order_by("pk")[0].attachment
        assert raw.name in page and raw in Attachment.objects.visible_to(cast.other_case_officer)
    program = issue(cast.other_case_officer)
    assert program.get(reverse("api-report", args=[report.number])).status_code == 200
    paper = Document.objects.get(record=report.pk, paper="test_report")
    assert paper in Document.objects.visible_to(cast.other_case_officer)
    for stranger in (cast.other_county_officer, cast.quality_officer):
        assert at_desk(stranger).get(report.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("name", ["nation", "province", "city"])
def test_g4_a_case_is_not_transferred_to_a_superior(cast, at_desk, now, name):
    case = given.referred(cast, now)
    form = transfer_form(case, cast, regulator=getattr(cast, name))
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_officer), case, "transfer", form).status_code == 422
    with pytest.raises(Refused, match="not competent by the place"):
        to = {"regulator": getattr(cast, name), "jurisdiction": "Its seat."}
        jurisdiction.transfer(case, by=cast.county_officer, now=now, **to)


def test_g4_what_is_handed_over_is_listed_and_not_nothing(cast, at_desk, now):
    case = given.case_at("evidence", cast, now)
    officer = at_desk(cast.county_officer)
    with time_machine.travel(NOW, tick=False):
        nothing = transfer_form(case, cast, handed_over=[])
        assert given.press(officer, case, "transfer", nothing).status_code == 422
        assert given.press(officer, case, "transfer", transfer_form(case, cast)).status_code == 302
    enclosed = Document.objects.get(paper="transfer_letter").content["enclosed"]
    assert any("Test report" in name for name in enclosed) and any("SHA-256" in name for name in enclosed)
    assert enclosed == EnforcementCase.objects.get(pk=case.pk).handed_over


def test_g4_a_case_goes_to_no_neighbour_whose_place_it_is_not_but_by_the_superior(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    form = transfer_form(case, cast)
    given_letters.moved(case, given.COUNTY)
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        assert given.press(officer, case, "transfer", form).status_code == 409
        asked = officer.get(reverse("enforcementcase-step", args=[case.number, "transfer"])).text
        assert "the common superior decides" in asked and str(cast.other_county) not in asked
        assert given.press(officer, case, "dispute", dispute_form(case, cast)).status_code == 302
        city = at_desk(cast.city_officer)
        unfounded = assign_form(case, cast) | {"assignment_reason": ""}
        assert given.press(city, case, "assign", unfounded).status_code == 422
        assert given.press(city, case, "assign", assign_form(case, cast)).status_code == 302
    case.refresh_from_db()
    assert (case.regulator, case.assigned_by) == (cast.other_county, cast.city)


@pytest.mark.parametrize("name", ["other_county", "other_province"])
def test_g4_a_program_passes_a_case_to_nobody_who_is_not_competent_either(cast, now, name):
    case = given.case_at("inspect", cast, now)
    with pytest.raises(Refused, match="not competent by the place"):
        to = {"regulator": getattr(cast, name), "jurisdiction": "They are faster."}
        jurisdiction.transfer(case, by=cast.county_officer, now=now, **to)
    body = transfer_form(case, cast, regulator=getattr(cast, name))
    given_letters.moved(case, given.COUNTY)
    with time_machine.travel(NOW, tick=False):
        url = reverse("api-enforcementcase-transfer", args=[case.number])
        assert issue(cast.county_officer).post(url, body).status_code == 409


@pytest.mark.django_db(databases=["default", "log"])
@pytest.mark.parametrize("passed", [given_letters.transferred, given_letters.assigned])
def test_g6_who_gets_a_case_opens_the_compiled_report_that_it_stands_on(cast, at_desk, now, passed):
    case = passed(cast, now)
    paper = Document.objects.get(paper="regulator_compilation", addressee=cast.county)
    render_document(now, document=paper.pk)
    with time_machine.travel(NOW, tick=False):
        # Who got it, and who passed it on.
        for officer in (cast.other_county_officer, cast.county_officer):
            assert paper.get_absolute_url() in at_desk(officer).get(case.get_absolute_url()).text
            assert at_desk(officer).get(paper.get_absolute_url()).status_code == 200
            shown = issue(officer).get(reverse("api-enforcementcase", args=[case.number])).json()
            url = next(each["url"] for each in shown["papers"] if each["number"] == paper.file_number)
            assert issue(officer).get(url).status_code == 200
        third = at_desk(cast.other_case_officer)
        for url in (case.get_absolute_url(), paper.get_absolute_url()):
            assert third.get(url).status_code == 404


def test_who_lets_a_notice_lie_sees_the_case_that_waits_and_the_case_says_so_from_the_beginning(
    cast, at_desk, now
):
    case = given.case_at("inspect", cast, now)
    notice = case.notices().get()
    head = at_desk(cast.county_head).get(case.get_absolute_url()).text
    compiler = at_desk(cast.compiler).get(notice.get_absolute_url()).text
    assert f"result notice {notice.number} is not served" in head and f"center ({case.center})" in head
    assert "cannot decide its case before this notice is served" in compiler and case.number in compiler
    given.party_told(case, cast, now)
    assert "is not served" not in at_desk(cast.county_head).get(case.get_absolute_url()).text
    assert "cannot decide its case" not in at_desk(cast.compiler).get(notice.get_absolute_url()).text
