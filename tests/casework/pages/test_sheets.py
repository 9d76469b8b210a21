"""Is a list handed out as a file row by row, in the viewer's scope, and never without a line in the trail?"""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.db import DatabaseError
from django.urls import reverse

from casework.models import Record
from casework.pages import views
from casework.pages.lists import lines
from casework.pages.sheets import as_csv, safe, sheet
from tests.monitoring import given
from trail.models import Event

# The line in the trail is committed on the connection "log".
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


def url(ending, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return reverse("riskcase-sheet", args=[ending]) + (f"?{query}" if query else "")


def read(answer):
    """The rows of a CSV."""
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture
def three(cast, now):
    """Three cases of the first center, newest last."""
    return [given.registered_case(cast, now, product=name) for name in ("Kettle", "=1+1", "Toy")]


def test_a_list_as_csv_has_its_rows_newest_first_and_is_written_down(three, cast, at_desk):
    header, *rows = read(at_desk(cast.collector).get(url("csv")))
    assert header[:3] == ["Number", "Title", "State"]
    assert [row[0] for row in rows] == [case.number for case in reversed(three)]
    event = Event.objects.get(verb="export a list")
    assert (event.actor_id, event.detail["kind"]) == (cast.collector.user.pk, "riskcase")


def test_it_is_filtered_as_the_page_is(three, cast, at_desk):
    rows = read(at_desk(cast.collector).get(url("csv", title="Kettle", state="registered")))
    assert [row[0] for row in rows[1:]] == [three[0].number]
    page = at_desk(cast.collector).get(reverse("riskcase-list"), {"title": "Kettle"}).content.decode()
    assert url("csv", title="Kettle") in page


def test_a_workbook_says_the_same_and_holds_no_formula(three, cast, at_desk):
    answer = at_desk(cast.collector).get(url("xlsx"))
    table = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    titles = [row[1] for row in table.iter_rows(min_row=2, values_only=True)]
    assert [title.startswith("'=") for title in titles] == [False, True, False]
    assert (safe("@sum"), safe(None), safe(3)) == ("'@sum", "", 3)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", " =", "\t=", "\n=", "\u3000＝"])
def test_a_cell_that_a_spreadsheet_would_reckon_stays_text(sign):
    """A spreadsheet set to Chinese reads a full-width sign as a narrow one, and passes over what is blank."""
    text = f"{sign}HYPERLINK(1)"
    file = io.StringIO(as_csv([[text]]).decode("utf-8-sig"), newline="")
    assert safe(text) == f"'{text}" and list(csv.reader(file)) == [[f"'{text}"]]
    answer: Any = sheet("xlsx", "x", [[text, "6901234567890123456"]])
    cells = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active[1]
    assert [cell.data_type for cell in cells] == ["s", "s"] and cells[1].value == "6901234567890123456"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("6901234567890123456", "6901234567890123456\t"),
        ("25312000000123456789", "25312000000123456789\t"),
        ("0571", "0571\t"),
        ("12345", "12345"),
        ("0", "0"),
        ("2026-11-25", "2026-11-25"),
        (123456789012345, "123456789012345"),
    ],
)
def test_a_spreadsheet_rounds_no_number_of_goods_or_invoices(cell, written):
    """It keeps fifteen digits, and none that are nought in front; behind a tab it takes them as text."""
    assert list(csv.reader(io.StringIO(as_csv([[cell]]).decode("utf-8-sig")))) == [[written]]


def test_a_stranger_gets_the_headings_alone_and_a_tenant_what_they_were_shown(three, cast, at_desk, now):
    for viewer in (cast.other_collector, cast.quality_officer, cast.tester):
        assert len(read(at_desk(viewer).get(url("csv")))) == 1
    assert at_desk(cast.collector).get(url("pdf")).status_code == 404


def test_what_cannot_be_written_down_is_not_handed_out(three, cast, at_desk, monkeypatch):
    def fails(*args, **options):
        raise DatabaseError

    monkeypatch.setattr(views, "write_first", fails)
    with pytest.raises(DatabaseError):
        at_desk(cast.collector).get(url("csv"))


def test_a_long_list_is_read_page_by_page(three):
    rows = list(lines(Record.objects.filter(kind="riskcase"), batch=2))
    assert [row[0] for row in rows[1:]] == [case.number for case in reversed(three)]
