"""Are texts written one way, likenesses exact, chances to meet as they say, and models kept apart?"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring import near
from monitoring.near import Report, compare, grams, jaccard, plain

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


@given(TEXTS)
def test_a_signature_is_always_the_same_and_fits_its_column(text):
    signed = near.sign(grams(text))
    assert signed == near.sign(frozenset(sorted(grams(text), reverse=True)))
    assert (signed.size, len(signed.bits)) == (len(grams(text)), near.BITS)
    assert len(signed.bands) == (near.BANDS if text else 0)
    assert all(-(2**31) <= band < 2**31 for band in signed.bands)


def test_a_signature_is_the_one_that_is_kept_already():
    """Were it another one, what has been stored would be found no more."""
    assert near.sign(grams("电热水壶漏电")).bands[:3] == [1226687845, 1198807620, 526036968]


def test_bands_miss_fewer_than_one_in_two_hundred_of_those_that_are_the_same():
    assert near.chance(float(near.SAME)) >= 0.995
    one = 0.7**near.ROWS
    by_number = sum(
        comb(near.BANDS, n) * one**n * (1 - one) ** (near.BANDS - n) for n in range(1, near.BANDS + 1)
    )
    assert near.chance(0.7) == pytest.approx(by_number)


def pair(draw: Random, common: int, own: int) -> tuple[set[str], set[str]]:
    """Two sets that have so much in common, and each so much of its own."""
    shared = [f"{draw.random()}" for _run in range(common)]
    one, other = ({*shared, *(f"{draw.random()}" for _run in range(own))} for _side in (1, 2))
    return one, other


@pytest.mark.parametrize(("common", "own"), [(20, 10), (10, 3), (4, 1)])
def test_sets_share_bands_as_often_as_their_likeness_says(common, own):
    draw, expected = Random(1), 400 * near.chance(common / (common + 2 * own))
    met = sum(
        bool(set(near.sign(one).bands) & set(near.sign(other).bands))
        for one, other in (pair(draw, common, own) for _case in range(400))
    )
    assert abs(met - expected) < 40  # four standard deviations and more


def test_the_bits_of_those_that_are_the_same_differ_no_further_than_said():
    draw, further = Random(2), 0
    for one, other in (pair(draw, 42, 9) for _case in range(400)):
        bits = zip(near.sign(one).bits, near.sign(other).bits, strict=True)
        further += sum(a != b for a, b in bits) > near.far(float(near.SAME))
    assert further <= 4
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
