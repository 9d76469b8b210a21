"""Does a record's number tell nothing but which record it is?"""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.numbers import ALPHABET, number

KEY = bytes(range(32))
IDS = st.integers(min_value=1, max_value=(1 << 40) - 1)
DIGITS = st.text(ALPHABET, min_size=8, max_size=8)


def check_character(digits: str) -> str:
    """The check character that belongs to eight digits, worked out bit by bit (x^5 + x^2 + 1)."""
    remainder = 0
    for bit in "".join(f"{ALPHABET.index(digit):05b}" for digit in digits) + "00000":
        remainder = remainder << 1 | int(bit)
        if remainder & 32:
            remainder ^= 0b100101
    return ALPHABET[remainder]


@given(st.sets(IDS, min_size=2, max_size=50))
def test_no_two_ids_share_a_number(ids):
    assert len({number("SA", pk, KEY) for pk in ids}) == len(ids)


def test_a_run_of_ids_has_as_many_numbers():
    assert len({number("SA", pk, KEY) for pk in range(1, 20_001)}) == 20_000


def test_the_numbers_of_consecutive_ids_rise_as_often_as_they_fall():
    numbers = [number("SA", pk, KEY) for pk in range(1, 2_001)]
    rising = sum(a < b for a, b in pairwise(numbers))
    assert 900 < rising < 1100


@given(IDS)
def test_a_number_is_a_prefix_and_nine_characters_that_cannot_be_misread(pk):
    prefix, digits = number("SA", pk, KEY).split("-")
    assert prefix == "SA" and len(digits) == 9 and set(digits) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ILOU")


@given(IDS)
def test_another_key_gives_another_number(pk):
    assert number("SA", pk, KEY) != number("SA", pk, bytes(32))


@given(IDS)
def test_the_ninth_character_checks_the_others(pk):
    digits = number("SA", pk, KEY)[3:]
    assert digits[8] == check_character(digits[:8])


@given(DIGITS, st.integers(0, 7), st.sampled_from(ALPHABET))
def test_the_check_character_finds_every_single_mistake(digits, place, other):
    mistaken = digits[:place] + other + digits[place + 1 :]
    assert mistaken == digits or check_character(mistaken) != check_character(digits)


@given(DIGITS, st.integers(0, 6))
def test_the_check_character_finds_every_two_neighbours_exchanged(digits, place):
    exchanged = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    assert exchanged == digits or check_character(exchanged) != check_character(digits)


@pytest.mark.parametrize("pk", [0, -1, 1 << 40])
def test_an_id_out_of_range_is_refused(pk):
    with pytest.raises(ValueError, match="out of range"):
        number("SA", pk, KEY)


def test_the_smallest_and_the_largest_id_have_numbers():
    assert number("SA", 1, KEY) != number("SA", (1 << 40) - 1, KEY)
