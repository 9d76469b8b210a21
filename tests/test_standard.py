"""Is every clause of the standard carried by a rule and driven by a test?"""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings

from accounts.roles import Kind
from casework.clauses import CARRIED, CLAUSES
from casework.models import kinds
from tests.conftest import NOW
from tests.driven import READ, undriven
from trail.models import write

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
STAGES = ("documents", *settings.STAGES, "portals")
# Where rules stand that are no step.
LAYERS = {"actions", "forms", "views", "papers"}

# What is still to come, and the issue that brings it. This list only shrinks.
PENDING: dict[str, str] = {}
AT_MOST = 25


def carried() -> set[str]:
    """The clauses that a step, a term or a marked function carries."""
    for package in STAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if LAYERS & {path.stem, *path.parts} and path.stem != "__init__":
                import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    found = set(CARRIED)
    for model in kinds().values():
        for step in model.flow:
            found |= step.clauses
    return found


def borne() -> set[str]:
    """The clauses that tests bear."""
    marks = re.compile(r"pytest\.mark\.clause\(([^)]*)\)")
    return {
        number
        for path in TESTS.rglob("test_*.py")
        for mark in marks.findall(path.read_text())
        for number in re.findall(r'"([^"]+)"', mark)
    }


def test_every_clause_has_a_rule():
    assert not [clause for clause in CLAUSES if clause not in carried() and clause not in PENDING]


def test_every_clause_has_a_test():
    assert not [clause for clause in CLAUSES if clause not in borne() and clause not in PENDING]


def test_the_pending_list_holds_only_what_is_pending_and_names_the_issue():
    assert not set(PENDING) - set(CLAUSES)
    assert not [clause for clause in PENDING if clause in carried() and clause in borne()]
    assert all(PENDING.values()) and len(PENDING) <= AT_MOST


def test_a_clause_test_without_its_actor_fails(db):
    assert undriven(["6.4-4"], set(Kind)) == ["6.4-4"]
    assert undriven(["6.5-4"], {Kind.PLATFORM}) == ["6.5-4"]
    assert undriven(["6.5-4", "T-02"], {Kind.CENTER}) == []


def test_a_step_that_was_refused_proves_nothing(cast):
    write("hand over", ("record", 1), actor=cast.quality_officer.actor(), at=NOW)
    assert undriven(["6.4-4"], set(Kind)) == ["6.4-4"]
    took: Any = {"moved": ("received", "fed_back"), "clause": "6.4-4"}
    write("feed_back", ("record", 1), actor=cast.quality_officer.actor(), at=NOW, **took)
    assert undriven(["6.4-4"], set()) == []


def test_each_duty_that_is_read_names_the_test_of_what_its_actor_sees():
    for clause, name in READ.items():
        path, function = name.split("::")
        source = (TESTS.parent / path).read_text()
        assert re.search(rf'clause\([^)]*"{re.escape(clause)}"[^)]*\)\n(@.*\n)*def {function}\(', source), (
            name
        )
