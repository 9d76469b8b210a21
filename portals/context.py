"""What stands around every page? Portal, navigation, who I am, what is unread."""

from __future__ import annotations

from base64 import b64encode
from functools import cache, partial
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.addresses import code
from accounts.gate import Rule
from accounts.models import Viewer
from accounts.roles import Kind
from casework.pages.worklist import Glance, at_a_glance
from portals.portals import Item, Portal, portal_of
from portals.views.scan import scans

VERSION = "0.1"


def page(request: HttpRequest) -> dict[str, Any]:
    """`shell` of base.html: portal, navigation, who is here, what is unread.

    Nothing is counted for a page that says that something is wrong (request.uncounted): there may be many of
    them, and what failed may be the counting.
    """
    viewer: Viewer | None = getattr(request, "viewer", None)
    # One token serves all forms of a page: Django masks it anew for each.
    token = SimpleLazyObject(partial(csrf_input, request))
    shell: dict[str, Any] = {
        "home": reverse("home"),
        "search_url": "",
        "next_url": "",
        "scan_url": "",
        "version": VERSION,
        "portal": "",
        "nav": [],
        "more": [],
        "who": None,
        "notifications": None,
    }
    if viewer is None:
        return {"shell": shell, "viewer": None, "csrf_input": token}
    portal = portal_of(viewer.kind)
    shell["portal"] = portal.title
    # Shops and enterprises have a handful of records, and take no part in sharing.
    shell["search_url"] = "" if viewer.kind is Kind.MERCHANT else reverse("query")
    shell["scan_url"] = reverse("scan") if scans(viewer) else ""
    counted = not getattr(request, "uncounted", False)
    glance = at_a_glance(viewer, timezone.now()) if counted else None
    shell["nav"], shell["more"] = _navigation(portal, viewer, request.path, glance)
    if glance and glance.waiting and viewer.kind is not Kind.MERCHANT:
        shell["next_url"] = reverse("home-next")
    shell["who"] = _who(viewer)
    shell["notifications"] = {
        "url": reverse("notifications"),
        "count_url": reverse("notifications-count"),
        "unread": glance.unread if glance else 0,
    }
    return {"shell": shell, "viewer": viewer, "csrf_input": token}


def _who(viewer: Viewer) -> dict[str, Any]:
    key = f"{code('user', viewer.user.pk)}-{code('organisation', viewer.organisation.pk)}"
    seal = salted_hmac("portals.drafts", key, algorithm="sha256").digest()
    return {
        "key": key,
        "seal": b64encode(seal).decode(),
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


Sections = list[dict[str, Any]]


def _navigation(
    portal: Portal, viewer: Viewer, here: str, glance: Glance | None
) -> tuple[Sections, Sections]:
    """What somebody works with, or has something waiting in; and what else they may read."""
    waiting = glance.waiting if glance else {}
    home = {
        "label": _("Home"),
        "url": reverse("home"),
        "count": glance.to_decide + sum(number for number, _late in waiting.values()) if glance else None,
        "late": any(late for _number, late in waiting.values()),
        "here": here == reverse("home"),
    }
    own: Sections = [{"title": "", "items": [home]}]
    more: Sections = []
    for title, items in portal.sections:
        open_to = [item for item in items if _place(item).url and _place(item).opens_to(viewer)]
        for sections, mine in ((own, True), (more, False)):
            those = [
                item for item in open_to if (item.kind in waiting or bool(item.of & viewer.roles)) is mine
            ]
            if those:
                lines = [_item(item, here, waiting) for item in those]
                here_too = any(line["here"] for line in lines)
                sections.append({"title": title, "items": lines, "here": here_too})
    return own, more


def _item(item: Item, here: str, waiting: dict[str, tuple[int, int]]) -> dict[str, Any]:
    url = _place(item).url
    count, late = waiting.get(item.kind, (None, 0))
    return {"label": item.label, "url": url, "count": count, "late": bool(late), "here": here.startswith(url)}


class Place(NamedTuple):
    """Where a line of the navigation leads, "" where that part of the system is not installed; and who may
    come there, None where everybody may."""

    url: str
    rule: Rule | None = None

    def opens_to(self, viewer: Viewer) -> bool:
        return self.rule is None or all(condition(viewer) for condition, _refusal in self.rule.who)


def _place(item: Item) -> Place:
    return _address(item.route or f"{item.kind}-list", settings.ROOT_URLCONF)


@cache
def _address(route: str, _urlconf: str) -> Place:
    try:
        url = reverse(route)
    except NoReverseMatch:
        return Place("")
    return Place(url, getattr(resolve(url).func, "rule", None))
