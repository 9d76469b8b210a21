"""Is a text stored as it was written, and compared without what spellings differ in?"""

from __future__ import annotations

import pytest
from django.db.models import Value
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import Brand, Finding, Folded, known_since
from catalogue.names import folded, narrow, on_one_line, written
from monitoring.importers.cells import said, said_at_length
from monitoring.importers.complaints import without_people

PRINTED = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp", "Zs")))


@given(PRINTED)
def test_nothing_that_is_printed_is_changed(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        (" a  b\t", "a  b"),
        ("甲\x0b乙\ufeff", "甲乙"),
        ("一\n二", "一\n二"),
        ("\u202e甲\u200b", "甲"),
        ("👩\u200d👧", "👩\u200d👧"),
    ],
)
def test_only_what_nobody_sees_is_left_out(typed: str, stored: str) -> None:
    assert written(typed) == stored


def test_a_name_stands_on_one_line() -> None:
    assert on_one_line("儿童\n推车\r\nABC\nDEF  G") == "儿童推车 ABC DEF  G"


@given(st.text())
def test_what_is_found_in_one_width_is_found_in_its_place(text: str) -> None:
    assert len(narrow(text)) == len(text)


def test_a_cell_is_read_without_its_mark_and_nothing_else() -> None:
    assert said("标称：ＡＢ  (甲)厂") == "ＡＢ  (甲)厂" and said("——") == ""
    assert said_at_length("起火，\n  3.7×10⁴") == "起火，\n  3.7×10⁴"


def test_numbers_of_persons_are_struck_out_in_any_width() -> None:
    assert without_people("Ａ １３８００００１１１１，ｍ²") == "Ａ ***，ｍ²"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["Ａ　b(1.5)", "a B（１．５）", "【A】 b", "3.7×10⁴\tm²", "㎡ Ｚ-9\n"])
def test_the_database_folds_as_python_does(text: str) -> None:
    Brand.objects.create(name="甲")
    assert Brand.objects.values_list(Folded(Value(text)), flat=True).get() == folded(text)


@pytest.mark.django_db
def test_a_product_is_known_again_however_it_was_written(now) -> None:
    facts = {"on": now.date(), "organisation": "甲局", "product": "电池", "producer_key": "甲"}
    Finding.objects.create(**facts, brand="ＡＢ (甲)", model="1.5Ｌ", verdict="conforming")
    assert known_since("甲有限公司", "ab（甲）", "1.5 l", now.date()).exists()
    assert not known_since("甲有限公司", "ab（甲）", "15L", now.date()).exists()
