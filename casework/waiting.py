"""By what does each open state of a flow wait: by which clocks, or for which reason by none?"""

from __future__ import annotations

from accounts.roles import Role
from casework.flow import Flow, Step, Wait


def clocks_in(flow: Flow) -> dict[str, set[frozenset[str]]]:
    """The codes of the terms that may run in each state: one set for each way of coming there."""
    found: dict[str, set[frozenset[str]]] = {}
    todo = [(str(flow.opening.target), _after(flow.opening, frozenset()))]
    while todo:
        state, running = todo.pop()
        if running not in found.setdefault(state, set()):
            found[state].add(running)
            onward = (step for step in flow.leaving(state) if step.name != "void")
            todo += [(str(step.target), _after(step, running)) for step in onward]
    return found


def _after(step: Step, running: frozenset[str]) -> frozenset[str]:
    return running - {term.code for term in step.meets} | {term.code for term in step.starts}


def waiting(flow: Flow) -> dict[str, tuple[str, ...] | Wait | None]:
    """Of each open state the codes of the clocks that may run in it; the reason why none does on some way;
    None where a way leads there without a clock, and no reason is given."""
    found: dict[str, tuple[str, ...] | Wait | None] = {}
    for state, ways in clocks_in(flow).items():
        if state in flow.turns:
            stated = flow.waits.get(state)
            reason = stated if isinstance(stated, Wait) else None
            found[state] = tuple(sorted(set().union(*ways))) if all(ways) else reason
    return found


def strange(flow: Flow) -> list[str]:
    """The states of which somebody has a free choice although another organisation opened the record."""
    opener = {flow.opening.party(role) for role in flow.opening.by if role is not Role.SYSTEM}
    free = (state for state, wait in flow.waits.items() if wait is Wait.FREE)
    return [str(state) for state in free if opener and flow.hands(state) not in opener]
