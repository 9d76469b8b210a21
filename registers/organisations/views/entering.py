"""How does a keeper enter an organisation, and change, suspend, resume or close its entry?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache

from accounts.gate import Request, keeper
from accounts.models import Membership, Organisation
from accounts.roles import Kind
from casework.flow import Refused
from casework.pages.forms import unchosen
from casework.pages.submissions import answered
from registers.organisations import actions
from registers.organisations.forms import (
    AdministratorForm,
    ChangeForm,
    MandateForm,
    MoveForm,
    OpenForm,
    WhyForm,
)
from registers.organisations.views.register import active, of_active, page_of, path_to

of_any = keeper.of(actions.kept_by, "pk")


@never_cache
@keeper
def opening(request: Request) -> HttpResponse:
    """Enter an organisation; its first administrator's password is shown once."""
    form = OpenForm(request.POST or None, viewer=request.viewer)
    shown = {
        "heading": _("Enter an organisation"),
        "text": _("Its administrator then invites its people. Nothing that is entered is ever deleted."),
        "path": [(_("Organisations"), reverse("organisations"))],
    }
    return _with_password(request, form, actions.open_organisation, **shown)


@never_cache
@of_active
def inviting(request: Request, found: Organisation) -> HttpResponse:
    """Name an administrator of an organisation that has none left; the password is shown once."""
    shown = {
        "heading": _("Name an administrator"),
        "title": _("Name an administrator of %(name)s") % {"name": found.name},
        "path": path_to(found),
    }

    def action(**said: Any) -> tuple[Membership, str]:
        return actions.invite_administrator(found, **said)

    return _with_password(request, AdministratorForm(request.POST or None), action, **shown)


def _with_password(
    request: Request, form: BaseForm, action: Callable[..., tuple[Membership, str]], **shown: Any
) -> HttpResponse:
    """An action by which somebody gets a first password: it is on the page that answers, and nowhere else."""
    if request.method == "POST" and form.is_valid():
        try:
            given, password = action(**form.cleaned_data, by=request.viewer, now=timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            back = (given.organisation.name, page_of(given.organisation))
            context = {"membership": given, "password": password, "back": back}
            return render(request, "accounts/password_given.html", context, using="jinja2")
    status = 422 if request.method == "POST" else 200
    context = {"form": unchosen(form), **shown}
    return render(request, "casework/sheet.html", context, status=status, using="jinja2")


@of_active
def changing(request: Request, found: Organisation) -> HttpResponse:
    """Put right what papers and lists say of an organisation beside its name."""

    def action(data: dict[str, Any]) -> str:
        actions.change(found, **data, by=request.viewer, now=timezone.now())
        return page_of(found)

    return answered(
        request,
        ChangeForm(request.POST or None, instance=found if request.method == "GET" else None),
        action,
        heading=_("Change particulars"),
        submit=_("Keep"),
        title=_("Change the particulars of %(name)s") % {"name": found.name},
        text=_("Papers that were issued keep what they say. The trail keeps what stood here before."),
        path=path_to(found),
    )


@keeper.of(actions.moved_by, "pk")
def moving(request: Request, found: Organisation) -> HttpResponse:
    """Give an organisation its seat in another region."""
    sent = request.POST or None

    def action(data: dict[str, Any]) -> str:
        actions.move(found, **data, by=request.viewer, now=timezone.now())
        return page_of(found)

    sees = found.kind == Kind.REGULATOR
    return answered(
        request,
        MoveForm(sent, viewer=request.viewer, kind=found.kind, initial={"region": found.region}),
        action,
        heading=_("Move to another region"),
        title=_("Move %(name)s to another region") % {"name": found.name},
        text=_("Its people see the matters of the new region at once, and those of the old one no more.")
        if sees
        else _("What is under way stays as it is."),
        about=[(_("Open matters that concern it"), actions.open_matters(found))] if sees else [],
        path=path_to(found),
    )


@keeper.of(lambda viewer: active(viewer).filter(kind=Kind.CENTER), "pk")
def mandating(request: Request, found: Organisation) -> HttpResponse:
    """Say for which provinces a center works."""
    sent = request.POST or None

    def action(data: dict[str, Any]) -> str:
        actions.set_mandate(found, **data, by=request.viewer, now=timezone.now())
        return page_of(found)

    return answered(
        request,
        MandateForm(sent, viewer=request.viewer, initial={"provinces": list(found.mandate.all())}),
        action,
        heading=_("Change the mandate"),
        submit=_("Keep"),
        title=_("For which provinces does %(name)s work?") % {"name": found.name},
        text=_(
            "Work plans of these provinces can be given to it. Each province says so for itself, the nation "
            "for all; what is under way is ended first."
        ),
        path=path_to(found),
    )


@of_active
def suspending(request: Request, found: Organisation) -> HttpResponse:
    """Let nothing new go to an organisation."""
    waiting = actions.open_matters(found)
    return _for_a_reason(
        request,
        found,
        actions.suspend,
        heading=pgettext("organisation", "Suspend"),
        title=_("Suspend %(name)s") % {"name": found.name},
        text=_("Nothing new goes to it. Its people finish what is open, and every deadline runs on."),
        about=[(_("Open matters that concern it"), waiting)],
    )


@of_any
def resuming(request: Request, found: Organisation) -> HttpResponse:
    """Let an organisation that was suspended or closed take part again."""
    return _for_a_reason(
        request,
        found,
        actions.resume,
        heading=_("Take up again"),
        title=_("Take %(name)s up again") % {"name": found.name},
        text=_("It takes part as before. If it was closed, name an administrator of it then."),
    )


@of_active
def ending(request: Request, found: Organisation) -> HttpResponse:
    """End the part of an organisation that has nothing open."""
    here = found.memberships.filter(left_on=None).count()
    return _for_a_reason(
        request,
        found,
        actions.close,
        heading=pgettext("organisation", "Close"),
        title=_("Close %(name)s") % {"name": found.name},
        text=_("Its people can act for it no longer, and its access tokens end. What it did stays."),
        about=[(_("People"), here), (_("Open matters that concern it"), actions.open_matters(found))],
        confirm=_("Close %(name)s? Its people can then act for it no longer.") % {"name": found.name},
    )


def _for_a_reason(
    request: Request, found: Organisation, action: Callable[..., None], **shown: Any
) -> HttpResponse:
    now: datetime = timezone.now()

    def done(data: dict[str, Any]) -> str:
        action(found, reason=data["reason"], by=request.viewer, now=now)
        return page_of(found)

    return answered(request, WhyForm(request.POST or None), done, path=path_to(found), **shown)
