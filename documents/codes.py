"""How does a text become a code that a camera reads?"""

from __future__ import annotations

import segno
from django.utils.safestring import SafeString, mark_safe


def qr(text: str, title: str) -> SafeString:
    """A QR code of `text` as an inline SVG; `title` is read out in its place."""
    code = segno.make_qr(text, error="m")
    return mark_safe(code.svg_inline(border=0, title=title, omitsize=True))  # noqa: S308 (segno escapes the title)
