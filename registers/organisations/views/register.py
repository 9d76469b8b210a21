"""Which organisations are there, what were they called, and what became of them?"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import actions
from accounts.forms import CloseForm, MergeForm, PortalForm, RenameForm
from accounts.gate import Request, administrator, keeper, keeps_organisations
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.merge import merge, records_of
from casework.pages.submissions import answered
from registers.history import LINES, in_words, lines
from registers.organisations.actions import administrators, entered_on, kept_by, moved_by, not_there
from registers.organisations.forms import OrganisationFilter
from trail.enumerations import enumerated
from trail.models import Event
from trail.verbs import VERBS

SHOWN = 100

SERVICE = ("accept service here", "accept no service here")
ENTRIES = ("open", "change", "suspend", "resume", "close")
HISTORY = (
    *("rename", "set the close of business", "merge", "absorb", "found a province"),
    *SERVICE,
    *(f"{verb} an organisation" for verb in ENTRIES),
    *("name an administrator", "move an organisation", "change a mandate"),
)


def active(viewer: Viewer) -> QuerySet[Organisation]:
    return kept_by(viewer).filter(active=True)


of_active = keeper.of(active, "pk")


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
            "state": state_of(each),
        }
        for each in found[:SHOWN]
    ]
    context = {"filters": filters, "columns": columns, "rows": rows, "more": len(found) > SHOWN}
    return render(request, "registers/organisations/organisations.html", context, using="jinja2")


def state_of(organisation: Organisation) -> dict[str, str]:
    if organisation.merged_into:
        return {"text": _("merged into %(name)s") % {"name": organisation.merged_into}, "tone": "grey"}
    if not organisation.active:
        return {"text": pgettext("organisation", "closed"), "tone": "grey"}
    if organisation.suspended_on:
        since = {"day": organisation.suspended_on.isoformat()}
        return {"text": _("suspended since %(day)s") % since, "tone": "amber"}
    return {"text": _("active"), "tone": "green"}


@administrator.of(
    lambda viewer: kept_by(viewer).select_related("region", "merged_into", "parent", "opened_by"), "pk"
)
def detail(request: Request, found: Organisation) -> HttpResponse:
    """One organisation: what it is, what it was called, what was merged into it, and what happened."""
    absorbed = list(found.absorbed.order_by("name"))
    keepers = administrators(found).select_related("user").order_by("user__name")
    facts = [
        (_("Name of the organisation"), found.name),
        (_("Short name"), found.short_name),
        (_("Kind"), found.get_kind_display()),
        (_("Level"), found.get_level_display() if found.level else ""),
        (_("Region"), found.region),
        (_("Unified social credit code"), found.credit_code),
        (_("Branch"), found.branch),
        (_("Code of its documents"), found.document_code),
        (_("Works for"), enumerated(found.mandate.all())),
        (pgettext("of an organisation", "Address"), found.address),
        (_("Telephone"), found.phone),
        (_("Above it"), found.parent),
        (pgettext("organisation", "Entered by"), found.opened_by),
        (_("Its administrators"), enumerated(str(each.user) for each in keepers)),
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
        "state": state_of(found),
        "particulars": [("", [fact for fact in facts if fact[1]]), (_("History"), [*past, *merged])],
        "lines": lines(_own(found), _told, named=keeps_organisations(request.viewer)),
        "keeps": keeps_organisations(request.viewer) and found.active,
        "actions": _actions(found, request.viewer, bool(keepers)),
        "own": found == request.viewer.organisation,
    }
    return render(request, "registers/organisations/organisation.html", context, using="jinja2")


def _actions(found: Organisation, viewer: Viewer, kept: bool) -> list[tuple[str, str]]:
    """(what a keeper may do with an entry, where), as it stands."""
    if not keeps_organisations(viewer) or found.merged_into_id:
        return []
    own = found.pk == viewer.organisation.pk
    offered = [
        (_("Change particulars"), "organisation-change", found.active),
        (_("Rename"), "organisation-rename", found.active),
        (_("Move to another region"), "organisation-move", moved_by(viewer).filter(pk=found.pk).exists()),
        (_("Change the mandate"), "organisation-mandate", found.active and found.kind == Kind.CENTER),
        (_("Name an administrator"), "organisation-administrator", found.active and not kept),
        (
            pgettext("organisation", "Suspend"),
            "organisation-suspend",
            found.active and not found.suspended_on and not own,
        ),
        (_("Take up again"), "organisation-resume", not found.active or found.suspended_on is not None),
        (_("Merge into another one"), "organisation-merge", found.active),
        (pgettext("organisation", "Close"), "organisation-close", found.active and not own),
    ]
    return [(label, reverse(route, args=[found.pk])) for label, route, open_now in offered if open_now]


def _own(organisation: Organisation) -> QuerySet[Event]:
    """What became of an organisation; what else its people did as one is no part of it."""
    return Event.objects.of("organisation", organisation.pk).filter(verb__in=HISTORY)[:LINES]


def _told(event: Event) -> str:
    said = event.detail
    if event.verb == "rename":
        return _("Renamed from %(before)s to %(after)s") % {"before": said["before"], "after": said["after"]}
    if event.verb == "set the close of business":
        hours = {"before": said["before"], "after": said["after"]}
        return _("Close of business: from %(before)s to %(after)s") % hours
    if event.verb == "change an organisation":
        return _("Particulars changed: %(what)s") % {"what": in_words(said["before"], said["after"], _called)}
    if event.verb in ("move an organisation", "change a mandate"):
        return f"{VERBS[event.verb].label}: {said['before'] or '—'} → {said['after'] or '—'}"
    if event.verb not in ("merge", "absorb"):
        return str(VERBS[event.verb].label)
    moved = enumerated(
        f"{apps.get_model(label)._meta.verbose_name_plural} {count}" for label, count in said["moved"].items()
    )
    return _("%(one)s merged into %(other)s (%(moved)s)") % {
        "one": said["from"],
        "other": said["into"],
        "moved": moved,
    }


def _called(name: str) -> str:
    column: Any = Organisation._meta.get_field(name)
    return str(column.verbose_name)


@of_active
def renaming(request: Request, found: Organisation) -> HttpResponse:
    """Give an organisation a new name; what is of its time keeps the old one."""
    now = timezone.now()
    form = RenameForm(
        request.POST or None,
        organisation=found,
        today=timezone.localdate(now),
        since=entered_on(found),
        initial={"name": found.name, "short_name": found.short_name},
    )

    def action(data: dict[str, Any]) -> str:
        not_there(found.kind, data["name"], but=found)
        actions.rename(found, **data, by=request.viewer, now=now)
        return page_of(found)

    return answered(
        request,
        form,
        action,
        heading=_("Rename"),
        title=_("Rename %(name)s") % {"name": found.name},
        text=_("Papers and the trail keep the name of their time."),
        path=path_to(found),
        done=_("The new name is kept, and the old one for what is of its time."),
    )


def page_of(found: Organisation) -> str:
    return reverse("organisation-detail", args=[found.pk])


def path_to(found: Organisation) -> list[tuple[str, str]]:
    return [(found.name, page_of(found))]


@administrator
def closing(request: Request) -> HttpResponse:
    """Say until when one's own organisation is open: when the last day of a period ends."""
    found = request.viewer.organisation

    def action(data: dict[str, Any]) -> str:
        actions.set_close(found, **data, by=request.viewer, now=timezone.now())
        return page_of(found)

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
        path=path_to(found),
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
        path=path_to(found),
        done=_("Kept."),
    )


@of_active
def merging(request: Request, found: Organisation) -> HttpResponse:
    """Merge an organisation into another one of its kind."""

    def action(data: dict[str, Any]) -> str:
        into = data["into"]
        merge(found, into, reason=data["reason"], by=request.viewer, now=timezone.now())
        messages.success(request, _("%(one)s is now a part of %(other)s.") % {"one": found, "other": into})
        return page_of(into)

    others = active(request.viewer).filter(kind=found.kind).exclude(pk=found.pk).order_by("name")
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
        path=path_to(found),
        done="",
    )
