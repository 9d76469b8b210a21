"""Does a number out of a spreadsheet still have all its digits: an ID, a code, a telephone?

A spreadsheet keeps fifteen digits of a number, and writes a longer one with an exponent, as does a table
of text that is saved from it. Which digits were cut off stands nowhere in the file.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

_CUT_OFF = re.compile(r"-?\d(?:\.\d{1,20})?[Ee]\+(?:1[1-9]|[2-9]\d|[1-3]\d\d)")


def plain(value: float) -> str:
    """A number as a spreadsheet keeps it: in plain digits, or with an exponent where some were cut off."""
    text = f"{value:.15g}"
    if "e+" in text:
        return text.upper()
    return f"{Decimal(text):f}" if "e-" in text else text


def cut_off(text: str) -> bool:
    """Whether a text, or a line of it, is a number of which digits were cut off."""
    return "+" in text and any(_CUT_OFF.fullmatch(line.strip()) for line in text.split("\n"))


def first_cut(texts: Iterable[tuple[str, str]], but: Container[str] = ()) -> str:
    """The name of the first of these (name, text) that is such a number; "" where none is. but: the names of
    those that may well be one."""
    return next((name for name, text in texts if cut_off(text) and name not in but), "")


def lost(column: object) -> str:
    """What is said of a line that holds such a number."""
    return _(
        "“%(column)s”: a spreadsheet has cut digits off this number, and which ones cannot be known here."
        " Format that column as text, enter the numbers again from where they come, and load the file again."
    ) % {"column": column}
