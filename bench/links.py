"""Is there a page that a country brings down? From each seat one of every kind that its links lead to."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from django.urls import Resolver404, resolve

from bench.client import Client, Side
from bench.goals import Outcome, at_most
from bench.sides import cookie
from bench.viewers import SEATS

# So long a first page may take, and the next of the same kind, when what both count is known; in ms.
FIRST, AGAIN = 5_000, 1_000
LINK = re.compile(rb'(?:href|hx-get)="([^"#]+)')
# Lists to their last row and papers are streamed, or made by workers: they take as long as they are long.
FILE = re.compile(r"\.(csv|xlsx|ics|pdf|zip|docx)$")
SHOWN = 12


class Visit(NamedTuple):
    """first, again: milliseconds. status: of the first answer."""

    seat: str
    kind: str
    path: str
    status: int
    first: float
    again: float


def costs(client: Client, web: int) -> tuple[dict[str, Any], list[Outcome]]:
    """Every kind of page that is linked, asked twice; the slowest of each."""
    visits = [visit for name in SEATS for visit in walk(client, web, name)]
    fell = [visit for visit in visits if visit.status >= 400]
    slowest = sorted(visits, key=lambda visit: -visit.first)[:SHOWN]
    figures: dict[str, Any] = {f"{each.seat} {each.path}": each.first for each in (*fell, *slowest)}
    outcomes = [at_most("P18", f"of {len(visits):,} pages not answered", len(fell), 0, "")]
    for name in SEATS:
        own = [visit for visit in visits if visit.seat == name]
        outcomes.append(
            at_most(f"P18 {name}", "slowest, at first", max(each.first for each in own), FIRST, "ms")
        )
        outcomes.append(
            at_most(f"P18 {name}", "slowest, again", max(each.again for each in own), AGAIN, "ms")
        )
    return figures, outcomes


def walk(client: Client, web: int, name: str) -> Iterator[Visit]:
    """From a seat's home along the links of every page, one of a kind."""
    headers, todo, known = cookie(SEATS[name].viewer.user), deque(["/"]), {kind("/")}
    while todo:
        path = todo.popleft()
        first, status, body = client.visit(Side(web, path, headers))
        again, _status, _body = client.visit(Side(web, path, headers))
        yield Visit(name, kind(path), path, status, first, again)
        for linked in LINK.findall(body):
            further = unescape(linked.decode())
            further = path.partition("?")[0] + further if further.startswith("?") else further
            if (of := kind(further)) and of not in known:
                known.add(of)
                todo.append(further)


def kind(address: str) -> str:
    """What sort of page an address leads to: its name, and what it asks by name; "" for a file, for what
    leaves the site, and for what logs out."""
    path, asked = urlsplit(address).path, urlsplit(address).query
    if not address.startswith("/") or FILE.search(path):
        return ""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    if found.view_name == "logout":
        return ""
    return " ".join([str(found.view_name), *sorted({name for name, _value in parse_qsl(asked)})])
