"""Who in a hurry carries a case through with fields that say nothing: no money, no law, no court? (G9)"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import not_file_form, verify_case_form, verify_form
from tests.monitoring.test_stage_papers import text_of

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def press(client, case, step, **changes):
    return given.press(client, case, step, {**given.STEPS[step](TODAY), **changes})


NO_LAW, NO_NAME = "Name the law and its article", "Enter the full name"


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({"penalties": ["fine", "gains"], "amount": "0"}, "enter more than 0"),
        ({"penalties": ["gains"], "amount": "0.00"}, "enter more than 0"),
        ({"provision": "第四十九条"}, NO_LAW),
        ({"provision": "本法第四十九条"}, NO_LAW),
        ({"provision": "《中华人民共和国产品质量法》"}, NO_LAW),
        ({"provision": "art. 49"}, NO_LAW),
        ({"pay_to": "x"}, NO_NAME),
        ({"reconsidered_by": "xxxx"}, NO_NAME),
        ({"court": "法院"}, NO_NAME),
        ({"court": "1234"}, NO_NAME),
        ({"contact_phone": "x"}, "This is no telephone number"),
    ],
)
def test_g9_no_penalty_of_nothing_by_no_law_is_proposed(cast, at_desk, program, entered, sentence):
    case = given.case_at("file", cast, NOW)
    answer = press(at_desk(cast.county_officer), case, "propose_decision", **entered)
    assert answer.status_code == 422 and sentence in answer.text
    form = given.STEPS["propose_decision"](TODAY) | entered
    answer = program(cast.county_officer).post(
        reverse("api-enforcementcase-propose_decision", args=[case.number]), form
    )
    assert answer.status_code == 422 and sentence in answer.text


@pytest.mark.parametrize(
    "provision",
    [
        "违反《中华人民共和国产品质量法》第十三条第二款，依据该法第四十九条处罚。",
        "产品质量法第49条",
        "网络交易监督管理办法第 四十 条",
        "Product Quality Law, Article 49",
    ],
)
def test_g9_a_law_and_its_article_are_a_ground(cast, at_desk, provision):
    case = given.case_at("file", cast, NOW)
    offices = {"reconsidered_by": "云州市人民政府", "court": "云州法院", "contact_phone": "12315"}
    answer = press(at_desk(cast.county_officer), case, "propose_decision", provision=provision, **offices)
    assert answer.status_code == 302


def test_g9_an_amount_is_written_so_that_its_size_is_seen(cast, at_desk):
    case = given.case_at("file", cast, NOW)
    press(at_desk(cast.county_officer), case, "propose_decision", amount="99999999")
    for step in ("review", "give_notice"):
        given.case_step(step, case, cast, NOW)
    assert "99,999,999.00" in at_desk(cast.county_head).get(case.get_absolute_url()).text
    notice = Document.objects.get(paper="penalty_notice")
    assert notice.content["amount"] == "99999999.00"
    assert "99,999,999.00" in text_of(notice)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("250.00", "20 times the value of the goods (5,000.00 yuan to be paid, goods of 250.00 yuan)"),
        ("0", "entered as worth nothing, and 5,000.00 yuan"),
        ("2000.00", ""),
    ],
)
def test_g9_a_fine_far_above_the_value_of_the_goods_stands_out(cast, at_desk, value, sentence):
    case = given.case_at("evidence", cast, NOW)
    given.party_told(case, cast, NOW)
    officer, reviewer, head = map(at_desk, (cast.county_officer, cast.county_reviewer, cast.county_head))
    assert press(officer, case, "propose_filing", goods_value=value).status_code == 302
    for step in ("sign_filing", "file", "propose_decision"):
        given.case_step(step, case, cast, NOW)
    pages = [officer.get(case.get_absolute_url()), form_of(reviewer, case, "review")]
    for step in ("review", "give_notice", "serve_notice", "hear"):
        given.case_step(step, case, cast, NOW)
    pages.append(form_of(head, case, "decide"))
    for page in pages:
        assert sentence in page.text and ("wj-message" in page.text or not sentence)
        assert sentence or "times the value" not in page.text


def form_of(client, case, step):
    return client.get(reverse("enforcementcase-step", args=[case.number, step]))


@pytest.mark.parametrize("step", ["review", "send_back", "decide", "reject_decision"])
def test_g9_whoever_passes_or_decides_reads_beside_the_form_what_is_proposed(cast, at_desk, step):
    head = "decide" in step or "decision" in step
    case = given.case_at("hear" if head else "propose_decision", cast, NOW)
    page = form_of(at_desk(cast.county_head if head else cast.county_reviewer), case, step).text
    for shown in ("Unsafe toys.", given.ON_PAPER["provision"], "Fine", "5,000.00", "value of the goods"):
        assert shown in page
    said = ("A first offence.", "The fine is at the lower end.", "Facts clear, grounds right.")
    assert all((shown in page) == head for shown in said)


@pytest.mark.parametrize(
    ("before", "step", "field", "words"),
    [
        ("propose_decision", "review", "review_opinion", "同意"),
        ("serve_decision", "execute", "execution", "已执行"),
        ("execute", "close", "account", "不予立案"),
        ("execute", "close", "account", "按规定处理。"),
    ],
)
def test_g9_what_only_repeats_the_act_says_nothing_of_it(cast, at_desk, before, step, field, words):
    case = given.case_at(before, cast, NOW)
    client = at_desk(given.takes(step, cast))
    refused = press(client, case, step, **{field: words})
    assert refused.status_code == 422 and "This says nothing" in refused.text
    assert press(client, case, step).status_code == 302


@pytest.mark.parametrize("entered", [{"not_filed_why": "不予立案"}, {"not_controlled_why": "同意"}])
def test_g9_no_case_is_left_unfiled_because_it_is_left_unfiled(cast, at_desk, entered):
    case = given.case_at("evidence", cast, NOW)
    form = {**not_file_form(case, cast), "control": "none", "not_controlled_why": "All were sold by March."}
    refused = given.press(at_desk(cast.county_officer), case, "propose_no_filing", {**form, **entered})
    assert refused.status_code == 422 and "This says nothing" in refused.text


def test_g9_a_platform_is_not_verified_by_the_word_verified(cast, at_desk):
    found = given.fed_back(cast, NOW)
    form = verify_form(found, cast) | {"check_account": "已核验"}
    refused = given.press(at_desk(cast.compiler), found, "verify", form)
    assert refused.status_code == 422 and "Tell how it was checked" in refused.text


def test_g9_what_is_under_control_has_no_reason_why_it_is_not(cast, at_desk):
    case = given.case_at("evidence", cast, NOW)
    officer = at_desk(cast.county_officer)
    both = {"under_control": "on", "not_controlled_why": "Forty pieces were resold."}
    filing = {**given.STEPS["propose_filing"](TODAY), **both}
    for step, form in (("propose_no_filing", not_file_form(case, cast) | both), ("propose_filing", filing)):
        refused = given.press(officer, case, step, form)
        assert refused.status_code == 422 and "are under control: leave this empty" in refused.text


def test_g9_a_returned_proposal_comes_back_whole(cast, at_desk):
    case = given.not_file_proposed(cast, NOW)
    given.press(at_desk(cast.county_head), case, "return_filing", {"note": "Look again."})
    form = form_of(at_desk(cast.county_officer), case, "propose_no_filing").text
    assert "Weak thread." in form and "Bankrupt." in form


@pytest.mark.parametrize(
    ("entered", "sentence"),
    [
        ({"note": ""}, "This field is required."),
        ({"note": "已核验"}, "This says nothing"),
        ({"checked_on": TODAY + timedelta(days=1)}, "This lies in the future"),
        ({"checked_on": TODAY - timedelta(days=1)}, "The regulator reported on 2026-11-25"),
    ],
)
def test_g9_a_case_is_not_verified_by_a_button_alone(cast, at_desk, program, entered, sentence):
    case = given.reported(cast, NOW)
    form = verify_case_form(case, cast) | entered
    refused = given.press(at_desk(cast.compiler), case, "verify", form)
    assert refused.status_code == 422 and sentence in refused.text
    url = reverse("api-enforcementcase-verify", args=[case.number])
    answer = program(cast.compiler).post(url, {**form, "checked_on": str(form["checked_on"])})
    assert answer.status_code == 422


def test_g9_the_regulator_reads_what_the_center_looked_at_and_when(cast, at_desk):
    case = given.reported(cast, NOW)
    form = verify_case_form(case, cast)
    assert given.press(at_desk(cast.compiler), case, "verify", form).status_code == 302
    page = at_desk(cast.county_officer).get(case.get_absolute_url()).text
    assert f"2026-11-25 · {form['note']}" in page


def test_g9_the_bar_ticks_the_end_that_is_reached_and_says_nothing_false_of_what_has_passed(cast, at_desk):
    case = given.reported(cast, NOW)
    compiler = at_desk(cast.compiler)
    given.press(compiler, case, "verify", verify_case_form(case, cast))
    page = compiler.get(case.get_absolute_url()).text
    bar = page[page.index('class="wj-steps"') :].split("</ol>")[0]
    assert 'class="wj-final" title="Verified" aria-current="step"' in bar
    assert not re.search(r'wj-steps-dot">\s*\d', bar)
    assert 'title="Referred"' in bar and "not delivered yet" not in bar and "in legal review" not in bar


def test_g9_the_bar_says_of_what_is_not_delivered_that_it_is_not(cast, at_desk):
    case = given.unreceived(cast, NOW)
    assert "Referred, not delivered yet" in at_desk(cast.compiler).get(case.get_absolute_url()).text
