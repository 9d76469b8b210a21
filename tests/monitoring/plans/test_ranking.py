"""Does the ranking say how sure it is, and are batches laid out in proportion and within their limits?"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from monitoring.plans.ranking import (
    DEFAULT,
    LEAST,
    NATIONAL,
    Cell,
    allocate,
    fit,
    likelihood,
    prior,
    propose,
    rank,
    scatter,
)

counts = some.integers(1, 300).flatmap(lambda of: some.tuples(some.integers(0, of), some.just(of)))
tables = some.dictionaries(counts, some.integers(1, 4), min_size=5, max_size=25)
weights = some.lists(some.floats(0.01, 1_000), min_size=1, max_size=30)


def cells(*tried):
    return [Cell((f"{place:04d}",), failed, tested) for place, (failed, tested) in enumerate(tried)]


def market(seed, a, b, number, most):
    """Cells drawn from Beta(a, b), and the true rate of each."""
    draw = Random(seed)
    rates = [draw.betavariate(a, b) for _cell in range(number)]
    tested = [draw.randint(1, most) for _cell in range(number)]
    failed = [sum(draw.random() < rate for _one in range(of)) for rate, of in zip(rates, tested, strict=True)]
    return cells(*zip(failed, tested, strict=True)), rates


# --- the prior ---------------------------------------------------------------------------


@given(tables)
def test_no_neighbour_of_the_fitted_prior_is_likelier(tried):
    a, b = fit(tried)
    most = max(2, sum(tested * times for (_failed, tested), times in tried.items()))
    best = likelihood(a, b, tried)
    for near in (0.98, 1.02):
        for x, y in ((a * near, b), (a, b * near), (a * near, b * near), (a * near, b / near)):
            if LEAST <= x <= most and LEAST <= y <= most:
                assert likelihood(x, y, tried) <= best + 1e-9 * abs(best)


def test_the_prior_that_the_cells_were_drawn_from_is_found_again():
    found = prior(market("found again", 2, 14, 4_000, 60)[0])
    assert found.fitted == 4_000
    assert found.mean == pytest.approx(2 / 16, rel=0.03)
    assert found.weight == pytest.approx(16, rel=0.15)


@pytest.mark.parametrize("few", [[], [(1, 3)] * 4, [(0, 1)] * 3 + [(1, 1)] * 9, [(0, 0)] * 20])
def test_too_few_cells_stand_under_the_national_mean(few):
    assert prior(cells(*few)) == DEFAULT
    assert DEFAULT.mean == pytest.approx(NATIONAL) and DEFAULT.weight == pytest.approx(10)


def test_where_all_cells_are_alike_the_prior_is_no_surer_than_all_that_was_tested():
    found = prior(cells(*[(5, 50)] * 40))
    assert found.mean == pytest.approx(0.1, rel=0.01)
    assert found.weight <= 2 * 40 * 50


# --- each cell ---------------------------------------------------------------------------


@given(some.lists(counts, min_size=5, max_size=20))
def test_what_is_expected_lies_between_the_prior_and_what_was_observed(tried):
    before = prior(cells(*tried))
    for each in rank(cells(*tried), before, 0.1):
        observed = each.cell.failed / each.cell.tested
        low, high = sorted((before.mean, observed))
        assert low - 1e-12 <= each.mean <= high + 1e-12
        assert each.interval[0] < each.interval[1]


@given(some.lists(counts, min_size=2, max_size=20), some.floats(0.01, 0.9))
def test_first_stands_what_likeliest_exceeds_the_threshold(tried, threshold):
    found = rank(cells(*tried), DEFAULT, threshold)
    likely = [each.exceeds for each in found]
    assert likely == sorted(likely, reverse=True) and all(0 <= one <= 1 for one in likely)


def test_one_failure_of_one_batch_is_not_ranked_above_thirty_of_sixty():
    many, one = rank(cells((1, 1), (30, 60)), DEFAULT, 0.2)
    assert (many.cell.tested, one.cell.tested) == (60, 1)
    assert one.mean < 0.25


def test_nine_in_ten_intervals_hold_the_true_rate():
    found, rates = market("covered", 2, 14, 1_500, 60)
    held = 0
    for each in rank(found, prior(found), 0.1):
        low, high = each.interval
        held += low <= rates[int(each.cell.names[0])] <= high
    assert 0.88 <= held / 1_500 <= 0.92


def test_what_was_never_tested_is_not_ranked():
    assert rank(cells((0, 0)), DEFAULT, 0.1) == []


# --- batches -----------------------------------------------------------------------------


@given(weights, some.integers(0, 500), some.data())
def test_batches_sum_to_the_budget_within_the_limits(given_, budget, data):
    caps = data.draw(some.lists(some.integers(0, 40), min_size=len(given_), max_size=len(given_)))
    placed = allocate(given_, caps, budget)
    assert sum(placed) == min(budget, sum(caps))
    assert all(0 <= number <= cap for number, cap in zip(placed, caps, strict=True))


@given(weights, some.integers(0, 500), some.integers(1, 40))
def test_who_weighs_more_never_gets_less(given_, budget, cap):
    placed = allocate(given_, [cap] * len(given_), budget)
    for weight, number in zip(given_, placed, strict=True):
        for other, more in zip(given_, placed, strict=True):
            assert number <= more or weight >= other


@given(some.lists(some.integers(1, 50), min_size=1, max_size=10), some.integers(1, 20))
def test_what_divides_evenly_is_laid_out_in_proportion(given_, times):
    placed = allocate([float(weight) for weight in given_], [10_000] * len(given_), times * sum(given_))
    assert placed == [times * weight for weight in given_]


def test_what_weighs_nothing_gets_nothing():
    assert allocate([0.0, 1.0, 0.0], [5, 5, 5], 9) == [0, 5, 0]
    assert allocate([], [], 9) == []


@given(some.lists(some.integers(0, 9), max_size=12), some.integers(0, 60), some.text(max_size=5))
def test_lots_are_repeated_by_their_seed_and_keep_the_limits(room, number, seed):
    drawn = scatter(room, number, seed)
    assert drawn == scatter(room, number, seed)
    assert sum(drawn) == min(number, sum(room))
    assert all(0 <= lot <= space for lot, space in zip(drawn, room, strict=True))


def test_another_seed_draws_other_lots():
    assert scatter([9] * 50, 20, "one") != scatter([9] * 50, 20, "two")


@given(some.lists(counts, min_size=1, max_size=20), some.integers(0, 300), some.integers(1, 40))
def test_a_share_falls_by_lot_whatever_the_ranks(tried, budget, most):
    assume(budget <= most * len(tried))
    found = propose(rank(cells(*tried), DEFAULT, 0.1), budget, most, 0.2, "seed")
    assert sum(each.batches for each in found) == budget
    assert sum(each.at_random for each in found) == round(0.2 * budget)
    assert all(0 <= each.at_random <= each.batches <= most for each in found)


def test_the_same_names_get_the_same_lots_when_their_ranks_change():
    first, then = ((1, 9), (5, 9), (9, 9)), ((9, 9), (5, 9), (1, 9))
    lots = []
    for tried in (first, then):
        found = rank(cells(*tried), DEFAULT, 0.1)
        drawn = propose(found, 30, 1_000, 1.0, "seed")
        lots.append({each.cell.names: lot.at_random for each, lot in zip(found, drawn, strict=True)})
    assert lots[0] == lots[1] and sum(lots[0].values()) == 30
