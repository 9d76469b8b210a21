"""How does the keeper meet the database of recipients?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import Request, member
from accounts.roles import Kind, Role
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from casework.pages.submissions import answered, pressed, refusal
from sampling.recipients.actions import consents as consenting
from sampling.recipients.actions import exposures
from sampling.recipients.actions.consents import wording
from sampling.recipients.actions.recipients import (
    add_identifier,
    add_recipient,
    erase,
    retire,
    reveal_recipient,
    unneeded,
    withdraw,
)
from sampling.recipients.forms import (
    ConsentForm,
    EraseForm,
    IdentifierForm,
    RecipientForm,
    RetireForm,
    WithdrawForm,
)
from sampling.recipients.models.consents import Declaring
from sampling.recipients.models.recipients import NEEDED, Recipient, Scope


def shown(request: Request, reveal: Any, title: str, back: str) -> HttpResponse:
    """A page with what was revealed, which no cache keeps."""
    try:
        shown = reveal(by=request.viewer, now=timezone.now())
    except Forbidden:
        raise
    except Refused as refused:
        return refusal(request, refused, back)
    names = {
        "name": _("Name"),
        "phone": _("Telephone"),
        "address": _("Address"),
        "account": _("Buying account"),
        "payment": _("Paid with (method and account)"),
    }
    facts = [(names[field], value) for field, value in shown.items() if value]
    context = {"title": title, "back": back, "groups": [("", facts)]}
    answer = render(request, "sampling/recipients/reveal.html", context, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


keeper = member.to(
    lambda viewer: viewer.kind == Kind.CENTER and Role.ADDRESS_KEEPER in viewer.roles,
    gettext_lazy("Only the keeper of recipients and addresses may do this."),
)
of_recipient = keeper.of(Recipient.objects.visible_to, "pseudonym")


@keeper
def recipients(request: Request) -> HttpResponse:
    """The database of recipients: pseudonyms, newest first, a page at a time."""
    viewer, now = request.viewer, timezone.now()
    scope = Recipient.objects.visible_to(viewer).select_related("area")
    cursor = scope.filter(pseudonym=request.GET.get("before", "")).values_list("pk", flat=True).first()
    listed = list((scope.filter(pk__lt=cursor) if cursor else scope).prefetch_related("consents")[:51])
    known = exposures.exposures([recipient.pk for recipient in listed], now)
    context = {
        "found": [_listed(recipient, now, known) for recipient in listed[:50]],
        "unneeded": unneeded(viewer.organisation, now)[:50],
        "older_url": f"?before={listed[49].pseudonym}" if len(listed) > 50 else "",
    }
    return render(request, "sampling/recipients/recipients.html", context, using="jinja2")


def _listed(recipient: Recipient, now: datetime, known: Mapping[int, exposures.Exposure]) -> dict[str, Any]:
    """A line of the database: what a person consents to today, and how many shops know them."""
    day = local_day(now)
    exposure = known.get(recipient.pk, exposures.Exposure())
    scopes = {consent.scope for consent in recipient.consents.all() if consent.stands(day)}
    return {
        "pseudonym": recipient.pseudonym,
        "area": recipient.area,
        "scopes": [label for scope, label in Scope.choices if scope in scopes],
        "usable": not recipient.erased_at and set(NEEDED) <= scopes,
        "rests": recipient.rests_until is not None and recipient.rests_until > now,
        "erased_at": recipient.erased_at,
        "exposure": exposure,
        "cooling": exposure.until is not None and exposure.until >= day,
    }


@of_recipient
def recipient_detail(request: Request, recipient: Recipient) -> HttpResponse:
    """A person by pseudonym: consents, and what the keeper may do."""
    now = timezone.now()
    day = local_day(now)
    exposure = exposures.exposures([recipient.pk], now).get(recipient.pk, exposures.Exposure())
    consents = recipient.consents.select_related("declaration")
    context = {
        "recipient": recipient,
        "facts": [
            (_("Area"), recipient.area),
            (_("Added"), recipient.added_at),
            (_("Erased"), recipient.erased_at),
            (_("Shops that know them"), exposure.shops),
            (_("Cools down until"), exposure.until),
            (_("Left alone until"), recipient.rests_until),
        ],
        "identifiers": enumerate(recipient.identifiers.select_related("platform"), start=1),
        "consents": [(consent, consent.stands(day)) for consent in consents],
        "under_way": recipient.under_way(),
    }
    return render(request, "sampling/recipients/recipient.html", context, using="jinja2")


@of_recipient
def recipient_consent(request: Request, recipient: Recipient) -> HttpResponse:
    """Enter what a volunteer consented to since, in the newest words."""
    now = timezone.now()

    def action(data: dict[str, Any]) -> str:
        consenting.consent(recipient, by=request.viewer, now=now, **data)
        return reverse("recipient", args=[recipient.pseudonym])

    form = ConsentForm(request.POST or None, viewer=request.viewer, now=now)
    words = wording(request.viewer.organisation, Declaring.CONSENT)
    return _private(request, form, action, heading=_("Enter a consent"), submit=_("Enter"), text=words.text)


@of_recipient
def recipient_identifier(request: Request, recipient: Recipient) -> HttpResponse:
    """Another telephone, address or account of a person."""
    now = timezone.now()

    def action(data: dict[str, Any]) -> str:
        add_identifier(recipient, by=request.viewer, now=now, **data)
        return reverse("recipient", args=[recipient.pseudonym])

    form = IdentifierForm(request.POST or None, viewer=request.viewer, now=now)
    heading = _("Add a telephone, address or account")
    return _private(request, form, action, heading=heading, submit=_("Add"), title=f"{recipient}: {heading}")


@of_recipient.by("POST")
def recipient_retire(request: Request, recipient: Recipient) -> HttpResponse:
    """One of a person's identifiers is used for no further order."""
    back = reverse("recipient", args=[recipient.pseudonym])
    form = RetireForm(request.POST, viewer=request.viewer, now=timezone.now())

    def action() -> None:
        if not form.is_valid():
            raise Refused(_("This is not in use any more: load the page again."))
        retire(recipient, by=request.viewer, now=timezone.now(), **form.cleaned_data)

    return pressed(request, action, back=back, done=_("It is used for no further order."))


@of_recipient.by("POST")
def recipient_withdraw(request: Request, recipient: Recipient) -> HttpResponse:
    """A volunteer takes a consent back: at once."""
    back = reverse("recipient", args=[recipient.pseudonym])
    form = WithdrawForm(request.POST, viewer=request.viewer, now=timezone.now())

    def action() -> None:
        if not form.is_valid():
            raise Refused(_("This consent is not in force: load the page again."))
        withdraw(recipient, by=request.viewer, now=timezone.now(), **form.cleaned_data)

    return pressed(request, action, back=back, done=_("The consent has been withdrawn."))


@keeper
def recipient_add(request: Request) -> HttpResponse:
    """Take a volunteer into the database."""
    now = timezone.now()

    def action(data: dict[str, Any]) -> str:
        recipient = add_recipient(by=request.viewer, now=now, **data)
        messages.success(request, _("%(pseudonym)s is on file.") % {"pseudonym": recipient})
        return reverse("recipient", args=[recipient.pseudonym])

    words = wording(request.viewer.organisation, Declaring.CONSENT)
    form = RecipientForm(request.POST or None, viewer=request.viewer, now=now)
    return _private(
        request, form, action, heading=_("Add a recipient"), submit=_("Add"), done="", text=words.text
    )


def _private(request: Request, form: Any, action: Any, **said: Any) -> HttpResponse:
    """A form on a person, of which nothing is kept in the browser."""
    path = [(_("Recipients and addresses"), reverse("recipients"))]
    return answered(request, form, action, path=path, draft="", **said)


@of_recipient.by("POST")
def recipient_reveal(request: Request, recipient: Recipient) -> HttpResponse:
    """A recipient in clear, once, after the look was written down."""
    reveal = partial(reveal_recipient, recipient)
    return shown(request, reveal, recipient.pseudonym, reverse("recipient", args=[recipient.pseudonym]))


@of_recipient
def recipient_erase(request: Request, recipient: Recipient) -> HttpResponse:
    """Forget a person: asked for a reason first."""
    now = timezone.now()

    def action(data: dict[str, Any]) -> str:
        erase(recipient, by=request.viewer, now=now, **data)
        return reverse("recipients")

    form = EraseForm(request.POST or None, viewer=request.viewer, now=now)
    heading = _("Erase %(pseudonym)s for good") % {"pseudonym": recipient}
    done = _("%(pseudonym)s has been erased.") % {"pseudonym": recipient}
    return _private(request, form, action, heading=heading, submit=_("Erase"), done=done)
