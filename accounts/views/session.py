"""How do people log in, choose their organisation, change their password, and say how they are told?"""

from __future__ import annotations

from datetime import timedelta
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts import actions
from accounts.attempts import TOO_MANY, source
from accounts.forms import LoginForm, OrganisationForm, PasswordForm, PreferencesForm
from accounts.gate import account, anybody, member
from accounts.middleware import SESSION_KEY
from accounts.models import Organisation, User


@never_cache
@anybody("who logs in is nobody yet").by_link()
def log_in(request: HttpRequest) -> HttpResponse:
    """The log-in page; on success to where the person wanted to go, within this site."""
    now = timezone.now()
    form = LoginForm(request, request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        user = form.get_user()
        login(request, user)
        request.session.set_expiry(now + timedelta(seconds=settings.SESSION_COOKIE_AGE))
        actions.log_in(user, now)
        wanted = request.GET.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
        return redirect(wanted if safe else resolve_url("home"))
    context = {"form": form, "next": request.GET.get("next", "")}
    return render(request, "accounts/login.html", context, status=_status(form), using="jinja2")


def _status(form: Form) -> int:
    """Of a page with a form that was opened, or has to be filled in again, or was sent too often."""
    if not form.is_bound:
        return 200
    guessed = any(form.has_error(field, TOO_MANY) for field in form.errors)
    return 429 if guessed else 422


@anybody("who has no session loses none").by_link().by("POST")
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server."""
    if request.user.is_authenticated:
        actions.log_out(request.user, timezone.now())
    logout(request)
    return redirect("login")


@account
def organisation(request: HttpRequest) -> HttpResponse:
    """Choose for which organisation to act."""
    form = OrganisationForm(request.POST or None, user=cast(User, request.user))
    if request.method == "POST" and form.is_valid():
        chosen: Organisation = form.cleaned_data["organisation"]
        request.session[SESSION_KEY] = chosen.pk
        messages.success(request, _("You now act for %(organisation)s.") % {"organisation": chosen})
        return redirect("home")
    return render(request, "accounts/organisation.html", {"form": form}, using="jinja2")


@account
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the person end."""
    user = cast(User, request.user)
    now = timezone.now()
    form = PasswordForm(user, request.POST or None, address=source(request), now=now)
    if request.method == "POST" and form.is_valid():
        actions.change_password(user, form.cleaned_data["new_password1"], now)
        update_session_auth_hash(request, user)
        messages.success(request, _("Your password is changed."))
        return redirect("home")
    context = {"form": form, "given": user.password_given}
    return render(request, "accounts/password.html", context, status=_status(form), using="jinja2")


@member
def preferences(request: HttpRequest) -> HttpResponse:
    """How a person's notifications also reach them by e-mail, where to, and in which language.

    Not of whoever came by a link: an address they left would go on being written to when the link is revoked.
    """
    user = cast(User, request.user)
    form = PreferencesForm(request.POST or None, instance=User.objects.get(pk=user.pk))
    if request.method == "POST" and form.is_valid():
        actions.prefer(user, **form.cleaned_data, now=timezone.now())
        messages.success(request, _("Your choices are kept."))
        return redirect("preferences")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/preferences.html", {"form": form}, status=status, using="jinja2")
