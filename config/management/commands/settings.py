"""Which values may an installation choose? Prints what docs/settings.md holds, read off the settings."""

from __future__ import annotations

import ast
import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

ROOT = Path(settings.BASE_DIR)
SOURCE = ROOT / "config" / "settings.py"
PAGE = ROOT / "docs" / "settings.md"
HEAD = """# Settings

Each value that an installation chooses, in the environment or in `.env`. Written from the comments of
`config/settings.py` by `./run manage settings --write`; `./run lint` fails when it is out of date.

| name | type | default | what it does |
|---|---|---|---|
"""
COMMENT = re.compile(r"\s*# ?(.*)")


class Setting(NamedTuple):
    name: str
    type: str
    default: str
    said: str


class Command(BaseCommand):
    help = "Prints name, type, default and meaning of every setting as Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/settings.md")
        parser.add_argument("--check", action="store_true", help="fail if docs/settings.md is out of date")

    def handle(self, *args: Any, **options: Any) -> None:
        text = page(SOURCE.read_text())
        if options["check"] and (not PAGE.exists() or PAGE.read_text() != text):
            raise CommandError("docs/settings.md is out of date: run ./run manage settings --write")
        if options["write"]:
            PAGE.write_text(text)
        elif not options["check"]:
            self.stdout.write(text)


def page(source: str) -> str:
    return HEAD + "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n"
        for one in read(source)
        for row in [(f"`{one.name}`", one.type, f"`{one.default}`", one.said)]
    )


def read(source: str) -> Iterator[Setting]:
    """Every env.type("NAME", default), in the order of the file, each once."""
    lines, named = source.splitlines(), set[object]()
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        of, name = ast.unparse(call.func), call.args[0] if call.args else None
        if of.startswith("env.") and isinstance(name, ast.Constant) and name.value not in named:
            named.add(name.value)
            given = [keyword.value for keyword in call.keywords if keyword.arg == "default"]
            default = ast.unparse([*call.args[1:], *given, ast.Constant("")][0])
            yield Setting(str(name.value), of[4:], default, comment(lines, call.lineno - 1))


def comment(lines: list[str], at: int) -> str:
    """What stands above a line; what follows it without a gap, or within brackets, is told by the same."""
    while at > 0 and lines[at - 1].strip() and not COMMENT.fullmatch(lines[at - 1]):
        at -= 1
    first = at
    while first > 0 and COMMENT.fullmatch(lines[first - 1]):
        first -= 1
    return " ".join(COMMENT.sub(r"\1", line) for line in lines[first:at])
