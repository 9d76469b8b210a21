"""How does what calls deep get room on Python's stack, so that calling costs no system call?

CPython keeps the frames of a thread in chunks of 16 KB. A chunk is mapped when a call does not fit into the
last one, and given back when that call returns (`_PyThreadState_PushFrame` in Python/pystate.c): a loop that
happens to stand at the edge of a chunk maps and unmaps memory with each call. A request passes several such
edges. Who needs a large frame gets a large chunk, and all that it calls fits into the rest of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
# A frame of half a megabyte is given a chunk of one: what is left is more than a thousand calls need.
WORDS = 2**16


def with_room(do: Callable[..., T], words: int = WORDS) -> Callable[..., T]:
    """The function, which runs on a frame of at least so many words of 8 bytes; no memory is touched that is
    not used. It serves as a middleware too."""

    def call(*args: Any, **kwargs: Any) -> T:
        return do(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=words)
    return call
