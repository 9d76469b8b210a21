"""Can no pattern be kept busy by a text that somebody sent in?

A repeat without a bound, followed by something that may fail, is tried from each place of the text to its
end: a text of 100,000 signs made for it takes minutes, and nobody else is answered meanwhile. So each pattern
has a bound on every repeat but its last part, or stops at the sign that it begins with.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

parser: Any = importlib.import_module("re._parser")
PACKAGES = settings.RIVER[:-1]
ROOT = Path(__file__).resolve().parent.parent
# Where each repeat without a bound stops at the next mark, which the test of busy rows measures.
MARKS = ("_INSIDE", "_CELL", "_SOUND", "_PLAIN", "_ITEM")
MEASURED = {f"documents.incoming.packages.{name}" for name in MARKS}
# Asked for at the beginning of a text alone.
AT_FIRST = {
    *("catalogue.platforms._BRACKET", "monitoring.importers.foreign._TITLE"),
    "monitoring.importers.media._RECALL",
}
VERBS = {
    "re.match",
    "re.search",
    "re.fullmatch",
    "re.sub",
    "re.subn",
    "re.split",
    "re.findall",
    "re.finditer",
}
REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")


@cache
def modules() -> list[ModuleType]:
    importlib.import_module("config.urls")  # what stands for a row in an address is known from there on
    found = []
    for package in map(importlib.import_module, PACKAGES):
        found.append(package)
        for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not {"migrations", "management", "fonts"} & set(one.name.split(".")):
                found.append(importlib.import_module(one.name))
    return found


def compiled(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """The patterns in a value and in what it is made of."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 4:
        yield from compiled(tuple(value.values()), depth)
    elif isinstance(value, list | tuple | set | frozenset) and depth < 4:
        for one in value:
            yield from compiled(one, depth + 1)


@cache
def patterns() -> dict[tuple[str | bytes, int], str]:
    """Where each pattern that a module of ours holds is called what."""
    return {
        (pattern.pattern, pattern.flags): f"{module.__name__}.{name}"
        for module in modules()
        for name, value in vars(module).items()
        for pattern in compiled(value)
    }


def unbound(sequence: Any, last: bool, begin: int | None) -> Iterator[str]:
    """The repeats without a bound that can be kept busy. begin: the sign that the pattern begins with."""
    items = list(sequence)
    for at, (op, value) in enumerate(items):
        ends = last and at == len(items) - 1
        name = str(op)
        if name in REPEATS:
            _least, most, inner = value
            free = most == parser.MAXREPEAT
            if free and not (ends and simple(inner)) and not stops(inner, begin):
                yield f"{name} of {inner!r}"
            yield from unbound(inner, ends and most == 1, begin)
        elif name == "SUBPATTERN":
            yield from unbound(value[-1], ends, begin)
        elif name == "ATOMIC_GROUP":
            yield from unbound(value, ends, begin)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from unbound(branch, ends, begin)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from unbound(value[1], False, begin)


def simple(inner: Any) -> bool:
    """Whether a repeat is of one sign."""
    return bool(inner.getwidth() == (1, 1))


def stops(inner: Any, begin: int | None) -> bool:
    """Whether what is repeated is any sign but some, that which the pattern begins with among them."""
    [(op, value), *others] = list(inner)
    if begin is None or others:
        return False
    if str(op) == "NOT_LITERAL":
        return bool(value == begin)
    negated = str(op) == "IN" and str(value[0][0]) == "NEGATE"
    return negated and ("LITERAL", begin) in [(str(kind), sign) for kind, sign in value[1:]]


def faults(pattern: str | bytes, flags: int = 0) -> list[str]:
    parsed = parser.parse(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    first = next(iter(parsed)) if len(parsed) else (None, None)
    return list(unbound(parsed, True, first[1] if str(first[0]) == "LITERAL" else None))


def test_no_pattern_of_a_module_can_be_kept_busy():
    wrong = {
        f"{where}: {pattern!r}: {fault}"
        for (pattern, flags), where in patterns().items()
        if where not in MEASURED
        for fault in faults(pattern, flags)
    }
    assert not wrong, "\n".join(sorted(wrong))
    assert len(patterns()) > 100


PROBES = [
    *"0a [(（<±~-'\\\"/：项Ａ",
    "0 ",
    "a0",
    "a-",
    "<c ",
    "Recall ",
    "标称:",
    "10^",
    "1.",
    "检出",
    "(北京)",
]


def test_no_pattern_takes_long_over_a_long_text():
    """Bounds multiply: three of forty are sixty-four thousand tries at each place."""
    long = {}
    for (text, flags), where in patterns().items():
        pattern = re.compile(text, flags)
        begun = process_time()
        for probe in PROBES:
            sent: Any = probe * (2_000 // len(probe))
            (pattern.match if where in AT_FIRST else pattern.search)(
                sent.encode() if isinstance(text, bytes) else sent
            )
        if (took := process_time() - begun) > 0.3:
            long[where] = round(took, 2)
    assert not long


def calls() -> Iterator[tuple[str, ast.expr]]:
    """Each pattern that is written where it is used."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in VERBS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node.args[0]


def written(argument: ast.expr) -> str | bytes | None:
    """A pattern as it stands there, a sign for each name in it."""
    if isinstance(argument, ast.Constant):
        return argument.value  # type: ignore[return-value]
    if isinstance(argument, ast.JoinedStr):
        parts = (one.value if isinstance(one, ast.Constant) else "x" for one in argument.values)
        return "".join(map(str, parts))
    return None


def test_no_pattern_written_where_it_is_used_can_be_kept_busy():
    wrong = set()
    for where, argument in calls():
        pattern = written(argument)
        if pattern is None:
            wrong.add(f"{where}: give it a name in its module, as a pattern")
        elif found := faults(pattern):
            wrong.add(f"{where}: {pattern!r}: {found}")
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    "pattern", [r"a+b", r"(?:x\s*)+", r"\s*$", r"(\w{1,3}){1,}", r"a(?=.*b)", r"<[^>]*>"]
)
def test_a_pattern_that_can_be_kept_busy_is_found(pattern):
    assert faults(pattern)


@pytest.mark.parametrize("pattern", [r"\s+", r"a{1,9}b", r"<[^<>]*>", r"x(?:a|b)*", "质量|安全", r"^\d+"])
def test_a_pattern_that_cannot_is_not(pattern):
    assert not faults(pattern)
