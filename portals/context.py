"""What stands around every page? Portal, navigation, who I am, what is unread."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import Viewer
from casework.notifications import unread
from casework.worklist import waiting_by_kind
from portals.portals import PORTALS, Item

VERSION = "0.1"


def page(request: HttpRequest) -> dict[str, Any]:
    """The context of base.html."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    around: dict[str, Any] = {"viewer": viewer, "version": VERSION, "nav": [], "search_url": ""}
    if viewer is None:
        return {**around, "portal_title": "", "unread": 0}
    portal = PORTALS[viewer.kind]
    waiting = waiting_by_kind(viewer)
    around["nav"] = [
        {"title": section.title, "items": [_item(item, request.path, waiting) for item in section.items if _url(item)]}
        for section in portal.sections
    ]
    return {**around, "portal_title": portal.title, "unread": unread(viewer).count()}


def _item(item: Item, here: str, waiting: dict[str, int]) -> dict[str, Any]:
    url = _url(item)
    count = waiting.get(item.kind, 0)
    return {"label": item.label, "url": url, "count": count or "", "late": False, "here": here.startswith(url)}


def _url(item: Item) -> str:
    """The address; "" where the part of the system is not installed."""
    try:
        return reverse(item.route or f"{item.kind}-list")
    except NoReverseMatch:
        return ""
