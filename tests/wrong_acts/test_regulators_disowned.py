"""Does a matter end in silence where a denial is upheld after its case is over? (W-12, 6.4-1)"""

from __future__ import annotations

import pytest
import time_machine

from casework.models import Notification
from casework.pages.worklist import waiting
from catalogue.models import Shop
from disposal.models.cases import EnforcementCase
from tests.conftest import NOW
from tests.disposal import given, given_disowned, given_letters
from tests.disposal.given_denied import denied
from tests.disposal.walks import verify_case_form

WHY = {"note": "The shop alone sold these goods."}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def fresh(case):
    return EnforcementCase.objects.get(pk=case.pk)


def uphold(at_desk, cast, case):
    """A third officer decides that the party was right."""
    denial = given_disowned.denial_of(case)
    answer = given.press(at_desk(cast.county_third), denial, "uphold", given_disowned.WHY)
    assert answer.status_code == 302


def test_a_denial_upheld_after_the_case_is_verified_comes_before_the_center(cast, at_desk):
    case = given_disowned.verified(cast, NOW)
    uphold(at_desk, cast, case)
    case, compiler = fresh(case), at_desk(cast.compiler)
    assert (case.state, case.turn) == ("disowned", "compiler")
    assert case.pk in {record.pk for record in waiting(cast.compiler, NOW)}
    assert case.deadlines.running().get().term == "W-20"
    told = Notification.objects.filter(record=case, event__verb="disown")
    assert cast.compiler.user.pk in told.values_list("user", flat=True)
    page = compiler.get(case.get_absolute_url()).text
    assert "Refer the goods anew, against the shop" in page and "Leave it as it ended" in page
    assert "once it is filed" not in page


def test_what_is_verified_although_its_partys_denial_was_upheld_does_not_end_in_silence(cast, at_desk):
    case = given.reported(cast, NOW)
    denied(case, cast)
    uphold(at_desk, cast, case)
    assert fresh(case).state == "fed_back"
    compiler = at_desk(cast.compiler)
    page = compiler.get(given_disowned.address(case, "verify")).text
    assert "The denial of its party was upheld" in page and given_disowned.WHY["reason"] in page
    assert given.press(compiler, case, "verify", verify_case_form(case, cast)).status_code == 302
    assert (fresh(case).state, fresh(case).turn) == ("disowned", "compiler")


def test_the_goods_are_referred_anew_against_the_shop(cast, at_desk):
    case = given_disowned.disowned(cast, NOW)
    compiler = at_desk(cast.compiler)
    page = compiler.get(given_disowned.address(case, "refer_anew")).text
    assert case.report.failing[0].name in page and given_disowned.WHY["reason"] in page
    assert given.press(compiler, case, "refer_anew", WHY).status_code == 302
    new = EnforcementCase.objects.exclude(pk=case.pk).get(report=case.report)
    assert (new.enterprise, new.shop, new.state) == (None, case.shop, "received")
    assert fresh(case).state == "verified" and fresh(case).enterprise == case.enterprise
    assert new.get_absolute_url() in compiler.get(case.get_absolute_url()).text
    officer = at_desk(cast.county_officer if new.regulator == cast.county else cast.case_officer)
    assert given_disowned.WHY["reason"] in officer.get(given_disowned.address(new, "inspect")).text


@pytest.mark.parametrize("place", [None, "county"])
def test_before_goods_are_referred_anew_it_is_said_where_the_shop_is_and_who_gets_them(cast, at_desk, place):
    case = given_disowned.disowned(cast, NOW)
    shop = given_letters.shop_of(case)
    where = {"county": cast.county.region, None: None}[place]
    Shop.objects.filter(pk=shop.pk).update(place=where)
    compiler = at_desk(cast.compiler)
    page = compiler.get(given_disowned.address(case, "refer_anew")).text.partition("<main")[2]
    card = page.partition("Who gets it")[2].partition("</section>")[0]
    assert ("No place of the shop is known" in page) == (place is None) and shop.name in card
    assert given.press(compiler, case, "refer_anew", WHY).status_code == 302
    new = EnforcementCase.objects.exclude(pk=case.pk).get(report=case.report)
    assert new.regulator.name in card and (where is None or where.name in card)


def test_the_same_goods_are_not_referred_against_the_shop_twice(cast, at_desk):
    case = given_disowned.disowned(cast, NOW)
    other = given_disowned.against_the_shop(case, cast, NOW)
    refused = given.press(at_desk(cast.compiler), case, "refer_anew", WHY)
    assert refused.status_code == 409 and f"Case {other.number} is about these goods" in refused.text


def test_nothing_more_is_done_only_with_a_reason_that_is_told(cast, at_desk):
    case = given_disowned.disowned(cast, NOW)
    compiler = at_desk(cast.compiler)
    for note in ("", "已核验"):
        assert given.press(compiler, case, "let_stand", {"note": note}).status_code == 422
    assert given.press(compiler, case, "let_stand", WHY).status_code == 302
    assert fresh(case).state == "verified"
    assert WHY["note"] in at_desk(cast.county_officer).get(case.get_absolute_url()).text
    told = Notification.objects.filter(record=case, event__verb="let_stand")
    assert cast.county_officer.user.pk in told.values_list("user", flat=True)


def test_the_day_of_a_denials_decision_is_not_taken_for_that_of_a_penalty(cast, at_desk):
    """In Chinese the two have names of their own."""
    case = given_disowned.disowned(cast, NOW)
    compiler = at_desk(cast.compiler)
    compiler.post("/i18n/setlang/", {"language": "zh-hans", "next": "/"})
    page = compiler.get(given_disowned.address(case, "let_stand")).text
    assert "决定日期" in page and "处罚决定日期" not in page


def test_nobody_but_the_center_decides_what_becomes_of_it(cast, at_desk):
    case = given_disowned.disowned(cast, NOW)
    for step in ("refer_anew", "let_stand"):
        for viewer in (cast.county_officer, cast.county_head, cast.leader):
            assert given.press(at_desk(viewer), case, step, WHY).status_code == 403


@pytest.mark.parametrize("left", [False, True])
def test_who_was_punished_for_goods_of_another_is_not_forgotten(cast, at_desk, left):
    case = given_disowned.after_a_penalty(cast, NOW)
    told = Notification.objects.filter(record=case, event__verb="disown")
    assert cast.county_head.user.pk in told.values_list("user", flat=True)
    if left:
        assert given.press(at_desk(cast.compiler), case, "let_stand", WHY).status_code == 302
    head = at_desk(cast.county_head)
    assert given.press(head, case, "revoke", {"note": "The goods were another's."}).status_code == 302
    case = fresh(case)
    assert (case.state, case.decided_on, case.closed_on, case.fed_back_on) == ("filed", None, None, None)
    assert [clock.term for clock in case.deadlines.running()] == ["DL-24"]
