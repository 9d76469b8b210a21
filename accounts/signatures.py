"""Was a request made by whoever holds the token's secret, is it whole, and does it come for the first time?

By RFC 9421 (HTTP Message Signatures) with HMAC-SHA-256, over the method, the path and the digest of the body
(RFC 9530, Content-Digest). Of the standard one form is taken:

    Content-Digest: sha-256=:<base64 of SHA-256 of the body>:
    Signature-Input: sig=("@method" "@path" "content-digest");created=<seconds since 1970>;nonce="<text>"
    Signature: sig=:<base64 of HMAC-SHA-256 of the signature base>:

Further parameters (keyid, alg="hmac-sha256") may follow; further headers and "@query" may be covered. A time
too far from ours and a nonce that came before are refused.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from datetime import datetime
from hashlib import sha256

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.models import ApiToken

PREFIX = "wjs_"
DIGEST, INPUT, SIGNATURE = "Content-Digest", "Signature-Input", "Signature"
# How far a program's clock may be from ours, in seconds; for so long nonces are remembered.
WINDOW = 300
COVERED = ("@method", "@path", "content-digest")
MOST = 2_000

_INPUT = re.compile(
    r"\s*(?P<label>[a-z*][a-z0-9_.*-]*)=(?P<parameters>\((?P<names>[^()]*)\)(?P<rest>(?:;[^,]*)?))\s*"
)
_NAME = re.compile(r'"([a-z0-9@_-]+)"')
_PARAMETER = re.compile(r';([a-z*][a-z0-9_.*-]*)=(?:"([ !#-\[\]-~]*)"|(-?\d+))')
_BYTES = re.compile(r":([A-Za-z0-9+/=]*):")


class Unsigned(Exception):
    """The signature is missing or does not hold; the sentence says why."""


def secret(token: ApiToken) -> str:
    """With what a token's program signs. It is derived, so that no table holds it."""
    found = salted_hmac("accounts.signatures", f"{token.pk}:{token.digest}", algorithm="sha256").digest()
    return PREFIX + base64.urlsafe_b64encode(found).rstrip(b"=").decode()


def signed(request: HttpRequest) -> bool:
    """Whether a request claims to be signed."""
    return SIGNATURE in request.headers or INPUT in request.headers


def check(request: HttpRequest, token: ApiToken, now: datetime) -> None:
    """Raise Unsigned unless the token's program signed the request, now, and it comes for the first time."""
    given = request.headers.get(INPUT, "")
    found = _INPUT.fullmatch(given) if len(given) <= MOST else None
    if found is None:
        raise Unsigned(
            _("This token signs what it posts: send Content-Digest, Signature-Input and Signature.")
        )
    names, parameters = _NAME.findall(found["names"]), _parameters(found["rest"])
    if " ".join(f'"{name}"' for name in names) != found["names"].strip() or not set(COVERED) <= set(names):
        raise Unsigned(_("The signature must cover “@method”, “@path” and “content-digest”."))
    if parameters.get("alg", "hmac-sha256") != "hmac-sha256":
        raise Unsigned(_("Sign with hmac-sha256."))
    created, nonce = parameters.get("created", ""), parameters.get("nonce", "")
    if not created.lstrip("-").isdigit() or abs(now.timestamp() - int(created[:15])) > WINDOW:
        raise Unsigned(_("The signature was not made now: set the clock, and sign each request anew."))
    if not 8 <= len(nonce) <= 100:
        raise Unsigned(_("Add a nonce of 8 to 100 characters to the signature, another one each time."))
    if not _digest_holds(request):
        raise Unsigned(_("The body is not the one that Content-Digest tells of."))
    base = _base(request, names, found["parameters"])
    ours = hmac.digest(secret(token).encode(), base.encode(), "sha256")
    if not hmac.compare_digest(ours, _bytes(request.headers.get(SIGNATURE, ""), found["label"])):
        raise Unsigned(_("The signature is not the one of this request."))
    if not cache.add(f"nonce:{token.pk}:{nonce}", True, 2 * WINDOW):
        raise Unsigned(_("This request came before: sign each request with a nonce of its own."))


def _parameters(text: str) -> dict[str, str]:
    return {name: quoted or number for name, quoted, number in _PARAMETER.findall(text)}


def _digest_holds(request: HttpRequest) -> bool:
    told = _bytes(request.headers.get(DIGEST, ""), "sha-256")
    return hmac.compare_digest(told, sha256(request.body).digest())


def _base(request: HttpRequest, names: list[str], parameters: str) -> str:
    """The signature base of RFC 9421, 2.5."""
    derived = {
        "@method": request.method or "",
        "@path": request.path,
        "@query": f"?{request.META.get('QUERY_STRING', '')}",
        "@authority": request.get_host(),
    }
    lines = [
        f'"{name}": {derived[name] if name in derived else request.headers.get(name, "").strip()}'
        for name in names
    ]
    return "\n".join([*lines, f'"@signature-params": {parameters}'])


def _bytes(header: str, label: str) -> bytes:
    """The bytes under a label of a dictionary such as `sig=:AAAA=:`; none where it is no such thing."""
    for part in header.split(","):
        name, _equals, value = part.strip().partition("=")
        found = _BYTES.fullmatch(value)
        if name == label and found:
            try:
                return base64.b64decode(found[1], validate=True)
            except binascii.Error:
                return b""
    return b""


def sign(key: str, method: str, path: str, body: bytes, created: int, nonce: str) -> dict[str, str]:
    """The headers with which a program signs a request: what our tests, and a program in Python, send."""
    digest = f"sha-256=:{base64.b64encode(sha256(body).digest()).decode()}:"
    parameters = f'("@method" "@path" "content-digest");created={created};nonce="{nonce}"'
    base = "\n".join(
        [
            f'"@method": {method}',
            f'"@path": {path}',
            f'"content-digest": {digest}',
            f'"@signature-params": {parameters}',
        ]
    )
    made = base64.b64encode(hmac.digest(key.encode(), base.encode(), "sha256")).decode()
    return {DIGEST: digest, INPUT: f"sig={parameters}", SIGNATURE: f"sig=:{made}:"}
