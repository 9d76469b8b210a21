"""Who works here? The people of an organisation, kept by its administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import actions
from accounts.addresses import code_of
from accounts.forms import NewPersonForm, PersonForm
from accounts.gate import Request, administrator
from accounts.models import Membership, Organisation, StandIn, User, Viewer
from accounts.roles import DUTIES, Role
from trail.models import Event
from trail.verbs import VERBS


@administrator
def people(request: Request) -> HttpResponse:
    """The members of the organisation, those who have left last."""
    members = _members(request.viewer).order_by("-left_on", "user__name", "user__username")
    today = timezone.localdate()
    absent = set(
        StandIn.objects.on(today)
        .filter(organisation=request.viewer.organisation)
        .values_list("absent", flat=True)
    )
    here = [each for each in members if each.left_on is None]
    gone = [each for each in members if each.left_on is not None]
    columns = [
        {"label": _("Name"), "key": "who", "kind": "title"},
        {"label": _("Roles"), "key": "roles"},
        {"label": _("Last log-in"), "key": "seen"},
        {"label": _("State"), "key": "state", "kind": "badge"},
    ]
    context = {
        "columns": columns,
        "rows": [_row(each, each.user_id in absent) for each in [*here, *gone]],
        "hand_over": len(here) > 1,
    }
    return render(request, "accounts/people.html", context, using="jinja2")


def _row(membership: Membership, absent: bool) -> dict[str, Any]:
    user = membership.user
    return {
        "who": {
            "text": str(user),
            "url": reverse("person", args=[user.username]),
            "sub": user.username,
        },
        "roles": [Role(role).label for role in membership.roles],
        "seen": user.last_login or _("never"),
        "state": _state(membership, absent),
    }


def _state(membership: Membership, absent: bool) -> dict[str, str]:
    if membership.left_on:
        return {"text": _("left on %(day)s") % {"day": _day(membership.left_on)}, "tone": "grey"}
    if absent:
        return {"text": _("absent"), "tone": "amber"}
    if membership.user.password_given:
        return {"text": _("has not chosen a password yet"), "tone": "amber"}
    return {"text": _("active"), "tone": "green"}


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


@never_cache
@administrator
def person_add(request: Request) -> HttpResponse:
    """Give somebody an account in the organisation; the first password is shown once, here."""
    form = NewPersonForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        given = actions.add_person(**form.cleaned_data, by=request.viewer, now=timezone.now())
        return _password(request, *given)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "duties": _duties(form)}
    return render(request, "accounts/person_add.html", context, status=status, using="jinja2")


def _members(viewer: Viewer) -> QuerySet[Membership]:
    """The members of the viewer's own organisation, now or before."""
    own = Membership.objects.filter(organisation=viewer.organisation, user__program=False)
    return own.select_related("user")


@administrator.of(_members, ("username", "user__username"))
def person(request: Request, membership: Membership) -> HttpResponse:
    """One member: change name, e-mail and roles; what happened to the membership."""
    user = membership.user
    initial = {"name": user.name, "email": user.email, "roles": membership.roles}
    form = PersonForm(request.POST or None, viewer=request.viewer, initial=initial)
    if actions.works_elsewhere(membership):  # the account is not this organisation's alone
        form.fields["name"].disabled = form.fields["email"].disabled = True
    if request.method == "POST" and form.is_valid():
        try:
            lost = actions.change_person(
                membership, **form.cleaned_data, by=request.viewer, now=timezone.now()
            )
            messages.success(request, _("The change is kept."))
            return _what_is_left(request, membership) if lost else redirect("people")
        except ValidationError as error:
            form.add_error("roles", error)
    status = 422 if request.method == "POST" else 200
    context = {
        "form": form,
        "membership": membership,
        "state": _state(membership, absent=False),
        "lines": _lines(membership),
        "own": user == request.viewer.user,
        "duties": _duties(form),
    }
    return render(request, "accounts/person.html", context, status=status, using="jinja2")


def _what_is_left(request: Request, membership: Membership) -> HttpResponse:
    """Who lost a role may still be named for work that only who holds it can do."""
    said = _("A role was taken away: see here whether work or money of %(name)s is left, and hand it over.")
    messages.info(request, said % {"name": membership.user})
    return redirect(f"{reverse('hand-over')}?leaver={code_of(membership.user)}")


@never_cache
@administrator.of(_members, ("username", "user__username")).by("POST")
def person_password(request: Request, membership: Membership) -> HttpResponse:
    """Give a member a new password; it is shown once, here."""
    try:
        password = actions.give_password(membership, by=request.viewer, now=timezone.now())
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("person", membership.user.username)
    return _password(request, membership, password)


def _password(request: Request, membership: Membership, password: str) -> HttpResponse:
    context = {"membership": membership, "password": password}
    return render(request, "accounts/password_given.html", context, using="jinja2")


def _duties(form: forms.Form) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """What each role is trusted with, for those who give it."""
    offered: Any = form.fields["roles"]
    return [("", [(label, DUTIES[Role(role)]) for role, label in offered.choices])]


def _lines(membership: Membership) -> list[dict[str, Any]]:
    """What happened to a membership, as lines of the trail."""
    events = list(Event.objects.of("membership", membership.pk)[:50])
    users = User.objects.in_bulk({event.actor_id for event in events})
    homes = Organisation.objects.in_bulk({event.organisation_id for event in events if event.organisation_id})
    return [
        {
            "label": str(VERBS[event.verb].label),
            "who": users.get(event.actor_id) or homes.get(event.organisation_id or 0, ""),
            "role": Role(event.role).label if event.role else "",
            "at": event.at,
            "clause": event.clause,
            "note": event.detail.get("note") or event.detail.get("reason", ""),
        }
        for event in events
    ]
