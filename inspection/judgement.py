"""Does a measured value meet its limits? Decimals throughout; rounding by GB/T 8170."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries

# Values as laboratories write them: Chinese words for "not detected" beside the abbreviations.
NOT_DETECTED = {"未检出", "nd", "n.d.", "not detected"}
SIGNS = {"<": "<", "≤": "≤", "<=": "≤", ">": ">", "≥": "≥", ">=": "≥"}
NUMBER = re.compile(r"(<=|>=|[<>≤≥])?\s*([+\-−]?\d+(?:\.\d+)?)\s*(\D.*)?")


class ItemVerdict(TextChoices):
    """What was found of one item (4.16)."""

    CONFORMING = "conforming", _("Conforming")
    NON_CONFORMING = "non_conforming", _("Non-conforming")
    NOT_TESTED = "not_tested", _("Not tested")
    NOT_JUDGED = "not_judged", _("Not judged")


class Comparison(TextChoices):
    """How a value is held against a limit (GB/T 8170, 4.3); in full where the standard says nothing."""

    FULL = "full", _("In full")
    ROUNDED = "rounded", _("Rounded to the places of the limit")


@dataclass(frozen=True)
class Reading:
    """A measured value as it was written: a number with its sign ("" for an exact one), or words."""

    number: Decimal | None = None
    sign: str = ""
    unit: str = ""
    not_detected: bool = False


@dataclass(frozen=True)
class Judgement:
    """What the figures say. verdict: "" when they alone cannot say; why: then a sentence."""

    verdict: str
    why: str | Promise = ""


def read(text: str) -> Reading:
    """A measured value: "0.12", "<0.5", "183 ℃", "未检出", or words (a Reading without a number)."""
    text = _plain(text)
    if text.lower() in NOT_DETECTED:
        return Reading(not_detected=True)
    found = NUMBER.fullmatch(text)
    if not found:
        return Reading()
    sign, digits, unit = found.groups()
    return Reading(Decimal(digits.replace("−", "-")), SIGNS.get(sign or "", ""), (unit or "").strip())


def _plain(text: str) -> str:
    """Full-width signs and compatibility characters as the plain ones, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


@carries("LB-09")
def rounded(value: Decimal, places: int) -> Decimal:
    """A value rounded once, an exact half to even. places: after the point; -2 rounds to hundreds."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)


def places_of(low: Decimal | None, high: Decimal | None) -> int:
    """The decimal places that limits are written with, as far as their figures tell."""
    exponents = [_exponent(limit) for limit in (low, high) if limit is not None]
    return max([-exponent for exponent in exponents if exponent < 0], default=0)


def _exponent(limit: Decimal) -> int:
    exponent = limit.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


@carries("LB-10", "6.3-4")
def judge(
    text: str,
    *,
    low: Decimal | None,
    high: Decimal | None,
    unit: str = "",
    lod: Decimal | None = None,
    comparison: str = Comparison.FULL,
    places: int | None = None,
) -> Judgement:
    """What a measured value says against limits that themselves still conform.

    "<x" and "not detected" (below lod) are decided only where every value they can stand for agrees.
    places: those that a rounded comparison rounds to; None takes them from the limits.
    """
    reading = read(text)
    if low is None and high is None:
        return Judgement("", _("There is no limit in figures: set the verdict by hand and say why."))
    if reading.unit and reading.unit != _plain(unit):
        return Judgement("", _("The unit is not that of the limit: convert the value."))
    if reading.not_detected:
        if lod is None:
            return Judgement("", _("Enter the limit of detection."))
        reading = Reading(lod, "<")
    if reading.number is None:
        return Judgement("", _("The value is no number: set the verdict by hand and say why."))
    value = reading.number
    if comparison == Comparison.ROUNDED:
        value = rounded(value, places_of(low, high) if places is None else places)
    if reading.sign:
        return _bounded(value, reading.sign, low, high)
    beyond = (low is not None and value < low) or (high is not None and value > high)
    return Judgement(ItemVerdict.NON_CONFORMING if beyond else ItemVerdict.CONFORMING)


def _bounded(bound: Decimal, sign: str, low: Decimal | None, high: Decimal | None) -> Judgement:
    """The verdict on everything below, or above, a bound; "" where it depends on the value itself."""
    below, strict = sign in "<≤", sign in "<>"
    near, far = (high, low) if below else (low, high)
    flip = 1 if below else -1
    if far is not None and (flip * bound < flip * far or (bound == far and strict)):
        return Judgement(ItemVerdict.NON_CONFORMING)
    if far is None and (near is None or flip * bound <= flip * near):
        return Judgement(ItemVerdict.CONFORMING)
    return Judgement(
        "", _("The value may lie on either side of a limit: set the verdict by hand and say why.")
    )


@carries("LB-11")
def overall(verdicts: Iterable[str]) -> str:
    """The verdict on a sample: non-conforming as soon as one item is, conforming if at least one item is."""
    given = set(verdicts)
    if ItemVerdict.NON_CONFORMING in given:
        return ItemVerdict.NON_CONFORMING
    return ItemVerdict.CONFORMING if ItemVerdict.CONFORMING in given else ""
