"""Who is kept from a step by what they did themselves, as far as the steps of a flow say it? (≠)"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from accounts.roles import Role


class Step(Protocol):
    """What of a step (casework.flow.Step) says who is kept from it."""

    @property
    def name(self) -> str: ...
    @property
    def sources(self) -> tuple[str, ...]: ...
    @property
    def target(self) -> str: ...
    @property
    def by(self) -> tuple[Role, ...]: ...
    @property
    def differs(self) -> tuple[str, ...]: ...
    @property
    def apart(self) -> str: ...
    @property
    def primary(self) -> bool: ...


def kept_apart(step: Step, steps: Iterable[Step]) -> tuple[str, ...]:
    """The steps whose actors do not take this one.

    Those it names; and whoever may not decide on something does not return it in the same role either.
    """
    decisions = [
        other
        for other in steps
        if other.primary
        and other.differs
        and set(other.by) == set(step.by)
        and set(other.sources) & set(step.sources)
    ]
    returns = not step.primary and step.target not in step.sources
    named = (name for other in decisions for name in other.differs if returns and name != step.name)
    return tuple(dict.fromkeys((*step.differs, *named)))


def not_voided_after(steps: Iterable[Step], voids: tuple[Role, ...]) -> tuple[str, ...]:
    """Whoever is kept from one step by what they did does not void what they may not decide on; what those
    who void did in that same role keeps nobody from it."""
    own = {step.name for step in steps if set(step.by) <= set(voids)}
    return tuple(dict.fromkeys(name for step in steps for name in step.differs if name not in own))


def apart(steps: Iterable[Step]) -> str:
    """The other records in which whoever decides on one of the kind has no hand, "" where there are none."""
    found = {step.apart for step in steps if step.apart}
    if len(found) > 1:
        raise ValueError(f"the decisions of one kind are kept apart from different records: {found}")
    return next(iter(found), "")
