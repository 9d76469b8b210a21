"""How is a table handed out as a file? As CSV, line by line, or as a workbook."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins like this is a formula to a spreadsheet, or becomes one where full-width signs are
# written as narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

# What a spreadsheet would round, or cut off in front: numbers of goods, invoices, parcels.
DIGITS = re.compile(r"\d{12,60}|0\d{1,60}")

# What no workbook takes in the name of a sheet.
NO_TITLE = re.compile(r"[\[\]:*?/\\]")

ENDINGS = ("csv", "xlsx")
BATCH = 500

Row = Sequence[Any]


def sheet(ending: str, name: str, rows: Iterable[Row]) -> HttpResponse:
    """The rows, headings included, as a file `name.ending`; kept by no cache. ending: one of ENDINGS.

    A CSV is streamed, so that what `rows` raises in its middle cuts it off; a workbook is made first, so that
    it is raised here.
    """
    if ending == "csv":
        answer = StreamingHttpResponse(_lines(rows), content_type=CSV)
    else:
        answer = _workbook(name, rows)
    answer["Content-Disposition"] = str(content_disposition_header(True, f"{called(name)}.{ending}"))
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer  # type: ignore[return-value]  # a streaming response is an HttpResponseBase


def called(name: str) -> str:
    """What a file is called that is handed out: one of practice says so."""
    return _("PRACTICE %(name)s") % {"name": name} if settings.PRACTICE else name


def safe(value: Any) -> Any:
    """A cell as a spreadsheet may read it: text that looks like a formula stays text."""
    if value is None:
        return ""
    if isinstance(value, str) and (value.startswith(FORMULA) or value.lstrip().startswith(FORMULA)):
        return f"'{value}"
    return value


def lasting(value: Any) -> Any:
    """A cell of a CSV whose digits a spreadsheet is to leave alone: behind them a tab, which makes them text
    there, and which whoever reads a table here takes off again."""
    return f"{value}\t" if isinstance(value, str) and DIGITS.fullmatch(value) else value


def as_csv(rows: Iterable[Row]) -> bytes:
    """The rows as the content of a CSV file."""
    return "".join(_lines(rows)).encode()


def as_book(name: str, rows: Iterable[Row]) -> bytes:
    """The rows as the content of a workbook."""
    return b"".join(_workbook(name, rows).streaming_content)  # type: ignore[arg-type]  # it is read here


class _Echo:
    """What csv.writer writes is handed back, not kept."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterable[Row]) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    yield "\ufeff"  # by which spreadsheets know UTF-8
    left = iter(rows)
    while some := list(islice(left, BATCH)):
        yield "".join(write([lasting(safe(value)) for value in row]) for row in some)


def _workbook(name: str, rows: Iterable[Row]) -> StreamingHttpResponse:
    book = Workbook(write_only=True)
    table = book.create_sheet(NO_TITLE.sub(" ", name)[:31])
    for row in rows:
        table.append([safe(value) for value in row])
    kept = TemporaryFile()  # noqa: SIM115  the answer closes it
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, content_type=XLSX)
