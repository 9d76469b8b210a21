"""What is read before a matter is taken back, voided or handed over again, and who has the goods then?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from catalogue.models import Enterprise
from disposal.models.cases import EnforcementCase
from disposal.models.disposals import PlatformDisposal
from tests.conftest import NOW
from tests.disposal import given, given_again, given_letters

WHY = {"note": "Handed over twice, dealt with elsewhere."}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def form_of(client, record, step):
    return client.get(reverse(f"{record.kind}-step", args=[record.number, step])).text


@pytest.mark.parametrize("made", [given_again.case, given_again.disposal])
def test_nobody_voids_as_dealt_with_elsewhere_without_saying_where(cast, at_desk, now, made):
    record = made(cast, now)
    compiler = at_desk(cast.compiler)
    page = form_of(compiler, record, "void")
    assert "Once this one is void, no " in page and given_again.WHY in page
    for elsewhere in ({}, {"instead": record.number}, {"instead": "EC-OTHER"}):
        assert given.press(compiler, record, "void", WHY | elsewhere).status_code == 422
    assert given.press(compiler, record, "void", WHY | {"instead": "none"}).status_code == 302
    seen = at_desk(cast.leader).get(record.get_absolute_url()).text
    assert f"No other {record._meta.verbose_name} deals with the goods." in seen


def test_the_other_case_about_the_goods_is_named_by_whoever_voids_one(cast, at_desk, now):
    case = given_again.case(cast, now)
    other = given.referred(cast, now)
    EnforcementCase.objects.filter(pk=other.pk).update(report=case.report)
    compiler = at_desk(cast.compiler)
    page = form_of(compiler, case, "void")
    assert other.number in page and "Once this one is void" not in page
    assert given.press(compiler, case, "void", WHY | {"instead": other.number}).status_code == 302
    assert f"dealt with in {other.number}" in at_desk(cast.leader).get(case.get_absolute_url()).text


@pytest.mark.parametrize("made", [given_again.case, given_again.disposal])
def test_what_the_other_kind_of_matter_does_about_the_goods_is_not_passed_over_in_silence(
    cast, at_desk, now, made
):
    record = made(cast, now)
    beside = (EnforcementCase if made is given_again.disposal else PlatformDisposal).objects.get()
    compiler = at_desk(cast.compiler)
    page = form_of(compiler, record, "void")
    assert "nobody does" not in page and f"which stay: {beside.number} ({beside.get_state_display()})" in page
    link = f'<a href="{beside.get_absolute_url()}">'
    assert link in page.partition("Other matters about the same goods")[2]
    assert link in compiler.get(record.get_absolute_url()).text.partition("Other matters about")[2]


def test_where_neither_kind_has_the_goods_the_form_says_that_nobody_does(cast, at_desk, now):
    record, case = given_again.disposal(cast, now), EnforcementCase.objects.get()
    given_again.void(case, cast, now)
    assert "once this one is void, nobody does" in form_of(at_desk(cast.compiler), record, "void")


def test_a_platform_learns_nothing_of_a_case_by_its_disposal(cast, at_desk, now):
    record, case = given.disposal(cast, now), EnforcementCase.objects.get()
    page = at_desk(cast.quality_officer).get(record.get_absolute_url())
    assert page.status_code == 200 and "about the same goods" not in page.text
    assert case.number not in page.text


def test_whoever_takes_back_reads_what_was_reported(cast, at_desk, now):
    disposal = given.fed_back(cast, now)
    page = form_of(at_desk(cast.leader), disposal, "take_back")
    item = disposal.items.get()
    taken = item.standing()[0].account()
    for shown in ("The platform has reported already", str(item), taken, item.report.failing[0].name):
        assert shown in page, shown
    case = EnforcementCase.objects.get()
    page = form_of(at_desk(cast.leader), case, "take_back")
    assert case.get_state_display() in page and str(case.regulator) in page and "severity:" in page


@pytest.mark.parametrize("made", [given_again.case, given_again.disposal])
def test_whoever_hands_over_again_reads_to_whom_and_why_it_was_taken_back(cast, at_desk, now, made):
    record = made(cast, now)
    page = form_of(at_desk(cast.compiler), record, "hand_over")
    to = record.platform if isinstance(record, PlatformDisposal) else record.regulator
    assert str(to) in page and given_again.WHY in page and "Who gets it" in page


@pytest.fixture
def misdirected(cast, now):
    """Taken back, because the place of its enterprise turned out to be another county."""
    case = given_again.case(cast, now)
    assert case.enterprise is not None
    Enterprise.objects.filter(pk=case.enterprise.pk).update(region=cast.other_county.region)
    return case


def test_the_compiler_hands_a_case_to_whom_its_place_makes_competent(cast, at_desk, misdirected):
    compiler, again = at_desk(cast.compiler), {"note": "The enterprise moved to Eastmoor."}
    page = form_of(compiler, misdirected, "hand_over")
    assert str(cast.county) in page and given_letters.chosen(page, "regulator")[0] == code_of(
        cast.other_county
    )
    for wrong in ({}, {"regulator": cast.nation}):
        assert given.press(compiler, misdirected, "hand_over", again | wrong).status_code == 422
    there = again | {"regulator": cast.other_county}
    assert given.press(compiler, misdirected, "hand_over", there).status_code == 302
    case = EnforcementCase.objects.get(pk=misdirected.pk)
    assert (case.regulator, case.county_id) == (cast.other_county, cast.other_county.region_id)
    assert case.state in ("referred", "received") and "Eastmoor" in case.jurisdiction
    officer = at_desk(cast.other_county_officer)
    assert officer.get(case.get_absolute_url()).status_code == 200
    assert officer.get(case.report.get_absolute_url()).status_code == 200
    paper = case.compilation.documents.get(addressee=cast.other_county, paper="regulator_compilation")
    assert case.product in str(paper.content)
    assert at_desk(cast.county_officer).get(case.get_absolute_url()).status_code == 404


def test_the_county_where_the_enterprise_is_not_takes_the_case_up_no_more(cast, at_desk, misdirected):
    officer = at_desk(cast.county_officer)
    page = form_of(officer, misdirected, "hand_over")
    assert 'name="regulator"' not in page and given_again.WHY in page
    for more in ({}, {"regulator": cast.other_county}):
        refused = given.press(officer, misdirected, "hand_over", {"note": "We know the shop."} | more)
        assert refused.status_code == 409 and "another regulator is competent: the center" in refused.text
    assert EnforcementCase.objects.get(pk=misdirected.pk).state == "taken_back"
