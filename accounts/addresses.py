"""What stands in an address or an answer in place of a row's id, which never leaves the server?"""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from secrets import token_urlsafe

from django.conf import settings
from django.db.models import Model
from django.urls import register_converter

from accounts.numbers import scrambled, unscrambled


def token() -> str:
    """32 random characters: nothing can be counted or guessed from them."""
    return token_urlsafe(24)


def code(kind: str, pk: int) -> str:
    """What stands for a row of this kind: nine characters, from which no other row's can be told."""
    return scrambled(pk, _key(kind))


def coded(kind: str, text: str) -> int:
    """The id of the row of this kind for which this stands. Raises ValueError where it stands for none."""
    return unscrambled(text, _key(kind))


def uncoded(kind: str, text: str) -> int | None:
    """The same of what anybody may have typed: None where it stands for none."""
    try:
        return coded(kind, text)
    except ValueError:
        return None


def code_of(row: Model) -> str:
    """What stands for a row in a form, in a question of an address, and wherever else it is named.

    A row whose key is its public code, as a region's is, is named by that.
    """
    return row.pk if isinstance(row.pk, str) else code(str(row._meta.model_name), row.pk)


def _key(kind: str) -> bytes:
    return _keyed(kind, settings.NUMBER_KEY)


@cache
def _keyed(kind: str, secret: bytes) -> bytes:
    # A form of five hundred choices asks for the same one five hundred times.
    return blake2b(kind.encode(), key=secret, digest_size=32).digest()


def addressed(*kinds: str) -> None:
    """Let addresses name rows of these kinds by their code: <kind:pk>. Views and `reverse` have the id."""
    for kind in kinds:
        converter = type(kind, (_Coded,), {"kind": kind})
        register_converter(converter, kind)


class _Coded:
    """A converter of Django's addresses."""

    kind = ""
    regex = "[0-9A-Z]{9}"

    def to_python(self, value: str) -> int:
        return coded(self.kind, value)

    def to_url(self, value: int) -> str:
        return code(self.kind, int(value))
