"""How far is the reading of a long listing, and which step waits for it?"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.actions import roles_for
from casework.views import Request, desk_of, member
from sampling.actions import perusals
from sampling.models import Perusal


@member
def perusal(request: Request, number: str, token: str) -> HttpResponse:
    """The reading of a listing: how far it is, or what came of it. Posted to: stop."""
    seen = Perusal.objects.visible_to(request.viewer).select_related("scheme", "asked_by")
    found = get_object_or_404(seen, scheme__number=number, token=token)
    scheme = found.scheme
    if request.method == "POST":
        if not roles_for(scheme.flow[found.step], scheme, request.viewer):
            raise PermissionDenied(_("This step is not yours to take."))
        perusals.cancel(found, now=timezone.now())
        return redirect(found)
    context = {
        "desk": desk_of("scheme"),
        "scheme": scheme,
        "perusal": found,
        "state": _state(found),
        "lines": perusals.reached(found),
        "total": scheme.listings.count(),
    }
    return render(request, "sampling/perusal.html", context, using="jinja2")


def _state(found: Perusal) -> dict[str, str]:
    """The state of a reading as a badge."""
    if found.failure:
        return {"text": _("refused"), "tone": "red"}
    if found.finished_at:
        return {"text": _("Done"), "tone": "green"}
    if found.cancelled_at:
        return {"text": _("stopped"), "tone": "grey"}
    return {"text": _("under way"), "tone": "blue"}
