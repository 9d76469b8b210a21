"""Is the Beta distribution the one that the tables give?"""

from __future__ import annotations

from math import comb, pi

import pytest
from hypothesis import given
from hypothesis import strategies as some

from monitoring.beta import below, digamma, quantile, trigamma

EULER = 0.5772156649015329
shapes = some.floats(0.1, 5_000)
shares = some.floats(0.001, 0.999)


def test_digamma_and_trigamma_are_the_tabulated_ones():
    assert digamma(1) == pytest.approx(-EULER, abs=1e-13)
    assert trigamma(1) == pytest.approx(pi**2 / 6, abs=1e-13)
    assert trigamma(0.5) == pytest.approx(pi**2 / 2, abs=1e-12)


@given(some.floats(0.01, 10_000))
def test_each_follows_from_the_one_before(x):
    assert digamma(x + 1) == pytest.approx(digamma(x) + 1 / x, rel=1e-11, abs=1e-11)
    assert trigamma(x + 1) == pytest.approx(trigamma(x) - 1 / x**2, rel=1e-9, abs=1e-9)


@given(some.integers(1, 40), some.integers(1, 40), shares)
def test_for_whole_numbers_it_is_a_sum_of_binomials(a, b, x):
    n = a + b - 1
    exact = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))
    assert below(x, a, b) == pytest.approx(exact, abs=1e-10)


@given(shapes, shapes, shares)
def test_what_lies_below_and_above_is_everything(a, b, x):
    assert below(x, a, b) + below(1 - x, b, a) == pytest.approx(1, abs=1e-9)


@given(shapes, shapes, shares, shares)
def test_it_grows(a, b, one, other):
    low, high = sorted((one, other))
    assert 0 <= below(low, a, b) <= below(high, a, b) + 1e-9 <= 1 + 1e-9


@given(some.floats(0.5, 2_000), some.floats(0.5, 2_000), some.floats(0.01, 0.99))
def test_the_quantile_leads_back(a, b, p):
    x = quantile(p, a, b)
    assert below(max(x - 1e-6, 0), a, b) <= p <= below(min(x + 1e-6, 1), a, b)


@pytest.mark.parametrize(("a", "b"), [(0, 1), (1, 0), (-1, 2)])
def test_without_two_positive_shapes_there_is_none(a, b):
    with pytest.raises(ValueError, match="no distribution"):
        below(0.5, a, b)
