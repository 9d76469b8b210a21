"""Is a text that says nothing taken for a reason, and does every form that asks why want to be told?"""

from __future__ import annotations

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from casework.pages.forms import StepForm
from disposal.forms.disposals import MeasureForm
from trail.reasons import ReasonField, asks_why, says_why, validate_reason

EMPTY = [
    "",
    " ",
    "无",
    "没有",
    "/",
    "-",
    "——",
    "1",
    "123",
    "ok",
    "OK.",
    "x",
    "无。",
    "aaaa",
    "哈哈哈",
    "n/a",
    "同上",
    *("同意", "同意。", "已阅", "属实", "情况属实，同意。", "不予立案", "依法不予立案"),
    *("不 予 立 案", "未立案", "免予处罚", "已处理", "按规定处理", "依法处理完毕"),
    *("已处置", "已核验", "已结案", "已执行", "办结", "已办结", "结案", "无异议"),
    *("作废", "已作废。", "收回", "予以撤销", "维持", "Voided.", "Withdrawn"),
    *("算了", "算了吧。", "算了，算了", "就这样", "随便", "没必要", "不罚了"),
    *("不予采纳", "不采纳。", "部分采纳", "予以驳回", "理由不足", "理由不成立，不予采纳", "意见不成立"),
    *("Not accepted.", "Rejected", "Dismissed."),
    *("Never mind.", "Forget it", "whatever"),
    *("Agreed.", "Approved", "done", "Closed", "Case closed", "No case filed.", "all OK", "Not penalised"),
]
REASONS = [
    "Why.",
    "重做",
    "A slip.",
    "另一批次",
    "Bankrupt.",
    "3C 证书过期",
    "误发作废",
    "商品已退回厂家",
    "商家已关店",
    "No longer sold",
]
REASONS += ["标签与其产品一致，不予采纳", "商标不同，理由成立"]
REASONS += ["证据不足，不予立案", "程序合法。", "罚款已缴纳", "现场核查，已下架"]
REASONS += [
    "Fined.",
    "Paid.",
    "Not ours.",
    "Closed by the court",
    "没必要罚：损失已全部赔偿",
    "Not needed: all was repaid",
]
# Their fields are made from a model, and asked of when the form is made.
MADE_FROM_MODELS = (StepForm, MeasureForm)


@pytest.mark.parametrize("text", EMPTY)
def test_what_says_nothing_is_no_reason(text):
    assert not says_why(text)


@pytest.mark.parametrize("text", REASONS)
def test_a_few_words_are_one(text):
    assert says_why(text)


@given(st.text(alphabet="0123456789/-—.,;:!?。，、 \t\n无", max_size=40))
def test_signs_and_figures_alone_never_are(text):
    assert not says_why(text)


@given(st.text("店铺关闭样品破损重新检验", min_size=2, max_size=40), st.sampled_from(["", "。", " / "]))
def test_two_different_characters_are_enough_whatever_stands_around_them(text, around):
    assert says_why(around + text + around) == (len(set(text)) > 1)


def every_form(shape=forms.BaseForm):
    for each in shape.__subclasses__():
        yield each
        yield from every_form(each)


def test_every_field_of_a_form_that_asks_why_wants_to_be_told(client, db):
    client.get("/")  # every form is known once every address is
    dumb = {
        f"{each.__module__}.{each.__qualname__}.{name}"
        for each in every_form()
        if not issubclass(each, MADE_FROM_MODELS) and not each.__module__.startswith(("django", "tests"))
        for name, field in getattr(each, "base_fields", {}).items()
        if type(field) is forms.CharField and (asks_why(name) or str(field.label) in ("Reason", "reason"))
        if validate_reason not in field.validators
    }
    assert dumb == set()


def test_a_form_of_a_step_asks_by_the_names_of_its_fields():
    assert asks_why("not_filed_why") and asks_why("below_reason") and not asks_why("season")
    assert validate_reason in ReasonField().validators
