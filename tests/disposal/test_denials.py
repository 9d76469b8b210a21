"""What becomes of a shop or enterprise that says that the goods are not its own? (W-12)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from accounts.models import Region
from casework.models import Notification
from disposal.actions import denials
from disposal.models.cases import EnforcementCase
from disposal.models.notices import Denial
from documents.models import Attachment, Document
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.documents.conftest import picture
from tests.swept import swept

TODAY = NOW.date()


def form(**changes):
    said = {
        "statement": "not_made",
        "grounds": "Our seams differ.",
        "phone": "0571-88",
        "signed_by": "Lin",
        "signed_as": "head",
    }
    return {**said, "proof": [picture()], **changes}


def test_an_enterprise_denies_and_the_regulator_of_its_place_has_to_decide(cast, at_desk, now):
    notice = told.served(cast, now)
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.respondent), notice, "deny", form()).status_code == 302
        denial = Denial.objects.get()
        page = at_desk(cast.county_officer).get(denial.get_absolute_url()).content.decode()
    assert (denial.holder, denial.notice.state) == (cast.county, "denied")
    assert "Our seams differ." in page and "Not produced by us" in page
    clock = denial.deadlines.get(term="W-12")
    assert (clock.count, clock.unit, clock.end) == (10, "working", date(2026, 12, 9))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"proof": ""}, "This field is required."),
        ({"grounds": ""}, "This field is required."),
        ({"statement": "not_sold"}, "not one of the available choices"),
        ({"phone": "call me"}, "Enter a telephone number"),
    ],
)
def test_a_denial_is_refused_beside_the_field(cast, at_desk, now, changes, sentence):
    notice = told.served(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.respondent), notice, "deny", form(**changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Denial.objects.exists()


def test_a_shop_denies_to_have_sold_it(cast, at_desk, now):
    notice = told.served(cast, now, to="shop")
    with time_machine.travel(NOW, tick=False):
        client = at_desk(cast.respondent)
        assert given.press(client, notice, "deny", form(statement="not_sold")).status_code == 302
    assert Denial.objects.get().regulator == cast.province


def test_the_center_and_the_party_read_the_proof_and_strangers_do_not(cast, at_desk, now):
    denial = told.filed(cast, now)
    proof = Attachment.objects.filter(record=denial.pk)
    for name in ("county_officer", "compiler", "respondent"):
        assert proof.visible_to(getattr(cast, name)).count() == 1
    for name in ("other_respondent", "quality_officer", "other_county_officer", "tester"):
        assert not proof.visible_to(getattr(cast, name)).exists()
        assert at_desk(getattr(cast, name)).get(denial.get_absolute_url()).status_code == 404


def test_the_clock_stands_still_while_proof_is_asked_for(cast, at_desk, now):
    denial = told.filed(cast, now)
    denials.ask(denial, asked="The purchase book.", by=cast.county_officer, now=now)
    assert denial.deadlines.get(term="W-12").suspended_at == now
    assert denial.next_due_at == denial.deadlines.get(term="W-25").due_at
    assert denial.holder == cast.merchant
    later = NOW + timedelta(days=7)
    with time_machine.travel(later, tick=False):
        answer = {"supplement": "Page 3.", "proof": [picture()]}
        assert given.press(at_desk(cast.respondent), denial, "supply", answer).status_code == 302
    denial.refresh_from_db()
    assert (denial.state, denial.supplement, denial.attachments.count()) == ("filed", "Page 3.", 2)
    assert denial.deadlines.get(term="W-12").end == date(2026, 12, 16)


def test_what_was_added_before_stays(cast, now):
    denial = told.asked(cast, now)
    denials.supply(denial, supplement="Page 3.", proof=[picture()], by=cast.respondent, now=now)
    denials.ask(denial, asked="And page 4.", by=cast.county_officer, now=now)
    denials.supply(denial, supplement="Page 4.", proof=[picture()], by=cast.respondent, now=now)
    assert denial.supplement == "Page 3.\nPage 4."


def test_a_regulator_that_is_late_is_made_known_above_and_to_the_center(cast, now):
    denial = told.filed(cast, now)
    Notification.objects.all().delete()
    swept(NOW + timedelta(days=40))
    users = set(
        Notification.objects.filter(record=denial.pk, event__clause="W-12").values_list("user", flat=True)
    )
    assert {cast.county_officer.user.pk, cast.city_officer.user.pk, cast.compiler.user.pk} <= users


def test_an_upheld_denial_turns_the_case_against_the_shop(cast, at_desk, now):
    denial = told.filed(cast, now)
    case = EnforcementCase.objects.get(report=denial.notice.report)
    assert case.enterprise is not None
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_officer), denial, "uphold", {"reason": "The seams differ."})
    assert answer.status_code == 302
    case.refresh_from_db()
    denial.notice.refresh_from_db()
    assert case.enterprise_id is None
    assert case.party_concerned == str(case.shop)
    assert (denial.notice.state, denial.notice.holder) == ("answered", cast.center)
    assert Notification.objects.filter(user=cast.compiler.user, event__verb="settle").exists()


def test_a_rejected_denial_leaves_the_case_as_it_is(cast, now):
    denial = told.filed(cast, now)
    denials.decide(denial, step="reject", reason="Alike.", by=cast.county_officer, now=now)
    case = EnforcementCase.objects.get(report=denial.notice.report)
    assert case.enterprise is not None and case.state == "received"
    assert [str(state) for state in denial.path()] == ["filed", "rejected"]


def test_a_case_that_is_past_its_inspection_is_left_to_its_officer(cast, now):
    denial = told.filed(cast, now)
    case = EnforcementCase.objects.get(report=denial.notice.report)
    given.case_at("file", cast, now, case)
    denials.decide(denial, step="uphold", reason="They differ.", by=cast.county_third, now=now)
    case.refresh_from_db()
    assert case.enterprise is not None and case.state == "filed"


def test_the_party_gets_a_reply_with_the_reason(cast, at_desk, now):
    denial = told.filed(cast, now)
    denials.decide(denial, step="reject", reason="The seams are alike.", by=cast.county_officer, now=now)
    paper = Document.objects.visible_to(cast.respondent).get(paper="denial_reply")
    assert (paper.office, paper.addressee) == (cast.county, cast.merchant)
    assert paper.content["reason"] == "The seams are alike." and paper.content["upheld"] is False
    page = at_desk(cast.respondent).get(denial.get_absolute_url()).content.decode()
    assert "The seams are alike." in page


@pytest.mark.parametrize("state", [told.filed, told.asked])
def test_a_denial_taken_back_leaves_the_notice_answered_once_that_is_confirmed(cast, at_desk, now, state):
    denial = told.withdraw(state(cast, now), cast, now)
    officer = at_desk(cast.county_officer)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(officer, denial, "void", {"note": "They say so on the telephone."})
        page = officer.get(denial.get_absolute_url()).content.decode()
    denial.notice.refresh_from_db()
    assert answer.status_code == 302 and denial.notice.state == "answered"
    learned = Notification.objects.filter(event__verb="void").values_list("user", flat=True)
    assert {cast.respondent.user.pk, cast.compiler.user.pk} <= set(learned)
    assert "It is ours after all." in page and "They say so on the telephone." in page


def test_after_a_decision_the_party_may_deny_once_more(cast, now):
    denial = told.filed(cast, now)
    denials.decide(denial, step="reject", reason="Alike.", by=cast.county_officer, now=now)
    denial.notice.refresh_from_db()
    told.deny(denial.notice, cast, now, grounds="A second look.")
    assert denial.notice.denials.count() == 2


@pytest.mark.parametrize("who", ["compiler", "respondent", "city_officer", "case_officer"])
def test_only_the_regulator_of_the_place_decides(cast, at_desk, now, who):
    denial = told.filed(cast, now)
    answer = given.press(at_desk(getattr(cast, who)), denial, "uphold", {"reason": "Yes."})
    assert answer.status_code == 403


def test_a_denial_lies_where_the_notice_lies(cast, now):
    denial = told.filed(cast, now)
    assert denial.county == Region.objects.get(pk=given.COUNTY)
    assert (denial.title, denial.number[:3]) == (denial.notice.title, "DN-")
