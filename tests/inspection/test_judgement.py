"""Is a measured value judged as GB/T 8170 and common sense want it?"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from catalogue.limits import Comparison, is_interval, read_limit
from catalogue.numerals import spelled
from inspection.judgement.by_figures import ItemVerdict, judge, overall, rounded

VECTORS = [
    ("12.1498", "1", "12"),
    ("12.1498", "0.1", "12.1"),
    ("1268", "1E+2", "13E+2"),
    ("10.5002", "1", "11"),
    ("1.050", "0.1", "1.0"),
    ("0.35", "0.1", "0.4"),
    ("2500", "1E+3", "2E+3"),
    ("3500", "1E+3", "4E+3"),
    ("-0.0365", "0.001", "-0.036"),
    ("8.53459", "0.01", "8.53"),
    # 3.4: half a unit, and a fifth of one
    ("60.25", "0.5", "60.0"),
    ("60.38", "0.5", "60.5"),
    ("60.28", "0.5", "60.5"),
    ("-60.75", "0.5", "-61.0"),
    ("830", "20", "840"),
    ("842", "20", "840"),
    ("832", "20", "840"),
    ("-930", "20", "-920"),
]
YES, NO, OPEN = ItemVerdict.CONFORMING, ItemVerdict.NON_CONFORMING, ""
FULL, ROUNDED = Comparison.FULL, Comparison.ROUNDED
figures = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=6)
comparisons = st.sampled_from(Comparison.values)
intervals = st.sampled_from([None, Decimal("0.5"), Decimal("0.2"), Decimal(20), Decimal("0.05")])


@pytest.mark.clause("LB-09")
@pytest.mark.parametrize(("value", "interval", "expected"), VECTORS)
def test_the_standards_examples_are_rounded_as_it_says(value: str, interval: str, expected: str) -> None:
    assert str(rounded(Decimal(value), Decimal(interval))) == str(Decimal(expected))


@given(figures, st.integers(min_value=-3, max_value=5), st.sampled_from("125"))
def test_rounding_moves_a_value_by_half_a_step_at_most(value: Decimal, places: int, first: str) -> None:
    interval = Decimal(first).scaleb(-places)
    there = rounded(value, interval)
    assert abs(there - value) <= interval / 2 and (there / interval) % 1 == 0


@given(figures, st.integers(min_value=0, max_value=5))
def test_a_negative_value_is_rounded_like_its_amount(value: Decimal, places: int) -> None:
    interval = Decimal(1).scaleb(-places)
    assert rounded(-value, interval) == -rounded(value, interval)


@given(st.integers(min_value=-1000, max_value=1000))
def test_an_exact_half_becomes_even(number: int) -> None:
    assert rounded(Decimal(number) + Decimal("0.5"), Decimal(1)) % 2 == 0


@pytest.mark.parametrize(
    ("text", "known"),
    [("0.5", True), ("0.20", True), ("100", True), ("0.3", False), ("-1", False), ("0", False)],
)
def test_a_value_is_rounded_to_one_two_or_five_of_a_place(text: str, known: bool) -> None:
    assert is_interval(Decimal(text)) is known


def verdict(text: str, limit: str, comparison: str = FULL, **options: object) -> str:
    return judge(text, read_limit(limit), comparison=comparison, **options).verdict  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("0.75", "≤ 0.75", YES),
        ("0.750001", "≤ 0.75", NO),
        ("90", "< 90", NO),
        ("89.999", "< 90", YES),
        ("5", "> 5", NO),
        ("-10", "-10~5", YES),
        ("−10.1", "-10~5", NO),
        ("+3.2", "-10~5", YES),
        ("9.5", "10 ± 0.5", YES),
        ("10.51", "10 ± 0.5", NO),
        ("9.9", "10.0 ± 0.1 (不含 0.1)", NO),
        ("<0.5", "≤ 0.5", YES),
        ("<0.5", "< 0.5", YES),
        ("≤0.5", "< 0.5", OPEN),
        ("＜0.5", "≤ 0.4", OPEN),
        ("<0.5", "≥ 0.5", NO),
        ("<0.5", "≥ 0.1", OPEN),
        ("<0.5", "0.1~1", OPEN),
        ("<0.1", "0.1~1", NO),
        ("≤0.5", "≥ 0.5", OPEN),
        ("≤0.5", "> 0.5", NO),
        (">150", "≤ 150", NO),
        ("≥150", "≤ 150", OPEN),
        (">3", "> 3", YES),
        ("meets the requirement", "≤ 1", OPEN),
        ("0.12-0.15", "≤ 1", OPEN),
        ("3,7", "≤ 1", OPEN),
        ("abc", "≤ 1", OPEN),
        ("13×10²", "≤ 100", NO),
        ("1e3", "≤ 1000", YES),
        ("１２", "≤ 12", YES),
    ],
)
def test_limits_conform_and_doubt_is_left_to_the_tester(text: str, limit: str, expected: str) -> None:
    assert verdict(text, limit) == expected


@pytest.mark.clause("LB-10")
@pytest.mark.parametrize(
    ("text", "limit", "full", "by_rounding"),
    [
        # the table of GB/T 8170, 4.3
        ("97.01", "≥ 97.0", YES, YES),
        ("96.96", "≥ 97.0", NO, YES),
        ("96.94", "≥ 97.0", NO, NO),
        ("0.054", "≤ 0.05", NO, YES),
        ("0.055", "≤ 0.05", NO, NO),
        ("0.294", "0.30~0.60", NO, NO),
        ("0.295", "0.30~0.60", NO, YES),
        ("0.605", "0.30~0.60", NO, YES),
        ("0.606", "0.30~0.60", NO, NO),
        ("9.89", "10.0 ± 0.1", NO, YES),
        ("9.85", "10.0 ± 0.1", NO, NO),
        ("10.16", "10.0 ± 0.1", NO, NO),
        ("9.94", "10.0 ± 0.1 (不含 0.1)", YES, NO),
        ("10.05", "10.0 ± 0.1 (不含 0.1)", YES, YES),
        ("1349", "≥ 14×100", NO, NO),
        ("1351", "≥ 14×100", NO, YES),
        # the zeros of a limit count
        ("0.14", "≤ 0.10", NO, NO),
        ("1.04", "≤ 1.00", NO, NO),
        ("7.4", "≤ 7.0", NO, NO),
        ("0.104", "≤ 0.10", NO, YES),
        ("89.96", "< 90.0", YES, NO),
        ("10.5", "10 ± 0.5", YES, YES),
        ("10.54", "10 ± 0.5", NO, YES),
    ],
)
def test_a_value_is_compared_in_full_unless_rounding_is_asked_for(
    text: str, limit: str, full: str, by_rounding: str
) -> None:
    assert (verdict(text, limit), verdict(text, limit, ROUNDED)) == (full, by_rounding)


def test_a_value_may_be_rounded_to_half_or_a_fifth_of_a_place() -> None:
    assert verdict("60.25", "≤ 60.0", ROUNDED, interval=Decimal("0.5")) == YES
    assert verdict("60.28", "≤ 60.0", ROUNDED, interval=Decimal("0.5")) == NO
    assert verdict("830", "≤ 830", ROUNDED, interval=Decimal(20)) == NO


def test_a_judgement_says_what_it_compared() -> None:
    said = judge("0.745", read_limit("≥ 0.75"), comparison=ROUNDED)
    assert (said.why, said.rounded) == ("0.745 → 0.74; 0.74 < 0.75", Decimal("0.74"))
    assert judge("7", read_limit("6.5 ~ 8.5")).why == "6.5 ≤ 7 ≤ 8.5"
    assert judge("90", read_limit("< 90")).why == "90 ≥ 90"
    assert judge(">9", read_limit("≤ 5")).why == ">9: ≤ 5"


def test_what_was_not_detected_lies_below_the_limit_of_detection() -> None:
    assert verdict("未检出", "≤ 5") == OPEN
    assert verdict("未检出", "≤ 5", lod=Decimal(5)) == YES
    assert verdict("ND", "≤ 5", lod=Decimal(6)) == OPEN
    assert verdict("not detected", "≥ 7", lod=Decimal(6)) == NO
    assert verdict("not detected", "≥ 7", lod=Decimal(9)) == OPEN


@pytest.mark.parametrize(
    ("text", "expected"), [("0.18", OPEN), ("0", OPEN), ("<0.5", OPEN), ("<9", OPEN), ("9", NO), ("12", NO)]
)
def test_a_method_that_detects_only_above_the_limit_proves_no_conformity(text: str, expected: str) -> None:
    found = judge(text, read_limit("≤ 0.75"), lod=Decimal(9))
    assert (found.verdict, found.unproven) == (expected, expected == OPEN)


@pytest.mark.parametrize(
    ("text", "lod", "expected"),
    [
        ("未检出", None, YES),
        ("检出", None, NO),
        ("0", None, YES),
        ("0.01", None, NO),
        ("0.01", "0.02", OPEN),
        ("0", "0.02", YES),
        ("<0.02", "0.02", YES),
        ("<0.03", "0.02", OPEN),
        ("<0.03", None, OPEN),
        ("0.02", "0.02", NO),
        (">0.02", "0.02", NO),
    ],
)
def test_where_nothing_may_be_detected_the_limit_of_detection_decides(
    text: str, lod: str | None, expected: str
) -> None:
    assert verdict(text, "不得检出", lod=Decimal(lod) if lod else None) == expected
    assert verdict(text, "不得检出", ROUNDED, lod=Decimal(lod) if lod else None) == expected


def test_another_unit_is_converted_or_left_to_the_tester() -> None:
    assert verdict("0.2 A", "≤ 0.75", unit="mA") == NO
    assert verdict("0.8 cm²", "≥ 75", unit="mm²") == YES
    assert verdict("0.09 g/kg", "≤ 90 mg/kg") == YES
    assert verdict("0.2 A", "≤ 0.75") == OPEN
    assert verdict("5 mL", "≤ 0.75", unit="mA") == OPEN
    assert verdict("145 ℃", "≤ 150", unit="°C") == YES
    assert verdict("0.1", "≤ 90 mg/kg", unit="g/kg") == NO


@pytest.mark.parametrize(
    ("text", "limit", "declared", "expected"),
    [
        ("9.5", "标示值 ± 5 %", "10", YES),
        ("9.4", "标示值 ± 5 %", "10", NO),
        ("7.9", "≥ 80 % 标示值", "10 mg", NO),
        ("8", "≥ 标示值的 80%", "0.01 g", YES),
        ("9.6", "标示值 ± 0.5", "10", YES),
        ("9.6", "标示值 ± 0.5", "", OPEN),
        ("9.6", "标示值 ± 0.5", "一等品", OPEN),
        ("60", "≤ 90", "≤ 50", NO),
        ("91", "≤ 90", "≤ 100", NO),
        ("60", "≤ 90", "优等品", YES),
        ("60", "≤ 90", "50", YES),
    ],
)
def test_what_the_product_states_is_judged(text: str, limit: str, declared: str, expected: str) -> None:
    assert verdict(text, limit, unit="mg", declared=declared) == expected


def test_without_a_limit_a_promise_or_a_known_word_decides() -> None:
    assert judge("60", None, declared="≤ 50").verdict == NO
    assert judge("符合", None).verdict == YES
    assert judge("不符合", None).verdict == NO
    assert judge("60", None).verdict == judge("未检出", None).verdict == OPEN


@given(figures, figures, figures)
def test_a_plain_value_conforms_exactly_when_it_lies_within(
    value: Decimal, one: Decimal, two: Decimal
) -> None:
    low, high = sorted((one, two))
    expected = YES if low <= value <= high else NO
    assert verdict(spelled(value), f"{low:f} ~ {high:f}") == expected


digits = st.integers(min_value=-3000, max_value=3000)
places = st.integers(min_value=0, max_value=3)


@st.composite
def limits(draw: st.DrawFn) -> str:
    """A limit of one or two bounds, strict or not, with zeros at its end now and then."""
    one, two = sorted(Decimal(draw(digits)).scaleb(-draw(places)) for _n in range(2))
    upper, lower = draw(st.sampled_from("<≤")), draw(st.sampled_from(">≥"))
    assume(one != two)
    return draw(
        st.sampled_from([f"{upper} {one:f}", f"{lower} {one:f}", f"{lower} {one:f}, {upper} {two:f}"])
    )


@given(limits(), st.sampled_from("<≤>≥"), digits, places, figures, comparisons, intervals)
def test_no_verdict_on_a_sign_contradicts_that_on_a_value_it_stands_for(
    limit: str, sign: str, many: int, point: int, off: Decimal, comparison: str, interval: Decimal | None
) -> None:
    bound = Decimal(many).scaleb(-point)
    by_sign = verdict(f"{sign}{bound:f}", limit, comparison, interval=interval)
    distance = abs(off) / 1000 + (Decimal(0) if sign in "≤≥" else Decimal("0.0000001"))
    value = bound - distance if sign in "<≤" else bound + distance
    assume(by_sign)
    assert verdict(spelled(value), limit, comparison, interval=interval) == by_sign


@given(st.sampled_from("<≤>≥"), digits, st.sampled_from("<>"), digits, places, comparisons)
def test_a_sign_is_decided_where_its_nearest_and_its_farthest_value_agree(
    side: str, limit: int, sign: str, many: int, point: int, comparison: str
) -> None:
    bound, flip = Decimal(many).scaleb(-point), -1 if sign == "<" else 1
    against = f"{side} {Decimal(limit).scaleb(-2):f}"
    near, far = (
        verdict(spelled(bound + flip * step), against, comparison)
        for step in (Decimal("0.0000001"), Decimal(10**9))
    )
    assert verdict(f"{sign}{bound:f}", against, comparison) == (near if near == far else OPEN)


@pytest.mark.parametrize(
    ("text", "limit"), [(">0.44", "≤ 0.4"), (">0.54", "≤ 0.5"), ("<0.56", "≥ 0.6"), ("<0.5", "≥ 0.4")]
)
def test_a_rounded_bound_is_no_longer_strict(text: str, limit: str) -> None:
    assert verdict(text, limit, ROUNDED) == OPEN


@pytest.mark.parametrize("text", ["0.4", "<0.6", "> -3"])
def test_a_limit_that_no_rounded_value_meets_is_met_by_none(text: str) -> None:
    assert verdict(text, "> 0, < 1", ROUNDED) == NO
    assert verdict(text, "> 0, < 2", ROUNDED) != YES


def test_one_failing_item_fails_the_sample_and_one_left_open_is_said() -> None:
    assert overall([YES, NO, ItemVerdict.NOT_JUDGED]) == NO
    assert overall([YES, YES]) == YES
    assert overall([YES, ItemVerdict.NOT_TESTED]) == overall([YES, ItemVerdict.NOT_JUDGED]) == "in_part"
    assert overall([ItemVerdict.NOT_TESTED]) == ""
