"""Is the exact choice the best there is, within every rule, and does its certificate convince a stranger?"""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.choices import Size, invented
from sampling import check
from sampling.selection.solver.branching import Proof
from sampling.selection.solver.certificate import Duals, Level, bound
from sampling.selection.solver.exact import choose, chosen
from sampling.selection.solver.greedy import by_risk, fill, keeps
from sampling.selection.solver.market import Cap, Market, Wanted, program
from sampling.selection.solver.mending import mend
from sampling.selection.solver.relaxed import first_columns, relax
from tests.sampling.offers import Question, asked, best_of_all, written


def market(*rows, **columns) -> Market:
    """A market of (shop, brand, enterprise, risk), anything else the same for all."""
    shop, brand, enterprise, risk = np.array(rows).T
    same = dict.fromkeys(("platform", "category", "band", "price", "known"), [0] * len(rows))
    more = same | columns
    return Market(range(1, len(rows) + 1), shop, brand, enterprise, risk=risk, **more)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6))
@example(83)
def test_a_choice_is_the_best_of_all_and_a_stranger_is_convinced(seed):
    question = asked(seed)
    choice, answer = question.answered()
    assert (choice.size, choice.repeats, choice.risk) == best_of_all(question)
    assert choice.status == "optimal"
    assert check.verdict(question.data, answer).endswith("proven: nothing is better.")


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6))
def test_a_larger_choice_keeps_every_rule_and_is_never_below_greedy(seed):
    question = asked(seed, most=60)
    choice, answer = question.answered(seconds=10)
    greedy = fill(it := program(question.table.market, question.wanted), by_risk(it))
    ours = (choice.size, -choice.repeats, choice.risk)
    theirs = (len(greedy), -int(it.exempt[greedy].sum()), int(it.risk[greedy].sum()))
    assert ours >= theirs and choice.greedy == (theirs[0], theirs[2])
    assert "no rule broken" in check.verdict(question.data, answer)


def test_of_a_thousand_listings_by_chance_each_choice_is_proven_and_none_is_below_greedy():
    for seed in range(10_000, 11_000):
        question = asked(seed, most=8)
        choice, answer = question.answered(seconds=5)
        greedy = fill(it := program(question.table.market, question.wanted), by_risk(it))
        theirs = (len(greedy), -int(it.exempt[greedy].sum()), int(it.risk[greedy].sum()))
        assert (choice.size, -choice.repeats, choice.risk) >= theirs, seed
        assert check.verdict(question.data, answer).endswith("proven: nothing is better."), seed


def test_a_poor_choice_is_mended_within_every_rule():
    data, caps = invented(Size(1_000, 60, 1, scarce=True), 3)
    question = Question(data, 60, caps)
    it = program(question.table.market, question.wanted)
    poor = fill(it, by_risk(it)[::-1])
    level = Level("risk", it.risk, size=len(poor))
    parts = relax(it, level, first_columns(it, level, poor), lambda: 9.0)
    mended = mend(it, level, parts, bound(it, level, parts.duals), poor, lambda: 9.0)
    assert keeps(it, mended) and len(mended) >= len(poor)
    assert it.risk[poor].sum() < 0.9 * it.risk[mended].sum()


def test_where_a_bound_leaves_much_open_cases_close_it():
    """Three listings, each two of which share something: in halves they make one and a half."""
    choice = choose(market((1, 1, 1, 5), (1, 2, 2, 5), (2, 1, 2, 5)), Wanted(3))
    assert (choice.size, choice.risk, choice.status) == (1, 5, "optimal")


def test_what_is_unknown_is_like_no_other():
    choice = choose(market((-1, -1, -1, 1), (-1, -1, -1, 1), (-1, -1, -1, 1)), Wanted(3))
    assert choice.selected == (1, 2, 3)


@pytest.mark.clause("O18-02")
def test_what_is_known_is_not_bought_even_where_a_repeat_is_allowed():
    wanted = Wanted(2, allowed=frozenset({1, 2}))
    assert choose(market((1, 1, 1, 9), (1, 1, 1, 1), known=[1, 0]), wanted).selected == (2,)


def test_a_full_quota_counts_more_than_risk():
    """The riskiest listing stands in the way of two others."""
    assert choose(market((1, 1, 1, 99), (1, 2, 2, 1), (2, 1, 3, 1)), Wanted(2)).selected == (2, 3)


def test_a_repeat_that_is_allowed_fills_the_quota_but_no_more_are_taken_than_needed():
    wanted = Wanted(2, allowed=frozenset({1, 2, 3}))
    choice = choose(market((1, 1, 1, 9), (1, 1, 1, 8), (2, 2, 2, 1)), wanted)
    assert (choice.selected, choice.repeats) == ((1, 3), 0)
    more = choose(market((1, 1, 1, 9), (1, 1, 1, 8), (2, 2, 2, 1)), Wanted(3, allowed=wanted.allowed))
    assert (more.size, more.repeats, more.status) == (3, 1, "optimal")


def test_caps_of_a_platform_and_of_a_cell_hold_together():
    rows = [(line, line, line, line) for line in range(6)]
    them = market(*rows, platform=[0, 0, 0, 0, 1, 1], category=[0, 0, 1, 1, 0, 1])
    wanted = Wanted(6, (Cap({"platform": 0}, 3), Cap({"platform": 0, "category": 1}, 1)))
    assert choose(them, wanted).selected == (1, 2, 4, 5, 6)


def test_a_budget_is_not_exceeded_and_what_has_no_price_is_not_bought():
    them = market(*[(line, line, line, 5) for line in range(4)], price=[-1, 300, 400, 500])
    choice = choose(them, Wanted(4, budget=800))
    assert (choice.size, choice.status) == (2, "optimal") and 1 not in choice.selected


def test_the_same_question_has_the_same_answer():
    question = asked(7, most=60)
    assert question.answered()[1] == question.answered()[1]


def test_between_listings_of_the_same_risk_the_seed_decides():
    """All share a shop and a risk: the one drawn first is chosen."""
    them = market(*[(1, line, line, 5) for line in range(6)])
    for seed in ("a", "b", "c"):
        drawn = min(range(1, 7), key=lambda line: sha256(f"{seed}:{line}".encode()).digest())
        assert choose(them, Wanted(1, seed=seed)).selected == (drawn,)


def test_where_listings_are_many_and_scarce_the_quota_is_still_met():
    """Beyond what greedy reaches, and with brands that hardly suffice."""
    data, caps = invented(Size(2_000, 100, 1, scarce=True), 3)
    choice, answer = Question(data, 100, caps).answered(seconds=20)
    assert choice.size == 100 > choice.greedy[0]
    assert "no rule broken" in check.verdict(data, answer)


def test_an_empty_listing_has_an_empty_choice():
    question = Question(written([{"listing": "L1", "risk": 3, "known": "1"}]), 2, [])
    choice, answer = question.answered()
    assert (choice.size, choice.status) == (0, "optimal")
    assert "proven" in check.verdict(question.data, answer)


@pytest.mark.parametrize("said", ({"risk": [1, -1]}, {"line": [1, 1]}, {"price": [1]}))
def test_columns_that_cannot_be_are_refused(said):
    columns = {name: [0, 0] for name in Market.__dataclass_fields__} | {"line": [1, 2]}
    with pytest.raises(ValueError, match=r"risk|line|length"):
        Market(**columns | said)


def test_a_cap_is_of_what_quotas_speak_of():
    with pytest.raises(ValueError, match="platform, category, band"):
        Cap({"shop": 1}, 2)


@pytest.mark.parametrize(("reached", "status"), [(8, "optimal"), (9, "within")])
def test_what_is_open_between_value_and_bound_is_never_called_the_best(reached, status):
    it = program(market((1, 1, 1, 5), (2, 2, 2, 3)), Wanted(quota=2))
    greedy = fill(it, by_risk(it))
    proof = Proof(Level("risk", it.risk), reached, 8, Duals(np.zeros(it.rows + 1)))
    choice = chosen(it, greedy, greedy, [proof])
    assert (choice.status, choice.gap) == (status, reached - 8)
