"""Under which number is a row known outside? One that tells nothing of order, count or date.

The number is a keyed bijection of the row's id (four Feistel rounds of BLAKE2b over 40 bits), written in
Crockford's base 32 with a check character: no two ids share one, and without the key none can be guessed
from another. The id itself never leaves the server.
"""

from __future__ import annotations

from hashlib import blake2b

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
HALF, MASK = 20, (1 << 20) - 1


def _round(value: int, turn: int, key: bytes) -> int:
    digest = blake2b(bytes([turn]) + value.to_bytes(3, "big"), key=key, digest_size=3).digest()
    return int.from_bytes(digest, "big") & MASK


def _shifted(digit: int) -> int:
    """The remainder of a digit, with five noughts behind it, by x^5 + x^2 + 1."""
    value = digit << 5
    for shift in reversed(range(5)):
        if value >> shift + 5 & 1:
            value ^= 0b100101 << shift
    return value


SHIFTED = [_shifted(digit) for digit in range(32)]


def _check(digits: list[int]) -> int:
    """The remainder of all digits: it finds one wrong character, and two neighbours exchanged."""
    remainder = 0
    for digit in digits:
        remainder = SHIFTED[remainder ^ digit]
    return remainder


def scrambled(pk: int, key: bytes) -> str:
    """What stands for an id: eight characters and one that checks them. Raises ValueError beyond 2^40 ids."""
    if not 0 < pk < 1 << 2 * HALF:
        raise ValueError(f"record id {pk} is out of range")
    left, right = pk >> HALF, pk & MASK
    for turn in range(4):
        left, right = right, left ^ _round(right, turn, key)
    whole = left << HALF | right
    digits = [whole >> shift & 31 for shift in range(35, -1, -5)]
    return "".join(ALPHABET[digit] for digit in [*digits, _check(digits)])


def unscrambled(text: str, key: bytes) -> int:
    """The id for which this stands. Raises ValueError where it stands for none."""
    if len(text) != 9:
        raise ValueError("what stands for an id has nine characters")
    *digits, check = (ALPHABET.index(character) for character in text)
    if check != _check(digits):
        raise ValueError(f"{text} stands for no id")
    whole = sum(digit << shift for digit, shift in zip(digits, range(35, -1, -5), strict=True))
    left, right = whole >> HALF, whole & MASK
    for turn in reversed(range(4)):
        left, right = right ^ _round(left, turn, key), left
    return left << HALF | right


def number(prefix: str, pk: int, key: bytes) -> str:
    """The number of the record with this id, e.g. "SA-XASFMMEPW". Raises ValueError beyond 2^40 ids."""
    return f"{prefix}-{scrambled(pk, key)}"
