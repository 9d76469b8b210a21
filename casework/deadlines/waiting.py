"""By what does each open state of a flow wait: by which clocks, or by none for a reason that holds?"""

from __future__ import annotations

from collections.abc import Iterator

from accounts.roles import Role
from casework.flow import Flow, Step, Wait, With
from casework.models import kinds
from casework.terms.table import Term

Ways = dict[str, set[tuple[str, frozenset[str]]]]


def ways_into(flow: Flow) -> Ways:
    """Of each state the ways of being there: by which step it was come to, and the codes of the terms that
    may run then."""
    found: Ways = {}
    todo = [(flow.opening, str(flow.opening.target), _after(flow.opening, frozenset()))]
    while todo:
        came, state, running = todo.pop()
        if (came.name, running) not in found.setdefault(state, set()):
            found[state].add((came.name, running))
            for step in flow.leaving(state):
                if step.name != "void":
                    stays = str(step.target) == state
                    todo.append((came if stays else step, str(step.target), _after(step, running)))
    return found


def _after(step: Step, running: frozenset[str]) -> frozenset[str]:
    stopped = {term.code for term in (*step.meets, *step.drops, *step.suspends)}
    return running - stopped | {term.code for term in (*step.starts, *step.resumes)}


def waiting(flow: Flow) -> dict[str, tuple[str, ...] | Wait | With | None]:
    """Of each open state the codes of the clocks that may run in it; the reason why none does on some way;
    None where a way leads there without a clock, and no reason is given."""
    found: dict[str, tuple[str, ...] | Wait | With | None] = {}
    for state, ways in ways_into(flow).items():
        if state in flow.turns:
            stated = flow.waits.get(state)
            reason = None if isinstance(stated, Term) else stated
            clocks = [running for _came, running in ways]
            found[state] = tuple(sorted(set().union(*clocks))) if all(clocks) else reason
    return found


def unfounded(flow: Flow) -> list[tuple[str, str]]:
    """(state, step) where the reason does not hold for what that step brought there without a clock.

    No reason holds where another organisation has the turn than took the step; free choice neither where
    another person has, and the clock of another record only if it has one. (state, "") where there is no way
    without a clock.
    """
    ways = ways_into(flow)
    return [
        (state, name)
        for state, reason in flow.waits.items()
        if not isinstance(reason, Term)
        for name in sorted({name for name, running in ways[state] if not running}) or [""]
        if not name or not _holds(flow, str(state), reason, flow[name])
    ]


def _holds(flow: Flow, state: str, reason: Wait | With, came: Step) -> bool:
    brought = {came.party(role) for role in came.by if role is not Role.SYSTEM}
    if not brought <= {flow.hands(state)}:
        return False
    if isinstance(reason, With):
        return all(_clocks_of(reason))
    return reason is Wait.UNTIL or _same_person(flow, state, came)


def _same_person(flow: Flow, state: str, came: Step) -> bool:
    """Whether whoever took the step has the turn after it, and may go on."""
    turn = flow.turns[state]
    onward = [step for step in flow.leaving(state) if turn in step.by and step.name != "void"]
    return set(came.by) == {turn} and not any(came.name in step.differs for step in onward)


def _clocks_of(other: With, *before: str) -> Iterator[bool]:
    """Of each state that the other record may be in meanwhile: whether a clock of its own runs, or of a third
    record that it waits with in turn; never in a circle."""
    found = waiting(kinds()[other.kind].flow)
    for state in other.states or found:
        by = found[state]
        if isinstance(by, With) and by.kind not in before:
            yield all(_clocks_of(by, other.kind, *before))
        else:
            yield isinstance(by, tuple)
