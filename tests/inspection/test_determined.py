"""Do several determinations, a formula and a sampling plan give what a person would work out?"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from catalogue.attribute_plans import AttributePlan, read_plan
from catalogue.determinations import Determinations, Taken, read_formula
from catalogue.limits import Comparison, read_limit
from catalogue.numerals import Unreadable
from inspection.judgement.by_figures import judge
from inspection.judgement.determined import all_entered, how_taken, parts, reported
from inspection.judgement.measured import read

PASSES, FAILS, OPEN = "conforming", "non_conforming", ""
PLAN = "n=5, c=2, m=10, M=100"


def mean(count: int, formula: str = "") -> Determinations:
    return Determinations(Taken.MEAN, count, read_formula(formula))


def median(count: int) -> Determinations:
    return Determinations(Taken.MEDIAN, count)


def worst(count: int) -> Determinations:
    return Determinations(Taken.WORST, count)


@pytest.mark.parametrize(
    ("text", "limit", "how", "verdict", "why"),
    [
        ("0.08; 0.13", "≤ 0.10", mean(2), FAILS, "0.105 > 0.10"),
        ("0.08; 0.12", "≤ 0.10", mean(2), PASSES, "0.10 ≤ 0.10"),
        ("0.10; 0.10; 0.11", "≤ 0.10", mean(3), FAILS, "0.1033… > 0.10"),
        ("0.08; 0.13", "≤ 0.10", worst(2), FAILS, "0.13 > 0.10"),
        ("0.08; 0.13; 0.09", "≤ 0.10", median(3), PASSES, "0.09 ≤ 0.10"),
        ("0.08; 0.13; 0.09; 0.12", "≤ 0.10", median(4), FAILS, "0.105 > 0.10"),
        ("<0.05; 0.14", "≤ 0.10", mean(2), PASSES, "<0.095: ≤ 0.10"),
        ("<0.07; 0.14", "≤ 0.10", mean(2), OPEN, "sensitive"),
        ("<0.05; 0.09; 0.12", "≤ 0.10", median(3), PASSES, "0.09 ≤ 0.10"),
        ("<0.05; >0.14", "≤ 0.10", mean(2), OPEN, "sign"),
        ("0.12", "≤ 0.10", mean(2), OPEN, "2 determinations"),
        ("0.12; 0.01; 0.01", "≤ 0.10", mean(2), OPEN, "2 determinations"),
        ("符合; 不符合", "", worst(2), FAILS, "Does not meet"),
        ("符合; 符合", "", worst(2), PASSES, "Meets"),
        ("符合; 0.1", "≤ 0.10", mean(2), OPEN, "words"),
    ],
)
def test_what_several_determinations_say(
    text: str, limit: str, how: Determinations, verdict: str, why: str
) -> None:
    found = judge(text, read_limit(limit) if limit else None, how=how)
    assert found.verdict == verdict and why in str(found.why)


def test_a_mean_is_rounded_once() -> None:
    """0.1449 is 0.14, and would be 0.15 by way of 0.145: GB/T 8170, 3.3."""
    found = judge("0.1448; 0.1450", read_limit("≤ 0.14"), comparison=Comparison.ROUNDED, how=mean(2))
    assert (found.verdict, found.rounded) == (PASSES, Decimal("0.14"))


@pytest.mark.parametrize(
    ("portions", "limit", "verdict", "why"),
    [
        ("5; 8; 9; 10; 7", PLAN, PASSES, "0 of 5"),
        ("50; 60; 9; 10; 7", PLAN, PASSES, "2 of 5 above m = 10 (c = 2)"),
        ("50; 60; 11; 10; 7", PLAN, FAILS, "3 of 5"),
        ("5; 8; 101; 10; 7", PLAN, FAILS, "1 above M = 100"),
        ("5; 8; 100; 10; 7", PLAN, PASSES, "1 of 5"),
        ("50; 60; <100; 10; 7", PLAN, OPEN, "either side"),
        ("5; <100; <100; 10; 7", PLAN, PASSES, "0 of 5"),
        ("未检出; 未检出; 未检出; 未检出; 检出", "n=5,c=0,m=0/25g,M=-", FAILS, "1 of 5"),
        ("未检出; 未检出; 未检出; 未检出; 未检出", "n=5 c=0 m=0/25g", PASSES, "0 of 5"),
        ("5; 8; 9; 10", PLAN, OPEN, "5 determinations"),
    ],
)
def test_portions_of_a_sampling_plan(portions: str, limit: str, verdict: str, why: str) -> None:
    found = judge(portions, read_limit(limit), how=worst(5))
    assert found.verdict == verdict and why in str(found.why)


@pytest.mark.parametrize(
    ("text", "plan", "unit"),
    [
        ("n＝5，c＝2，m＝10，M＝100 CFU/g", AttributePlan(5, 2, Decimal(10), Decimal(100)), "CFU/g"),
        ("n=5、c=1、m=1×10^2、M=1×10³", AttributePlan(5, 1, Decimal(100), Decimal(1000)), ""),
        ("n=5 c=0 m=0/25g M=-", AttributePlan(5, 0, Decimal(0)), ""),
        ("≤ 5", None, ""),
    ],
)
def test_a_sampling_plan_is_read_as_the_standard_writes_it(
    text: str, plan: AttributePlan | None, unit: str
) -> None:
    assert read_plan(text) == ((plan, unit) if plan else None)


@pytest.mark.parametrize(
    "text", ["n=5", "n=1, c=0, m=5", "n=5, c=5, m=10", "n=5, c=2, m=100, M=10", "n=5, c=x"]
)
def test_a_plan_that_nobody_can_follow_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="n="):
        read_limit(text)


@pytest.mark.parametrize(
    ("formula", "readings", "result"),
    [
        ("(V - V0) * c / m", "V=12.50, V0=0.10, c=0.1, m=5", "0.248"),
        ("(V−V0)×c÷m", "V0=0.10 V=12.50 m=5 c=0.1", "0.248"),
        ("a^2 + 2 * b", "a=1.5, b=0.25", "2.75"),
        ("-a + b", "a=1, b=3.0", "2"),
        ("a / b", "a=1, b=3", "0.33…"),
        ("质量/体积", "质量=3，体积=2", "1.5"),
    ],
)
def test_a_formula_gives_the_result(formula: str, readings: str, result: str) -> None:
    how = Determinations(formula=read_formula(formula))
    kept = all_entered(readings, None, unit="", lod=None, how=how)
    assert reported(kept, None, how) == result
    assert how_taken(kept, result, how).endswith(f"= {result}")


@pytest.mark.parametrize(
    "formula",
    [
        "1 + 2", "a b", "a; b", "a.real", "f(a)", "a if b else c", "'a'", "a ** b", "(a^9)^9", "a^10",
        "a^-1", "a and b", "lambda: a", "a[0]", "__import__('os')", "a := 2", "a == b", "1j * a", "True * a",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused(formula: str) -> None:
    with pytest.raises(Unreadable, match="formula"):
        read_formula(formula)


@pytest.mark.parametrize(
    ("readings", "why"),
    [("V=1", "Enter each reading"), ("V=1, m=0", "zero"), ("V=1, m=2, m=3", "each reading"),
     ("V=1, m=2, x=3", "each reading"), ("V=1; m=2", "One determination"), ("V=<1, m=2", "each reading"),
     ("0.5", "each reading"), ("V=1 m=2 or so", "each reading")],
)  # fmt: skip
def test_readings_that_the_formula_does_not_have_are_refused(readings: str, why: str) -> None:
    how = Determinations(formula=read_formula("V / m"))
    with pytest.raises(Unreadable, match=f"(?i){why}"):
        all_entered(readings, read_limit("≤ 5"), unit="", lod=None, how=how)


figures = st.decimals(min_value=0, max_value=1000, places=3, allow_nan=False)


@drawn(st.lists(figures, min_size=2, max_size=9), figures)
def test_the_mean_is_judged_as_exact_fractions_are(values: list[Decimal], bound: Decimal) -> None:
    """An oracle of its own: sums of fractions against the bound."""
    found = judge("; ".join(map(str, values)), read_limit(f"≤ {bound}"), how=mean(len(values)))
    kept = sum(map(Fraction, values)) <= Fraction(bound) * len(values)
    assert found.verdict == (PASSES if kept else FAILS)


@drawn(st.lists(figures, min_size=3, max_size=9), figures)
def test_the_median_lies_in_the_middle(values: list[Decimal], bound: Decimal) -> None:
    found = judge("; ".join(map(str, values)), read_limit(f"< {bound}"), how=median(len(values)))
    below = sum(value < bound for value in values)
    if 2 * below <= len(values) - 1:
        assert found.verdict == FAILS
    if 2 * below >= len(values) + 2:
        assert found.verdict == PASSES


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1；27，未检出", ["1", "27", "未检出"]),
        ("1，270；3", ["1，270", "3"]),
        ("V=1，W=2；V=3，W=4", ["V=1，W=2", "V=3，W=4"]),
    ],
)
def test_a_full_width_comma_parts_what_cannot_be_one_figure(text: str, found: list[str]) -> None:
    assert parts(text) == found


@pytest.mark.parametrize("text", ["检出/25g", "未检出CFU/250mL", "检出 /50cm²"])
def test_a_word_may_say_of_how_much(text: str) -> None:
    assert read(text).word and read(text).number is None


@pytest.mark.parametrize("text", ["检出限", "未检出物", "检出5mg/kg"])
def test_what_only_begins_with_the_word_is_not_it(text: str) -> None:
    with pytest.raises(Unreadable):
        read(text)
