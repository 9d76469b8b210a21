"""Which organisations are there, what were they called, and what became of them?"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import actions
from accounts.forms import CloseForm, MergeForm, PortalForm, RenameForm
from accounts.gate import Request, administrator, keeper, keeps_organisations
from accounts.models import Level, Organisation, Viewer
from accounts.roles import Role
from casework.merge import merge, records_of
from casework.pages.submissions import answered
from portals.forms import OrganisationFilter
from trail.models import Event
from trail.verbs import VERBS

SHOWN = 100

SERVICE = ("accept service here", "accept no service here")
HISTORY = ("rename", "set the close of business", "merge", "absorb", *SERVICE)


def kept_by(viewer: Viewer) -> QuerySet[Organisation]:
    """The organisations of the viewer's region, the nation's all; for other administrators their own."""
    own = Q(pk=viewer.organisation.pk) | Q(merged_into=viewer.organisation)
    if not keeps_organisations(viewer):
        return Organisation.objects.filter(own)
    if viewer.organisation.level == Level.NATION:
        return Organisation.objects.all()
    region = viewer.organisation.region_id
    within = Q(region=region) | Q(region__parent=region) | Q(region__parent__parent=region)
    return Organisation.objects.filter(own | within)


def _active(viewer: Viewer) -> QuerySet[Organisation]:
    return kept_by(viewer).filter(active=True)


of_active = keeper.of(_active, "pk")


@keeper
def organisations(request: Request) -> HttpResponse:
    """The organisations of the region, by name."""
    filters = OrganisationFilter(request.GET, queryset=kept_by(request.viewer))
    found = list(
        filters.qs.select_related("region", "merged_into").order_by("kind", "name", "pk")[: SHOWN + 1]
    )
    columns = [
        {"label": _("Name of the organisation"), "key": "name", "kind": "title"},
        {"label": _("Kind"), "key": "kind"},
        {"label": _("Region"), "key": "region"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    rows = [
        {
            "name": {
                "text": each.name,
                "url": reverse("organisation-detail", args=[each.pk]),
                "sub": each.short_name,
            },
            "kind": each.get_kind_display(),
            "region": each.region,
            "state": _state(each),
        }
        for each in found[:SHOWN]
    ]
    context = {"filters": filters, "columns": columns, "rows": rows, "more": len(found) > SHOWN}
    return render(request, "portals/organisations.html", context, using="jinja2")


def _state(organisation: Organisation) -> dict[str, str]:
    if organisation.merged_into:
        return {"text": _("merged into %(name)s") % {"name": organisation.merged_into}, "tone": "grey"}
    if not organisation.active:
        return {"text": _("no longer active"), "tone": "grey"}
    return {"text": _("active"), "tone": "green"}


@administrator.of(lambda viewer: kept_by(viewer).select_related("region", "merged_into", "parent"), "pk")
def detail(request: Request, found: Organisation) -> HttpResponse:
    """One organisation: what it is, what it was called, what was merged into it, and what happened."""
    absorbed = list(found.absorbed.order_by("name"))
    facts = [
        (_("Name of the organisation"), found.name),
        (_("Short name"), found.short_name),
        (_("Kind"), found.get_kind_display()),
        (_("Level"), found.get_level_display() if found.level else ""),
        (_("Region"), found.region),
        (_("Unified social credit code"), found.credit_code),
        (_("Above it"), found.parent),
        (_("Accepts service through the portal since"), found.portal_service_since),
        (_("Close of business"), f"{found.closes_at:%H:%M}" if found.closes_at else ""),
    ]
    past = [
        (_("Formerly, until %(day)s") % {"day": each.until.isoformat()}, each.name)
        for each in found.past_names.all()
    ]
    merged = [(_("Merged into it"), each.name) for each in absorbed]
    context = {
        "found": found,
        "state": _state(found),
        "particulars": [("", [fact for fact in facts if fact[1]]), (_("History"), [*past, *merged])],
        "lines": _lines(found),
        "keeps": keeps_organisations(request.viewer) and found.active,
        "own": found == request.viewer.organisation,
    }
    return render(request, "portals/organisation.html", context, using="jinja2")


def _lines(organisation: Organisation) -> list[dict[str, Any]]:
    """What became of an organisation, as lines of the trail; what else its people did as one is no part of
    it."""
    events = list(Event.objects.of("organisation", organisation.pk).filter(verb__in=HISTORY)[:50])
    homes = Organisation.objects.in_bulk({event.organisation_id for event in events if event.organisation_id})
    return [
        {
            "label": _told(event),
            "who": homes.get(event.organisation_id or 0, ""),
            "role": Role(event.role).label if event.role else "",
            "at": event.at,
            "clause": event.clause,
            "note": event.detail.get("note", ""),
        }
        for event in events
    ]


def _told(event: Event) -> str:
    said = event.detail
    if event.verb == "rename":
        return _("Renamed from %(before)s to %(after)s") % {"before": said["before"], "after": said["after"]}
    if event.verb == "set the close of business":
        hours = {"before": said["before"], "after": said["after"]}
        return _("Close of business: from %(before)s to %(after)s") % hours
    if event.verb in SERVICE:
        return str(VERBS[event.verb].label)
    moved = ", ".join(
        f"{apps.get_model(label)._meta.verbose_name_plural} {count}" for label, count in said["moved"].items()
    )
    return _("%(one)s merged into %(other)s (%(moved)s)") % {
        "one": said["from"],
        "other": said["into"],
        "moved": moved,
    }


@of_active
def renaming(request: Request, found: Organisation) -> HttpResponse:
    """Give an organisation a new name; what is of its time keeps the old one."""
    now = timezone.now()
    form = RenameForm(
        request.POST or None,
        organisation=found,
        today=timezone.localdate(now),
        initial={"name": found.name, "short_name": found.short_name},
    )

    def action(data: dict[str, Any]) -> str:
        actions.rename(found, **data, by=request.viewer, now=now)
        return _page_of(found)

    return answered(
        request,
        form,
        action,
        heading=_("Rename"),
        title=_("Rename %(name)s") % {"name": found.name},
        text=_("Papers and the trail keep the name of their time."),
        path=_path(found),
        done=_("The new name is kept, and the old one for what is of its time."),
    )


def _page_of(found: Organisation) -> str:
    return reverse("organisation-detail", args=[found.pk])


def _path(found: Organisation) -> list[tuple[str, str]]:
    return [(found.name, _page_of(found))]


@administrator
def closing(request: Request) -> HttpResponse:
    """Say until when one's own organisation is open: when the last day of a period ends."""
    found = request.viewer.organisation

    def action(data: dict[str, Any]) -> str:
        actions.set_close(found, **data, by=request.viewer, now=timezone.now())
        return _page_of(found)

    return answered(
        request,
        CloseForm(request.POST or None, initial={"closes_at": found.closes_at}),
        action,
        heading=_("Close of business"),
        submit=_("Keep"),
        text=_(
            "Where there are business hours, the last day of a period ends when business closes (Civil Code"
            " art. 203). It counts for clocks that begin from now on."
        ),
        path=_path(found),
        done=_("Kept. Clocks that begin from now on end then."),
    )


@administrator
def portal_service(request: Request) -> HttpResponse:
    """Say whether papers are served on one's own organisation through this portal, and since when."""
    found = request.viewer.organisation
    since = found.portal_service_since
    # Without the mark nothing at all is sent: that is an answer too.
    posted = request.POST if request.method == "POST" else None

    def action(data: dict[str, Any]) -> str:
        actions.accept_portal(found, **data, by=request.viewer, now=timezone.now())
        return reverse("portal-service")

    stands = (
        _("Accepted since %(day)s.") % {"day": since.isoformat()}
        if since
        else _("Not accepted: papers are served on you in other ways, with proof.")
    )
    return answered(
        request,
        PortalForm(posted, initial={"accepts": since is not None}),
        action,
        heading=_("Service through the portal"),
        submit=_("Keep"),
        text=stands
        + " "
        + _(
            "Whoever accepts it names this portal as the system that papers reach (Electronic Signature Law "
            "art. 11): each paper counts as served on the day on which it is issued here, and your time runs "
            "from that day, whether or not anybody has read it. It cannot be accepted for days that have "
            "passed; it may be ended at any time for papers still to come."
        ),
        path=_path(found),
        done=_("Kept."),
    )


@of_active
def merging(request: Request, found: Organisation) -> HttpResponse:
    """Merge an organisation into another one of its kind."""

    def action(data: dict[str, Any]) -> str:
        into = data["into"]
        merge(found, into, reason=data["reason"], by=request.viewer, now=timezone.now())
        messages.success(request, _("%(one)s is now a part of %(other)s.") % {"one": found, "other": into})
        return _page_of(into)

    others = _active(request.viewer).filter(kind=found.kind).exclude(pk=found.pk).order_by("name")
    return answered(
        request,
        MergeForm(request.POST or None, offered=others),
        action,
        heading=_("Merge into another one"),
        submit=_("Merge"),
        title=_("Merge %(name)s into another organisation") % {"name": found.name},
        text=_(
            "Its people, its records and what it may see pass to the other organisation at once. Papers and"
            " the trail keep its name. Its access tokens end. This cannot be undone."
        ),
        about=[
            (_("People"), found.memberships.filter(left_on=None).count()),
            (_("Records"), records_of(found)),
        ],
        path=_path(found),
        done="",
    )
