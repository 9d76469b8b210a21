"""Does each address that is no list, record or step let in whom it is for, and nobody else?

What is expected is computed from the tables in tests/<stage>/walls.py, which are written by hand; the rules
in the code (accounts.gate.Rule) are held against them by HTTP, as everybody in the cast.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.gate import Entry, Rule
from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.models import kinds
from tests.cast import Cast, person
from tests.conftest import NOW
from tests.test_access import OPEN as OPEN_PAGES
from tests.test_access import may_see, of_kinds, routes
from tests.test_architecture import ROOT, trees
from tests.undrawn import Drawn
from tests.walls import Found, Wall

STAGES = ("accounts", "documents", "registers", *settings.STAGES, "portals")
WALLS: list[Wall] = [wall for stage in STAGES for wall in import_module(f"tests.{stage}.walls").WALLS]
# Why anybody may come stands in the rule itself.
OPEN = OPEN_PAGES | {"api-schema", "api-object-schemas", "api-object-schema", "api-docs"}
# A read is logged on a connection of its own.
pytestmark = pytest.mark.django_db(databases=["default", "log"])


def rules() -> dict[str, Rule]:
    """The rule of every address, of a page or of the API, that is no list, record or step of a kind."""
    found: dict[str, Any] = {}
    for one in routes():
        view: Any = one.callback
        twin = {"rule": getattr(getattr(view, "cls", None), "rule", None), **getattr(view, "initkwargs", {})}
        found[str(one.name)] = getattr(view, "rule", None) or twin["rule"]
    shapes = of_kinds() | {
        f"api-{kind}-{step.name}" for kind, model in kinds().items() for step in model.flow
    }
    shapes |= {f"api-{name}" for kind in kinds() for name in (kind, f"{kind}-list")}
    return {name: rule for name, rule in found.items() if name not in shapes}


def test_every_address_names_its_rule_and_stands_in_the_table_of_who():
    named = rules()
    assert not [name for name, rule in named.items() if not isinstance(rule, Rule)]
    assert set(named) - OPEN == {wall.name for wall in WALLS}


def test_what_is_open_to_anybody_says_why():
    reasons = {name: rule.because for name, rule in rules().items() if rule.entry is Entry.ANYBODY}
    assert set(reasons) == OPEN and all(reasons.values())


def test_an_address_for_pressing_alone_is_not_got():
    """A twin's methods stand where its class is."""
    pressed = {name for name, rule in rules().items() if rule.methods == ("POST",)}
    apart = pressed - OPEN ^ {wall.name for wall in WALLS if wall.method == "POST"}
    assert not [name for name in apart if not name.startswith("api-")]


def test_no_page_refuses_anybody_by_itself():
    """But the three shapes, whose rule is the flow."""
    refusing = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in trees()
        if {"views", "api"} & {path.stem, path.parent.name}
        and path.parent != ROOT / "casework" / "api"
        and path not in {ROOT / "casework" / "pages" / "views.py", ROOT / "accounts" / "api.py"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and node.exc
        for name in ast.walk(node.exc)
        if isinstance(name, ast.Name) and name.id in ("PermissionDenied", "Forbidden")
    ]
    assert not refusing


def strangers(cast: Cast) -> dict[str, Viewer]:
    """Everybody in the cast, and administrators of the others' organisations."""
    homes = {kind: cast.people[f"other_{kind}_{Role.SHARING_OFFICER}"].organisation for kind in Kind}
    return cast.people | {
        name: person(name, home, Role.ADMINISTRATOR)
        for kind, home in homes.items()
        for name in [f"other_{kind}_{Role.ADMINISTRATOR}"]
    }


def refusal(wall: Wall, name: str, viewer: Viewer, found: Found | None, cast: Cast) -> int | None:
    """By the table: how this person is refused, or None where they are let in."""
    if own(name) not in wall.who:
        return wall.shut(own(name))
    if found is None:
        return None
    sees = name == own(name) if wall.sees is None else name in wall.sees
    if found.record is not None:
        sees = may_see(found.record, viewer, cast)
    if not (sees or wall.open_to_all):
        return 404
    return None if wall.may is None or name in wall.may else 403


def asked(client: Client, method: str, url: str, data: dict[str, Any]) -> HttpResponse:
    answer: Any = client.post(url, data) if method == "POST" else client.generic(method, url)
    return answer  # type: ignore[no-any-return]


def undone(client: Client, method: str, url: str, data: dict[str, Any]) -> HttpResponse:
    """The answer to a request, whose action is undone."""
    with transaction.atomic(), transaction.atomic("log"):
        answer = asked(client, method, url, data)
        transaction.set_rollback(True)
        transaction.set_rollback(True, "log")
    return answer


@pytest.mark.parametrize("wall", WALLS, ids=lambda wall: wall.id)
def test_a_wall_lets_in_whom_the_table_names_and_nobody_else(
    wall: Wall, cast: Cast, at_desk: Callable[[Viewer], Client]
) -> None:
    """Nor does anybody find what is not there; and who does not pass learns nothing of whether it is."""
    with time_machine.travel(NOW, tick=False):
        found = wall.given(cast, NOW) if wall.given else None
        url = reverse(wall.name, args=found.names if found else wall.names)
        wrong: list[Any] = []
        let_in: list[Client] = []
        drawn = Drawn()
        everybody = strangers(cast) if found else cast.people
        for name, viewer in everybody.items():
            client, refused = at_desk(viewer), refusal(wall, name, viewer, found, cast)
            let_in += [client] if refused is None else []
            trials = [(wall.method, refused)]
            if refused is None and wall.posts is not None:
                trials.append(("POST", None if own(name) in wall.posts else 403))
            for method, expected in trials:
                ask = asked if expected else undone  # who is refused does nothing
                with drawn.once(viewer, method, expected):
                    status = ask(client, method, url, found.data if found else {}).status_code
                if not answers(status, expected):
                    wrong.append((name, method, status, expected))
        assert not wrong
        assert let_in or not wall.who
        outside = next((name for name in cast.people if own(name) not in wall.who), "")
        for missing in elsewhere(wall, found):
            assert undone(let_in[0], wall.method, missing, {}).status_code == 404
            if outside:
                answer = asked(at_desk(cast.people[outside]), wall.method, missing, {})
                assert answer.status_code == wall.shut(own(outside))


def answers(status: int, refused: int | None) -> bool:
    """Whether an answer is the refusal expected, or none where none is."""
    return status == refused if refused else status not in (403, 404, 405) and status < 500


def own(name: str) -> str:
    """Whom of the cast's own organisations a stranger is like."""
    return name.removeprefix("other_")


def elsewhere(wall: Wall, found: Found | None) -> Iterator[str]:
    """The address with one of the names of its object wrong."""
    for place, name in enumerate(found.names if found else ()):
        names = [*found.names] if found else []
        names[place] = 999_999_999 if isinstance(name, int) else "X-000000000"
        yield reverse(wall.name, args=names)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_a_page_answers_to_the_methods_of_its_rule_and_to_no_other(
    method: str, cast: Cast, at_desk: Callable[[Viewer], Client]
) -> None:
    client, found = at_desk(cast.leader), rules()
    for one in routes():
        name, pattern = str(one.name), str(one.pattern)
        if name in found and not name.startswith("api-") and method not in found[name].methods:
            names = [{"str": "X"}.get(kind, 1) for kind in re.findall(r"<(\w+):\w+>", pattern)]
            assert asked(client, method, reverse(name, args=names), {}).status_code == 405, name
