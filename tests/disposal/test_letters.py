"""Does a platform tell the regulator who is behind a shop, in time, and nobody else? (W-13, 4.2.1-d)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Region
from casework.actions import take
from casework.flow import Refused
from casework.models import Notification, TermSetting
from catalogue.models import Shop, Verdict
from disposal.actions import letters, voiding
from disposal.models.cases import EnforcementCase
from disposal.models.letters import Assistance
from documents.models import Document
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given, given_letters
from tests.disposal.walks_letters import again_form, answer_form, letter_form
from tests.swept import swept
from trail.models import Event


def page(client, record) -> str:
    return str(client.get(record.get_absolute_url()).content.decode())


@pytest.mark.clause("4.2.1-d", "W-13")
def test_an_officer_asks_and_the_answer_brings_the_register_up_to_date(cast, at_desk, now):
    case = given_letters.of_a_shop(cast, now)
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        assert "Ask the platform for assistance" in page(officer, case)
        assert officer.post(reverse("assistance-open"), letter_form(case)).status_code == 302
        letter = Assistance.objects.get()
        platform = at_desk(cast.quality_officer)
        assert given.press(platform, letter, "receive").status_code == 302
        assert given.press(platform, letter, "answer", answer_form(letter, cast)).status_code == 302
        assert "138-0000-1111" in page(officer, letter)
        assert given.press(officer, letter, "accept").status_code == 302
        told = page(officer, case)
    letter.refresh_from_db()
    shop = given_letters.shop_of(case)
    assert letter.state == "closed" and letter.deadlines.get(term="W-13").met_at == NOW
    assert (shop.operator, shop.credit_code, shop.place_id) == (
        "Toys of Eastmoor Ltd",
        given_letters.CODE,
        "910102",
    )
    assert "Eastmoor Regulator is competent" in told and "Toys of Eastmoor Ltd" in told and "320" in told
    assert Event.objects.of("shop", shop.pk).get().detail["fields"] == [
        "credit_code",
        "operator",
        "place",
    ]


def test_the_form_proposes_the_case_it_was_opened_from(cast, at_desk, now):
    case = given.referred(cast, now)
    url = f"{reverse('assistance-open')}?enforcementcase={case.number}"
    shown = at_desk(cast.county_officer).get(url).content.decode()
    assert given_letters.chosen(shown, "case")[0] == code_of(case) and "E-commerce Law art. 25" in shown


def test_the_letter_is_issued_to_the_platform_with_what_is_asked_and_by_when(cast, now):
    given_letters.letter(cast, now)
    paper = Document.objects.get(paper="assistance_letter")
    assert (paper.office, paper.addressee) == (cast.county, cast.platform)
    assert paper.content["answer_days"] == 5
    assert len(paper.content["asked"]) == 4 and paper.content["item_id"]


def test_the_letter_names_the_goods_and_their_report_as_the_platform_knows_them(cast, now):
    letter = given_letters.letter(cast, now)
    compiled = Document.objects.filter(paper="platform_compilation", addressee=cast.platform).latest("pk")
    (known,) = (row for row in compiled.content["products"] if row["item_id"] == letter.item_id)
    said = Document.objects.get(paper="assistance_letter").content
    names = ("item_id", "model", "report_number", "failed_items")
    assert all(said[name] == known[name] != "" for name in names)


def test_a_letter_of_a_case_whose_report_turned_names_no_item_that_failed(cast, now):
    case = given.referred(cast, now)
    Report.objects.filter(pk=case.report_id).update(outcome=Verdict.CONFORMING)
    given_letters.letter(cast, now, EnforcementCase.objects.get(pk=case.pk))
    said = Document.objects.get(paper="assistance_letter").content
    assert (said["report_number"], said["failed_items"]) == ("", "")


def test_five_working_days_from_delivery_unless_a_regulator_sets_another_number(cast, now):
    first = given_letters.letter(cast, now)
    assert first.deadlines.get(term="W-13").end == date(2026, 12, 2)
    TermSetting.objects.create(
        term="W-13",
        version=1,
        count=3,
        unit="working",
        since=now.date(),
        source="Notice 7",
        reason="Urgent.",
        set_by=cast.approver.user,
        set_at=now,
    )
    second = given_letters.letter(cast, now)
    assert second.deadlines.get(term="W-13").end == date(2026, 11, 30)


def test_the_time_to_answer_runs_from_the_delivery_of_each_letter(cast, at_desk, now):
    letter = given_letters.unserved(cast, now)
    assert (letter.turn, letter.holder) == ("case_officer", cast.county)
    assert [clock.term for clock in letter.deadlines.running()] == ["W-17"]
    with time_machine.travel(NOW + timedelta(days=5), tick=False):
        form = given.service_form()
        assert given.press(at_desk(cast.county_officer), letter, "serve", form).status_code == 302
    assert letter.deadlines.running().get().end == date(2026, 12, 2)


def test_asked_again_the_platform_gets_a_letter_in_place_of_the_first(cast, now):
    letter = given_letters.answered(cast, now)
    letters.ask_again(letter, by=cast.county_officer, now=now, again="Which building?")
    first, second = Document.objects.filter(paper="assistance_letter").order_by("id")
    assert (second.supersedes, second.content["again"]) == (first, "Which building?")
    assert (letter.state, letter.received_at) == ("received", None)


def test_a_letter_not_answered_in_time_is_made_known_above(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    later = NOW + timedelta(days=9)
    Notification.objects.all().delete()
    swept(later)
    told = Notification.objects.filter(record=letter.pk, event__clause="W-13").values_list("user", flat=True)
    own = (cast.quality_officer, cast.platform_administrator)
    people = (
        *own,
        cast.county_officer,
        cast.county_second,
        cast.county_third,
        cast.city_officer,
        cast.compiler,
    )
    assert set(told) == {viewer.user.pk for viewer in people}
    with time_machine.travel(later, tick=False):
        answer = given.press(at_desk(cast.quality_officer), letter, "answer", answer_form(letter, cast))
    assert answer.status_code == 302


def test_asked_again_the_platform_reads_why_and_its_time_begins_anew(cast, at_desk, now):
    letter = given_letters.answered(cast, now)
    later = NOW + timedelta(days=1)
    with time_machine.travel(later, tick=False):
        again = again_form(letter, cast)
        assert given.press(at_desk(cast.county_officer), letter, "ask_again", again).status_code == 302
        told = page(at_desk(cast.quality_officer), letter)
        form = at_desk(cast.quality_officer).get(reverse("assistance-step", args=[letter.number, "answer"]))
    assert "Which building of the quay?" in told
    assert 'value="Toys of Eastmoor Ltd"' in form.content.decode()
    assert letter.deadlines.running().get(term="W-13").end == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"operator": ""}, "The regulator asked for this"),
        ({"credit_code": ""}, "Enter the code, or say that a natural person runs the shop."),
        ({"credit_code": "91330100799655058C"}, "is not a unified social credit code"),
        ({"region": ""}, "The regulator asked for this"),
        ({"phone": ""}, "The regulator asked for this"),
        ({"sold": ""}, "The regulator asked for this"),
        ({"sold": -1}, "greater than or equal to 0"),
        ({"sold_to": "2026-12-24"}, "This lies in the future"),
        ({"sold_to": "2025-12-24"}, "The period ends before it begins."),
        ({"answered_by": ""}, "This field is required."),
    ],
)
def test_an_answer_that_leaves_something_out_is_refused_beside_the_field(
    cast, at_desk, now, changes, sentence
):
    letter = given_letters.received(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = answer_form(letter, cast) | changes
        answer = given.press(at_desk(cast.quality_officer), letter, "answer", form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_what_was_not_asked_need_not_be_answered(cast, now):
    letter = given_letters.letter(cast, now, asked=["identity"])
    said: dict[str, Any] = {"operator": "Wang Fang", "natural_person": True, "answered_by": "Li"}
    letters.answer_letter(letter, by=cast.quality_officer, now=now, **said)
    assert letter.state == "answered"
    with pytest.raises(Refused, match="no longer possible"):
        letters.answer_letter(letter, by=cast.quality_officer, now=now, **said)


def test_a_natural_person_takes_the_place_of_a_company_in_the_register(cast, now):
    case = given.referred(cast, now)
    Shop.objects.filter(pk=given_letters.shop_of(case).pk).update(credit_code=given_letters.CODE)
    letter = given_letters.answered(
        cast, now, case, credit_code="", natural_person=True, operator="Wang Fang"
    )
    letters.accept_answer(letter, by=cast.county_officer, now=now)
    shop = given_letters.shop_of(case)
    assert (shop.operator, shop.natural_person, shop.credit_code) == ("Wang Fang", True, "")


def test_what_cannot_be_answered_changes_nothing_in_the_register(cast, at_desk, now):
    letter = given_letters.cannot(cast, now)
    before = Shop.objects.filter(pk=letter.shop_id).values().get()
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        assert "The shop left three years ago." in page(officer, letter)
        assert given.press(officer, letter, "accept").status_code == 302
    assert Shop.objects.filter(pk=letter.shop_id).values().get() == before


def test_how_to_reach_the_operator_is_for_the_regulator_and_the_platform_alone(cast, at_desk, now):
    letter = given_letters.answered(cast, now)
    secrets = ("138-0000-1111", "Quay 4")
    for viewer in (cast.county_officer, cast.quality_officer):
        assert all(secret in page(at_desk(viewer), letter) for secret in secrets)
    for viewer in (cast.compiler, cast.case_officer, cast.nation_officer):
        shown = page(at_desk(viewer), letter)
        assert "Toys of Eastmoor Ltd" in shown and not any(secret in shown for secret in secrets)
    said = str(list(Event.objects.of("record", letter.pk).values_list("detail", flat=True)))
    assert not any(secret in said for secret in secrets)


def test_the_platform_learns_nothing_of_the_case(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    case = letter.case
    shown = page(at_desk(cast.quality_officer), letter)
    assert case.number not in shown and str(case.enterprise) not in shown
    assert at_desk(cast.quality_officer).get(case.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "stranger", ["other_quality_officer", "other_county_officer", "tester", "other_compiler", "respondent"]
)
def test_strangers_see_neither_letter_nor_evidence(cast, at_desk, now, stranger):
    letter = given_letters.received(cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.quality_officer), letter, "answer", answer_form(letter, cast))
    client = at_desk(getattr(cast, stranger))
    assert client.get(letter.get_absolute_url()).status_code == 404
    assert client.get(letter.attachments.get().get_absolute_url()).status_code == 404


def test_only_the_regulator_that_has_the_case_asks(cast, at_desk, now):
    case = given.referred(cast, now)
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.case_officer).post(reverse("assistance-open"), letter_form(case))
        assert answer.status_code == 422
        assert at_desk(cast.compiler).get(reverse("assistance-open")).status_code == 403


def test_one_letter_at_a_time_and_none_once_a_case_is_filed(cast, now):
    letter = given_letters.letter(cast, now)
    with pytest.raises(Refused, match="is still open"):
        given_letters.letter(cast, now, letter.case)
    take("void", letter, by=cast.county_officer, now=now, note="Sent twice.")
    case = given.case_at("file", cast, now, EnforcementCase.objects.get(pk=letter.case_id))
    with pytest.raises(Refused, match="past its inspection"):
        given_letters.letter(cast, now, case)


def test_a_case_with_an_open_letter_is_not_taken_back(cast, now):
    letter = given_letters.letter(cast, now)
    case = EnforcementCase.objects.get(pk=letter.case_id)
    with pytest.raises(Refused, match="is still open"):
        voiding.take_back(case, by=cast.leader, now=now, note="Sent here twice.")


def test_a_place_is_offered_with_what_lies_around_it(cast, at_desk, now):
    letter = given_letters.letter(cast, now)
    form = at_desk(cast.quality_officer).get(reverse("assistance-step", args=[letter.number, "answer"]))
    shown = form.content.decode()
    assert "Eastland Eastport Eastmoor" in shown
    offered = given_letters.chosen(shown, "region")[1]
    assert len(offered) == Region.objects.count()
