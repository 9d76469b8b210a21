"""How far is the reading of a long listing, and which step waits for it?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework import in_charge
from casework.actions import roles_for
from casework.deeds import pressed_on
from casework.views import Request, desk_of, member
from sampling.selection.actions import perusals
from sampling.selection.models.perusals import Perusal


def _seen(viewer: Viewer) -> QuerySet[Perusal]:
    return Perusal.objects.visible_to(viewer).select_related("scheme", "asked_by", "in_charge")


def _may_stop(found: Perusal, viewer: Viewer) -> bool:
    return bool(roles_for(found.scheme.flow[found.step], found.scheme, viewer))


@member.of(_seen, ("number", "scheme__number"), "token").to_post(_may_stop)
def perusal(request: Request, found: Perusal) -> HttpResponse:
    """The reading of a listing: how far it is, or what came of it. Posted to: stop, or take it over."""
    scheme = found.scheme
    if request.method == "POST":
        return pressed_on(request, found, timezone.now(), stop=perusals.cancel)
    context = {
        "desk": desk_of("scheme"),
        "scheme": scheme,
        "perusal": found,
        "state": _state(found),
        "charge": in_charge.shown(found, request.viewer, may=_may_stop(found, request.viewer)),
        "lines": perusals.reached(found),
        "total": scheme.listings.count(),
    }
    return render(request, "sampling/selection/perusal.html", context, using="jinja2")


def _state(found: Perusal) -> dict[str, str]:
    """The state of a reading as a badge."""
    if found.failure:
        return {"text": _("refused"), "tone": "red"}
    if found.finished_at:
        return {"text": _("Done"), "tone": "green"}
    if found.cancelled_at:
        return {"text": _("stopped"), "tone": "grey"}
    return {"text": _("under way"), "tone": "blue"}
