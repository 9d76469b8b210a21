"""Which number did somebody write? Decimals with their zeros; full-width and powers of ten are read."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Exact for every figure that is read here: forty digits, powers of ten up to 99.
EXACT = Context(prec=400)
NUMBER = (
    r"(?:[+-]?10\^[+-]?\d{1,2}(?![\d.])|"
    r"[+-]?\d{1,40}(?:\.\d{1,40})?(?!\^)"
    r"(?:\s{0,9}[×xX*]\s{0,9}(?:10\^[+-]?\d{1,2}|10{1,9})(?![\d.])|[eE][+-]?\d{1,2}(?!\d))?)"
)

_WHOLE = re.compile(NUMBER)
_PARTS = re.compile(
    r"([+-]?\d{1,40}(?:\.\d{1,40})?)(?:\s{0,9}[×xX*]\s{0,9}10(?:\^([+-]?\d{1,40})|(0*))|[eE]([+-]?\d{1,40}))?"
)
# A power that stands alone: 10⁵ is 1×10⁵.
_BARE = re.compile(r"^([+-]?)10\^")
# NFKC would make 10⁴ the number 104: a power is written out before.
_POWER = re.compile("(?<=[1１][0０])[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_RAISED = str.maketrans("⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "+-0123456789")
_COMMA = re.compile(r"\d\s{0,9},\s{0,9}\d")
COMMA = _("Write figures with a decimal point and without commas: 3.7 or 3700.")


class Unreadable(ValueError):
    """What was written is no figure, limit or measured value. why: the sentence that says what to do."""

    def __init__(self, why: str | Promise) -> None:
        super().__init__(why)
        self.why = why


def plain(text: str) -> str:
    """Full-width characters as the plain ones, one minus sign, powers as 10^4, single spaces."""
    raised = _POWER.sub(lambda found: "^" + found[0].translate(_RAISED), text)
    return " ".join(unicodedata.normalize("NFKC", raised).replace("−", "-").split())


def number(text: str) -> Decimal:
    """A figure with its places: "0.10", "１２", "1e3", "1.4×10⁴", "14×100", "10⁵". Raises Unreadable."""
    text = plain(text)
    if not _WHOLE.fullmatch(text):
        refuse_commas(text)
        raise Unreadable(_("“%(text)s” is no number.") % {"text": text})
    text = _BARE.sub(r"\g<1>1×10^", text)
    parts = _PARTS.fullmatch(text)
    assert parts is not None
    digits, power, zeros, exponent = parts.groups()
    raised = int(power or exponent or 0) if zeros is None else 1 + len(zeros)
    return Decimal(digits).scaleb(raised, EXACT)


def refuse_commas(text: str) -> None:
    """A comma between digits is a decimal sign to some and parts thousands for others: nobody can tell."""
    if _COMMA.search(text):
        raise Unreadable(COMMA)


def places(figure: Decimal) -> int:
    """The decimal places with which a figure is written: 0.10 has 2, 90 none, 1.4×10³ minus 2."""
    exponent = figure.as_tuple().exponent
    assert isinstance(exponent, int)
    return -exponent


def spelled(figure: Decimal) -> str:
    """A figure in digits, without an exponent, with the zeros that it has."""
    return format(figure, "f")
