"""Which words claim that all conform, or that nothing is late, and which only seem to?"""

from __future__ import annotations

import pytest

from disposal.claims import contradictions
from disposal.miscounts import differing, miscounted

ALL_CONFORM = [
    "本次监测全部符合标准。",
    "所检产品合格率100%，未见异常。",
    "合格率为百分之百。",
    "合格率达到１００％。",
    "产品100%合格。",
    "不合格率为0。",
    "本期0批次不合格。",
    "检验结果均达标，风险可控。",
    "各项指标均符合要求。",
    "所检样品均通过检验。",
    "均达到标准要求。",
    "检验结果正常。",
    "抽检未见异常。",
    "未发现不合格。",
    "未发现质量安全问题。",
    "本期无不合格。",
    "没有不合格产品。",
    "不存在不合格。",
    "供应商产品均合格。",
    "建议继续监测，本期全部符合。",
    "All batches conform.",
    "No batch failed.",
    "The pass rate was 100%.",
]
NOT_ALL = [
    "1批次不合格，其余全部符合。",
    "抽查的样品未全部符合要求。",
    "并非全部合格。",
    "除该批次外均符合。",
    "除小零件外，其他指标均符合。",
    "其余项目均符合标准。",
    "其他批次未发现问题。",
    "玩具合格率95%，服装合格率100%。",
    "不合格率为0.5%。",
    "小零件未达标，甲醛均合格。",
    "确保在售产品全部符合强制性国家标准。",
    "平台应保证上架产品均合格。",
    "力争合格率100%。",
    "整改后复检均合格。",
    "经检验全部合格后方可恢复销售。",
    "样品外观未见异常。",
    "有无问题尚待复核。",
    "没有问题的产品可继续销售。",
    "One batch failed, all others conform.",
    "All products must conform.",
]


@pytest.mark.parametrize("text", ALL_CONFORM)
def test_that_all_conform_is_recognised(text):
    for field in ("task", "summary", "analysis", "advice", "platform_advice", "least_reason"):
        assert list(contradictions(["TR-1"], **{field: text})) == [field]
        assert not contradictions([], **{field: text})


@pytest.mark.parametrize("text", NOT_ALL)
def test_what_is_true_beside_a_failure_is_left_alone(text):
    assert not contradictions(["TR-1"], summary=text, analysis=text, platform_advice=text)


@pytest.mark.parametrize(
    "text",
    [
        "全部符合，无需下架。",
        "平台无需处理。",
        "不必召回。",
        "No action is needed.",
        "不必立案，不必下架。",
        "所售商品可继续销售，无须下架。",
        "该商品可以照常销售。",
        "平台无需整改。",
        "建议不予立案。",
        "如上所述，无须召回。",
    ],
)
def test_that_nothing_is_to_be_done_is_recognised(text):
    assert contradictions(["TR-1"], platform_advice=text) and contradictions(["TR-1"], advice=text)


@pytest.mark.parametrize(
    "text",
    [
        "合格产品无需下架。",
        "其余产品无需下架。",
        "请下架该产品。",
        "不合格商品不可继续销售。",
        "整改合格后方可恢复销售。",
        "如已售罄，无需再下架。",
        "对不予立案的，请说明理由。",
    ],
)
def test_that_nothing_is_to_be_done_about_the_others_is_left_alone(text):
    assert not contradictions(["TR-1"], platform_advice=text, advice=text)


def test_less_than_is_asked_for_may_be_called_needless():
    for least, text in (("warn", "无须下架。"), ("delist", "无须召回。"), ("warn", "可继续销售。")):
        assert not contradictions(["TR-1"], least=least, advice=text)
    for least, text in (("delist", "无须下架。"), ("recall", "无须召回。"), ("warn", "不必立案。")):
        assert contradictions(["TR-1"], least=least, advice=text)


@pytest.mark.parametrize(
    "text",
    [
        "质量总体过关，pH值一项属正常波动。",
        "pH值不合格系正常误差。",
        "1批次不合格，视同合格，六批次均可放心销售。",
        "消费者可放心购买。",
        "产品质量安全有保障。",
    ],
)
def test_that_a_failure_is_none_is_recognised(text):
    assert contradictions(["TR-1"], summary=text) and not contradictions([], summary=text)


@pytest.mark.parametrize(
    "text",
    [
        "不得视同合格。",
        "pH值一项不属正常波动。",
        "超出正常波动范围。",
        "产品质量不过关。",
        "尚不能放心使用的产品应下架。",
        "合格产品可放心购买。",
    ],
)
def test_that_a_failure_is_no_trifle_is_left_alone(text):
    assert not contradictions(["TR-1"], summary=text, advice=text)


NO_DELAY = [
    "无逾期。",
    "未发现逾期。",
    "没有出现逾期情况。",
    "零逾期。",
    "逾期0件。",
    "全部按期办结。",
    "各平台和监管部门均按期完成。",
    "所有平台按时报送。",
    "均在规定时限内完成。",
    "均未逾期。",
    "按期报送率100%。",
    "All platforms reported in time.",
    "None was overdue.",
]
SOME_DELAY = [
    "1件逾期，其余均按期完成。",
    "除一家外均按期报送。",
    "各平台应按期完成处置。",
    "要求所有平台按时报送。",
    "逾期10件。",
    "均未按期完成。",
    "监管部门均按期完成。",
]


@pytest.mark.parametrize("text", NO_DELAY)
def test_that_nothing_is_late_is_recognised(text):
    assert "Platforms · Overdue and not done 2" in miscounted({"disposals_late": 2}, summary=text)["summary"]
    assert not miscounted({"disposals_late": 0, "overdue": []}, summary=text)


@pytest.mark.parametrize("text", SOME_DELAY)
def test_what_is_true_beside_a_delay_of_a_platform_is_left_alone(text):
    assert not miscounted({"disposals_late": 2, "overdue": [{}, {}]}, summary=text)


def test_what_is_listed_as_overdue_and_counted_nowhere_is_late_too():
    assert "Overdue at the end of the period 1" in miscounted({"overdue": [{}]}, advice="无逾期。")["advice"]


COUNTED = {
    **dict.fromkeys(("cases_filed", "cases_decided", "cases_closed", "bought"), 2),
    "tested": 50,
    "failed": 12,
    "by_category": [["Toys", 20, 5], ["Clothes", 30, 7]],
    "signals": 3,
    "cases_not_filed": 1,
    "cases_unpenalised": 1,
    "cases_referred": 12,
    "disposals_asked": 4,
}


@pytest.mark.parametrize(
    "text",
    [
        "本季度共检验500批次。",
        "抽检产品共计五百批次，问题突出。",
        "发现不合格产品13批次。",
        "13批次产品不合格。",
        "作出处罚决定3起。",
        "共立案三起。",
        "结案10起。",
        "移送监管部门13起。",
        "采集风险信息300条。",
        "不予立案2起。",
    ],
)
def test_more_than_was_counted_is_refused(text):
    assert "but the figures count" in miscounted(COUNTED, advice=text)["advice"]
    assert not miscounted({}, advice=text) and not differing({}, advice=text)


@pytest.mark.parametrize(
    "text",
    ["共检验49批次。", "立案1起。", "上季度检验60批次。", "累计检验五百批次。", "较上季度增加检验60批次。"],
)
def test_another_count_is_told_of_to_whoever_answers_for_it(text):
    assert not miscounted(COUNTED, summary=text)
    assert "but the figures count" in " ".join(differing(COUNTED, summary=text))


@pytest.mark.parametrize(
    "text",
    [
        "检验50批次，不合格12批次，立案2起，处罚2起，结案二起。",
        "检验玩具20批次，不合格5批次。",
        "五十批次中十二批次不合格。",
        "不予立案1起，不予处罚1起。",
        "检验合格38批次。",
        "采集风险信息三条，移送12起，移交平台处理4起。",
    ],
)
def test_what_the_figures_count_is_left_alone(text):
    assert not miscounted(COUNTED, summary=text) and not differing(COUNTED, summary=text)


def test_nobody_says_that_all_conform_where_nothing_was_tested():
    assert "no batch was tested" in miscounted({"tested": 0}, summary="全部合格。")["summary"]
    assert not miscounted({"tested": 0}, summary="本期未开展检验，未发现不合格。")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("抽检多个品种，产品质量总体良好，请继续。", "“产品质量总体良好”"),
        ("本期合格率为100%。", "“本期合格率为100%”"),
        ("本期" + "按计划对各地各平台" * 8 + "抽检的产品质量总体良好。", "“…"),
    ],
)
def test_a_claim_is_quoted_from_where_its_clause_begins(text, quoted):
    [said] = contradictions(["TR-1"], analysis=text).values()
    assert quoted in said
    assert quoted in " ".join(miscounted({"tested": 2, "failed": 1}, analysis=text).values())
