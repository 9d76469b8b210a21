"""Do ids stay on the server? Nothing that others read can be counted: addresses, forms' buttons, the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from hypothesis import given as each
from hypothesis import strategies as some

from accounts.addresses import code, coded
from casework.models import kinds
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given_letters, given_notices
from tests.inspection import given as tests_of
from tests.sampling import given

pytestmark = pytest.mark.django_db(databases=["default", "log"])
# Where the rows of a test's world begin: no number that a page shows by itself lies there.
FROM = 730_000_000
ID = re.compile(r"(?<![\w.])73\d{7}(?![\w.])")
# Ends of addresses that bring no page.
NO_PAGE = (".csv", ".xlsx", ".pdf", ".zip", ".json", ".ics")
# What a person chooses in a form; nothing is led there by it.
CHOSEN = re.compile(r"<(?:option|input)[^>]*>")


@pytest.fixture
def far(db):
    """Ids begin far away."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename) FROM pg_sequences")
        for (name,) in cursor.fetchall():
            cursor.execute(f"ALTER SEQUENCE {name} RESTART WITH {FROM}")
        cursor.execute("RESET ROLE")


# (who looks, at what of a world)
LOOKS: list[tuple[str, Any]] = [
    ("quality_officer", given_letters.letter),
    ("respondent", given_notices.served),
    ("tester", tests_of.begun),
    ("buyer", given.assigned_purchase),
]


def linked(text: str) -> Iterator[str]:
    """The addresses of pages that a page leads to."""
    for address in re.findall(r'(?:href|hx-get)="(/[^"#]*)', text):
        path, _mark, _asked = unescape(address).partition("?")
        if not path.startswith("/static/") and not path.endswith(NO_PAGE):
            yield unescape(address)


def crawled(client: Client) -> Iterator[tuple[str, str]]:
    """(address, page) of what is reached from the worklist: one page of each kind, and of each record."""
    waiting, seen = ["/"], {"home"}
    while waiting:
        address = waiting.pop(0)
        answer: Any = client.get(address)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        yield address, answer.text
        for found in linked(answer.text):
            name = resolve(found.partition("?")[0]).url_name
            if name not in seen:
                seen.add(str(name))
                waiting.append(found)


@pytest.mark.parametrize(("who", "story"), LOOKS)
def test_neither_a_page_nor_the_api_tells_others_an_id(who, story, far, cast, at_desk):
    with time_machine.travel(NOW, tick=False):
        story(cast, NOW)
        pages = [(at, CHOSEN.sub("", page)) for at, page in crawled(at_desk(cast.people[who]))]
        answers = list(of_the_api(cast.people[who])) if who != "respondent" else []
    read = pages + answers
    shown = [
        (at, text[max(0, hit.start() - 60) : hit.end()]) for at, text in read for hit in ID.finditer(text)
    ]
    assert len(pages) > 5 and not shown


def of_the_api(viewer: Any) -> Iterator[tuple[str, str]]:
    """(address, answer) of the lists, and of what stands in them."""
    program = issue(viewer)
    for name in [*(f"api-{kind}-list" for kind in kinds()), "api-worklist"]:
        answer = program.get(reverse(name))
        if answer.status_code == 200:
            yield reverse(name), answer.text
            for row in rows_of(answer.json()):
                yield row["url"], program.get(row["url"]).text


def rows_of(body: Any) -> list[dict[str, Any]]:
    return [row for row in body.get("results", []) if row.get("url")] if isinstance(body, dict) else []


@each(some.integers(min_value=1, max_value=(1 << 40) - 1), some.sampled_from(["clock", "feed"]))
def test_a_code_stands_for_one_row_of_one_kind(pk, kind):
    text = code(kind, pk)
    assert coded(kind, text) == pk and re.fullmatch("[0-9A-Z]{9}", text)
    assert code("stand_in", pk) != text


@pytest.mark.parametrize("text", ["000000001", "UUUUUUUUU", "1", "", "XASFMMEP"])
def test_what_is_no_code_stands_for_nothing(text):
    with pytest.raises(ValueError):
        coded("clock", text)


@pytest.mark.parametrize("old", ["/clocks/37/", "/signals/feeds/3/", "/storage/places/3/"])
def test_an_old_address_leads_to_the_list_and_tells_nothing_of_its_row(old, cast, at_desk):
    who = cast.collector if "feeds" in old else cast.receiver
    answer = at_desk(who).get(old, follow=True)
    assert answer.redirect_chain and "Addresses of this kind have changed" in answer.text
