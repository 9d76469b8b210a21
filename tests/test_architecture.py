"""Do the conventions hold that no linter knows?"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.urls import get_resolver

from accounts.coded import OneOf, SeveralOf

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = [*settings.RIVER, "demo"]
# Which modules are called alike in every part; Django and this house look for them by these names.
LAYERS = {
    *[
        "flow",
        "models",
        "papers",
        "actions",
        "tasks",
        "forms",
        "views",
        "urls",
        "api",
        "apps",
        "kind",
        "walls",
        "middleware",
    ]
}
LAYERS |= {"vocabulary", "idle", "__init__"}


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in modules():
        yield path, ast.parse(path.read_text())


def test_the_linter_of_imports_knows_the_same_river():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    assert contracts["contracts"][0]["layers"] == PACKAGES[::-1] == contracts["root_packages"]


def test_no_module_is_longer_than_400_lines():
    paths = [*modules(), *(ROOT / "tests").rglob("*.py")]
    long = {
        str(path.relative_to(ROOT)): n for path in paths if (n := len(path.read_text().splitlines())) > 400
    }
    assert not long


# So many parts a stage has at most, and so many files and lines each.
PARTS, FILES, LINES = 10, 25, 4_000
# What is no part: the database's history, and the commands.
NO_PARTS = {"migrations", "management"}
# A layer still, of a stage that is not built of parts yet.
STILL = {"disposal/actions"}


def test_what_is_looked_for_by_its_noun_lies_in_a_folder_that_one_can_take_in():
    folders = [folder for package in PACKAGES for folder in (ROOT / package).iterdir() if folder.is_dir()]
    parts = [folder for folder in folders if folder.name not in NO_PARTS and any(folder.glob("*.py"))]
    a_stage_has = Counter(part.parent.name for part in parts)
    crowded = [stage for stage in a_stage_has if a_stage_has[stage] > PARTS]
    for part in parts:
        files = list(part.rglob("*.py"))
        if len(files) > FILES or sum(len(path.read_text().splitlines()) for path in files) > LINES:
            crowded.append(f"{part.relative_to(ROOT)}: {len(files)} files")
    assert {each.split(":")[0] for each in crowded} == STILL, crowded


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
    edge = {"views", "context", "api", "tasks", "outbox", "middleware", "backends", "demo", "populate"}
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


def test_no_template_holds_both_sides_of_a_merge():
    both = re.compile(r"^(?:<{7}|={7}|>{7})", re.M)
    assert [path for path in (ROOT / "templates").rglob("*.html") if both.search(path.read_text())] == []


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
    listed = re.findall(r'^    "([0-9][^"]*)":', source, re.MULTILINE)
    assert len(listed) > 40 and not [number for number in listed if f"| {number} |" not in text]


def test_no_message_hides_in_an_f_string():
    """There the collector of messages does not find it, and it stays English."""
    names = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
    hidden = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in trees()
        for text in _f_strings(tree)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in names
    ]
    assert not hidden


# Here a list is for the database, a file or a terminal, and not a sentence.
NO_SENTENCES = (
    *(
        "/management/",
        "config/",
        "bulk.py",
        "demo/scale/",
        "staging.py",
        "list_reader.py",
        "sampling/check.py",
    ),
    "trail/enumerations.py",
)


def test_what_is_listed_in_a_sentence_is_listed_as_its_language_does():
    """By trail.enumerations alone: a Chinese sentence has no English commas. No f-string is one."""
    english = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in trees()
        if not any(place in str(path) for place in NO_SENTENCES)
        for call in set(ast.walk(tree)) - {part for text in _f_strings(tree) for part in ast.walk(text)}
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "join"
        if {part.value for part in ast.walk(call.func.value) if isinstance(part, ast.Constant)} == {", "}
    ]
    assert not english


def _f_strings(tree: ast.Module) -> list[ast.JoinedStr]:
    return [text for text in ast.walk(tree) if isinstance(text, ast.JoinedStr)]


CHOICES = re.compile(
    r"\bModel(?:Multiple)?Choice(?:Field|Filter|Iterator)\b|(?:model|inline)formset|BaseModelFormSet"
)


def test_rows_are_chosen_by_one_kind_of_field():
    """Django's own fields and sets of forms put ids into the page, and take them."""
    paths = [*modules(), *(ROOT / "bench").rglob("*.py")]
    own = [str(path.relative_to(ROOT)) for path in paths if CHOICES.search(path.read_text())]
    assert own == ["accounts/coded.py"]


def forms_of(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """Every form of ours; all are known once the addresses are."""
    for form in base.__subclasses__():
        if form.__module__.partition(".")[0] in PACKAGES:
            yield form
        yield from forms_of(form)


def test_what_a_form_makes_of_a_models_fields_is_of_that_kind_too():
    assert get_resolver().url_patterns
    fields = [(form, name, field) for form in forms_of() for name, field in form.base_fields.items()]  # type: ignore[attr-defined]
    chosen = [each for each in fields if isinstance(each[2], forms.ModelChoiceField)]
    assert len(chosen) > 60 and not [each for each in chosen if not isinstance(each[2], OneOf | SeveralOf)]
    names = [model._meta.model_name for model in apps.get_models()]
    assert not [each for each in chosen if names.count(each[2].queryset.model._meta.model_name) > 1]


WRITTEN = re.compile(r"{{(?P<said>[^{}]*)}}|{%(?P<done>[^{}]*)%}")
KEY = re.compile(r"\.(?:pk|id)\b|\.(?!item_id|shop_id|auto_id)[a-z]+_id\b")
# The address of a view, which makes a code of it, and a question that shows nothing.
CODED = re.compile(r"\b(?:url|code_of)\([^()]*\)|\bif [^{}]*")


def test_no_template_writes_an_id():
    written = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for found in WRITTEN.finditer(path.read_text())
        if KEY.search(CODED.sub("", found["said"] or found["done"] or ""))
    ]
    assert not written


# What is written into the server's own log or cache.
INSIDE = {"accounts/api.py", "portals/views/errors.py"}


def made_into_text(tree: ast.Module) -> Iterator[ast.expr]:
    """What stands by itself in an f-string or in str()."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FormattedValue):
            yield node.value
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "str":
            yield from node.args[:1]


def test_no_form_and_no_view_makes_text_of_an_id():
    """Neither names of fields and values of choices, nor addresses, are made of what counts rows."""
    texts = [
        f"{path.relative_to(ROOT)}:{one.lineno}"
        for path, tree in trees()
        if {path.stem, *path.parts} & {"forms", "views", "api"}
        if str(path.relative_to(ROOT)) not in INSIDE
        for one in made_into_text(tree)
        if isinstance(one, ast.Attribute) and KEY.search(ast.unparse(one))
    ]
    assert not texts


def test_every_field_for_files_looks_at_what_is_sent():
    """CheckedFile and CheckedFiles do; any other needs a `clean_` of its form."""
    unchecked = [
        f"{path.relative_to(ROOT)}: {form.name}.{ast.unparse(field.targets[0])}"
        for path, tree in trees()
        for form in ast.walk(tree)
        if isinstance(form, ast.ClassDef)
        for field in form.body
        if isinstance(field, ast.Assign) and isinstance(field.value, ast.Call)
        if ast.unparse(field.value.func) in ("forms.FileField", "forms.ImageField", "FilesField")
        and f"def clean_{ast.unparse(field.targets[0])}(" not in ast.unparse(form)
    ]
    assert not unchecked


def test_a_module_is_called_as_no_other_package_calls_one():
    """But by a layer's name, or where the portals, the demo and the bench show what a stage has."""
    stands = defaultdict(set)
    for path in modules():
        package, *rest = path.relative_to(ROOT).parts
        if package not in ("portals", "demo") and path.stem not in LAYERS and "commands" not in rest:
            stands[path.stem].add(package)
    assert not {name: packages for name, packages in stands.items() if len(packages) > 1}
