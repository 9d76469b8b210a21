"""Who in a hurry carries a case through with fields that say nothing: no money, no law, no court? (G9)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given
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
