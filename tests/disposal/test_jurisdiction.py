"""Does a case come to the regulator of its actual place, and who decides a dispute? (EC-10, W-14)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Level, Organisation, Region, System
from accounts.roles import Kind
from casework.flow import Forbidden, Refused
from casework.models import Notification
from catalogue.models import Enterprise, Shop
from disposal.actions import jurisdiction, procedure
from disposal.models.cases import EnforcementCase
from documents.models import Document
from tests.cast import organisation, region
from tests.conftest import NOW
from tests.disposal import given, given_letters
from tests.disposal.walks_letters import assign_form, dispute_form, transfer_form
from tests.swept import swept
from trail.models import Event

TODAY = NOW.date()


def step(case: EnforcementCase, name: str) -> str:
    return reverse("enforcementcase-step", args=[case.number, name])


@pytest.mark.clause("6.4-3", "4.2.1-d")
def test_an_answered_letter_shows_who_is_competent_and_the_case_goes_there(cast, at_desk, now):
    case = given_letters.of_a_shop(cast, now)
    given_letters.closed(cast, now, case)
    with time_machine.travel(NOW, tick=False):
        officer = at_desk(cast.county_officer)
        form = officer.get(step(case, "transfer")).content.decode()
        assert given_letters.chosen(form, "regulator")[0] == code_of(cast.other_county)
        assert "Actual place of business of the shop: Eastland Eastport Eastmoor" in form
        answer = given.press(officer, case, "transfer", transfer_form(case, cast))
        assert answer["Location"] == case.get_absolute_url()
        # Who passed it on keeps sight of it, and can do nothing with it any more.
        assert officer.get(case.get_absolute_url()).status_code == 200
        assert given.press(officer, case, "inspect").status_code == 403
        there = at_desk(cast.other_county_officer)
        assert "Eastgate Regulator" in there.get(case.get_absolute_url()).content.decode()
    case.refresh_from_db()
    assert (case.state, case.regulator, case.holder) == ("received", cast.other_county, cast.other_county)
    assert (case.county_id, case.city_id, case.province_id) == ("910102", "910100", "910000")


def test_the_inspection_is_counted_anew_from_the_delivery_to_the_other(cast, now):
    case = given_letters.letter_unserved(cast, now)
    assert case.deadlines.running().get().term == "W-17"
    later = NOW + timedelta(days=6)
    procedure.take_dated(
        case, step="receive", by=cast.other_county_officer, now=later, received_on=later.date()
    )
    assert case.deadlines.running().get().end == date(2026, 12, 22)


def test_a_case_is_not_received_before_it_was_passed_on(cast, now):
    case = given_letters.letter_unserved(cast, now)
    yesterday = TODAY - timedelta(days=1)
    with pytest.raises(Refused, match="before the step that precedes it"):
        procedure.take_dated(
            case, step="receive", by=cast.other_county_officer, now=now, received_on=yesterday
        )


def test_the_old_regulator_issues_a_letter_to_the_new_one(cast, at_desk, now):
    case = given_letters.transferred(cast, now)
    paper = Document.objects.get(paper="transfer_letter")
    assert (paper.office, paper.addressee, paper.title) == (
        cast.county,
        cast.other_county,
        "Letter of transfer",
    )
    assert paper.content["party"] == case.party_concerned
    assert paper.content["products"][0]["item_id"] == case.report.item_id
    shown = at_desk(cast.other_county_officer).get(case.get_absolute_url()).content.decode()
    assert "Letter of transfer" in shown
    told = Notification.objects.filter(record=case.pk, event__verb="serve_letter").values_list(
        "user", flat=True
    )
    assert list(told) == [cast.other_county_officer.user.pk]


def test_what_the_platform_answered_goes_with_the_case(cast, at_desk, now):
    case = given.referred(cast, now)
    letter = given_letters.closed(cast, now, case)
    given_letters.transferred(cast, now, case)
    shown = at_desk(cast.other_county_officer).get(letter.get_absolute_url()).content.decode()
    assert "138-0000-1111" in shown
    assert Event.objects.of("record", letter.pk)[0].verb == "follow"


def test_a_case_waits_for_the_answer_to_its_letter(cast, at_desk, now):
    case = given.referred(cast, now)
    letter = given_letters.letter(cast, now, case)
    for name in ("transfer", "dispute"):
        form = transfer_form(case, cast) | dispute_form(case, cast)
        answer = given.press(at_desk(cast.county_officer), case, name, form)
        assert answer.status_code == 409 and f"{letter.number} is still open" in answer.content.decode()


def test_a_case_is_transferred_neither_to_oneself_nor_to_who_no_longer_works(cast, at_desk, now):
    case = given_letters.moved(given.referred(cast, now), given_letters.MOOR)
    closed_down, merged = cast.other_county, cast.other_province
    moor = cast.other_county.region
    organisation(Kind.REGULATOR, "Moor Regulator", moor, level=Level.COUNTY, parent=cast.other_province)
    Organisation.objects.filter(pk=closed_down.pk).update(active=False)
    Organisation.objects.filter(pk=merged.pk).update(merged_into=cast.province)
    for regulator, sentence in (
        (cast.county, "already"),
        (closed_down, "choose its successor"),
        (merged, "choose its successor"),
    ):
        form = transfer_form(case, cast, regulator=regulator)
        assert given.press(at_desk(cast.county_officer), case, "transfer", form).status_code == 422
        with pytest.raises(Refused, match=sentence):
            said = {"regulator": regulator, "jurisdiction": "There."}
            jurisdiction.transfer(case, by=cast.county_officer, now=now, **said)


def test_a_case_goes_to_who_covers_a_place_of_it_of_the_own_rank_or_the_lowest_there(cast, now):
    case = given_letters.moved(given.referred(cast, now), given.COUNTY)
    assert not case.others_competent()
    port = region("920100", "Westport", Level.CITY, cast.other_province.region)
    gate = region("920101", "Westgate", Level.COUNTY, port)
    above = {"level": Level.CITY, "parent": cast.other_province}
    city = organisation(Kind.REGULATOR, "Westport Regulator", port, **above)
    county = organisation(Kind.REGULATOR, "Westgate Regulator", gate, level=Level.COUNTY, parent=city)
    case = given_letters.moved(case, gate.pk)
    assert case.others_competent() == [county]
    Organisation.objects.filter(pk=county.pk).update(active=False)
    assert case.others_competent() == [city]


def test_who_alone_is_competent_is_told_so_and_not_shown_an_empty_list(cast, at_desk, now):
    case = given_letters.moved(given.referred(cast, now), given.COUNTY)
    desk = at_desk(cast.county_officer)
    page = desk.get(case.get_absolute_url()).content.decode()
    assert "no other regulator is competent" in page
    assert desk.get(f"{case.get_absolute_url()}transfer/").status_code == 409


def test_the_regulator_of_the_platforms_place_may_get_a_case(cast, now):
    Organisation.objects.filter(pk=cast.platform.pk).update(region=given_letters.MOOR)
    assert given.referred(cast, now).others_competent() == [cast.other_county]


def test_the_superior_who_decides_a_dispute_reads_the_compiled_report(cast, at_desk, now):
    given_letters.disputed(cast, now)
    paper = Document.objects.get(paper="regulator_compilation", addressee=cast.county)
    assert paper in Document.objects.visible_to(cast.city_officer)
    assert paper not in Document.objects.visible_to(cast.other_case_officer)
    assert paper.file_number in at_desk(cast.city_officer).get("/received-reports/").text


def test_whoever_got_a_case_may_not_transfer_it_again_but_dispute(cast, at_desk, now):
    case = given_letters.transferred(cast, now)
    there = at_desk(cast.other_county_officer)
    form = transfer_form(case, cast, regulator=cast.city)
    answer = given.press(there, case, "transfer", form)
    assert answer.status_code == 409 and "dispute the jurisdiction" in answer.content.decode()
    assert given.press(there, case, "dispute", dispute_form(case, cast)).status_code == 302


@pytest.mark.clause("W-14", "6.4-3")
def test_the_common_superior_decides_a_dispute(cast, at_desk, now):
    case = given_letters.transferred(cast, now)
    with time_machine.travel(NOW, tick=False):
        there = at_desk(cast.other_county_officer)
        assert "Eastport Regulator decides." in there.get(step(case, "dispute")).content.decode()
        assert given.press(there, case, "dispute", dispute_form(case, cast)).status_code == 302
        case.refresh_from_db()
        assert (case.state, case.holder, case.disputed_by) == ("disputed", cast.city, cast.other_county)
        assert case.deadlines.running().get().end == date(2026, 12, 4)
        city = at_desk(cast.city_officer)
        assert "The shop moved back." in city.get(case.get_absolute_url()).content.decode()
        form = assign_form(case, cast) | {"regulator": cast.county}
        assert given.press(city, case, "assign", form).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.holder, case.county_id) == ("received", cast.county, "910101")
    assert case.deadlines.get(term="W-14").met_at == NOW
    paper = Document.objects.filter(paper="transfer_letter").latest("pk")
    assert (paper.office, paper.addressee, paper.title) == (
        cast.city,
        cast.county,
        "Decision on jurisdiction",
    )


def test_what_the_superior_decided_stands(cast, at_desk, now):
    case = given_letters.assigned(cast, now)
    there = at_desk(cast.other_county_officer)
    for name, form in (
        ("transfer", transfer_form(case, cast, regulator=cast.city)),
        ("dispute", dispute_form(case, cast)),
    ):
        answer = given.press(there, case, name, form)
        assert answer.status_code == 409 and "assigned to you by your superior" in answer.content.decode()


def test_a_case_that_came_from_the_center_is_disputed_before_the_next_superior(cast, now):
    case = given.referred(cast, now)
    jurisdiction.dispute(case, by=cast.county_officer, now=now, dispute_reason="Not here.")
    assert case.regulator == cast.city


def test_a_dispute_between_provinces_goes_to_the_nation(cast, now):
    case = given.referred(cast, now)
    Enterprise.objects.filter(pk=case.enterprise_id or 0).update(region="920000")
    said = {"regulator": cast.other_province, "jurisdiction": "Its seat."}
    jurisdiction.transfer(case, by=cast.county_officer, now=now, **said)
    assert (case.province_id, case.county_id) == ("920000", None)
    jurisdiction.dispute(case, by=cast.other_case_officer, now=now, dispute_reason="Not here.")
    assert case.regulator == cast.nation


def test_where_nobody_stands_above_both_a_dispute_is_refused(cast, at_desk, now):
    Organisation.objects.filter(pk__in=[cast.county.pk, cast.other_county.pk]).update(parent=None)
    case = given.referred(cast, now)
    answer = given.press(at_desk(cast.county_officer), case, "dispute", dispute_form(case, cast))
    assert answer.status_code == 409 and "No regulator stands above" in answer.content.decode()


def test_a_superior_assigns_only_beneath_itself_or_to_itself(cast, at_desk, now):
    case = given_letters.disputed(cast, now)
    city = at_desk(cast.city_officer)
    offered = given_letters.chosen(city.get(step(case, "assign")).content.decode(), "regulator")[1]
    assert set(offered) == {code_of(own) for own in (cast.city, cast.county, cast.other_county)}
    with pytest.raises(Refused, match="below yours"):
        said = {"regulator": cast.other_province, "assignment_reason": "There."}
        jurisdiction.assign(case, by=cast.city_officer, now=now, **said)
    jurisdiction.assign(
        case, by=cast.city_officer, now=now, regulator=cast.city, assignment_reason="Ours.", elsewhere=True
    )
    assert case.holder == cast.city


def test_the_parties_of_a_dispute_do_not_decide_it(cast, at_desk, now):
    case = given_letters.disputed(cast, now)
    assert given.press(at_desk(cast.other_county_officer), case, "assign").status_code == 403
    with pytest.raises(Forbidden):
        said = {"regulator": cast.county, "assignment_reason": "Theirs."}
        jurisdiction.assign(case, by=cast.other_county_officer, now=now, **said)


def test_a_dispute_decided_late_is_made_known_above(cast, now):
    case = given_letters.disputed(cast, now)
    swept(NOW + timedelta(days=12))
    told = Notification.objects.filter(record=case.pk, event__clause="W-14", event__verb="overdue")
    known = {viewer.user.pk for viewer in (cast.city_officer, cast.case_officer, cast.compiler)}
    assert set(told.values_list("user", flat=True)) == known


@pytest.mark.parametrize("after", [None, "receive", "inspect"])
def test_a_case_against_the_wrong_enterprise_begins_anew_against_the_shop(cast, now, after):
    case = given.case_at(after, cast, now) if after else given.referred(cast, now)
    Shop.objects.filter(pk=given_letters.shop_of(case).pk).update(place=Region.objects.get(pk="910102"))
    jurisdiction.redirect_case(case, by=System(), now=now, note="Upheld.")
    assert (case.state, case.enterprise, case.holder) == ("received", None, cast.other_county)
    assert (case.county_id, case.received_on, case.started_on) == ("910102", TODAY, None)
    assert case.party_concerned == str(case.shop) and str(case.shop) in case.title
    assert case.deadlines.running().get().term == "DL-04"


def test_a_disputed_case_that_begins_anew_is_disputed_no_more(cast, now):
    case = given_letters.disputed(cast, now)
    jurisdiction.redirect_case(case, by=System(), now=now, note="Upheld.")
    assert (case.state, case.holder, case.transferred_from) == ("received", cast.other_county, None)
    assert case.deadlines.running().get().term == "DL-04"


def test_a_case_past_its_inspection_is_not_redirected(cast, now):
    case = given.case_at("file", cast, now)
    jurisdiction.redirect_case(case, by=System(), now=now, note="Upheld.")
    assert case.state == "filed" and case.enterprise is not None


def test_a_case_with_an_open_letter_stays_where_the_letter_is_awaited(cast, now):
    letter = given_letters.letter(cast, now)
    case = given_letters.moved(EnforcementCase.objects.get(pk=letter.case_id), "910102")
    jurisdiction.redirect_case(case, by=System(), now=now, note="Upheld.")
    assert (case.state, case.enterprise, case.holder) == ("received", None, cast.county)
