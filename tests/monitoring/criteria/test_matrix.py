"""Is the risk level what the published matrix says, at every bound, in exact fractions?"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.criteria.matrix import RiskLevel, probability
from monitoring.criteria.matrix.published import PUBLISHED
from monitoring.criteria.models import Criteria

EU, RAISING = (Criteria(**one).matrix for one in PUBLISHED[:2])
LEVELS = list(RiskLevel)
PROBABILITIES = st.fractions(min_value=0, max_value=1)
SEVERITIES = st.integers(min_value=1, max_value=4)

# (a probability just inside the band, its levels for severity 1 to 4), as printed in Decision (EU) 2019/417.
PRINTED = [
    ("0.51", "high serious serious serious"),
    ("0.5", "medium serious serious serious"),
    ("0.1", "medium serious serious serious"),
    ("0.01", "low high serious serious"),
    ("0.001", "low medium high serious"),
    ("0.0001", "low low medium high"),
    ("0.00001", "low low low medium"),
    ("0.000001", "low low low low"),
]


@pytest.mark.parametrize(("text", "levels"), PRINTED)
def test_each_bound_belongs_to_the_band_below_it(text, levels):
    assert [EU.level(severity, Fraction(text)) for severity in (1, 2, 3, 4)] == levels.split()


def test_just_above_a_bound_the_higher_band_holds():
    assert EU.level(1, Fraction(1, 2) + Fraction(1, 10**12)) == "high"
    assert EU.level(2, Fraction("0.0101")) == "serious" and EU.level(2, Fraction(1, 100)) == "high"


def test_a_step_that_cannot_happen_makes_the_scenario_impossible():
    assert probability([Fraction(1, 2), Fraction(0), Fraction(9, 10)]) == 0
    assert EU.level(4, Fraction(0)) == "low"


def test_items_in_use_raise_the_level_only_where_the_criteria_say_so():
    assert EU.level(3, Fraction("0.00005"), 2_000_000) == "medium"
    found = [RAISING.level(3, Fraction("0.00005"), n) for n in (100_000, 100_001, 500_001, 1_000_001)]
    assert found == ["medium", "high", "high", "serious"]


@pytest.mark.parametrize(("severity", "chance"), [(0, "1"), (5, "1"), (1, "-0.1"), (1, "1.1")])
def test_nonsense_is_refused(severity, chance):
    with pytest.raises(ValueError, match=r"is not one of|does not lie"):
        EU.level(severity, Fraction(chance))


@given(SEVERITIES, PROBABILITIES, PROBABILITIES)
def test_a_likelier_or_graver_harm_is_never_a_lower_risk(severity, one, other):
    low, high = sorted((one, other))
    assert LEVELS.index(EU.level(severity, low)) <= LEVELS.index(EU.level(severity, high))
    assert LEVELS.index(EU.level(severity, low)) <= LEVELS.index(EU.level(min(severity + 1, 4), low))


@given(st.lists(PROBABILITIES, max_size=6))
def test_a_scenario_is_never_likelier_than_its_unlikeliest_step(steps):
    assert 0 <= probability(steps) <= min(steps, default=Fraction(1))
