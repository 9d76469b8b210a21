"""Which rule carries each clause, and which test drives it? Prints what docs/conformity.md holds."""

from __future__ import annotations

import ast
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework.clauses import CLAUSES, HOUSE, RULES

ROOT = Path(settings.BASE_DIR)
PAGE = ROOT / "docs" / "conformity.md"
# Where a call states its clause: the position of the argument, and its name.
STATED = {"Step": (5, "clause"), "Term": (4, "clause")}
HEAD = """# Conformity

Each clause of the standard, the rule that carries it and the tests that drive it through portal or API as the
clause's actor. Written by `./run manage trace --write`; `./run lint` fails when it is out of date.
"""

Places = dict[str, list[tuple[str, str]]]


class Command(BaseCommand):
    help = "Prints clause · rule · test as Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/conformity.md")
        parser.add_argument("--check", action="store_true", help="fail if docs/conformity.md is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        text = page()
        if options["check"] and (not PAGE.exists() or PAGE.read_text() != text):
            raise CommandError("docs/conformity.md is out of date: run ./run manage trace --write")
        if options["write"]:
            PAGE.write_text(text)
        elif not options["check"]:
            self.stdout.write(text)


def page() -> str:
    """The conformity matrix: the standard's clauses, the law's rules, our own."""
    rules, tests = carriers(), drivers()
    cited = {number: text for number, text in RULES.items() if number in rules}
    parts = [HEAD]
    for heading, clauses in (
        ("The standard", CLAUSES),
        ("The law around it, as far as rules here cite it", cited),
        ("Our own rules", HOUSE),
    ):
        parts.append(f"## {heading}\n")
        parts.append("| clause | duty | rule | test |\n|---|---|---|---|")
        parts += [_row(number, text, rules, tests) for number, text in clauses.items()]
        parts.append("")
    return "\n".join(parts)


def _row(number: str, duty: str, rules: Places, tests: Places) -> str:
    return f"| {number} | {duty} | {_links(rules[number])} | {_links(tests[number])} |"


def _links(places: list[tuple[str, str]]) -> str:
    return "<br>".join(f"[{name}](../{where}) `{where}`" for name, where in dict.fromkeys(places)) or "–"


def carriers() -> Places:
    """By clause: (what carries it, file) of every step, term and marked function."""
    found: Places = defaultdict(list)
    for path, tree in _trees(*(ROOT / package for package in settings.RIVER)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in STATED:
                for number in _stated(node):
                    found[number].append((_named(node), str(path)))
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                for number in _marked(node, "carries"):
                    found[number].append((node.name, str(path)))
    return found


def drivers() -> Places:
    """By clause: (test, file) of every test that bears it."""
    found: Places = defaultdict(list)
    for path, tree in _trees(ROOT / "tests"):
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                for number in _marked(node, "clause"):
                    found[number].append((node.name, str(path)))
    return found


def _trees(*folders: Path) -> Iterator[tuple[Path, ast.Module]]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def _stated(call: ast.Call) -> list[str]:
    """The clauses that a step or term states, as far as they are constants."""
    position, name = STATED[call.func.id]  # type: ignore[attr-defined]
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    also = [keyword.value for keyword in call.keywords if keyword.arg == "also"]
    values = [*(call.args[position : position + 1] or named), *(each for it in also for each in it.elts)]  # type: ignore[attr-defined]
    return [str(value.value) for value in values if isinstance(value, ast.Constant)]


def _named(call: ast.Call) -> str:
    """A step by its name, a term by its code."""
    first = call.args[0] if call.args else None
    return str(first.value) if isinstance(first, ast.Constant) else "step"


def _marked(node: ast.FunctionDef | ast.ClassDef, mark: str) -> list[str]:
    """The clauses named by a decorator: carries("…") or pytest.mark.clause("…")."""
    return [
        str(argument.value)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).split(".")[-1] == mark
        for argument in decorator.args
        if isinstance(argument, ast.Constant)
    ]
