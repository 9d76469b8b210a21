"""Was a request made by whoever holds the token's secret, is it whole, and does it come for the first time?

By RFC 9421 (HTTP Message Signatures) with HMAC-SHA-256, over the method, the path and the digest of the body
(RFC 9530, Content-Digest):

    Content-Digest: sha-256=:<base64 of SHA-256 of the body>:
    Signature-Input: sig=("@method" "@path" "content-digest");created=<seconds since 1970>;nonce="<text>";
        keyid="<the first ten characters of the key>"
    Signature: sig=:<base64 of HMAC-SHA-256 of the signature base>:

More may be covered, and alg="hmac-sha256" and expires may be said. A time too far from ours and a nonce that
came before are refused. What the standard says is read by http-message-signatures; what is asked besides, and
how a refusal is put to people, stands here.
"""

from __future__ import annotations

import base64
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from http_message_signatures import (
    ContentDigest,
    HTTPMessageSignaturesException,
    HTTPMessageVerifier,
    InvalidSignature,
    MappingKeyResolver,
)
from http_message_signatures.algorithms import HMAC_SHA256

from accounts.models import ApiToken

PREFIX = "wjs_"
DIGEST, INPUT, SIGNATURE = "Content-Digest", "Signature-Input", "Signature"
# How far a program's clock may be from ours, in seconds; for so long nonces are remembered.
WINDOW = 300
COVERED = ("@method", "@path", "content-digest")
MOST = 2_000


class Unsigned(Exception):
    """The signature is missing or does not hold; the sentence says why."""


def secret(token: ApiToken) -> str:
    """With what a token's program signs. It is derived, so that no table holds it; each time that signing is
    switched on it is another one."""
    turn = f":{token.secrets}" if token.secrets else ""
    told = f"{token.pk}:{token.digest}{turn}"
    found = salted_hmac("accounts.signatures", told, algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def signed(request: HttpRequest) -> bool:
    """Whether a request claims to be signed."""
    return SIGNATURE in request.headers or INPUT in request.headers


def check(request: HttpRequest, token: ApiToken, now: datetime) -> None:
    """Raise Unsigned unless the token's program signed the request, now, and it comes for the first time."""
    given = [request.headers.get(name, "") for name in (INPUT, SIGNATURE)]
    if not all(given) or max(map(len, given)) > MOST:
        raise Unsigned(
            _("This token signs what it posts: send Content-Digest, Signature-Input and Signature.")
        )
    try:
        ContentDigest.verify(request.headers.get(DIGEST, ""), request.body)
    except InvalidSignature as error:
        raise Unsigned(_("The body is not the one that Content-Digest tells of.")) from error
    asked = SimpleNamespace(
        method=request.method, url=request.build_absolute_uri(), headers=dict(request.headers)
    )
    try:
        [found] = _Verifier(token, now).verify(asked)
    except HTTPMessageSignaturesException as error:
        said = _("The signature is not the one of this request, or not written as RFC 9421 says.")
        raise Unsigned(said) from error
    if not cache.add(f"nonce:{token.pk}:{found.nonce}", True, 2 * WINDOW):
        raise Unsigned(_("This request came before: sign each request with a nonce of its own."))


class _Verifier(HTTPMessageVerifier):
    """The library's, with what we ask of the parameters, and by the time that is given."""

    def __init__(self, token: ApiToken, now: datetime) -> None:
        keys = MappingKeyResolver(public_keys={token.start: secret(token).encode()}, private_keys={})
        super().__init__(signature_algorithm=HMAC_SHA256, key_resolver=keys)
        self.start, self.now = token.start, now.timestamp()

    def validate_created_and_expires(self, sig_input: Any, max_age: Any = None) -> None:
        """What the library asks before it looks at a signature. sig_input: the components that it covers,
        with its parameters. Their types are right by then."""
        told = sig_input.params
        if not {f'"{name}"' for name in COVERED} <= {str(item) for item in sig_input}:
            raise Unsigned(_("The signature must cover “@method”, “@path” and “content-digest”."))
        if told.get("alg", HMAC_SHA256.algorithm_id) != HMAC_SHA256.algorithm_id:
            raise Unsigned(_("Sign with hmac-sha256."))
        made, ends = told.get("created", 0), told.get("expires", self.now)
        if abs(self.now - made) > WINDOW or ends < self.now:
            raise Unsigned(_("The signature was not made now: set the clock, and sign each request anew."))
        if told.get("keyid") != self.start:
            raise Unsigned(_("Name as keyid the first ten characters of the key."))
        if not 8 <= len(told.get("nonce", "")) <= 100:
            raise Unsigned(_("Add a nonce of 8 to 100 characters to the signature, another one each time."))
