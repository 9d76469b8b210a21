"""Do the conventions hold that no linter knows?"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [
    "trail",
    "accounts",
    "catalogue",
    "casework",
    "documents",
    "monitoring",
    "sampling",
    "inspection",
    "disposal",
    "sharing",
    "portals",
    "config",
]


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in modules():
        yield path, ast.parse(path.read_text())


def test_no_module_is_longer_than_400_lines():
    paths = [*modules(), *(ROOT / "tests").rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): n for path in paths if (n := len(path.read_text().splitlines())) > 400
    }
    assert not long


def test_every_module_says_which_question_it_answers():
    silent = [
        str(path.relative_to(ROOT)) for path, tree in trees() if tree.body and not ast.get_docstring(tree)
    ]
    assert not silent


def test_nothing_is_imported_inside_a_function():
    late = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert not late


def test_there_are_no_catch_all_modules():
    names = {"utils", "helpers", "services", "common", "core"}
    assert not [path for path in modules() if {path.stem, *path.parent.parts} & names]


def test_there_are_no_signal_receivers_and_no_generic_foreign_keys():
    bad = re.compile(r"@receiver\b|\bGenericForeignKey\b|(post|pre)_(save|delete|init)\b|m2m_changed")
    assert not [path for path in modules() if bad.search(path.read_text())]


def test_the_clock_is_read_only_at_the_edge():
    edge = {"views", "context", "api", "tasks", "outbox", "middleware", "demo", "populate"}
    reads = re.compile(r"timezone\.now\(\)|datetime\.now\(|date\.today\(|localdate\(\)")
    assert not [
        str(path.relative_to(ROOT))
        for path in modules()
        if not edge & {path.stem, *path.parts}
        and "commands" not in path.parts
        and reads.search(path.read_text())
    ]


SCOPED = re.compile(r"visible_to|\.listed\(|\.none\(\)")
UNSCOPED = re.compile(r"\b(?P<model>[A-Z]\w+)\.objects\.(?P<rest>[^\n]*)")


def test_views_and_forms_fetch_records_only_in_the_viewers_scope():
    """Record kinds in views and forms are asked for through visible_to, or through their empty queryset."""
    kinds = set(re.findall(r"class (\w+)\(Filed\)", "".join(path.read_text() for path in modules())))
    unscoped = []
    for path in modules():
        if not {path.stem, path.parent.name} & {"views", "forms", "api"}:
            continue
        source = path.read_text()
        for found in UNSCOPED.finditer(source):
            chain = source[found.start() : found.start() + 240].split("\n\n")[0]
            if found["model"] in kinds | {"Record"} and not SCOPED.search(chain):
                unscoped.append(f"{path.relative_to(ROOT)}: {found[0]}")
    assert not unscoped


def test_templates_carry_no_inline_style_or_script():
    bad = re.compile(r"\sstyle=|<script(?![^>]*\bsrc=)|\son[a-z]+=", re.IGNORECASE)
    pages = [path for path in (ROOT / "templates").rglob("*.html") if "papers" not in path.parts]
    assert pages and not [str(path.relative_to(ROOT)) for path in pages if bad.search(path.read_text())]


@pytest.mark.django_db
def test_the_application_works_under_a_role_that_owns_nothing():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, count(*) FROM pg_tables WHERE tableowner = current_user GROUP BY 1"
        )
        assert cursor.fetchone() is None
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("wangjian_app",)


def test_every_clause_stands_in_the_documentation():
    text = (ROOT / "docs" / "standard.md").read_text()
    source = (ROOT / "casework" / "clauses.py").read_text()
    listed = re.findall(r'^    "([0-9W][^"]*)":', source, re.MULTILINE)
    assert len(listed) > 59 and not [number for number in listed if f"| {number} |" not in text]


def test_no_message_hides_in_an_f_string():
    """There the collector of messages does not find it, and it stays English."""
    names = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in trees()
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]
    assert not hidden
