"""Does the level change exactly where it is said to change? Against the matrix asked value by value."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.criteria.matrix import SEVERITIES, Matrix, RiskLevel
from monitoring.criteria.matrix.flips import Flip, Harm, exactly, flips, governing, level_of
from monitoring.criteria.matrix.published import PUBLISHED
from monitoring.criteria.models import Criteria

EU, RAISING = (Criteria(**one).matrix for one in PUBLISHED[:2])
CHANCES = st.fractions(min_value=0, max_value=1, max_denominator=200)
HARMS = st.builds(Harm, st.sampled_from(SEVERITIES), st.lists(CHANCES, min_size=1, max_size=4).map(tuple))
SEVERAL = st.lists(HARMS, min_size=1, max_size=3)
UNITS = st.none() | st.sampled_from([0, 100_000, 100_001, 500_000, 700_000, 1_000_000, 2_000_000])
MATRICES = st.sampled_from([EU, RAISING])


def changed(harms: list[Harm], place: int, **factor) -> list[Harm]:
    return [replace(harm, **factor) if at == place else harm for at, harm in enumerate(harms)]


def told(found: list[Flip], factor: str, at: int, value, now: RiskLevel, whole: bool = False) -> RiskLevel:
    """The level that the flips of a factor foretell for a value of it."""
    own = [flip for flip in found if (flip.factor, flip.place) == (factor, at)]
    up = [flip for flip in own if flip.more and (value >= flip.bound if whole else value > flip.bound)]
    down = [flip for flip in own if not flip.more and value <= flip.bound]
    if up:
        return max(up, key=lambda flip: flip.bound).level
    return min(down, key=lambda flip: flip.bound).level if down else now


@given(MATRICES, SEVERAL, UNITS, CHANCES)
def test_a_step_flips_the_level_where_it_is_said(matrix: Matrix, harms, units, chance):
    found, place = list(flips(matrix, harms, units)), governing(matrix, harms, units)
    now = level_of(matrix, harms, units)
    steps = harms[place].steps
    for at in range(len(steps)):
        bounds = [flip.bound for flip in found if (flip.factor, flip.place) == ("step", at + 1)]
        near = [bound + shift for bound in bounds for shift in (0, Fraction(1, 10**15))]
        for value in [chance, *(one for one in near if one <= 1)]:
            tried = changed(harms, place, steps=(*steps[:at], value, *steps[at + 1 :]))
            assert told(found, "step", at + 1, value, now) == level_of(matrix, tried, units)


@given(MATRICES, SEVERAL, UNITS)
def test_a_severity_flips_the_level_where_it_is_said(matrix: Matrix, harms, units):
    found, place = list(flips(matrix, harms, units)), governing(matrix, harms, units)
    now = level_of(matrix, harms, units)
    for severity in SEVERITIES:
        expected = level_of(matrix, changed(harms, place, severity=severity), units)
        assert told(found, "severity", 0, severity, now, whole=True) == expected


@given(SEVERAL, UNITS, UNITS)
def test_items_in_use_flip_the_level_where_it_is_said(harms, units, others):
    found, now = list(flips(RAISING, harms, units)), level_of(RAISING, harms, units)
    assert told(found, "units", 0, others or 0, now) == level_of(RAISING, harms, others)


@given(MATRICES, SEVERAL, UNITS)
def test_the_highest_scenario_governs(matrix: Matrix, harms, units):
    alone = level_of(matrix, [harms[governing(matrix, harms, units)]], units)
    assert alone == level_of(matrix, harms, units)
    assert all(matrix.level(h.severity, h.probability, units) != "serious" for h in harms) or (
        alone == "serious"
    )


def test_the_level_holds_where_another_scenario_is_as_high():
    one = Harm(3, (Fraction(1, 10), Fraction(1, 50)))
    assert [flip.level for flip in flips(EU, [one]) if flip.place == 2 and not flip.more][-1] == "high"
    assert not [flip for flip in flips(EU, [one, one]) if flip.factor == "step"]


@pytest.mark.parametrize(
    ("flip", "sentence"),
    [
        (
            Flip("step", 2, True, Fraction(1, 8), RiskLevel.SERIOUS),
            "The level becomes “Serious” if step 2 is more than 1/8 (12.5 %).",
        ),
        (
            Flip("step", 1, False, Fraction(1, 3), RiskLevel.LOW),
            "The level becomes “Low” if step 1 is 1/3 (≈ 33.3 %) or less.",
        ),
        (
            Flip("severity", 0, True, 4, RiskLevel.HIGH),
            "The level becomes “High” if the severity is 4 or more.",
        ),
        (
            Flip("severity", 0, False, 2, RiskLevel.LOW),
            "The level becomes “Low” if the severity is 2 or less.",
        ),
        (
            Flip("units", 0, True, 100_000, RiskLevel.HIGH),
            "The level becomes “High” with more than 100000 items in use.",
        ),
        (
            Flip("units", 0, False, 100_000, RiskLevel.LOW),
            "The level becomes “Low” with 100000 items in use or fewer.",
        ),
    ],
)
def test_a_flip_is_a_sentence(flip, sentence):
    assert str(flip) == sentence


def test_a_fraction_is_told_with_its_per_cents_as_far_as_they_help():
    assert [exactly(Fraction(each)) for each in ("1", "0", "1/500", "1/1000000000")] == [
        "1",
        "0",
        "1/500 (0.2 %)",
        "1/1000000000",
    ]
