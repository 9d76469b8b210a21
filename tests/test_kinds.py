"""Does every kind of record say where it is found: in which portals, in which order, at which station?"""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from pathlib import Path

import pytest

from accounts.roles import Kind, Role
from casework.models import Filed, kinds
from casework.pages.desks import DESKS, Desk
from casework.pages.navigation import STATIONS
from config import urls
from tests.test_architecture import trees

ROOT = Path(__file__).resolve().parent.parent
READ = urls.pages  # all desks are read with the addresses


def said(model: type[Filed], what: str) -> str:
    """A fault of a kind, with the file and the line at which it begins."""
    path = Path(inspect.getsourcefile(model) or "").relative_to(ROOT)
    return f"{path}:{inspect.getsourcelines(model)[1]}: {model.__name__} {what}"


def faults(desks: list[Desk], models: list[type[Filed]]) -> list[str]:
    """What is wrong with where these kinds are found."""
    met = Counter(desk.model for desk in desks)
    found = [
        said(one, f"has {met[one]} desks: write one Desk, in its part's kind.py")
        for one in models
        if met[one] != 1
    ]
    for name, what in (("at", "address"), ("order", "place in the river"), ("kind", "name")):
        times = Counter(getattr(desk, name) for desk in desks)
        found += [
            said(desk.model, f"shares its {what} with another kind: {getattr(desk, name)}")
            for desk in desks
            if times[getattr(desk, name)] > 1
        ]
    prefixes = Counter(one.prefix for one in models)
    found += [
        said(one, f"shares the prefix of its numbers: {one.prefix}")
        for one in models
        if prefixes[one.prefix] > 1
    ]
    known = (ROOT / "docs" / "glossary.md").read_text()
    unknown = [one for one in models if f"`{one._meta.label}`" not in known]
    found += [
        said(one, "is not in docs/glossary.md: the standard's word, the code's, the screen's")
        for one in unknown
    ]
    for desk in desks:
        if desk.station not in STATIONS and not desk.model.joint:
            found.append(said(desk.model, "stands at no station of figure 1: give its Desk one"))
        for kind in sorted(acting(desk.model) - set(desk.menu)):
            found.append(said(desk.model, f"has steps for a {kind.label}, in whose portal it has no place"))
        if not desk.label:
            found.append(said(desk.model, "has no label for its list"))
    return found


def acting(model: type[Filed]) -> set[Kind]:
    """The kinds of organisation that take its steps."""
    return {role.kind for step in model.flow for role in step.by if role is not Role.SYSTEM and role.kind}


def test_every_kind_is_reachable_ordered_drawn_and_prefixed_once():
    assert not faults(DESKS, list(kinds().values()))


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        ({"order": 20}, "shares its place in the river with another kind: 20"),
        ({"at": "assessments"}, "shares its address with another kind: assessments"),
        ({"station": None}, "stands at no station of figure 1"),
        ({"menu": {}}, "has steps for a Monitoring center, in whose portal it has no place"),
        ({"label": ""}, "has no label for its list"),
    ],
)
def test_what_a_kind_does_not_say_is_named_with_its_file(lacks, sentence, monkeypatch):
    odd = next(desk for desk in DESKS if desk.kind == "riskcase")
    for name, value in lacks.items():
        monkeypatch.setitem(odd.__dict__, name, value)
    found = faults(DESKS, list(kinds().values()))
    assert any(
        one.startswith("monitoring/risks/models/riskcases.py:") and sentence in one for one in found
    ), found


def test_what_is_numbered_beside_the_kinds_has_a_prefix_of_its_own():
    beside = [
        node.args[0].value
        for _path, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "number"
        if node.args and isinstance(node.args[0], ast.Constant)
    ]
    prefixes = {model.prefix for model in kinds().values()}
    assert {"RS", "SD"} <= set(beside) and not prefixes & set(beside)


def test_a_kind_without_a_desk_is_named():
    rest = [desk for desk in DESKS if desk.kind != "riskcase"]
    assert "has 0 desks: write one Desk" in faults(rest, list(kinds().values()))[0]
