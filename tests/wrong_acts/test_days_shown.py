"""Is the last day of a clock the same day wherever somebody reads it?"""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from django.urls import reverse

from casework.api.serializers import row
from casework.deadlines.clocks import local_day
from casework.models import Record
from casework.pages.feed import feed
from tests.conftest import NOW
from tests.disposal import given

# The line in the trail is committed on the connection "log".
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


@pytest.fixture
def last(cast, now) -> date:
    """The last day of a platform's disposal, by its clock."""
    found = given.handling(cast, now)
    return found.deadlines.running().get().end


def of_csv(answer) -> dict[str, str]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return next(csv.DictReader(io.StringIO(text)))


def of_workbook(answer) -> dict[str, str]:
    table = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    heads, row = list(table.iter_rows(values_only=True))
    return dict(zip(heads, row, strict=True))


@pytest.mark.parametrize(("ending", "read"), [("csv", of_csv), ("xlsx", of_workbook)])
def test_a_file_has_the_last_day_that_the_page_has_and_names_a_role_a_role(cast, at_desk, last, ending, read):
    desk = at_desk(cast.compiler)
    page = desk.get(Record.objects.get(kind="platformdisposal").get_absolute_url()).text
    line = read(desk.get(reverse("platformdisposal-sheet", args=[ending])))
    assert line["Due"] == last.isoformat() and last.isoformat() in page
    assert line["Role that acts next"] == "Platform quality officer" and "Whose turn" not in line


def test_a_program_and_a_calendar_read_the_same_last_day(cast, last):
    record = Record.objects.get(kind="platformdisposal")
    assert record.next_due_at is not None and local_day(record.next_due_at) == last + timedelta(days=1)
    assert local_day(row(record)["due"]) == last
    assert f"DTSTART;VALUE=DATE:{last:%Y%m%d}" in feed(cast.quality_officer, NOW).decode()
