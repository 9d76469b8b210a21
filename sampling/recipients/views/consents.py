"""In which words do people consent and undertake, who signed, and who has read what of whom?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from accounts.models import User, Viewer
from accounts.roles import Kind, Role
from casework.models import Record
from casework.pages.submissions import answered, pressed
from sampling.recipients import forms as recipients
from sampling.recipients.actions import consents
from sampling.recipients.models.consents import Declaration, Declaring, Undertaking
from sampling.recipients.views.recipients import keeper
from trail.days import in_range
from trail.models import LOOK, Event

PAGE = 50


@keeper
def declarations(request: Request) -> HttpResponse:
    """The words of every version, newest first, and how many buyers have signed."""
    center = request.viewer.organisation
    found = list(Declaration.objects.filter(center=center))
    kinds = {declaration.kind for declaration in found if declaration.text}
    found += [consents.wording(center, kind) for kind in Declaring.values if kind not in kinds]
    signed = Undertaking.objects.filter(center=center).select_related("buyer", "declaration")
    context = {
        "found": found,
        "columns": [
            {"label": _("Buyer"), "key": 0},
            {"label": _("Version"), "key": 1},
            {"label": _("Signed"), "key": 2},
        ],
        "rows": [(one.buyer, one.declaration, one.signed_at) for one in signed.order_by("-id")],
    }
    return render(request, "sampling/recipients/declarations.html", context, using="jinja2")


@keeper
def declaration_new(request: Request) -> HttpResponse:
    """Write new words; what was signed before keeps its own."""
    viewer, now = request.viewer, timezone.now()

    def action(data: dict[str, Any]) -> str:
        consents.declare(by=viewer, now=now, **data)
        return reverse("declarations")

    kind = request.GET.get("kind", "")
    kind = kind if kind in Declaring.values else Declaring.CONSENT
    start = {"kind": kind, "text": consents.wording(viewer.organisation, kind).text}
    form = recipients.DeclarationForm(request.POST or None, viewer=viewer, now=now, initial=start)
    path = [
        (_("Recipients and addresses"), reverse("recipients")),
        (_("Consents and undertakings"), reverse("declarations")),
    ]
    return answered(request, form, action, heading=_("Write a new version"), path=path)


def undertakes(viewer: Viewer) -> bool:
    """Whether the undertaking is this viewer's to sign."""
    return viewer.kind == Kind.CENTER and Role.BUYER in viewer.roles


@member.to(undertakes, gettext_lazy("Only a buyer signs the confidentiality undertaking."))
def undertaking(request: Request) -> HttpResponse:
    """The confidentiality undertaking, for a buyer to read and sign."""
    viewer = request.viewer
    if request.method == "POST":
        return pressed(
            request,
            lambda: consents.undertake(by=viewer, now=timezone.now()),
            back="undertaking",
            done=_("You have signed the confidentiality undertaking."),
        )
    wording = consents.wording(viewer.organisation, Declaring.UNDERTAKING)
    own = Undertaking.objects.filter(center=viewer.organisation, buyer=viewer.user)
    signed = own.filter(declaration__version=wording.version).first()
    return render(
        request,
        "sampling/recipients/undertaking.html",
        {"wording": wording, "signed": signed},
        using="jinja2",
    )


def _instant(asked: str) -> datetime | None:
    """The instant that an older page begins with, None where it is none that a look could be of."""
    try:
        found = parse_datetime(asked)
    except ValueError:
        return None
    return found if found and found.tzinfo and in_range(found) else None


@keeper
def reads(request: Request) -> HttpResponse:
    """Every look at a person's data, newest first: who, when, at whom, for which purchase."""
    center = request.viewer.organisation
    found = Event.objects.filter(verb=LOOK, organisation_id=center.pk).order_by("-at", "-id")
    pseudonym, before = request.GET.get("of", ""), _instant(request.GET.get("before", ""))
    if pseudonym:
        found = found.filter(Q(detail__pseudonym=pseudonym) | Q(detail__recipient=pseudonym))
    if before is not None:
        found = found.filter(at__lt=before)
    listed = list(found[: PAGE + 1])
    older = {"of": pseudonym, "before": listed[PAGE - 1].at.isoformat()} if len(listed) > PAGE else {}
    context = {
        "columns": [
            {"label": _("When"), "key": 0},
            {"label": _("Who"), "key": 1},
            {"label": _("In which role"), "key": 2},
            {"label": _("Of whom"), "key": 3},
            {"label": _("For which purchase"), "key": 4},
        ],
        "rows": _looks(listed[:PAGE], request.viewer),
        "older_url": f"?{urlencode(older)}" if older else "",
        "pseudonym": pseudonym,
    }
    return render(request, "sampling/recipients/reads.html", context, using="jinja2")


def _looks(events: list[Event], viewer: Viewer) -> list[tuple[Any, ...]]:
    """Events as rows: two more queries, however many there are."""
    users = User.objects.in_bulk({event.actor_id for event in events})
    ids = {event.subject_id for event in events if event.subject_kind == "record"}
    numbers = dict(Record.objects.visible_to(viewer).filter(pk__in=ids).values_list("pk", "number"))
    return [
        (
            event.at,
            users.get(event.actor_id),
            Role(event.role).label if event.role else "",
            event.detail.get("pseudonym") or event.detail.get("recipient", ""),
            numbers.get(event.subject_id, "") if event.subject_kind == "record" else "",
        )
        for event in events
    ]
