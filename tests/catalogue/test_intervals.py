"""Is the interval of a share the one that Wilson gives, and that of a difference Newcombe's?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalogue.intervals import newcombe, per_cent, wilson

# R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998).
PUBLISHED = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]

counts = some.integers(1, 10_000).flatmap(lambda of: some.tuples(some.integers(0, of), some.just(of)))


@pytest.mark.parametrize(("found", "of", "low", "high"), [*PUBLISHED, (1, 10, 0.0179, 0.4041)])
def test_it_is_the_published_one(found, of, low, high):
    assert wilson(found, of) == pytest.approx((low, high), abs=0.0001)


@given(counts)
def test_it_holds_the_share_and_stays_between_nothing_and_all(count):
    found, of = count
    low, high = wilson(found, of)
    assert 0 <= low <= found / of <= high <= 1 and low < high


@given(counts)
def test_what_fails_and_what_conforms_mirror_each_other(count):
    found, of = count
    low, high = wilson(found, of)
    assert wilson(of - found, of) == pytest.approx((1 - high, 1 - low))


@given(counts)
def test_ten_times_as_many_samples_are_surer(count):
    found, of = count
    low, high = wilson(found, of)
    narrow_low, narrow_high = wilson(10 * found, 10 * of)
    assert narrow_high - narrow_low < high - low


@pytest.mark.parametrize(("found", "of"), [(0, 0), (3, 2), (-1, 5)])
def test_what_is_no_share_is_an_error(found, of):
    with pytest.raises(ValueError, match="no share"):
        wilson(found, of)


def test_a_share_is_written_in_per_cent():
    assert per_cent(1 / 3) == 33.3


def test_the_difference_of_two_shares_has_the_published_interval():
    """Newcombe, Interval estimation for the difference between independent proportions (1998), table II."""
    assert newcombe(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=0.0001)
    assert newcombe(9, 10, 3, 10) == pytest.approx((0.1705, 0.8090), abs=0.0001)


@given(counts, counts)
def test_the_difference_lies_in_its_interval_and_turned_round_it_is_its_mirror(one, other):
    low, high = newcombe(*one, *other)
    assert -1 <= low <= one[0] / one[1] - other[0] / other[1] <= high <= 1
    assert newcombe(*other, *one) == pytest.approx((-high, -low))
