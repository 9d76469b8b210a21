"""Which outcomes of earlier failures were taken in, and of which finding is each?"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from casework.pages.submissions import answered
from monitoring.followups import actions as followups
from monitoring.followups.forms import FollowUpForm
from monitoring.followups.models import FollowUp, FollowUpState
from monitoring.followups.walls import collector, of_follow_up
from monitoring.vocabulary import title

LISTED = 200
TONES = {FollowUpState.WAITING: "amber", FollowUpState.MATCHED: "green", FollowUpState.APART: "grey"}


@collector.by("GET")
def follow_ups(request: Request) -> HttpResponse:
    """Outcomes of earlier failures: those that wait for a person first, then the newest."""
    mine = FollowUp.objects.visible_to(request.viewer)
    waiting = mine.filter(state=FollowUpState.WAITING)
    decided = mine.exclude(state=FollowUpState.WAITING)
    found = [*waiting.order_by("-pk")[:LISTED], *decided.order_by("-pk")[:LISTED]]
    columns = [
        {"label": _("Product"), "key": "product", "kind": "title"},
        {"label": _("Producer"), "key": "producer"},
        {"label": _("What became of it"), "key": "outcome", "kind": "pair"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    rows = [
        {
            "product": {"text": one.product, "url": one.get_absolute_url()},
            "producer": one.producer,
            "outcome": {"text": one.outcome, "sub": one.title},
            "state": _state(one),
        }
        for one in found
    ]
    context = {
        "columns": columns,
        "rows": rows,
        "waiting": waiting.count(),
        "total": mine.count(),
        "title": title(request.viewer),
    }
    return render(request, "monitoring/followups/followups.html", context, using="jinja2")


def _state(one: FollowUp) -> dict[str, str]:
    return {"text": one.get_state_display(), "tone": TONES[FollowUpState(one.state)]}


@of_follow_up
def follow_up(request: Request, one: FollowUp) -> HttpResponse:
    """One outcome beside the findings that it may be of: matched to one, or kept apart with a reason."""
    offered = followups.offered(one)
    form = FollowUpForm(request.POST or None, offered=offered)

    def action(data: dict[str, Any]) -> str:
        followups.decide(one, data["finding"], data["reason"], by=request.viewer, now=timezone.now())
        return reverse("follow-ups")

    names = ("title", "product", "producer", "brand", "model", "batch", "report", "notice", "failing")
    facts = [
        (one._meta.get_field(name).verbose_name, getattr(one, name))  # type: ignore[union-attr]
        for name in (*names, "rectification", "recheck", "penalty", "remark", "source", "reason")
        if getattr(one, name)
    ]
    return answered(
        request,
        form,
        action,
        heading=_("Outcome of an earlier failure"),
        template="monitoring/followups/followup.html",
        one=one,
        state=_state(one),
        facts_of=facts,
        waits=one.state == FollowUpState.WAITING,
        title=title(request.viewer),
    )
