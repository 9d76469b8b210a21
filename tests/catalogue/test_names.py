"""Are two spellings of one name one name, and two names two?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.names import is_nominal, key, normal, pinyin_key

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
NAMES = st.text(
    st.one_of(HAN, st.sampled_from("ABCxyz0189 ()（）［］【】:：　·-/"), st.characters()), max_size=30
)
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


@given(NAMES)
def test_a_normal_name_is_its_own_normal_form(name: str) -> None:
    assert normal(normal(name)) == normal(name)


@given(NAMES)
def test_the_key_of_a_key_is_that_key(name: str) -> None:
    assert key(key(name)) == key(name)


@given(NAMES)
def test_a_name_and_its_normal_form_have_one_key(name: str) -> None:
    assert key(normal(name)) == key(name)


@given(st.text(st.sampled_from("甲乙丙有限公司AbC09()"), max_size=20))
def test_width_does_not_matter(name: str) -> None:
    assert normal(name.translate(WIDE)) == normal(name)


@given(st.lists(HAN, min_size=1, max_size=12), st.sampled_from([" ", "　", "\t", "\u200b", "\n"]))
def test_spaces_between_chinese_characters_do_not_matter(letters: list[str], space: str) -> None:
    assert normal(space.join(letters)) == normal("".join(letters))


@given(NAMES)
def test_a_name_longer_than_nothing_sorts_without_outer_spaces_or_capitals(name: str) -> None:
    sort = pinyin_key(name)
    assert sort == sort.strip() and sort == sort.lower()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("标称：甲乙丙服饰有限公司", "甲乙丙服饰有限公司"),
        ("标称：标称: 甲乙丙厂", "甲乙丙厂"),
        ("产品上标注：甲乙丙灯饰（中国）有限公司", "甲乙丙灯饰(中国)有限公司"),
        ("甲乙丙【北京】公司", "甲乙丙 ( 北京 ) 公司"),
        ("ＡＢＣ　Ｄ", "ABC D"),
    ],
)
def test_spellings_of_one_name_have_one_normal_form(one: str, other: str) -> None:
    assert normal(one) == normal(other)


def test_a_chinese_name_is_shown_with_wide_brackets_and_its_own_capitals() -> None:
    assert normal("ABC电子(中国)有限公司") == "ABC电子（中国）有限公司"
    assert normal("ABC (China) Ltd") == "ABC(China)Ltd"


@pytest.mark.parametrize(
    "other",
    [
        "北京甲乙丙时装有限责任公司",
        "甲乙丙时装（北京）股份有限公司",
        "甲乙丙时装(北京)有限公司 ",
        "北京甲乙丙时装",
    ],
)
def test_legal_form_and_the_place_of_the_place_do_not_matter_for_matching(other: str) -> None:
    assert key("甲乙丙时装（北京）有限公司") == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲乙丙时装（北京）有限公司", "甲乙丙时装（上海）有限公司"),
        ("甲乙丙集团有限公司", "甲乙丙有限公司"),
        ("甲乙丙厂", "甲乙丙一厂"),
        ("有限公司", "股份有限公司"),
    ],
)
def test_two_firms_keep_two_keys(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_letters_match_in_any_case() -> None:
    assert key("GuangMing 牛奶") == key("guangming牛奶")


def test_only_a_producer_known_from_the_label_is_nominal() -> None:
    assert is_nominal("标称：甲乙丙厂") and not is_nominal("甲乙丙标称厂")


def test_names_sort_by_sound() -> None:
    assert sorted(["重庆甲厂", "北京甲厂", "安徽甲厂", "Acme"], key=pinyin_key) == [
        "Acme",
        "安徽甲厂",
        "北京甲厂",
        "重庆甲厂",
    ]
