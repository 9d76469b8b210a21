"""On whom do sellers cancel more often than on the rest?"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deeds import pressed
from casework.views import Request, member
from sampling import actions
from sampling.models import Means, Recipient

SHOWN = 100


def looks_for_leaks(viewer: Viewer) -> bool:
    """Whether the leak detector is for this viewer: the keeper and the leader of a center."""
    return viewer.kind == Kind.CENTER and actions.may_look(viewer)


def _only(viewer: Viewer) -> None:
    if not looks_for_leaks(viewer):
        raise PermissionDenied(_("Only the keeper of recipients and the leader of the center may do this."))


@member
def leaks(request: Request) -> HttpResponse:
    """The rates of cancellation, the least likely first, with what is proposed; nobody's data are read."""
    _only(request.viewer)
    now, center = timezone.now(), request.viewer.organisation
    found = actions.rates(center, now)[:SHOWN]
    suspects = {rate.who for rate in found if rate.suspect and rate.kind == "recipient"}
    resting = Recipient.objects.filter(center=center, rests_until__gt=now)
    context = {
        "rows": [_row(rate) for rate in found],
        "resting": resting.order_by("rests_until"),
        "suspects": sorted(suspects - set(resting.values_list("pseudonym", flat=True))),
    }
    return render(request, "sampling/leaks.html", context, using="jinja2")


def _row(rate: actions.Rate) -> dict[str, Any]:
    kinds = {"recipient": _("Recipient"), "buyer": _("Buyer"), **dict(Means.choices)}
    return {
        "kind": kinds[rate.kind],
        "who": rate.who,
        "own": f"{rate.cancelled} / {rate.ordered}",
        "others": f"{rate.others_cancelled} / {rate.others_ordered}",
        "chance": f"{rate.chance:.3f}",
        "suspect": rate.suspect,
    }


@require_POST
@member
def leak_rest(request: Request, pseudonym: str) -> HttpResponse:
    """Leave a recipient alone for half a year."""
    _only(request.viewer)
    found = Recipient.objects.filter(center=request.viewer.organisation)
    recipient = get_object_or_404(found, pseudonym=pseudonym)
    return pressed(
        request,
        lambda: actions.rest(recipient, by=request.viewer, now=timezone.now()),
        back=reverse("leaks"),
        done=_("%(pseudonym)s is left alone for half a year.") % {"pseudonym": pseudonym},
    )
