"""What stands around every page? Portal, navigation, who I am, what is unread."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.addresses import code
from accounts.gate import administers, keeps_organisations
from accounts.models import Viewer
from accounts.roles import Kind
from casework.worklist import at_a_glance
from portals.portals import PORTALS, Item, Portal
from portals.ranking import ranks
from portals.views.scan import scans
from sampling.actions.money import sees_money
from sampling.views.consents import undertakes
from sampling.views.leaks import looks_for_leaks

VERSION = "0.1"
# Of each kind how many records wait, and how many of them are overdue.
Waiting = dict[str, tuple[int, int]]
# What the navigation offers only to those who may go there.
RESERVED = {
    "people": administers,
    "tokens": administers,
    "organisations": keeps_organisations,
    "failures": keeps_organisations,
    "portal-service": administers,
    "ranking": ranks,
    "undertaking": undertakes,
    "leaks": looks_for_leaks,
    "claims": sees_money,
}


def page(request: HttpRequest) -> dict[str, Any]:
    """`shell` of base.html: portal, navigation, who is here, what is unread."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    shell: dict[str, Any] = {
        "home": reverse("home"),
        "search_url": "",
        "scan_url": "",
        "version": VERSION,
        "portal": "",
        "nav": [],
        "who": None,
        "notifications": None,
    }
    if viewer is None:
        return {"shell": shell, "viewer": None}
    portal = PORTALS[viewer.kind]
    shell["portal"] = portal.title
    # Shops and enterprises have a handful of records, and take no part in sharing.
    shell["search_url"] = "" if viewer.kind is Kind.MERCHANT else reverse("query")
    shell["scan_url"] = reverse("scan") if scans(viewer) else ""
    waiting, unread = at_a_glance(viewer, timezone.now())
    shell["nav"] = _navigation(portal, viewer, request.path, waiting)
    shell["who"] = _who(viewer)
    shell["notifications"] = {
        "url": reverse("notifications"),
        "count_url": reverse("notifications-count"),
        "unread": unread,
    }
    return {"shell": shell, "viewer": viewer}


def _who(viewer: Viewer) -> dict[str, Any]:
    return {
        "key": f"{code('user', viewer.user.pk)}-{code('organisation', viewer.organisation.pk)}",
        "name": str(viewer.user),
        "organisation": str(viewer.organisation),
        "roles": sorted(str(role.label) for role in viewer.roles),
        "switch_url": reverse("organisation") if viewer.at_home > 1 else "",
        # Who comes by a link has no password.
        "password_url": "" if viewer.kind is Kind.MERCHANT else reverse("password"),
        "preferences_url": "" if viewer.kind is Kind.MERCHANT else reverse("preferences"),
        "stand_ins_url": "" if viewer.kind is Kind.MERCHANT else reverse("stand-ins"),
        "logout_url": reverse("logout"),
    }


def _navigation(portal: Portal, viewer: Viewer, here: str, waiting: Waiting) -> list[dict[str, Any]]:
    home = {
        "label": _("Home"),
        "url": reverse("home"),
        "count": sum(number for number, _late in waiting.values()),
        "late": any(late for _number, late in waiting.values()),
        "here": here == reverse("home"),
    }
    sections = [
        {
            "title": section.title,
            "items": [
                _item(item, here, waiting) for item in section.items if _url(item) and _open_to(item, viewer)
            ],
        }
        for section in portal.sections
    ]
    return [{"title": "", "items": [home]}, *[section for section in sections if section["items"]]]


def _item(item: Item, here: str, waiting: Waiting) -> dict[str, Any]:
    url = _url(item)
    count, late = waiting.get(item.kind, (None, 0))
    return {"label": item.label, "url": url, "count": count, "late": bool(late), "here": here.startswith(url)}


def _open_to(item: Item, viewer: Viewer) -> bool:
    reserved = RESERVED.get(item.route)
    return reserved is None or reserved(viewer)


def _url(item: Item) -> str:
    return _address(item.route or f"{item.kind}-list", settings.ROOT_URLCONF)


@cache
def _address(route: str, _urlconf: str) -> str:
    """The address; "" where the part of the system is not installed."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
