"""On whom do sellers cancel more often than on the rest?"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from accounts.models import Viewer
from accounts.roles import Kind
from casework.deeds import pressed
from sampling.purchases.actions.leaks import Rate, may_look, rates, rest
from sampling.recipients.models.recipients import Means, Recipient

SHOWN = 100


def looks_for_leaks(viewer: Viewer) -> bool:
    """Whether the leak detector is for this viewer: the keeper and the leader of a center."""
    return viewer.kind == Kind.CENTER and may_look(viewer)


def _own(viewer: Viewer) -> QuerySet[Recipient]:
    """By pseudonym, which is all that the leader sees of them."""
    return Recipient.objects.filter(center=viewer.organisation)


watcher = member.to(
    looks_for_leaks,
    gettext_lazy("Only the keeper of recipients and the leader of the center may do this."),
)


@watcher
def leaks(request: Request) -> HttpResponse:
    """The rates of cancellation, the least likely first, with what is proposed; nobody's data are read."""
    now, center = timezone.now(), request.viewer.organisation
    found = rates(center, now)[:SHOWN]
    suspects = {rate.who for rate in found if rate.suspect and rate.kind == "recipient"}
    resting = _own(request.viewer).filter(rests_until__gt=now)
    context = {
        "rows": [_row(rate) for rate in found],
        "resting": resting.order_by("rests_until"),
        "suspects": sorted(suspects - set(resting.values_list("pseudonym", flat=True))),
    }
    return render(request, "sampling/purchases/leaks.html", context, using="jinja2")


def _row(rate: Rate) -> dict[str, Any]:
    kinds = {"recipient": _("Recipient"), "buyer": _("Buyer"), **dict(Means.choices)}
    return {
        "kind": kinds[rate.kind],
        "who": rate.who,
        "own": f"{rate.cancelled} / {rate.ordered}",
        "others": f"{rate.others_cancelled} / {rate.others_ordered}",
        "chance": f"{rate.chance:.3f}",
        "suspect": rate.suspect,
    }


@watcher.of(_own, "pseudonym").by("POST")
def leak_rest(request: Request, recipient: Recipient) -> HttpResponse:
    """Leave a recipient alone for half a year."""
    return pressed(
        request,
        lambda: rest(recipient, by=request.viewer, now=timezone.now()),
        back=reverse("leaks"),
        done=_("%(pseudonym)s is left alone for half a year.") % {"pseudonym": recipient},
    )
