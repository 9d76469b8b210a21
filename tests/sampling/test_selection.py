"""Does the choice of targets keep its promises, whatever is on offer?"""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sampling.selection import Candidate, Obstacle, choose, commitment

SEED = "5eed"
ids = st.integers(1, 4)
offers = st.lists(
    st.builds(
        Candidate,
        line=st.integers(1, 40),
        item=st.integers(1, 2),
        shop=st.integers(1, 6),
        brand=st.none() | ids,
        enterprise=st.none() | ids,
        known=st.booleans(),
    ),
    unique_by=lambda candidate: candidate.line,
    max_size=12,
)
quotas = st.dictionaries(st.integers(1, 2), st.integers(0, 4))


@pytest.mark.clause("O18-02")
@given(offers, quotas, st.text())
def test_no_shop_brand_or_enterprise_is_chosen_twice(candidates, wanted, seed):
    chosen = [c for c in candidates if c.line in choose(candidates, wanted, seed).chosen]
    for name in ("shop", "brand", "enterprise"):
        used = [getattr(c, name) for c in chosen if getattr(c, name) is not None]
        assert len(used) == len(set(used))


@given(offers, quotas, st.text())
def test_the_quota_of_an_item_is_never_exceeded_and_what_is_short_is_said(candidates, wanted, seed):
    choice = choose(candidates, wanted, seed)
    for item in (1, 2):
        count = sum(c.item == item and c.line in choice.chosen for c in candidates)
        assert count + choice.short.get(item, 0) == wanted.get(item, 0)


@given(offers, quotas, st.text(), st.randoms())
def test_the_order_in_which_lines_come_is_of_no_account(candidates, wanted, seed, chance: random.Random):
    shuffled = list(candidates)
    chance.shuffle(shuffled)
    assert choose(shuffled, wanted, seed) == choose(candidates, wanted, seed)


@given(offers, quotas, st.text())
def test_each_line_left_out_is_told_what_really_stands_in_its_way(candidates, wanted, seed):
    choice = choose(candidates, wanted, seed)
    by_line = {c.line: c for c in candidates}
    assert set(choice.left) == set(by_line) - set(choice.chosen)
    for line, obstacles in choice.left.items():
        assert obstacles
        for obstacle in obstacles:
            if obstacle.by is not None:
                assert obstacle.by in choice.chosen
                shared = getattr(by_line[line], obstacle.reason)
                assert shared is not None and shared == getattr(by_line[obstacle.by], obstacle.reason)


@given(offers, quotas, st.text())
def test_what_was_sampled_in_the_last_six_months_is_never_chosen(candidates, wanted, seed):
    choice = choose(candidates, wanted, seed)
    known = {c.line for c in candidates if c.known}
    assert not known & set(choice.chosen)
    assert all(Obstacle("known") in choice.left[line] for line in known)


def test_another_seed_draws_another_target():
    candidates = [Candidate(line, 1, line) for line in range(1, 30)]
    drawn = {choose(candidates, {1: 1}, str(seed)).chosen for seed in range(20)}
    assert len(drawn) > 5


def test_a_target_gives_way_where_one_batch_more_can_be_had():
    """Shop 1 offers both items, shop 2 only the first: both quotas can be met, whatever is drawn first."""
    candidates = [Candidate(1, 1, shop=1), Candidate(2, 1, shop=2), Candidate(3, 2, shop=1)]
    for seed in range(30):
        assert set(choose(candidates, {1: 1, 2: 1}, str(seed)).chosen) == {2, 3}


def test_two_candidates_of_one_line_are_refused():
    with pytest.raises(ValueError, match="same line"):
        choose([Candidate(1, 1, 1), Candidate(1, 1, 2)], {1: 1}, SEED)


def test_the_commitment_says_nothing_but_fits_the_seed():
    assert commitment(SEED) == commitment("5eed") != commitment("5eee")
    assert SEED not in commitment(SEED)
