"""Which work in the background failed too often to be tried on, and who lets it be tried anew?"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, keeper
from casework.flow import Refused
from casework.models import Outbox
from casework.work import outbox

SHOWN = 100


@keeper.by("GET")
def failures(request: Request) -> HttpResponse:
    """The oldest first. Of an error only its kind: what it says may name what nobody here is to know."""
    found = outbox.given_up(timezone.now())
    rows = [
        {
            "pk": one.pk,
            "task": one.task,
            "error": one.error.partition(":")[0] or _("The worker was ended."),
            "promised": one.created_at,
            "sent": one.sent_at,
            "url": reverse("failure-retry", args=[one.pk]),
        }
        for one in found[:SHOWN]
    ]
    context = {"rows": rows, "count": found.count()}
    return render(request, "portals/failures.html", context, using="jinja2")


@keeper.by("POST").of(lambda viewer: Outbox.objects.filter(done_at=None), "pk")
def failure_retry(request: Request, found: Outbox) -> HttpResponse:
    """Try it anew."""
    try:
        outbox.retry(found, by=request.viewer, now=timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The work is tried again."))
    return redirect("failures")
