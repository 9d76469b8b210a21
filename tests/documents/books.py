"""How do tests take out a form as a workbook, write into it, and send it in again, as a person does?"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from accounts.models import Viewer
from tests.conftest import NOW


class Books:
    """The forms of a record as workbooks, taken out and sent in at NOW."""

    def __init__(self, at_desk: Any) -> None:
        self.at_desk = at_desk

    def out(self, viewer: Viewer, found: Any, name: str) -> Any:
        """The workbook as it comes out."""
        answer = self.ask(viewer, found, name, "-sheet")
        assert answer.status_code == 200, answer.content.decode()[:2000]
        return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]

    def ask(self, viewer: Viewer, found: Any, name: str, what: str = "") -> HttpResponse:
        with time_machine.travel(NOW, tick=False):
            url = reverse(f"{_kind(found)}-form-{name}{what}", args=[_named(found)])
            answer: HttpResponse = self.at_desk(viewer).get(url)
        return answer

    def send(self, viewer: Viewer, found: Any, name: str, book: Workbook) -> HttpResponse:
        """What is shown of a workbook that is sent in."""
        content = io.BytesIO()
        book.save(content)
        return self._post(viewer, found, name, {"file": SimpleUploadedFile("form.xlsx", content.getvalue())})

    def agree(self, viewer: Viewer, found: Any, name: str, shown: HttpResponse, **more: Any) -> HttpResponse:
        """Have done what was shown."""
        assert shown.status_code == 200, faults(shown)
        carried = re.search(r'name="sent" value="([^"]*)"', shown.content.decode())
        assert carried, "nothing is to be agreed to"
        return self._post(viewer, found, name, {"sent": unescape(carried[1]), **more})

    def fill(self, viewer: Viewer, found: Any, name: str, book: Workbook, **more: Any) -> HttpResponse:
        """Send it in and agree."""
        return self.agree(viewer, found, name, self.send(viewer, found, name, book), **more)

    def _post(self, viewer: Viewer, found: Any, name: str, data: dict[str, Any]) -> HttpResponse:
        with time_machine.travel(NOW, tick=False):
            url = reverse(f"{_kind(found)}-form-{name}", args=[_named(found)])
            answer: HttpResponse = self.at_desk(viewer).post(url, data)
        return answer


def faults(answer: HttpResponse) -> str:
    """What a page says, without its markup."""
    main = answer.content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def cell(book: Any, sheet: str, column: str, **of: str) -> Any:
    """The cell of a column, in the line whose other cells hold these texts."""
    page = book[sheet]
    heads = {one.value: one.column for one in page[1]} | {"Item": 3}
    wanted: Callable[[int], bool] = lambda row: all(  # noqa: E731
        text in str(page.cell(row, heads[head]).value) for head, text in of.items()
    )
    [row] = [row for row in range(2, page.max_row + 1) if wanted(row)]
    return page.cell(row, heads[column])


def beside(book: Any, sheet: str, label: str) -> Any:
    """The cell beside a heading of a sheet that stands upright."""
    [row] = [row for row in book[sheet].iter_rows() if row[0].value == label]
    return row[1]


def _kind(found: Any) -> str:
    """What it is, as addresses have it: a record, or a signal."""
    own = str(found._meta.model_name)
    return str(getattr(found, "kind", "signal" if own == "risksignal" else own))


def _named(found: Any) -> Any:
    """What its address has of it."""
    return found.pk if _kind(found) == "qualification" else found.number
