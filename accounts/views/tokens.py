"""Which programs act for this organisation? Its access tokens, kept by its administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import programs, signatures
from accounts.forms import TokenForm
from accounts.gate import Request, administrator
from accounts.models import ApiToken, Viewer
from accounts.roles import DUTIES, Role


def _own(viewer: Viewer) -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(organisation=viewer.organisation)


def _good(viewer: Viewer) -> QuerySet[ApiToken]:
    """Those that still let somebody in."""
    return _own(viewer).filter(revoked_at=None, expires_on__gte=timezone.localdate())


@administrator
def tokens(request: Request) -> HttpResponse:
    """The tokens of the organisation, newest first; those that have ended stay in the list."""
    found = _own(request.viewer).select_related("issued_by", "user").order_by("-pk")
    columns = [
        {"label": _("Purpose"), "key": "purpose", "kind": "pair"},
        {"label": _("Roles"), "key": "roles"},
        {"label": _("Issued by"), "key": "by", "kind": "pair"},
        {"label": _("Valid until"), "key": "until"},
        {"label": _("State"), "key": "state", "kind": "badge"},
        {"label": "", "key": "sign", "kind": "act"},
        {"label": "", "key": "act", "kind": "act"},
    ]
    rows = [_row(token, timezone.localdate()) for token in found]
    return render(request, "accounts/tokens.html", {"columns": columns, "rows": rows}, using="jinja2")


def _row(token: ApiToken, today: date) -> dict[str, Any]:
    ended = token.revoked_at is not None or token.expires_on < today
    revoke = {"label": _("Revoke"), "url": reverse("token-revoke", args=[token.user.username])}
    sign = {"label": _("Signing"), "url": reverse("token-signing", args=[token.user.username])}
    issued = timezone.localdate(token.issued_at).isoformat()
    return {
        "purpose": {
            "text": token.purpose,
            "sub": " · ".join([f"{token.start}…", *([_("signs")] if token.signs else [])]),
        },
        "roles": [Role(role).label for role in token.roles],
        "by": {"text": token.issued_by or "", "sub": issued},
        "until": token.expires_on,
        "state": _state(token, today),
        "sign": None if ended else sign,
        "act": None if ended else revoke,
    }


def _state(token: ApiToken, today: date) -> dict[str, str]:
    if token.revoked_at:
        return {"text": _("revoked"), "tone": "grey"}
    if token.expires_on < today:
        return {"text": _("expired"), "tone": "amber"}
    return {"text": _("active"), "tone": "green"}


@never_cache
@administrator
def token_new(request: Request) -> HttpResponse:
    """Issue a token; its key is shown once, here."""
    now = timezone.now()
    form = TokenForm(request.POST or None, viewer=request.viewer, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        token, key = programs.issue(
            organisation=request.viewer.organisation, by=request.viewer, now=now, **form.cleaned_data
        )
        context = {"token": token, "key": key, "secret": signatures.secret(token)}
        return render(request, "accounts/token_issued.html", context, using="jinja2")
    offered: Any = form.fields["roles"]
    duties = [("", [(label, DUTIES[Role(role)]) for role, label in offered.choices])]
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "duties": duties}
    return render(request, "accounts/token_new.html", context, status=status, using="jinja2")


@administrator.of(_own, ("program", "user__username"))
def token_revoke(request: Request, token: ApiToken) -> HttpResponse:
    """End a token: asked once more, then at once and for good."""
    if request.method == "POST":
        programs.revoke(token, by=request.viewer, now=timezone.now())
        messages.success(request, _("The token is revoked."))
        return redirect("tokens")
    return render(request, "accounts/token_revoke.html", {"token": token}, using="jinja2")


@never_cache
@administrator.of(_good, ("program", "user__username"))
def token_signing(request: Request, token: ApiToken) -> HttpResponse:
    """Whether what a token posts must be signed; a new secret is shown once, here."""
    now = timezone.now()
    if request.method != "POST":
        return render(request, "accounts/token_signing.html", {"token": token}, using="jinja2")
    on = request.POST.get("on") == "1"
    token = programs.let_sign(token, on, by=request.viewer, now=now)
    if not on:
        messages.success(request, _("What the token posts need not be signed any more."))
        return redirect("tokens")
    context = {"token": token, "secret": signatures.secret(token)}
    return render(request, "accounts/token_secret.html", context, using="jinja2")
