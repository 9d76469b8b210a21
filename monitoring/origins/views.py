"""Which headers are remembered for an organisation, who read them so, and how were they read before?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.models import Viewer
from casework.pages.submissions import answered, pressed
from monitoring.importers import proposals
from monitoring.origins.actions import mappings as readings
from monitoring.origins.forms import MappingForm
from monitoring.origins.models.intakes import Mapping
from monitoring.origins.walls import importer
from monitoring.vocabulary import title


@importer.by("GET")
def mappings(request: Request) -> HttpResponse:
    """Which headers are remembered for the organisation, and who read them."""
    standing = Mapping.objects.visible_to(request.viewer).standing()
    found = standing.select_related("made_by", "looked_at_by").order_by("channel", "name")
    columns = [
        {"label": _("Source"), "key": "name", "kind": "title"},
        {"label": _("Channel"), "key": "channel"},
        {"label": _("Columns"), "key": "columns"},
        {"label": _("Made by"), "key": "by", "kind": "pair"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    rows = [
        {
            "name": {"text": one.name, "url": one.get_absolute_url()},
            "channel": one.get_channel_display(),
            "columns": len(one.header),
            "by": {"text": one.made_by, "sub": timezone.localdate(one.made_at).isoformat()},
            "state": _state(one),
        }
        for one in found
    ]
    context = {"columns": columns, "rows": rows, "title": title(request.viewer)}
    return render(request, "monitoring/origins/mappings.html", context, using="jinja2")


def _state(mapping: Mapping) -> dict[str, str]:
    if mapping.changed and mapping.looked_at_by is None:
        return {"text": _("changed, to be looked at"), "tone": "amber"}
    return {"text": _("files are read by it"), "tone": "green"}


def _standing(viewer: Viewer) -> QuerySet[Mapping]:
    return Mapping.objects.visible_to(viewer).standing().select_related("made_by")


@importer.of(_standing, "token")
def mapping(request: Request, found: Mapping) -> HttpResponse:
    """What a remembered header means, and meant before; look at a change, rename it, or forget it."""
    now = timezone.now()
    form = MappingForm(request.POST or None, initial={"name": found.name})
    if "forget" in request.POST:
        forget = partial(readings.forget, found, by=request.viewer, now=now)
        return pressed(request, forget, back=reverse("mappings"), done=_("The mapping is forgotten."))
    if "look_at" in request.POST:
        look_at = partial(readings.look_at, found, by=request.viewer, now=now)
        return pressed(request, look_at, back=found, done=_("Files are read by it from now on."))

    def action(data: dict[str, Any]) -> str:
        readings.rename(found, data["name"], by=request.viewer, now=now)
        return reverse("mappings")

    kinds = {kind.name: kind for kind in proposals.targets(found.channel)}
    labels = kinds[found.layout].fields if found.layout in kinds else {}
    facts = [(text, labels.get(field, _("not read"))) for text, field in found.held if text]
    return answered(
        request,
        form,
        action,
        heading=found.name,
        done="",
        template="monitoring/origins/mapping.html",
        mapping=found,
        kind=kinds[found.layout].label if found.layout in kinds else found.layout,
        facts_of=facts,
        versions=readings.versions(found, labels),
        unseen=found.unseen(request.viewer.user),
        title=title(request.viewer),
    )
