"""How does the keeper meet the database of recipients?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.roles import Kind, Role
from casework.deeds import answered, refusal
from casework.flow import Forbidden, Refused
from casework.views import Request, member
from sampling import actions, forms
from sampling.models import Recipient


def shown(request: Request, reveal: Any, title: str, back: str) -> HttpResponse:
    """A page with what was revealed, which no cache keeps."""
    try:
        shown = reveal(by=request.viewer, now=timezone.now())
    except Forbidden as refused:
        raise PermissionDenied(str(refused)) from refused
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
    answer = render(request, "sampling/reveal.html", context, using="jinja2")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _keeper(request: Request) -> None:
    """Only the keeper of the center's database; to anybody else it is not there."""
    if request.viewer.kind != Kind.CENTER or Role.ADDRESS_KEEPER not in request.viewer.roles:
        raise PermissionDenied(_("Only the keeper of recipients and addresses may do this."))


def _recipient(request: Request, pseudonym: str) -> Recipient:
    _keeper(request)
    return get_object_or_404(Recipient.objects.visible_to(request.viewer), pseudonym=pseudonym)


@member
def recipients(request: Request) -> HttpResponse:
    """The database of recipients: pseudonyms, newest first, a page at a time."""
    _keeper(request)
    scope = Recipient.objects.visible_to(request.viewer).select_related("area")
    cursor = scope.filter(pseudonym=request.GET.get("before", "")).values_list("pk", flat=True).first()
    listed = list((scope.filter(pk__lt=cursor) if cursor else scope)[:51])
    context = {
        "found": listed[:50],
        "older_url": f"?before={listed[49].pseudonym}" if len(listed) > 50 else "",
    }
    return render(request, "sampling/recipients.html", context, using="jinja2")


@member
def recipient_add(request: Request) -> HttpResponse:
    """Take a volunteer into the database."""
    _keeper(request)
    now = timezone.now()

    def deed(data: dict[str, Any]) -> str:
        recipient = actions.add_recipient(by=request.viewer, now=now, **data)
        messages.success(request, _("%(pseudonym)s is on file.") % {"pseudonym": recipient})
        return reverse("recipients")

    form = forms.RecipientForm(request.POST or None, viewer=request.viewer, now=now)
    return _private(request, form, deed, heading=_("Add a recipient"), submit=_("Add"), done="")


def _private(request: Request, form: Any, deed: Any, **said: Any) -> HttpResponse:
    """A form on a person, of which nothing is kept in the browser."""
    path = [(_("Recipients and addresses"), reverse("recipients"))]
    return answered(request, form, deed, path=path, draft="", **said)


@require_POST
@member
def recipient_reveal(request: Request, pseudonym: str) -> HttpResponse:
    """A recipient in clear, once, after the look was written down."""
    recipient = _recipient(request, pseudonym)
    reveal = partial(actions.reveal_recipient, recipient)
    return shown(request, reveal, recipient.pseudonym, reverse("recipients"))


@member
def recipient_erase(request: Request, pseudonym: str) -> HttpResponse:
    """Forget a person: asked for a reason first."""
    recipient, now = _recipient(request, pseudonym), timezone.now()

    def deed(data: dict[str, Any]) -> str:
        actions.erase(recipient, by=request.viewer, now=now, **data)
        return reverse("recipients")

    form = forms.EraseForm(request.POST or None, viewer=request.viewer, now=now)
    heading = _("Erase %(pseudonym)s for good") % {"pseudonym": recipient}
    done = _("%(pseudonym)s has been erased.") % {"pseudonym": recipient}
    return _private(request, form, deed, heading=heading, submit=_("Erase"), done=done)
