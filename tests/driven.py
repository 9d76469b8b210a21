"""Was a clause driven by the people it binds? What clause tests must show, and how it is watched."""

from __future__ import annotations

from accounts.roles import Kind
from casework.clauses import CLAUSES

ALL = set(Kind)

# Whom each clause binds, by the longest matching beginning of its number.
ACTORS: dict[str, set[Kind]] = {
    "1": ALL,
    "4.1": ALL,
    "4.2.1": {Kind.REGULATOR},
    "4.2.2": {Kind.CENTER},
    "4.2.3": {Kind.LABORATORY},
    "4.2.4": {Kind.PLATFORM},
    "5": ALL,
    "6.1": {Kind.CENTER},
    "6.2": {Kind.CENTER},
    "6.3": {Kind.LABORATORY},
    "6.4": {Kind.CENTER},
    "6.4-2": {Kind.PLATFORM},
    "6.4-3": {Kind.REGULATOR},
    "6.4-4": {Kind.PLATFORM},
    "6.4-5": {Kind.REGULATOR},
    "6.5": ALL,
    "6.5-3": {Kind.CENTER},
    "6.5-4": {Kind.CENTER},
    "6.5-5": {Kind.CENTER},
}


def actors(clause: str) -> set[Kind]:
    """The kinds of organisation that a clause of the standard binds."""
    fitting = [begin for begin in ACTORS if clause.startswith(begin)]
    return ACTORS[max(fitting, key=len)]


def undriven(clauses: list[str], seen: set[Kind]) -> list[str]:
    """Those clauses of the standard whose actors made no request, given the kinds that made one."""
    return [clause for clause in clauses if clause in CLAUSES and not actors(clause) & seen]
