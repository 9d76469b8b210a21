"""How do people meet the safeguards: read, set, confirm and acknowledge them (6.5-5)?"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request
from accounts.models import Viewer
from accounts.roles import Kind
from casework.pages.next_step import Offer
from casework.pages.submissions import answered, pressed
from sharing import forms
from sharing.actions import safeguards as actions
from sharing.models.safeguards import Acknowledgement, Safeguard
from sharing.views.entrance import sharer, shares


@sharer.by("GET")
def safeguards(request: Request) -> HttpResponse:
    """Of each center the rules in force and what is to replace them."""
    seen = Safeguard.objects.visible_to(request.viewer).select_related("center", "confirmed_for")
    viewer = request.viewer
    groups = []
    for center, versions in groupby(seen, key=lambda rules: rules.center):
        rules = list(versions)
        in_force = next((each for each in rules if each.confirmed_at), None)
        newer = [each for each in rules if in_force is None or each.version > in_force.version]
        shown = [*newer[:1], *([in_force] if in_force else [])]
        groups.append((str(center), [_shown(each, viewer, each is in_force) for each in shown]))
    context = {"groups": groups, "sets": shares(viewer) and viewer.kind == Kind.CENTER}
    return render(request, "sharing/safeguards.html", context, using="jinja2")


def _shown(rules: Safeguard, viewer: Viewer, in_force: bool) -> dict[str, Any]:
    """One version: its text, who has acknowledged it, and what this viewer can do."""
    noted = Acknowledgement.objects.filter(safeguard=rules).select_related("organisation").order_by("at")
    own = next((each for each in noted if each.organisation_id == viewer.organisation.pk), None)
    offers = []
    if not in_force and rules.may_confirm(viewer):
        url = reverse("safeguard-confirm", args=[rules.pk])
        offers.append(Offer(_("Confirm the safeguards"), url, None, "main", True))
    if in_force and own is None and shares(viewer):
        url = reverse("safeguard-acknowledge", args=[rules.pk])
        offers.append(Offer(_("Acknowledge the safeguards"), url, None, "main", True))
    keeper = viewer.organisation.pk == rules.center_id
    return {
        "rules": rules,
        "in_force": in_force,
        "own": own,
        "offers": offers,
        "noted": [str(each.organisation) for each in noted] if keeper else [],
    }


@sharer.to(
    lambda viewer: shares(viewer) and viewer.kind == Kind.CENTER,
    gettext_lazy("The monitoring center sets the safeguards."),
)
def publish(request: Request) -> HttpResponse:
    """A center sets the rules anew."""
    viewer = request.viewer
    last = (
        Safeguard.objects.visible_to(viewer).filter(center=viewer.organisation).order_by("-version").first()
    )
    form = forms.SafeguardForm(request.POST or None, initial={"text": last.text if last else ""})

    def action(data: dict[str, Any]) -> str:
        actions.publish(by=viewer, now=timezone.now(), **data)
        return reverse("safeguards")

    path = [(_("Safeguards"), reverse("safeguards"))]
    done = _("A regulator of your mandate is now to confirm them.")
    return answered(request, form, action, heading=_("Set the safeguards"), path=path, done=done)


of_safeguard = sharer.of(Safeguard.objects.visible_to, "pk").by("POST")


@of_safeguard
def confirm(request: Request, rules: Safeguard) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.confirm(rules, by=request.viewer, now=timezone.now()),
        done=_("The safeguards are in force."),
        back=reverse("safeguards"),
    )


@of_safeguard
def acknowledge(request: Request, rules: Safeguard) -> HttpResponse:
    return pressed(
        request,
        lambda: actions.acknowledge(rules, by=request.viewer, now=timezone.now()),
        done=_("The acknowledgement is kept."),
        back=reverse("safeguards"),
    )
