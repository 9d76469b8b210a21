"""How are a volunteer's data and an order's account kept so that they can be read, and erased for good?

Everything that belongs to one person is encrypted (AES-256-GCM) under a data key of that person's own,
and the data key is wrapped under a key of settings.FIELD_KEYS ("id:hexadecimal", newest first). Erasing
the wrapped key erases the person; a backup from before still has it (docs/runbook.md). Duplicates are found
through a keyed digest.
"""

from __future__ import annotations

import hmac
import re
import unicodedata
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

NONCE = 12
REVEALS = "SELECT set_config('wangjian.reveals', %s, true)"
_IDLE = re.compile(r"[\s\-()（）+]")


class Unreadable(Exception):
    """The data cannot be opened: another key, another owner, or changed since."""


@dataclass(frozen=True)
class Wrapped:
    """A data key as it is stored. key_id: the key of settings.FIELD_KEYS that it is wrapped under."""

    key_id: str
    data: bytes


def keys() -> dict[str, bytes]:
    """The keys of the installation by their id, newest first."""
    found = {}
    for entry in settings.FIELD_KEYS:
        key_id, _colon, written = entry.partition(":")
        try:
            key = bytes.fromhex(written)
        except ValueError:
            key = b""
        if not key_id or len(key) != 32:
            raise ImproperlyConfigured(
                "FIELD_KEYS: write each key as id:64 hexadecimal digits, newest first."
            )
        found[key_id] = key
    if not found:
        raise ImproperlyConfigured("FIELD_KEYS: name at least one key.")
    return found


@contextmanager
def shown(person: int) -> Iterator[None]:
    """Within it PostgreSQL shows what lies sealed of one person, by primary key, and of nobody else.

    It does so to whoever knows settings.PROOF, which no statement can find out (docs/decisions/0023).
    """
    said = f"{settings.PROOF}:{person}:{settings.PROOF}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(REVEALS, [f"{person}:{sha256(said.encode()).hexdigest()}"])
        yield
        cursor.execute(REVEALS, [""])


def new_key() -> bytes:
    """A data key for one person."""
    return AESGCM.generate_key(256)


def wrap(data_key: bytes, owner: str) -> Wrapped:
    """The data key under the newest key of the installation, bound to its owner."""
    key_id, key = next(iter(keys().items()))
    return Wrapped(key_id, seal(_derived(key, b"wrap"), data_key, owner))


def unwrap(wrapped: Wrapped, owner: str) -> bytes:
    """The data key again. Raises Unreadable."""
    key = keys().get(wrapped.key_id)
    if key is None:
        raise Unreadable(f"FIELD_KEYS lacks the key {wrapped.key_id}")
    return unseal(_derived(key, b"wrap"), wrapped.data, owner)


def seal(key: bytes, content: bytes, about: str) -> bytes:
    """nonce ‖ ciphertext ‖ tag; about: what it is and whose, without which it cannot be opened."""
    nonce = urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, about.encode())


def unseal(key: bytes, sealed: bytes, about: str) -> bytes:
    """The content again. Raises Unreadable."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable(about) from error


def lock(text: str, about: str) -> str:
    """A text sealed under a key of its own: "key id.wrapped key.sealed text", "" for ""."""
    if not text:
        return ""
    data_key = new_key()
    wrapped = wrap(data_key, about)
    parts = (wrapped.data, seal(data_key, text.encode(), about))
    return ".".join([wrapped.key_id, *(urlsafe_b64encode(part).decode() for part in parts)])


def unlock(locked: str, about: str) -> str:
    """The text of `lock` again. Raises Unreadable."""
    if not locked:
        return ""
    key_id, wrapped, sealed = locked.rsplit(".", 2)
    data_key = unwrap(Wrapped(key_id, urlsafe_b64decode(wrapped)), about)
    return unseal(data_key, urlsafe_b64decode(sealed), about).decode()


def relock(locked: str, about: str) -> str:
    """What `lock` gave, with its key wrapped under the newest one; "" for "". Raises Unreadable."""
    if not locked:
        return ""
    key_id, wrapped, sealed = locked.rsplit(".", 2)
    data_key = unwrap(Wrapped(key_id, urlsafe_b64decode(wrapped)), about)
    anew = wrap(data_key, about)
    return ".".join([anew.key_id, urlsafe_b64encode(anew.data).decode(), sealed])


def index(text: str, about: str) -> str:
    """The keyed digest by which a text is found again, under the newest key."""
    return indexes(text, about)[0]


def indexes(text: str, about: str) -> list[str]:
    """The digests of a text under every key, newest first: what a search for it compares with."""
    plain = _IDLE.sub("", unicodedata.normalize("NFKC", text)).casefold().encode()
    return [
        hmac.new(_derived(key, b"index"), about.encode() + b"\0" + plain, sha256).hexdigest()
        for key in keys().values()
    ]


def _derived(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose: what wraps never also indexes."""
    return hmac.new(key, b"wangjian:" + purpose, sha256).digest()
