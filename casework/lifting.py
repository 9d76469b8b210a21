"""Who lifts what a guard refuses: whose turn it is, or somebody else, or time? And what is so if it passes?

What they lift themselves is their own work: the record stays in their worklist, and its page leads to the
step that lifts it. What they wait for is none: the record goes on elsewhere meanwhile (casework.idle).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from casework.terms.table import Text

G = TypeVar("G", bound=Callable[..., None])

# By which steps whoever has the turn lifts what a guard refuses; None: they wait for others, or for a day.
_LIFTED: dict[Callable[..., None], tuple[str, ...] | None] = {}

# What is so when it refuses nothing.
_ENSURED: dict[Callable[..., None], Text] = {}


def ensures(holds: Text) -> Callable[[G], G]:
    """What a guard makes sure of, in words that are true by whichever of its ways it lets pass."""

    def said(guard: G) -> G:
        _ENSURED[guard] = holds
        return guard

    return said


def ensured(guard: Callable[..., None]) -> Text:
    """What a guard makes sure of; "" where it does not say so."""
    return _ENSURED.get(guard, "")


def own(*steps: str) -> Callable[[G], G]:
    """A guard whose refusal whoever has the turn lifts themselves, by one of these steps where it has any."""

    def said(guard: G) -> G:
        _LIFTED[guard] = steps
        return guard

    return said


def wait(guard: G) -> G:
    """A guard whose refusal others lift, or time, or nothing, because it is not for this record."""
    _LIFTED[guard] = None
    return guard


def is_said(guard: Callable[..., Any]) -> bool:
    """Whether a guard says who lifts what it refuses."""
    return guard in _LIFTED


def waits(guard: Callable[..., Any]) -> bool:
    """Whether whoever has the turn can only wait until a guard refuses no more."""
    return _LIFTED[guard] is None


def lifts(guard: Callable[..., Any]) -> tuple[str, ...]:
    """The steps by which whoever has the turn lifts what a guard refuses."""
    return _LIFTED[guard] or ()
