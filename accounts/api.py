"""As whom does a program ask? By the token it sends along, or by the session of a person's browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts import signatures
from accounts.models import ApiToken, User
from accounts.programs import token_of, viewer_by


class Token(BaseAuthentication):
    """`Authorization: Bearer wj_…`; what is posted may be signed, and must be where the token says so."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _space, key = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = token_of(key.strip(), timezone.localdate())
        if token is None:
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        posts = request.method not in ("GET", "HEAD", "OPTIONS")
        if (token.signs and posts) or signatures.signed(request._request):
            try:
                signatures.check(request._request, token, timezone.now())
            except signatures.Unsigned as unsigned:
                raise AuthenticationFailed(str(unsigned)) from unsigned
        request._request.viewer = viewer_by(token)  # type: ignore[attr-defined]
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class Member(BasePermission):
    """Only for somebody who acts for an organisation."""

    message = _("You work in no organisation at present: ask its administrator if you should.")

    def has_permission(self, request: Request, view: Any) -> bool:
        return getattr(request._request, "viewer", None) is not None


class Throttle(SimpleRateThrottle):
    """So many requests a minute for each token and each person."""

    def get_rate(self) -> str:
        return str(settings.API_RATE)

    def get_cache_key(self, request: Request, view: Any) -> str | None:
        return f"api-throttle:{request.user.pk}" if request.user else None
