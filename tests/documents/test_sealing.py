"""Is a sealed file read again as it was, and is every change to it noticed?"""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.sealing import PIECE, SALT, TAG, Broken, Sealing, opened, sealed

KEY, OTHER = b"k" * 32, b"o" * 32


def lying(content: bytes) -> bytes:
    return b"".join(sealed(BytesIO(content), KEY, "whose"))


def read(lies: bytes, key: bytes = KEY, about: str = "whose") -> bytes:
    return b"".join(opened(BytesIO(lies), key, about))


@settings(max_examples=20)
@given(
    size=st.sampled_from([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 7]),
    step=st.integers(1, 99999),
)
def test_a_file_of_any_size_is_read_again_as_it_was(size: int, step: int) -> None:
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    sealing, lies = Sealing(BytesIO(content), KEY, "whose"), b""
    while piece := sealing.read(step):
        lies += piece
    assert read(lies) == content
    assert len(lies) == SALT + size + TAG * max(1, -(-size // PIECE))


def test_a_file_is_sealed_otherwise_each_time() -> None:
    assert lying(b"the same") != lying(b"the same")


WHOLE = lying(b"a" * PIECE + b"b" * PIECE + b"c")
FIRST, SECOND = SALT + PIECE + TAG, SALT + 2 * (PIECE + TAG)


CHANGED = {
    "a byte cut off": WHOLE[:-1],
    "the last piece cut off": WHOLE[:SECOND],
    "two pieces cut off": WHOLE[:FIRST],
    "the salt alone": WHOLE[:SALT],
    "nothing": b"",
    "two pieces swapped": WHOLE[:SALT] + WHOLE[FIRST:SECOND] + WHOLE[SALT:FIRST] + WHOLE[SECOND:],
    "a piece left out": WHOLE[:FIRST] + WHOLE[SECOND:],
    "a byte changed": WHOLE[:FIRST] + bytes([WHOLE[FIRST] ^ 1]) + WHOLE[FIRST + 1 :],
    "another salt": bytes([WHOLE[0] ^ 1]) + WHOLE[1:],
}


@pytest.mark.parametrize("lies", CHANGED.values(), ids=CHANGED)
def test_what_was_changed_moved_or_cut_off_does_not_open(lies: bytes) -> None:
    with pytest.raises(Broken):
        read(lies)


@pytest.mark.parametrize(("key", "about"), [(OTHER, "whose"), (KEY, "another's")])
def test_it_opens_by_its_own_key_and_as_what_it_is(key: bytes, about: str) -> None:
    with pytest.raises(Broken):
        read(WHOLE, key, about)
