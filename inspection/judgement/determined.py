"""What do several determinations of an item, or the readings of a formula, come to?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_05UP, Decimal
from fractions import Fraction
from statistics import median

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from catalogue.determinations import ONCE, Determinations, Formula, Taken
from catalogue.limits import Limit
from catalogue.numerals import EXACT, NUMBER, Unreadable, number, places, plain, spelled
from inspection.judgement.measured import VALUE, Measured, Word, check, entered, in_unit, read

SEPARATOR = "; "
# A full-width comma parts determinations too; not before three figures, which may be thousands, and not
# between the readings of a formula.
_PARTS = re.compile(r"[;；\n]|，(?!\s{0,9}(?:\d{3}(?!\d)|[^\W\d]\w{0,40}\s{0,9}=))")
_READING = re.compile(rf"([^\W\d]\w{{0,40}})\s{{0,9}}=\s{{0,9}}({NUMBER})")
_GAPS = re.compile(r"[\s,、]{0,20}")
TYPED = 40  # places at most; a result with more never ends, or might as well not


def parts(text: str) -> list[str]:
    """The determinations as they were typed: "0.12; 0.14"."""
    return [part.strip() for part in _PARTS.split(text) if part.strip()]


def all_entered(
    text: str, limit: Limit | None, *, unit: str, lod: Decimal | None, how: Determinations = ONCE
) -> str:
    """The determinations as they are stored, each as `measured.entered` stores it; "" stays "".

    Raises Unreadable with what is to be done: for another number of them than `how` asks, too.
    """
    if not parts(text):
        return ""
    each = [_written(part, how.formula, limit, unit, lod) for part in _counted(text, how)]
    if how.taken in (Taken.MEAN, Taken.MEDIAN):
        united(readings(SEPARATOR.join(each), how, unit=unit, lod=lod), how.taken)
    kept = SEPARATOR.join(each)
    if len(kept) > VALUE:
        raise Unreadable(_("This is longer than can be kept: leave out digits that mean nothing."))
    return kept


def _counted(text: str, how: Determinations) -> list[str]:
    """As many determinations as are asked for. Raises Unreadable for more or fewer."""
    typed = parts(text) or [text]
    found = len(typed)
    if found == how.count:
        return typed
    if how.count == 1:
        raise Unreadable(_("One determination is asked for: enter one value."))
    said = ngettext(
        "%(asked)d determinations are asked for, with ; between them: %(found)d stands here.",
        "%(asked)d determinations are asked for, with ; between them: %(found)d stand here.",
        found,
    )
    raise Unreadable(said % {"asked": how.count, "found": found})


def _written(part: str, formula: Formula | None, limit: Limit | None, unit: str, lod: Decimal | None) -> str:
    if formula is None:
        return entered(part, limit, unit=unit, lod=lod)
    named = _named(part, formula)
    check(Measured(_decimal(formula.of(named)), "", unit), limit, unit=unit, lod=lod)
    return " ".join(f"{name}={spelled(named[name])}" for name in formula.names)


def _named(part: str, formula: Formula) -> dict[str, Decimal]:
    """The readings of one determination: "V=12.50 V0=0.10", each name of the formula once."""
    tidy = plain(part)
    found = _READING.findall(tidy)
    rest = _READING.sub("", tidy)
    if sorted(name for name, _figure in found) != sorted(formula.names) or not _GAPS.fullmatch(rest):
        wanted = " ".join(f"{name}=…" for name in formula.names)
        raise Unreadable(_("Enter each reading of the formula once: %(wanted)s.") % {"wanted": wanted})
    return {name: number(figure) for name, figure in found}


def readings(
    text: str, how: Determinations = ONCE, *, unit: str = "", lod: Decimal | None = None
) -> list[Measured]:
    """What each determination says. "Not detected" among several is "<lod". Raises Unreadable."""
    typed = _counted(text, how)
    if how.formula is not None:
        each = [Measured(_decimal(how.formula.of(_named(part, how.formula))), "", unit) for part in typed]
    else:
        each = [read(part) for part in typed]
    if how.taken in (Taken.MEAN, Taken.MEDIAN) and {one.word for one in each} != {Word.ABSENT}:
        each = [_bounded(one, unit, lod) for one in each]
    return each


def _bounded(one: Measured, unit: str, lod: Decimal | None) -> Measured:
    if one.word == Word.ABSENT and lod is not None:
        return Measured(lod, "<", unit)
    if one.number is None:
        raise Unreadable(_("No mean or median can be taken of words: enter the figures."))
    return in_unit(one, unit or one.unit)


def united(each: Sequence[Measured], taken: str) -> Measured:
    """The mean or median of determinations in one unit.

    What bears a sign may be any value that it allows: the result bears the sign then, unless the median does
    not depend on it. Raises Unreadable where no one sign says what the result may be.
    """
    if all(one.word for one in each):
        return each[0]
    low = _middle([None if one.sign in ("<", "≤") else one.number for one in each], taken, below=True)
    high = _middle([None if one.sign in (">", "≥") else one.number for one in each], taken, below=False)
    unit = each[0].unit
    known = (places(one.number) for one in each if one.number is not None)
    least = max((finest for finest in known if 0 <= finest <= TYPED), default=0)
    if low is not None and low == high:
        return Measured(_decimal(low, least), "", unit)
    strict = any(one.sign in ("<", ">") for one in each) and taken == Taken.MEAN
    if high is not None and low is None:
        return Measured(_decimal(high, least), "<" if strict else "≤", unit)
    if low is not None and high is None:
        return Measured(_decimal(low, least), ">" if strict else "≥", unit)
    raise Unreadable(_("Of these nobody can say the mean or median: measure what was entered with a sign."))


def _middle(figures: Sequence[Decimal | None], taken: str, *, below: bool) -> Fraction | None:
    """The mean or median of the lowest (or highest) values; None is without an end, below or above all."""
    known = [Fraction(figure) for figure in figures if figure is not None]
    endless = len(figures) - len(known)
    if taken == Taken.MEAN:
        return sum(known, Fraction()) / len(known) if not endless else None
    end = (
        [min(known, default=Fraction()) - 1] * endless
        if below
        else [max(known, default=Fraction()) + 1] * endless
    )
    ordered = sorted([*known, *end])
    at = {(len(ordered) - 1) // 2, len(ordered) // 2}
    lost = set(range(endless)) if below else set(range(len(known), len(ordered)))
    return None if at & lost else median(ordered)


def _decimal(figure: Fraction, least: int = 0) -> Decimal:
    """A fraction as a decimal of at least so many places, which rounds and compares as it does: one without
    an end never ends in a 0 or 5 that would say it did (GB/T 8170, 3.3: rounded once)."""
    precise = EXACT.copy()
    precise.rounding = ROUND_05UP
    found = precise.divide(Decimal(figure.numerator), Decimal(figure.denominator))
    return found if places(found) >= least else found.quantize(Decimal(1).scaleb(-least), context=EXACT)


def printed(figure: Decimal, least: int) -> str:
    """A figure in digits; one without an end is broken off behind two places more than `least`: "0.1333…"."""
    if places(figure) <= TYPED:
        return spelled(figure)
    return spelled(figure.quantize(Decimal(1).scaleb(-max(least, 0) - 2), ROUND_05UP, EXACT)) + "…"


def quantified(each: Sequence[Measured], loq: Decimal) -> None:
    """Raises Unreadable for a figure below the limit of quantification, in the unit of the item."""
    if any(one.number is not None and not one.sign and one.number < loq for one in each):
        raise Unreadable(
            _("The figure lies below the limit of quantification: enter “<” and that limit, or a bound.")
        )


def reported(
    text: str,
    limit: Limit | None,
    how: Determinations = ONCE,
    *,
    unit: str = "",
    lod: Decimal | None = None,
) -> str:
    """The result as a report states it: the mean or median, what a formula gives, or each determination."""
    if how.taken not in (Taken.MEAN, Taken.MEDIAN) and how.formula is None:
        return text
    each = readings(text, how, unit=unit, lod=lod)
    if how.taken in (Taken.MEAN, Taken.MEDIAN):
        each = [united(each, how.taken)]
    least = max([limit.places if limit else 0, *(_places_typed(text))])
    return SEPARATOR.join(
        str(Word(one.word).label) if one.number is None else one.sign + printed(one.number, least)
        for one in each
    )


_FIGURE = re.compile(NUMBER)


def _places_typed(text: str) -> list[int]:
    return [places(number(figure)) for figure in _FIGURE.findall(text)]


def how_taken(text: str, result: str, how: Determinations) -> str:
    """The arithmetic on paper: "mean of 0.12; 0.15 = 0.135", "(V - V0) / m, V=2 V0=1 m=5 = 0.2"; "" for a
    result that was entered itself."""
    of = f"{how.formula.text}, {text}" if how.formula else text
    said = {
        Taken.MEAN: gettext("mean of %(of)s = %(result)s"),
        Taken.MEDIAN: gettext("median of %(of)s = %(result)s"),
        Taken.SINGLE: "%(of)s = %(result)s" if how.formula else "",
        Taken.WORST: "%(of)s = %(result)s" if how.formula else gettext("each determination by itself"),
    }
    return said[Taken(how.taken)] % {"of": of, "result": result}


def asked(how: Determinations) -> str:
    """What is to be typed where more than one figure is: "3 determinations with ; between them"."""
    readings_of = " ".join(f"{name}=…" for name in how.formula.names) if how.formula else ""
    several = gettext("%(count)d determinations with ; between them.") % {"count": how.count}
    each = gettext("The readings: %(readings)s.") % {"readings": readings_of}
    return " ".join(([several] if how.count > 1 else []) + ([each] if readings_of else []))
