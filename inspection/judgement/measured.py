"""What did the tester write down? A number with its sign and unit, or one of the words that results know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.limits import Limit, Share, signed
from catalogue.numerals import NUMBER, Unreadable, number, plain, refuse_commas, spelled
from catalogue.units import converted, is_known, same


class Word(TextChoices):
    """What a result says without a figure."""

    ABSENT = "absent", _("Not detected")
    PRESENT = "present", _("Detected")
    MEETS = "meets", _("Meets the requirement")
    FAILS = "fails", _("Does not meet the requirement")


WORDS = {
    Word.ABSENT: ("未检出", "不得检出", "nd", "n.d.", "not detected", "none detected"),
    Word.PRESENT: ("检出", "detected"),
    Word.MEETS: ("符合", "合格", "符合要求", "通过", "pass", "passed", "conforming", "meets",
                 "meets the requirement"),
    Word.FAILS: ("不符合", "不合格", "不符合要求", "未通过", "fail", "failed", "non-conforming",
                 "does not meet", "does not meet the requirement"),
}  # fmt: skip
_KNOWN = {spelling: word for word, spellings in WORDS.items() for spelling in spellings}
# "检出/25g", "未检出CFU/250mL": a word, and of how much
_FOUND = re.compile(
    rf"({'|'.join(map(re.escape, (*WORDS[Word.ABSENT], *WORDS[Word.PRESENT])))})"
    r"\s{0,9}(/.{1,30}|[^\d/].{0,30})",
    re.I,
)
_VALUE = re.compile(rf"([<>≤≥])?\s{{0,9}}({NUMBER})\s{{0,9}}([^\d\s^<>≤≥=±~+,;.-].*)?")
VALUE = 200  # characters of a measured value at most


@dataclass(frozen=True)
class Measured:
    """A measured value: a number with its sign ("" for an exact one) and unit, or a word."""

    number: Decimal | None = None
    sign: str = ""
    unit: str = ""
    word: str = ""


def read(text: str) -> Measured:
    """A measured value: "0.12", "<0.5", "183 ℃", "1.3×10⁴", "１２", "未检出", "符合". Raises Unreadable."""
    tidy = plain(text)
    of = _FOUND.fullmatch(tidy)
    word = _KNOWN.get(of[1].lower() if of and is_known(of[2].lstrip("/")) else tidy.lower())
    if word:
        return Measured(word=word)
    found = _VALUE.fullmatch(signed(text))
    if not found or any(mark in (found[3] or "") for mark in "<>≤≥±~=,;"):
        refuse_commas(tidy)
        raise Unreadable(_("“%(text)s” is neither a number nor a word that results know.") % {"text": text})
    return Measured(number(found[2]), found[1] or "", (found[3] or "").strip())


def in_unit(measured: Measured, unit: str) -> Measured:
    """The value in the unit of its item; one written without a unit is in it. Raises Unreadable."""
    if measured.number is None or not measured.unit or same(measured.unit, unit):
        return Measured(
            measured.number, measured.sign, unit if measured.number is not None else "", measured.word
        )
    figure = converted(measured.number, measured.unit, unit)
    if figure is None:
        known = {"unit": measured.unit, "wanted": unit or "–"}
        raise Unreadable(
            _("“%(unit)s” cannot be converted exactly into the item's unit (%(wanted)s): convert the value.")
            % known
        )
    return Measured(figure, measured.sign, unit)


BELOW_DETECTION = _(
    "The figure lies below the limit of detection: enter “not detected”, or “<” and that limit."
)


def undetectable(measured: Measured, unit: str, lod: Decimal | None, *, absent: bool) -> bool:
    """Whether a figure lies below the limit of detection, which is in `unit`. Raises Unreadable.

    absent: nothing may be detected; then 0 and what bears a sign say the same as "not detected".
    """
    if lod is None or measured.number is None or (absent and (measured.sign or not measured.number)):
        return False
    figure = in_unit(measured, unit).number
    return figure is not None and figure < lod


# In these a figure below zero is one like any other.
BELOW_ZERO = ("°C", "°F", "dB")
NEVER_SO_LOW = _(
    "A figure below zero does not go with this limit: check the sign. If the item can lie below zero, have"
    " its limit written with both bounds."
)


def never_so_low(measured: Measured, limit: Limit, unit: str) -> bool:
    """Whether a figure below zero cannot be meant: a stray minus would let any value pass an upper bound."""
    bounds = [bound for bound in (limit.low, limit.high) if bound is not None]
    if measured.number is None or measured.number >= 0 or not bounds or limit.share != Share.NONE:
        return False
    return min(bounds) >= 0 and not any(same(unit, other) for other in BELOW_ZERO)


def settled(text: str, unit: str) -> str:
    """A value as it is stored: the figure in the item's unit without naming it, or the word as it was typed.

    "0.8 cm²" against mm² is "80", "１２" is "12", "<= 0.50" is "≤0.50". "" stays "". Raises Unreadable.
    """
    if not text.strip():
        return ""
    measured = in_unit(read(text), unit)
    return plain(text) if measured.number is None else measured.sign + spelled(measured.number)


def entered(text: str, limit: Limit | None, *, unit: str, lod: Decimal | None) -> str:
    """A value as `settled` stores it, if it is one of this item. Raises Unreadable with what is to be done.

    lod: the limit of detection, below which no figure was measured. limit: the item's, None for a
    requirement without figures; a limit in figures wants a figure, or that nothing was detected.
    """
    value = settled(text, unit)
    check(read(value) if value else Measured(), limit, unit=unit, lod=lod)
    return value


def check(measured: Measured, limit: Limit | None, *, unit: str, lod: Decimal | None) -> None:
    """Raises Unreadable for what is no value of an item with this limit."""
    word = measured.word
    if undetectable(measured, unit, lod, absent=limit is not None and limit.absent):
        raise Unreadable(BELOW_DETECTION)
    if limit is not None and never_so_low(measured, limit, unit):
        raise Unreadable(NEVER_SO_LOW)
    if limit is None or not word:
        return
    if word in (Word.MEETS, Word.FAILS) or (word == Word.PRESENT and not limit.absent):
        raise Unreadable(_("The limit is in figures: enter the figure that was measured."))
    if word == Word.ABSENT and not limit.absent and lod is None:
        raise Unreadable(_("Enter the limit of detection."))


def without_zeros(value: Decimal | None) -> str:
    """A figure as it was meant, where the database adds zeros; "" for none."""
    return "" if value is None else format(value.normalize(), "f")
