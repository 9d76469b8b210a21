"""Is a measured value judged as GB/T 8170 and common sense want it?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspection.judgement import Comparison, ItemVerdict, judge, overall, places_of, read, rounded

VECTORS = [
    ("12.1498", 0, "12"),
    ("12.1498", 1, "12.1"),
    ("1268", -2, "13E+2"),
    ("10.5002", 0, "11"),
    ("1.050", 1, "1.0"),
    ("0.35", 1, "0.4"),
    ("2500", -3, "2E+3"),
    ("3500", -3, "4E+3"),
    ("-0.0365", 3, "-0.036"),
    ("8.53459", 2, "8.53"),
]
YES, NO, OPEN = ItemVerdict.CONFORMING, ItemVerdict.NON_CONFORMING, ""
figures = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=6)


@pytest.mark.clause("LB-09")
@pytest.mark.parametrize(("value", "places", "expected"), VECTORS)
def test_the_standards_examples_are_rounded_as_it_says(value: str, places: int, expected: str) -> None:
    assert str(rounded(Decimal(value), places)) == str(Decimal(expected))


@given(figures, st.integers(min_value=-3, max_value=5))
def test_rounding_moves_a_value_by_half_a_step_at_most(value: Decimal, places: int) -> None:
    assert abs(rounded(value, places) - value) <= Decimal(1).scaleb(-places) / 2


@given(figures, st.integers(min_value=0, max_value=5))
def test_a_negative_value_is_rounded_like_its_amount(value: Decimal, places: int) -> None:
    assert rounded(-value, places) == -rounded(value, places)


@given(st.integers(min_value=-1000, max_value=1000))
def test_an_exact_half_becomes_even(number: int) -> None:
    assert rounded(Decimal(number) + Decimal("0.5"), 0) % 2 == 0


def verdict(text: str, low: str = "", high: str = "", **options: object) -> str:
    limits = {"low": Decimal(low) if low else None, "high": Decimal(high) if high else None}
    return judge(text, **limits, **options).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "low", "high", "expected"),
    [
        ("0.75", "", "0.75", YES),
        ("0.750001", "", "0.75", NO),
        ("-10", "-10", "5", YES),
        ("−10.1", "-10", "5", NO),
        ("+3.2", "-10", "5", YES),
        ("<0.5", "", "0.5", YES),
        ("＜0.5", "", "0.4", OPEN),
        ("<0.5", "0.5", "", NO),
        ("<0.5", "0.1", "", OPEN),
        ("<0.5", "0.1", "1", OPEN),
        ("<0.1", "0.1", "1", NO),
        ("≤0.5", "0.5", "", OPEN),
        (">150", "", "150", NO),
        ("≥150", "", "150", OPEN),
        (">3", "3", "", YES),
        ("meets the requirement", "", "1", OPEN),
        ("0.12-0.15", "", "1", OPEN),
        ("13×10²", "", "100", OPEN),
        ("5", "", "", OPEN),
    ],
)
def test_limits_conform_and_doubt_is_left_to_the_tester(
    text: str, low: str, high: str, expected: str
) -> None:
    assert verdict(text, low, high) == expected


@pytest.mark.clause("LB-10")
def test_a_value_is_compared_in_full_unless_rounding_is_asked_for() -> None:
    assert verdict("0.754", high="0.75") == NO
    assert verdict("0.754", high="0.75", comparison=Comparison.ROUNDED) == YES
    assert verdict("0.755", high="0.75", comparison=Comparison.ROUNDED) == NO
    assert verdict("0.75", high="0.7", comparison=Comparison.ROUNDED) == NO
    assert verdict("5.04", high="5", comparison=Comparison.ROUNDED, places=1) == YES
    assert verdict("5.4", high="5", comparison=Comparison.ROUNDED, places=1) == NO


def test_what_was_not_detected_lies_below_the_limit_of_detection() -> None:
    assert verdict("未检出", high="5") == OPEN
    assert verdict("未检出", high="5", lod=Decimal(5)) == YES
    assert verdict("ND", high="5", lod=Decimal(6)) == OPEN
    assert verdict("not detected", low="7", lod=Decimal(6)) == NO


def test_another_unit_is_never_compared() -> None:
    assert verdict("0.2 A", high="0.75", unit="mA") == OPEN
    assert verdict("0.2 A", high="0.75") == OPEN
    assert verdict("145 ℃", high="150", unit="°C") == YES


def test_a_reading_keeps_sign_number_and_unit() -> None:
    reading = read("<= 0.50  mg/kg")
    assert (reading.sign, reading.number, reading.unit) == ("≤", Decimal("0.50"), "mg/kg")


@given(figures, figures, figures)
def test_a_plain_value_conforms_exactly_when_it_lies_within(
    value: Decimal, one: Decimal, two: Decimal
) -> None:
    low, high = sorted((one, two))
    expected = YES if low <= value <= high else NO
    assert judge(format(value, "f"), low=low, high=high).verdict == expected


@given(figures, figures, st.decimals(min_value=0, max_value=100, places=3))
def test_a_bound_is_never_judged_against_a_value_it_stands_for(
    high: Decimal, bound: Decimal, less: Decimal
) -> None:
    said = judge(f"<{bound:f}", low=None, high=high).verdict
    if said:
        value = bound - less - Decimal("0.000001")
        assert judge(format(value, "f"), low=None, high=high).verdict == said


def test_the_places_of_a_limit_are_those_its_figures_need() -> None:
    assert places_of(Decimal("0.750000"), Decimal("5.000000")) == 2
    assert places_of(None, Decimal("150")) == 0


def test_one_failing_item_fails_the_sample() -> None:
    assert overall([YES, NO, ItemVerdict.NOT_JUDGED]) == NO
    assert overall([YES, ItemVerdict.NOT_TESTED]) == YES
    assert overall([ItemVerdict.NOT_TESTED]) == ""
