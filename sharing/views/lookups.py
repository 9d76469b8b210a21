"""How is shared information read: on a page, as CSV, as a workbook? Each time the ledger has it first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.addresses import code, uncoded
from accounts.gate import Request
from accounts.models import Viewer
from casework.flow import Forbidden, Refused
from casework.pages.sheets import ENDINGS, sheet
from casework.pages.submissions import refusal
from sharing.actions import lookups
from sharing.actions.lookups import BATCH, Access, Page
from sharing.flow import Use
from sharing.forms import RowFilter
from sharing.models.requests import ShareRequest
from sharing.models.resources import Resource
from sharing.views.entrance import sharer


def catalogue(viewer: Viewer) -> QuerySet[Resource]:
    """The entries of the catalogue that the viewer may see."""
    return Resource.objects.visible_to(viewer).select_related("provider", "center")


of_grant = sharer.of(ShareRequest.objects.visible_to, "number").by("GET")
of_resource = sharer.of(catalogue, "number").by("GET")


@of_grant
def granted(request: Request, asked: ShareRequest) -> HttpResponse:
    """The rows of a grant, fifty at a time."""
    ground = lambda: lookups.granted(asked, request.viewer, use=Use.PAGE, now=timezone.now())  # noqa: E731
    return _page(request, ground, asked.get_absolute_url(), asked.title, asked.number)


@of_resource
def opened(request: Request, resource: Resource) -> HttpResponse:
    """The rows of a resource that is open to every member, or one's own."""
    ground = lambda: lookups.openly(resource, request.viewer, now=timezone.now())  # noqa: E731
    return _page(request, ground, resource.get_absolute_url(), resource.name, resource.number)


def _page(request: Request, ground: Callable[[], Access], back: str, title: str, number: str) -> HttpResponse:
    after = request.GET.get("after", "")
    words = request.GET.get("words", "")
    try:
        access = ground()
        page = lookups.read(
            access,
            use=Use.PAGE,
            now=timezone.now(),
            after=uncoded("shared", after),
            words=words,
        )
    except Forbidden:
        raise
    except Refused as refused:
        return refusal(request, refused, back)
    older = "" if page.after is None else urlencode({"words": words, "after": code("shared", page.after)})
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


@of_grant
def granted_file(request: Request, asked: ShareRequest, ending: str) -> HttpResponse:
    """All the rows of a grant as a file."""
    ground = lambda: lookups.granted(asked, request.viewer, use=Use.DOWNLOAD, now=timezone.now())  # noqa: E731
    return _file(request, ground, ending, asked.get_absolute_url(), asked.number)


@of_resource
def opened_file(request: Request, resource: Resource, ending: str) -> HttpResponse:
    """All the rows of an open resource as a file."""
    ground = lambda: lookups.openly(resource, request.viewer, now=timezone.now())  # noqa: E731
    return _file(request, ground, ending, resource.get_absolute_url(), resource.number)


def _file(
    request: Request, ground: Callable[[], Access], ending: str, back: str, number: str
) -> HttpResponse:
    if ending not in ENDINGS:
        raise Http404
    words = request.GET.get("words", "")
    try:
        access = ground()
        first = lookups.read(access, use=Use.DOWNLOAD, now=timezone.now(), size=BATCH, words=words)
        rows = lookups.batches(first, access, use=Use.DOWNLOAD, clock=timezone.now, words=words)
        told = _rows(first, access, rows, stops=ending == "csv")
        return sheet(ending, number, told)
    except Forbidden:
        raise
    except Refused as refused:
        return refusal(request, refused, back)


def _watermark(access: Access) -> str:
    """Who read it, when, by which request, for which purpose."""
    request, viewer = access.request, access.viewer
    at = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    said = [f"{viewer.user}, {viewer.organisation.name}", at, access.resource.number]
    return " · ".join(said + ([request.number, " ".join(request.purpose.split())] if request else []))


def _rows(
    first: Page, access: Access, rows: Iterator[list[list[Any]]], *, stops: bool
) -> Iterator[list[Any]]:
    """The watermark, the headings, and what was granted. stops: where the grant ends while it is being read,
    a sentence stands in the place of the rest; else Refused is raised."""
    yield [_watermark(access)]
    yield [str(column.label) for column in first.columns]
    try:
        for batch in rows:
            yield from batch
    except Refused as refused:
        if not stops:
            raise
        yield [str(refused)]
