"""How does a text become a code that a camera reads, and a paper one that a person types?"""

from __future__ import annotations

import re
from hashlib import sha256
from unicodedata import normalize

import segno
from django.utils.safestring import SafeString, mark_safe

from accounts.numbers import ALPHABET

# Half of the code, and what is taken for another sign.
HALF = 4
MISREAD = str.maketrans("OIL", "011", " ")
DASHES = re.compile(r"[\u2010-\u2015\u2212_-]")


def qr(text: str, title: str) -> SafeString:
    """A QR code of `text` as an inline SVG; `title` is read out in its place."""
    code = segno.make_qr(text, error="m")
    return mark_safe(code.svg_inline(border=0, title=title, omitsize=True))  # noqa: S308 (segno escapes the title)


def check_code(token: str) -> str:
    """The code of a paper by its token of verification, "7K3M-9QFD": 40 bits of which none can be guessed."""
    digest = int.from_bytes(sha256(token.encode()).digest()[:5])
    signs = "".join(ALPHABET[digest >> 5 * place & 31] for place in reversed(range(2 * HALF)))
    return f"{signs[:HALF]}-{signs[HALF:]}"


def typed_code(text: str) -> str:
    """A code as somebody typed it, as it is written."""
    signs = DASHES.sub("", normalize("NFKC", text)).upper().translate(MISREAD)
    return f"{signs[:HALF]}-{signs[HALF:]}"
