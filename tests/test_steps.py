"""Is a step that is named in the code one that there is, and taken with all that it does? (decision 29)"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from django.urls import get_resolver

from casework.models import kinds
from tests.test_architecture import ROOT, trees

# Functions that a handler of another module calls for the step itself.
FOR_A_HANDLER = {"evaluate_plan": "evaluate", "confirm": "confirm", "submit": "submit"}
# A step of a kind that does nothing beside moving its record, though one of the same name elsewhere does.
MOVES_ALONE = {"_close_when_answered": "close"}


def taken() -> Iterator[tuple[str, str, str, str]]:
    """(module, function, step, by whom) of each `take("step", …)` of what an installation runs."""
    for path, tree in trees():
        if "demo" in path.relative_to(ROOT).parts:
            continue
        for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                name = call.args[0] if call.args else None
                if getattr(call.func, "id", "") == "take" and isinstance(name, ast.Constant):
                    by = next((ast.unparse(each.value) for each in call.keywords if each.arg == "by"), "")
                    by = typed(function).get(by, by)
                    yield module_of(path), function.name, str(name.value), by


def typed(function: ast.FunctionDef) -> dict[str, str]:
    """The names of a function's arguments, with their types."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    return {each.arg: ast.unparse(each.annotation) for each in arguments if each.annotation}


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def handled() -> dict[str, set[str]]:
    """In which modules the handlers of a step of this name stand."""
    get_resolver().url_patterns  # noqa: B018 (reads all that is registered)
    found = defaultdict(set)
    for model in kinds().values():
        for name, handler in model.flow.handlers.items():
            found[name].add(getattr(handler, "func", handler).__module__)
    return found


def test_every_step_that_is_taken_by_name_is_in_a_table():
    known = {step.name for model in kinds().values() for step in model.flow}
    assert not [(module, step) for module, _function, step, _by in taken() if step not in known]


def test_what_a_step_does_is_left_out_by_the_system_alone():
    """Whoever takes a step by hand past its handler takes less than it does."""
    modules, past = handled(), []
    for module, function, step, by in taken():
        system = by in ("system", "cause") or by.startswith("System")
        told = {**FOR_A_HANDLER, **MOVES_ALONE}.get(function) == step
        if modules[step] and module not in modules[step] and not system and not told:
            past.append((module, function, step, by))
    assert not past
