"""How is shared information read: on a page, as CSV, as a workbook? Each time the ledger has it first."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from openpyxl import Workbook

from casework.flow import Forbidden, Refused
from casework.views import Request
from sharing import actions
from sharing.actions.readings import BATCH, Access, Page
from sharing.flow import Use
from sharing.forms import RowFilter
from sharing.models import Resource, ShareRequest
from sharing.views.sheets import refusal, sharer

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins like this is a formula to a spreadsheet.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def request_of(request: Request, number: str) -> ShareRequest:
    found = ShareRequest.objects.visible_to(request.viewer).filter(number=number).first()
    if found is None:
        raise Http404
    return found


def resource_of(request: Request, number: str) -> Resource:
    seen = Resource.objects.visible_to(request.viewer).select_related("provider", "center")
    found = seen.filter(number=number).first()
    if found is None:
        raise Http404
    return found


@require_safe
@sharer
def granted(request: Request, number: str) -> HttpResponse:
    """The rows of a grant, fifty at a time."""
    asked = request_of(request, number)
    ground = lambda: actions.granted(asked, request.viewer, use=Use.PAGE, now=timezone.now())  # noqa: E731
    return _page(request, ground, asked.get_absolute_url(), asked.title, asked.number)


@require_safe
@sharer
def opened(request: Request, number: str) -> HttpResponse:
    """The rows of a resource that is open to every member, or one's own."""
    resource = resource_of(request, number)
    ground = lambda: actions.openly(resource, request.viewer, now=timezone.now())  # noqa: E731
    return _page(request, ground, resource.get_absolute_url(), resource.name, resource.number)


def _page(request: Request, ground: Callable[[], Access], back: str, title: str, number: str) -> HttpResponse:
    after = request.GET.get("after", "")
    words = request.GET.get("words", "")
    try:
        access = ground()
        page = actions.read(
            access,
            use=Use.PAGE,
            now=timezone.now(),
            after=int(after) if after.isdecimal() and len(after) < 19 else None,
            words=words,
        )
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        return refusal(request, refused, back)
    older = urlencode({"words": words, "after": page.after}) if page.after is not None else ""
    context = {
        "title": title,
        "number": number,
        "back": back,
        "watermark": _watermark(access),
        "filters": RowFilter(request.GET or None),
        "clear": request.path,
        "columns": [{"label": column.label, "key": at} for at, column in enumerate(page.columns)],
        "rows": page.rows,
        "older_url": f"?{older}" if older else "",
    }
    answer = render(request, "sharing/rows.html", context, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@sharer
def granted_file(request: Request, number: str, ending: str) -> HttpResponse:
    """All the rows of a grant as a file."""
    asked = request_of(request, number)
    ground = lambda: actions.granted(asked, request.viewer, use=Use.DOWNLOAD, now=timezone.now())  # noqa: E731
    return _file(request, ground, ending, asked.get_absolute_url(), asked.number)


@require_safe
@sharer
def opened_file(request: Request, number: str, ending: str) -> HttpResponse:
    """All the rows of an open resource as a file."""
    resource = resource_of(request, number)
    ground = lambda: actions.openly(resource, request.viewer, now=timezone.now())  # noqa: E731
    return _file(request, ground, ending, resource.get_absolute_url(), resource.number)


def _file(
    request: Request, ground: Callable[[], Access], ending: str, back: str, number: str
) -> HttpResponse:
    if ending not in ("csv", "xlsx"):
        raise Http404
    words = request.GET.get("words", "")
    try:
        access = ground()
        first = actions.read(access, use=Use.DOWNLOAD, now=timezone.now(), size=BATCH, words=words)
        rows = actions.batches(first, access, use=Use.DOWNLOAD, clock=timezone.now, words=words)
        answer = _csv(first, access, rows) if ending == "csv" else _workbook(first, access, rows)
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
    except Refused as refused:
        return refusal(request, refused, back)
    answer["Content-Disposition"] = f'attachment; filename="{number}.{ending}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _watermark(access: Access) -> str:
    """Who read it, when, by which request, for which purpose."""
    request, viewer = access.request, access.viewer
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    said = [f"{viewer.user}, {viewer.organisation.name}", at, access.resource.number]
    return " · ".join(said + ([request.number, " ".join(request.purpose.split())] if request else []))


def _safe(value: Any) -> Any:
    """A cell as a spreadsheet may read it: text that looks like a formula stays text."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


class _Echo:
    """What csv.writer writes is handed back, not kept."""

    def write(self, line: str) -> str:
        return line


def _csv(first: Page, access: Access, rows: Iterator[list[list[Any]]]) -> HttpResponse:
    def lines() -> Iterator[str]:
        write = csv.writer(_Echo()).writerow
        yield "\ufeff" + write([_watermark(access)])
        yield write([str(column.label) for column in first.columns])
        try:
            for batch in rows:
                yield "".join(write([_safe(value) for value in row]) for row in batch)
        except Refused as refused:  # the grant ended while it was being read
            yield write([str(refused)])

    # a streaming response is an HttpResponseBase
    return StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")  # type: ignore[return-value]


def _workbook(first: Page, access: Access, rows: Iterator[list[list[Any]]]) -> HttpResponse:
    book = Workbook(write_only=True)
    table = book.create_sheet(access.resource.number)
    table.append([_watermark(access)])
    table.append([str(column.label) for column in first.columns])
    for batch in rows:
        for row in batch:
            table.append([_safe(value) for value in row])
    kept = TemporaryFile()  # noqa: SIM115  the answer closes it
    book.save(kept)
    kept.seek(0)
    return FileResponse(kept, content_type=XLSX)  # type: ignore[return-value]
