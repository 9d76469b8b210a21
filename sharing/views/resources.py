"""How do people meet the catalogue of resources, and how is it fed?"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request
from accounts.models import Viewer
from casework.flow import Refused
from casework.pages.lists import CAP
from casework.pages.next_step import Offer
from casework.pages.submissions import answered, pressed
from documents.actions import log_read
from documents.views import sent
from sharing import forms, promptness
from sharing.actions import resources as actions
from sharing.flow import Openness, ResourceState
from sharing.models.requests import Reading, ShareRequest
from sharing.models.resources import Resource, Supply
from sharing.models.safeguards import Safeguard, unacknowledged
from sharing.views.entrance import officer, sharer, shares
from sharing.views.lookups import catalogue, of_resource
from sharing.views.requests import above, ledger, ledger_columns
from trail import verbs

verbs.register("download a supplied table", gettext_lazy("Download a supplied table"))

SIZE = 50
TONES = {
    ResourceState.OFFERED: "amber",
    ResourceState.ACCEPTED: "green",
    ResourceState.WITHDRAWN: "grey",
}


def columns() -> list[dict[str, str]]:
    return [
        {"label": _("Resource"), "key": "what", "kind": "title"},
        {"label": _("Provider"), "key": "provider"},
        {"label": _("Kind of information"), "key": "holding"},
        {"label": _("Secrecy"), "key": "openness"},
        {"label": _("Brought up to date"), "key": "cycle"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]


def row(resource: Resource) -> dict[str, Any]:
    return {
        "what": {"text": resource.name, "url": resource.get_absolute_url(), "sub": resource.number},
        "provider": str(resource.provider),
        "holding": resource.get_holding_display(),
        "openness": resource.get_openness_display(),
        "cycle": resource.get_cycle_display(),
        "state": {"text": resource.get_state_display(), "tone": TONES[ResourceState(resource.state)]},
    }


def named(found: Any, words: str) -> Any:
    """The resources of a number, or with these words in name or contents."""
    by_name = Q(name__icontains=words) | Q(abstract__icontains=words)
    return found.filter(Q(number=words.upper()) | by_name)


@sharer.by("GET")
def resources(request: Request) -> HttpResponse:
    """The catalogue, newest first."""
    found = scope = Resource.objects.visible_to(request.viewer)
    narrowed = forms.ResourceFilter(request.GET or None)
    if narrowed.is_valid():
        words, holding = narrowed.cleaned_data["words"].strip(), narrowed.cleaned_data["holding"]
        found = named(found, words) if words else found
        found = found.filter(holding=holding) if holding else found
    last = scope.filter(number=request.GET.get("before", "")).values_list("pk", flat=True).first()
    listed = list(found.select_related("provider").page(last, SIZE))
    query = request.GET.copy()
    query["before"] = listed[SIZE - 1].number if len(listed) > SIZE else ""
    counted = found[: CAP + 1].count()
    context = {
        "filters": narrowed,
        "columns": columns(),
        "rows": [row(resource) for resource in listed[:SIZE]],
        "count": counted if counted <= CAP else None,
        "older_url": f"?{query.urlencode()}" if query["before"] else "",
        "offers": shares(request.viewer),
        "waits": _waits(request.viewer) if shares(request.viewer) else [],
    }
    return render(request, "sharing/resources.html", context, using="jinja2")


def _waits(viewer: Viewer) -> list[tuple[str, str]]:
    """(sentence, address) of what this officer is to do: rules to confirm or note, offers to take in."""
    page = reverse("safeguards")
    drafts = Safeguard.objects.visible_to(viewer).filter(confirmed_at=None).select_related("center")
    found = [
        (_("The safeguards of %(center)s wait for your confirmation.") % {"center": each.center}, page)
        for each in drafts
        if each.may_confirm(viewer)
    ]
    found += [
        (_("The safeguards of %(center)s wait for your acknowledgement.") % {"center": each.center}, page)
        for each in unacknowledged(viewer.organisation)
    ]
    kept = Resource.objects.visible_to(viewer).filter(center=viewer.organisation)
    maybe = kept.filter(Q(state=ResourceState.OFFERED) | Q(supplies__accepted_at=None, source=""))
    found += [
        (
            _("“%(resource)s” waits to be taken into the repository.") % {"resource": each.name},
            each.get_absolute_url(),
        )
        for each in maybe.distinct().order_by("pk")[:SIZE]
        if each.waits()
    ]
    return found


@of_resource
def resource(request: Request, found: Resource) -> HttpResponse:
    """An entry of the catalogue: by one standard for all (6.5-2-c)."""
    readings = Reading.objects.visible_to(request.viewer).filter(resource=found, request=None)
    party = request.viewer.organisation.pk in (found.provider_id, found.center_id)
    asked = ShareRequest.objects.visible_to(request.viewer).filter(kind="sharerequest", resource=found)
    asked = asked.select_related("requester").order_by("-pk")[:SIZE]
    context = {
        "resource": found,
        "facts": found.heads(),
        "field_columns": [
            {"label": _("Field"), "key": "label"},
            {"label": _("What it means"), "key": "meaning"},
            {"label": _("Name in programs"), "key": "name"},
        ],
        "field_rows": [{"label": c.label, "meaning": c.meaning, "name": c.name} for c in found.columns],
        "supply_columns": [
            {"label": _("Table"), "key": "what", "kind": "title"},
            {"label": _("Rows"), "key": "count", "kind": "number"},
            {"label": _("Supplied"), "key": "supplied"},
            {"label": _("Taken in"), "key": "accepted"},
        ],
        "supply_rows": [_supply(found, each) for each in found.supplies.order_by("-version")]
        if party
        else [],
        "ledger": ledger(readings),
        "reading_columns": ledger_columns(),
        "offers": _offers(found, request.viewer),
        "request_columns": [
            {"label": _("Share request"), "key": "what", "kind": "title"},
            {"label": _("State"), "key": "state"},
            {"label": _("Asked for by"), "key": "requester"},
        ],
        "request_rows": [_request(each) for each in asked],
    }
    return render(request, "sharing/resource.html", context, using="jinja2")


def _supply(resource: Resource, supply: Any) -> dict[str, Any]:
    return {
        "what": {
            "text": f"{supply.version} · {supply.name}",
            "url": reverse("resource-file", args=[resource.number, supply.version]),
            "sub": f"SHA-256 {supply.sha256}",
        },
        "count": supply.count,
        "supplied": supply.supplied_at,
        "accepted": supply.accepted_at,
    }


def _request(request: ShareRequest) -> dict[str, Any]:
    return {
        "what": {"text": request.number, "url": request.get_absolute_url()},
        "state": request.get_state_display(),
        "requester": str(request.requester),
    }


def _offers(resource: Resource, viewer: Viewer) -> list[Offer]:
    """What this viewer can do with the resource."""
    own, keeps = viewer.organisation.pk == resource.provider_id, viewer.organisation.pk == resource.center_id
    there, officer = resource.state != ResourceState.WITHDRAWN, shares(viewer)
    accepted = resource.state == ResourceState.ACCEPTED
    may = {
        "data": own or keeps or (accepted and resource.openness == Openness.MEMBERS),
        "ask": officer and not own and accepted and resource.openness == Openness.REQUEST,
        "accept": officer and keeps and resource.waits(),
        "supply": officer and own and there and not resource.source,
        "change": officer and own and there,
        "withdraw": officer and (own or keeps) and there,
    }
    labels = {
        "data": (_("Read it"), "plain"),
        "ask": (_("Ask for this resource"), "main"),
        "accept": (_("Take into the repository"), "main"),
        "supply": (_("Supply a new version"), "plain"),
        "change": (_("Change"), "plain"),
        "withdraw": (_("Withdraw the resource"), "danger"),
    }
    lacks = None if own or keeps else _lacks(resource, viewer)
    offers = [
        Offer(
            label,
            reverse(f"resource-{name}", args=[resource.number]),
            lacks if name in ("data", "ask") else None,
            rank,
            name == "accept",
        )
        for name, (label, rank) in labels.items()
        if may[name]
    ]
    if lacks and (may["data"] or may["ask"]):
        offers.append(Offer(_("Read the safeguards"), reverse("safeguards"), None, "main", False))
    return offers


def _lacks(resource: Resource, viewer: Viewer) -> str | None:
    """Why the viewer's organisation is given nothing yet, or None."""
    try:
        resource.check_safeguards(viewer.organisation)
    except Refused as refused:
        return str(refused)
    return None


@officer
def offer(request: Request, form: type[forms.LiveForm | forms.TableForm], heading: Any) -> HttpResponse:
    """The form that offers something live, or a table."""
    filled = form(request.POST or None, request.FILES or None, viewer=request.viewer)
    return answered(
        request,
        filled,
        lambda data: actions.register(by=request.viewer, now=timezone.now(), **data),
        heading=heading,
        path=[(_("Resource catalogue"), reverse("resources"))],
        done=_("The resource has been offered."),
    )


of_provider = officer.of(catalogue, "number").where(
    lambda found, viewer: found.provider_id == viewer.organisation.pk,
    gettext_lazy("Only the provider may change this resource."),
)


@of_provider
def change(request: Request, found: Resource) -> HttpResponse:
    """The provider corrects the entry."""
    form = forms.ResourceForm(request.POST or None, instance=found, viewer=request.viewer)

    def action(data: dict[str, Any]) -> Resource:
        actions.change(found, by=request.viewer, now=timezone.now(), **data)
        return found

    heading, done = _("Change"), _("The entry is changed.")
    return answered(request, form, action, heading=heading, path=above(found), done=done)


@of_provider
def supply(request: Request, found: Resource) -> HttpResponse:
    """The provider supplies a new version of a table."""
    form = forms.SupplyForm(request.POST or None, request.FILES or None)

    def action(data: dict[str, Any]) -> Resource:
        actions.supply(found, by=request.viewer, now=timezone.now(), **data)
        return found

    heading, done = _("Supply a new version"), _("The table has been supplied.")
    return answered(request, form, action, heading=heading, path=above(found), done=done)


@officer.of(catalogue, "number").where(
    lambda found, viewer: viewer.organisation.pk in (found.provider_id, found.center_id),
    gettext_lazy("Only the provider may change this resource."),
)
def withdraw(request: Request, found: Resource) -> HttpResponse:
    """Provider or center take a resource out."""
    form = forms.WithdrawForm(request.POST or None)

    def action(data: dict[str, Any]) -> str:
        actions.withdraw(found, by=request.viewer, now=timezone.now(), **data)
        return reverse("resources")

    heading, done = _("Withdraw the resource"), _("The resource has been withdrawn.")
    return answered(request, form, action, heading=heading, path=above(found), done=done)


of_keeper = officer.of(catalogue, "number").where(
    lambda found, viewer: found.center_id == viewer.organisation.pk,
    gettext_lazy("Only the center that keeps this resource may do this."),
)


@of_keeper.by("POST")
def accept(request: Request, found: Resource) -> HttpResponse:
    """The center takes it into the repository."""
    return pressed(
        request,
        lambda: actions.accept(found, by=request.viewer, now=timezone.now()),
        done=_("The resource is in the repository."),
        back=found.get_absolute_url(),
    )


def _supplied(viewer: Viewer) -> QuerySet[Supply]:
    """The tables whose provider the viewer's organisation is, or the center that keeps them."""
    home, seen = viewer.organisation, Resource.objects.visible_to(viewer)
    return Supply.objects.filter(Q(resource__provider=home) | Q(resource__center=home), resource__in=seen)


@sharer.of(_supplied, "version", ("number", "resource__number")).by("GET")
def file(request: Request, kept: Supply) -> HttpResponse:
    """A table as it was supplied, for its provider and the center that keeps it; the read is logged first."""
    subject = ("resource", kept.resource_id)
    log_read("download a supplied table", subject, by=request.viewer, at=timezone.now())
    return sent(kept.file, kept.content_type, kept.name)


@sharer.by("GET")
def times(request: Request) -> HttpResponse:
    """How quickly whom answers (6.5-2-b)."""
    rows = [
        {
            "holder": each.holder,
            "answered": each.answered,
            "median": "" if each.median is None else f"{each.median:.1f}",
            "share": "" if each.share is None else f"{each.share} %",
            "waiting": each.waiting,
            "overdue": each.overdue,
        }
        for each in promptness.times(timezone.now())
    ]
    headings = [
        {"label": _("Holder"), "key": "holder"},
        {"label": _("Answered"), "key": "answered", "kind": "number"},
        {"label": _("Median, days"), "key": "median", "kind": "number"},
        {"label": _("In time"), "key": "share", "kind": "number"},
        {"label": _("Waiting"), "key": "waiting", "kind": "number"},
        {"label": _("Overdue"), "key": "overdue", "kind": "number"},
    ]
    return render(request, "sharing/times.html", {"columns": headings, "rows": rows}, using="jinja2")
