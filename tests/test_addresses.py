"""Do ids stay on the server? Nothing that others read can be counted: by no door (tests.sampling.doors)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Any

import pytest
import segno
import time_machine
from django.core import mail as outgoing
from django.db import connection
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from hypothesis import given as each
from hypothesis import strategies as some

from accounts.addresses import code, coded
from accounts.models import Viewer
from casework.models import kinds
from casework.pages import feed
from documents.models import Document
from documents.papers import PAPERS
from documents.render import render
from sampling.samples.actions import counts
from tests.api.conftest import issue
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given as handled
from tests.disposal import given_letters, given_notices
from tests.inspection import given as tests_of
from tests.monitoring import given as planned
from tests.sampling import doors, given
from tests.sampling.samples.test_stocktaking import opened
from tests.sharing import given as shared
from tests.test_flows import WALKS

pytestmark = pytest.mark.django_db(databases=["default", "log"])
# Where the rows of a test's world begin: no number that a page shows by itself lies there.
FROM = 730_000_000
ID = re.compile(r"(?<!\d)730,?0\d\d,?\d{3}(?!\d)")
# What in an address tells one row from others of its kind.
WHICH = {"number", "token", "pk", "pseudonym", "username", "year", "code", "version"}


SEQUENCES = "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"


@pytest.fixture
def far(db):
    """Ids begin far away. What reads are logged by has a connection of its own, so no sequence is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(SEQUENCES)
        before = cursor.fetchall()
        cursor.executemany("SELECT setval(%s, %s)", [(name, FROM) for name, _last in before])
        cursor.execute("RESET ROLE")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.executemany(
            "SELECT setval(%s, %s, %s)", [(name, last or 1, last is not None) for name, last in before]
        )
        cursor.execute("RESET ROLE")


@pytest.fixture
def coded_in_black(monkeypatch) -> list[str]:
    """What every QR code says that is drawn meanwhile."""
    said: list[str] = []
    draw = segno.make_qr

    def heard(text: str, **how: Any) -> segno.QRCode:
        said.append(text)
        return draw(text, **how)

    monkeypatch.setattr(segno, "make_qr", heard)
    return said


def counted(cast: Cast, now: datetime) -> None:
    """A store was counted, and a sample is missing."""
    given.stored_sample(cast, now)
    counts.end_count(opened(cast, now), by=cast.storekeeper, now=now)


# (who looks, at what of a world)
LOOKS: list[tuple[str, Any]] = [
    ("quality_officer", given_letters.letter),
    ("quality_officer", handled.measured),
    ("respondent", given_notices.served),
    ("county_officer", handled.referred),
    ("tester", tests_of.begun),
    ("reviewer", tests_of.submitted),
    ("buyer", given.assigned_purchase),
    ("organiser", given.selecting_scheme),
    ("storekeeper", counted),
    ("planner", planned.submitted_plan),
]


def linked(text: str) -> Iterator[str]:
    """The addresses that a page leads to."""
    for address in re.findall(r'(?:href|hx-get)="(/[^"#]*)', text):
        if not address.startswith("/static/"):
            yield unescape(address)


def of_which_page(address: str) -> tuple[str, ...]:
    """What one page has in common with those that differ in their row alone."""
    found = resolve(address.partition("?")[0])
    return (str(found.url_name), *(str(value) for name, value in found.kwargs.items() if name not in WHICH))


def begun_with(viewer: Viewer) -> list[str]:
    """The worklist, a record of each kind with the forms of its steps, and the calendar."""
    found = [reverse("home")]
    for model in kinds().values():
        record = model._default_manager.visible_to(viewer).order_by("-pk").first()
        found += doors.forms_of(record) if record else ()
    if viewer.kind != "merchant":
        _link, token = feed.make(viewer, NOW)
        found.append(reverse("due-feed-file", args=[token]))
    return found


def crawled(client: Client, begin: list[str]) -> Iterator[tuple[str, str]]:
    """(address, all that is answered) from there on: pages, forms, files; one of each sort."""
    waiting, seen = begin.copy(), set()
    while waiting:
        address = waiting.pop(0)
        answer: Any = client.get(address)
        said = doors.said(answer)
        yield address, f"{address}\n{said}"
        for found in linked(said) if answer["Content-Type"].startswith("text/html") else ():
            try:
                sort = of_which_page(found)
            except Resolver404:
                continue
            if sort not in seen:
                seen.add(sort)
                waiting.append(found)


def shown(read: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Where an id is to be read."""
    return [
        (at, text[max(0, hit.start() - 60) : hit.end()]) for at, text in read for hit in ID.finditer(text)
    ]


@pytest.mark.parametrize(("who", "story"), LOOKS)
def test_no_page_form_or_file_and_no_program_tells_others_an_id(
    who, story, far, cast, at_desk, coded_in_black
):
    viewer = cast.people[who]
    with time_machine.travel(NOW, tick=False):
        story(cast, NOW)
        read = list(crawled(at_desk(viewer), begun_with(viewer)))
        read += of_the_api(viewer) if who not in ("respondent", "reviewer") else []
    assert len(read) > 15 and not shown([*read, ("QR", "\n".join(coded_in_black))])


def of_the_api(viewer: Any) -> Iterator[tuple[str, str]]:
    """(address, answer) of the lists, and of what stands in them."""
    program = issue(viewer)
    for name in [*(f"api-{kind}-list" for kind in kinds()), "api-worklist"]:
        answer = program.get(reverse(name))
        if answer.status_code == 200:
            yield reverse(name), doors.said(answer)
            for row in rows_of(answer.json()):
                yield row["url"], doors.said(program.get(row["url"]))


def rows_of(body: Any) -> list[dict[str, Any]]:
    return [row for row in body.get("results", []) if row.get("url")] if isinstance(body, dict) else []


POSTED = [
    ("workplan", "edit"),
    ("purchase", "assign"),
    ("report", "record"),
    ("platformdisposal", "measure"),
]


@pytest.mark.parametrize(("kind", "step"), POSTED)
def test_what_is_posted_is_answered_without_an_id(kind, step, far, cast, at_desk):
    walk = next(one for one in WALKS if (one.kind, one.step) == (kind, step) and one.cause is None)
    with time_machine.travel(NOW, tick=False):
        record, client = walk.given(cast, NOW), at_desk(cast.people[walk.actor])
        address = reverse(f"{kind}-step", args=[record.number, step])
        said = [client.post(address, {"note": ""}, headers={"HX-Request": "true"})]
        said.append(client.post(address, walk.data(record, cast), headers={"X-Sent-By": "uploads"}))
        said.append(client.get(said[-1]["Location"]))
    assert [answer.status_code for answer in said] == [422, 204, 200]
    assert not shown([(address, doors.said(answer)) for answer in said])


def test_neither_papers_nor_letters_tell_an_id(far, cast, coded_in_black):
    with time_machine.travel(NOW, tick=False):
        given_letters.letter(cast, NOW)
        doors.send_everything(NOW)
    papers = list(Document.objects.order_by("pk"))
    read = [(paper.paper, f"{paper.title}{paper.file_number}{paper.content}") for paper in papers]
    for paper in {paper.paper: paper for paper in papers[-3:]}.values():
        pdf = render(PAPERS[paper.paper].template, {"paper": paper.content}, language=paper.language)
        read.append((paper.paper, doors.text(pdf)))
    assert len(papers) > 5 and len(outgoing.outbox) > 5 and coded_in_black
    assert not shown([*read, ("mail", doors.letters()), ("QR", "\n".join(coded_in_black))])


FURTHER = re.compile(r'href="(\?[^"]*(?:after|before)=[^"]*)"')


def test_where_a_long_list_goes_on_is_no_id(far, cast, at_desk):
    for number in range(60):
        shared.finding(1, product=f"Kettle {number}", fingerprint=f"{number:064d}")
    desk, address = at_desk(cast.planner), reverse("query")
    page = desk.get(address, {"product": "Kettle", "in": "findings"})
    [further] = {unescape(found) for found in FURTHER.findall(page.text)}
    rest = desk.get(address + further)
    assert not shown([(address, doors.said(page)), (further, further + doors.said(rest))])
    assert "Kettle 59" in page.text and "Kettle 0<" in rest.text


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
