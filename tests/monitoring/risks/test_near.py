"""Are texts written one way, likenesses exact, chances to meet as they say, and models kept apart?"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.risks import near
from monitoring.risks.near import Report, compare, grams, jaccard, plain

TEXTS = st.text(alphabet="电热水壶充宝漏起火爆炸ABC12.-， ", max_size=40)
KETTLE = Report("电热水壶", "接地不良，漏电", model="XY-100", brand="甲牌", enterprise="甲电器有限公司")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("電熱水壺　漏電！", "电热水壶漏电"),
        ("ＵＳＢ充電器", "usb充电器"),
        ("容量1.5升", "容量1500ML"),
        ("净重０．５千克", "净重 500 g"),
        ("电池20000毫安时", "电池20Ah"),
        ("功率1.8kW", "功率1800瓦"),
        ("长1.2米", "长120cm"),
    ],
)
def test_spellings_of_one_text_become_one(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("1.5升", "15升"), ("型号A5G", "型号A5"), ("500克", "500毫升")])
def test_what_says_something_else_stays_apart(one, other):
    assert plain(one) != plain(other)


@given(TEXTS)
def test_a_plain_text_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(TEXTS)
def test_each_run_of_two_and_three_stands_in_the_text_and_none_is_left_out(text):
    runs = grams(text)
    assert all(run in text and len(run) in (1, 2, 3) for run in runs)
    assert {text[at : at + 2] for at in range(len(text) - 1)} <= runs
    assert {text[at : at + 3] for at in range(len(text) - 2)} <= runs
    assert bool(runs) == bool(text)


@given(TEXTS, TEXTS)
def test_the_likeness_is_the_exact_share_of_what_both_have(one, other):
    a, b = grams(one), grams(other)
    like = jaccard(a, b)
    assert like * len(a | b) == len(a & b)
    assert like == jaccard(b, a) and 0 <= like <= 1
    assert (like == 1) == (a == b and bool(a))


@given(TEXTS, TEXTS)
def test_who_is_as_like_as_asked_is_within_reach(one, other):
    a, b = grams(one), grams(other)
    if a and jaccard(a, b) >= near.SAME:
        least, most = near.reach(len(a), near.SAME)
        assert least <= len(b) <= most


@given(st.lists(st.builds(Report, TEXTS, TEXTS, TEXTS), max_size=5))
def test_a_signature_is_the_same_in_any_company_and_fits_its_column(reports):
    signed = near.signatures(reports)
    assert signed.sizes.tolist() == [len(report.grams) for report in reports]
    assert signed.bands.shape == (len(reports), near.BANDS) and signed.bands.dtype == "int32"
    assert [len(bits) for bits in near.written(signed.bits)] == [near.BITS] * len(reports)
    for place, report in enumerate(reports):
        alone = near.signatures([report])
        assert alone.bands[0].tolist() == signed.bands[place].tolist()
        assert near.written(alone.bits)[0] == near.written(signed.bits)[place]


def test_many_are_signed_in_parts(monkeypatch):
    reports = [Report(f"电热水壶{n}", "漏电") for n in range(5)]
    whole = near.signatures(reports)
    monkeypatch.setattr(near, "TOGETHER", 2)
    assert near.signatures(reports).bands.tolist() == whole.bands.tolist()


def test_a_signature_is_the_one_that_is_kept_already():
    """Were it another one, what has been stored would be found no more."""
    signed = near.signatures([Report("电热水壶", "漏电")])
    assert signed.bands[0][:3].tolist() == [695693902, -1504205463, -1844082149]


def test_bands_miss_fewer_than_one_in_two_hundred_of_those_that_are_the_same():
    assert near.chance(float(near.SAME)) >= 0.995
    one = 0.7**near.ROWS
    by_number = sum(
        comb(near.BANDS, n) * one**n * (1 - one) ** (near.BANDS - n) for n in range(1, near.BANDS + 1)
    )
    assert near.chance(0.7) == pytest.approx(by_number)


def pairs(draw: Random, many: int, common: int, own: int) -> tuple[np.ndarray, np.ndarray]:
    """Bands and bits of so many pairs of sets that have so much in common, and each so much of its own: set
    2n, set 2n + 1."""
    runs, owners = [], []
    for pair in range(many):
        shared = [draw.getrandbits(63) for _run in range(common)]
        for side in (2 * pair, 2 * pair + 1):
            runs += [*shared, *(draw.getrandbits(63) for _run in range(own))]
            owners += [side] * (common + own)
    _sizes, bands, bits = near.signed(np.array(runs, np.uint64), np.array(owners), 2 * many)
    return bands, bits


@pytest.mark.parametrize(("common", "own"), [(42, 9), (20, 10), (10, 3), (4, 1)])
def test_sets_share_bands_as_often_as_their_likeness_says(common, own):
    expected = 4000 * near.chance(common / (common + 2 * own))
    bands, _bits = pairs(Random(1), 4000, common, own)
    met = sum(bool(set(one) & set(other)) for one, other in bands.reshape(4000, 2, -1).tolist())
    assert abs(met - expected) < 130  # four standard deviations and more


def test_the_bits_of_those_that_are_the_same_differ_no_further_than_said():
    _bands, bits = pairs(Random(2), 400, 42, 9)
    further = (bits[::2] != bits[1::2]).sum(axis=1) > near.far(float(near.SAME))
    assert further.sum() <= 4
    assert near.far(1.0) == 0 and near.far(0.0) <= near.BITS


@pytest.mark.parametrize(
    ("model", "product", "found"),
    [
        ("XY-100", "电热水壶", {"xy100"}),
        ("", "移动电源 A1-B 10000mAh", {"a1b"}),
        ("", "手机iPhone 6", {"iphone6"}),
        ("", "2016款3件套 501", {"501"}),
        ("", "电热水壶1.5L", set()),
        ("无", "童装", set()),
        ("小号", "童装", {"小号"}),
        ("/", "—", set()),
    ],
)
def test_models_are_read_from_their_field_and_from_the_product(model, product, found):
    assert near.models(model, product) == found


@pytest.mark.parametrize(
    ("changed", "blocks"),
    [
        ({"model": "XY-200"}, ("model",)),
        ({"model": "", "product": "电热水壶XY-200"}, ("model",)),
        ({"model": "", "product": "电热水壶"}, ()),
        ({"model": "xy100 白色2号"}, ()),
        ({"brand": "乙牌"}, ("brand",)),
        ({"enterprise": "甲电器"}, ()),
        ({"enterprise": "乙电器厂"}, ("enterprise",)),
    ],
)
def test_what_both_name_and_differs_blocks(changed, blocks):
    said = {name: getattr(KETTLE, name) for name in ("product", "hazard", "model", "brand", "enterprise")}
    like = compare(KETTLE, Report(**(said | changed)))
    assert like.differ == blocks
    assert like.same == (not blocks and like.score >= near.SAME)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ("测试厂1", "测试厂1", "agree"),
        ("测试厂1", "测试厂10", "close"),
        ("测试厂1", "测试厂２", "differ"),
        ("甲电器有限公司", "甲电器", "agree"),
        ("甲电器有限责任公司", "甲电器 有限公司", "agree"),
        ("甲电器有限公司", "甲", "close"),
        ("甲电器（广东）有限公司", "广东甲电器有限公司", "agree"),
        ("甲电器（广东）有限公司", "甲电器(广东)", "agree"),
        ("广东甲电器有限公司", "甲电器（广东）", "agree"),
        ("甲电器（广东）有限公司", "甲电器有限公司", "close"),
        ("甲电器（广东）", "甲电器（广东）深圳分公司", "close"),
        ("甲电器（广东）", "甲电器（浙江）", "differ"),
        ("甲电器（广东）有限公司", "甲电器（浙江）有限公司", "differ"),
        ("甲电器有限公司", "乙电器有限公司", "differ"),
        ("甲电器有限公司", "", ""),
        ("甲电器有限公司", "不详", ""),
    ],
)
@pytest.mark.parametrize("fact", ["enterprise", "brand"])
def test_names_are_the_same_close_or_others(fact, one, other, found):
    for names in ((one, other), (other, one)):
        like = compare(*(Report("水壶", "漏电", **{fact: name}) for name in names))
        said = {"agree": like.agree, "close": [each.fact for each in like.close], "differ": like.differ}
        assert [name for name, facts in said.items() if fact in facts] == [found] * bool(found)
        assert all((each.one, each.other) == names for each in like.close)


@pytest.mark.parametrize(
    ("ids", "platforms", "blocks"),
    [
        (("123", "124"), ("某猫", "某猫"), True),
        (("123", "124"), ("某猫", ""), True),
        (("123", "124"), ("某猫", "某东"), False),
        (("123", "１２３"), ("某猫", "某猫"), False),
        (("123", ""), ("某猫", "某猫"), False),
    ],
)
def test_product_ids_of_one_platform_tell_products_apart(ids, platforms, blocks):
    one, other = (
        Report("充电宝", "起火", item_id=item, platform=platform)
        for item, platform in zip(ids, platforms, strict=True)
    )
    assert compare(one, other).differ == (("item_id",) if blocks else ())


def test_product_and_hazard_are_told_apart_in_the_reasons():
    like = compare(Report("充电宝", "起火"), Report("充电宝", "电压不足"))
    assert (like.product, like.hazard) == (Fraction(1), Fraction(0))
    assert 0 < like.score < 1 and isinstance(like.score, Fraction)
