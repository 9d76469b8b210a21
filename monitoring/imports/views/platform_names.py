"""How do a center's people see and say how else platforms are written?"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.gate import Request
from accounts.models import Organisation, User
from casework.pages.submissions import answered
from catalogue.platforms import PlatformName
from monitoring.imports.actions import platform_names as written
from monitoring.imports.forms.platform_names import PlatformNameForm, ReasonForm
from monitoring.imports.walls import of_platform_name, of_platform_names
from monitoring.vocabulary import title
from trail.models import Event

CHANGES = 50


@of_platform_names
def platform_names(request: Request) -> HttpResponse:
    """The names that were added, those that nobody knows yet with how often they came, and the changes."""
    viewer, now = request.viewer, timezone.now()
    keeps = written.keeps_names(viewer)

    def action(data: dict[str, Any]) -> str:
        written.add_name(by=viewer, now=timezone.now(), **data)
        return reverse("platform-names")

    return answered(
        request,
        PlatformNameForm(request.POST or None, initial={"written": request.GET.get("written", "")[:40]}),
        action,
        heading=_("Add a name"),
        template="monitoring/imports/platform_names.html",
        keeps=keeps,
        rows=[_row(row, keeps) for row in PlatformName.objects.select_related("organisation")],
        columns=[
            {"label": _("As it is written"), "key": "written", "kind": "title"},
            {"label": _("Platform"), "key": "platform"},
        ],
        unknown=[_waiting(name, number, keeps) for name, number in written.unknown(viewer, now)],
        unknown_columns=[
            {"label": _("As it is written"), "key": "written", "kind": "title"},
            {"label": _("Risk signals"), "key": "number", "kind": "number"},
        ],
        changes=_changes(),
        change_columns=[
            {"label": _("When"), "key": "at"},
            {"label": _("By"), "key": "by"},
            {"label": _("As it is written"), "key": "written"},
            {"label": _("Platform"), "key": "platform"},
            {"label": _("Change"), "key": "change"},
            {"label": _("Reason"), "key": "reason"},
        ],
        title=title(viewer),
    )


def _row(row: PlatformName, keeps: bool) -> dict[str, Any]:
    url = reverse("platform-name-remove", args=[row.pk]) if keeps else ""
    meant = row.organisation.name if row.organisation else row.name
    return {"written": {"text": row.written, "url": url}, "platform": meant}


def _waiting(name: str, number: int, keeps: bool) -> dict[str, Any]:
    url = f"{reverse('platform-names')}?{urlencode({'written': name})}" if keeps else ""
    return {"written": {"text": name, "url": url}, "number": number}


def _changes() -> list[dict[str, Any]]:
    """Who added or removed which name, when and why; the newest first."""
    events = list(Event.objects.filter(subject_kind="platformname").order_by("-id")[:CHANGES])
    people = User.objects.in_bulk({event.actor_id for event in events})
    homes = Organisation.objects.in_bulk({event.organisation_id for event in events if event.organisation_id})
    called = {
        written.ADDED: pgettext("change of a name", "added"),
        written.REMOVED: pgettext("change of a name", "removed"),
    }
    return [
        {
            "at": event.at,
            "by": f"{homes.get(event.organisation_id or 0, '')} · {people.get(event.actor_id, '')}",
            "change": called.get(event.verb, event.verb),
            **{name: event.detail.get(name, "") for name in ("written", "platform", "reason")},
        }
        for event in events
    ]


@of_platform_name
def platform_name_remove(request: Request, row: PlatformName) -> HttpResponse:
    """Take a name back, with a reason."""

    def action(data: dict[str, Any]) -> str:
        written.remove_name(row, by=request.viewer, now=timezone.now(), **data)
        return reverse("platform-names")

    path = [(_("How platforms are written"), reverse("platform-names"))]
    heading = _("Remove the name “%(written)s”") % {"written": row.written}
    return answered(request, ReasonForm(request.POST or None), action, heading=heading, path=path)
