"""Does a measured value meet its limit? Decimals throughout; rounding and comparison by GB/T 8170-2008."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries
from catalogue.attribute_plans import AttributePlan
from catalogue.determinations import ONCE, Determinations, Taken
from catalogue.limits import SHARES, Comparison, Limit, Share, read_limit
from catalogue.numerals import EXACT, Unreadable, places, spelled
from catalogue.verdicts import Verdict
from inspection.judgement.determined import printed, readings, united
from inspection.judgement.measured import BELOW_DETECTION, Measured, Word, in_unit, read, undetectable


class ItemVerdict(TextChoices):
    """What was found of one item (4.16)."""

    CONFORMING = "conforming", _("Conforming")
    NON_CONFORMING = "non_conforming", _("Non-conforming")
    NOT_TESTED = "not_tested", _("Not tested")
    NOT_JUDGED = "not_judged", _("Not judged")


class Ground(TextChoices):
    """By what an item is judged: one result may keep to the one and break the other (6.3-4)."""

    REQUIREMENT = "requirement", _("by the requirement")
    STATED = "stated", _("by what the product states")


@dataclass(frozen=True)
class Judgement:
    """What the figures say.

    verdict: "" when they alone cannot say. why: then a sentence, else the comparison itself ("0.14 > 0.10").
    rounded: the value rounded to the places of the limit; None where there is no figure to round.
    unproven: the figures leave open whether a limit is kept, so nobody can say that it is.
    grounds: the verdict by each ground, where what the product states is one; else empty.
    """

    verdict: str
    why: str | Promise = ""
    rounded: Decimal | None = None
    unproven: bool = False
    grounds: Mapping[str, str] = field(default_factory=dict)


@carries("LB-09")
def rounded(value: Decimal, interval: Decimal, rounding: str = ROUND_HALF_EVEN) -> Decimal:
    """A value rounded once to whole intervals, an exact half to the even one (GB/T 8170, 3.2 and 3.4).

    interval: 0.01 for two places, 1E+2 for hundreds; or 0.5 and 0.2 of a place: then twice, or five times,
    the value is rounded to that place and divided again. A negative value is rounded by its amount.
    """
    share = SHARES[interval.normalize().as_tuple().digits[0]]
    place = Decimal(1).scaleb(interval.adjusted() + (share > 1))
    whole = EXACT.multiply(value, share).quantize(place, rounding, EXACT)
    return EXACT.divide(whole, share).quantize(interval, context=EXACT)


@carries("LB-10", "6.3-4")
def judge(
    text: str,
    limit: Limit | None,
    *,
    unit: str = "",
    lod: Decimal | None = None,
    comparison: str = Comparison.FULL,
    interval: Decimal | None = None,
    declared: str = "",
    how: Determinations = ONCE,
) -> Judgement:
    """What a measured value says against a limit (None: the requirement has no figures).

    How GB/T 8170-2008 is read here:

    - In full (4.3.2): the value as measured is compared with the bounds; "<" and ">" exclude the bound.
    - Rounded (4.3.3): the value is rounded once, by `rounded`, to the places with which the limit is written
      (0.10 has two, 90.0 one, 1.4×10³ hundreds), then compared in the same way. A limit of two figures has
      the places of the finer one: 10 ± 0.5 is 9.5 to 10.5 with one place; 0.3~0.60 has two. interval: rounds
      to that instead, where the standard wants 0.5 or 0.2 of a place. The bounds are never rounded.
    - "<x", ">x", and "not detected" as "<lod", stand for every value that they allow, without an end on the
      other side: decided only where all of these conform, or none. Rounded, the values below x reach the
      rounded x and include it, unless x is an exact half: they then stay on their side.
    - lod: what lies below it was measured where nothing can be: no figure decides then. A method that detects
      only above the limit proves no conformity: "not detected" leaves it open, what it did detect does not.
    - 不得检出: "<x" conforms up to the limit of detection, and so do 0 and "not detected".
    - A value in another unit is converted exactly; one without a unit is in `unit`, a limit in its own or
      in `unit`.
    - how: several determinations stand in the text with ; between them. Their mean or median, or the result
      of a formula, is an exact fraction and rounded once; else each is judged and the worst decides.
    - A sampling plan: non-conforming as soon as one portion lies above M, or more than c above m.
    - declared: what the product states. A limit of the stated figure ("标示值 ± 5 %") is judged by it; a
      declaration that is itself a limit ("≤ 50") is a ground of its own beside the limit: both must be met,
      and `grounds` says which is.
    """
    try:
        each = readings(text, how, unit=unit, lod=lod)
        if how.taken in (Taken.MEAN, Taken.MEDIAN):
            each = [united(each, how.taken)]
        rules = Rules(unit, lod, comparison, interval)
        found = {
            ground: _by_limit(each, bound, rules) for ground, bound in _bounds(limit, declared, unit).items()
        }
    except Unreadable as unreadable:
        return Judgement("", unreadable.why)
    return _together(found) if found else _worst([_by_word(one) for one in each])


def _by_limit(each: Sequence[Measured], limit: Limit, rules: Rules) -> Judgement:
    if limit.plan is not None:
        return _by_plan(each, limit, limit.plan, rules)
    return _worst([_against(one, limit, rules) for one in each])


def _together(found: Mapping[Ground, Judgement]) -> Judgement:
    """The judgements by each ground as one: the worst decides, and where all are decided each says why."""
    worst = _worst(list(found.values()))
    if Ground.STATED not in found:
        return worst
    grounds = {str(ground): one.verdict for ground, one in found.items()}
    if len(found) == 1 or not all(grounds.values()):
        return replace(worst, grounds=grounds)
    whys = {str(ground): one.why for ground, one in found.items()}
    told = gettext("%(requirement)s; by what the product states: %(stated)s") % whys
    return replace(worst, why=told, grounds=grounds)


def _by_plan(each: Sequence[Measured], limit: Limit, plan: AttributePlan, rules: Rules) -> Judgement:
    """Portions against a sampling plan by attributes: "2 of 5 above m = 10 (c = 2), none above M = 100"."""
    good = replace(limit, high=plan.m, places=places(plan.m), absent=plan.absent, plan=None)
    beyond = [_against(one, good, rules).verdict for one in each]
    most = replace(limit, plan=None)
    above = [_against(one, most, rules).verdict for one in each] if plan.M is not None else []
    over, open_ = beyond.count(ItemVerdict.NON_CONFORMING), beyond.count("")
    known = {"over": over, "n": len(each), "c": plan.allowed, "m": spelled(plan.m)}
    said = gettext("%(over)d of %(n)d above m = %(m)s (c = %(c)d)") % known
    if worst := above.count(ItemVerdict.NON_CONFORMING):
        more = gettext("%(worst)d above M = %(M)s") % {"worst": worst, "M": limit.highest}
        return Judgement(ItemVerdict.NON_CONFORMING, f"{said}; {more}")
    if over > plan.allowed:
        return Judgement(ItemVerdict.NON_CONFORMING, said)
    if "" in above or over + open_ > plan.allowed:
        return Judgement("", _EITHER_SIDE, unproven=True)
    return Judgement(ItemVerdict.CONFORMING, said)


def _bounds(limit: Limit | None, declared: str, unit: str) -> dict[Ground, Limit]:
    """The limits that a value is held against: the item's, and what the product itself promises."""
    if limit is not None and limit.share != Share.NONE:
        return {Ground.REQUIREMENT: limit.of(stated(declared, unit))}
    bounds = {} if limit is None else {Ground.REQUIREMENT: limit}
    try:
        promised = read_limit(declared) if declared else None
    except Unreadable:  # a grade, or a bare figure: nothing says how it binds
        promised = None
    return bounds if promised is None or promised.share else bounds | {Ground.STATED: promised}


def stated(declared: str, unit: str) -> Decimal:
    """The figure that a product states, in the unit of the item. Raises Unreadable."""
    if not declared.strip():
        raise Unreadable(_("The limit is what the product states: enter the declared value."))
    figure = in_unit(read(declared), unit)
    if figure.number is None or figure.sign:
        raise Unreadable(_("Enter the declared value as one figure."))
    return figure.number


def _by_word(measured: Measured) -> Judgement:
    """A requirement without figures: whoever tested says in a known word whether it is met."""
    verdicts = {Word.MEETS: ItemVerdict.CONFORMING, Word.FAILS: ItemVerdict.NON_CONFORMING}
    if measured.word in verdicts:
        return Judgement(verdicts[Word(measured.word)], Word(measured.word).label)
    return Judgement("", _("There is no limit in figures: set the verdict by hand and say why."))


def _worst(found: list[Judgement]) -> Judgement:
    """Of several limits: one that is broken decides; else one that is open; else all are kept."""
    order = [ItemVerdict.NON_CONFORMING, "", ItemVerdict.CONFORMING]
    return min(found, key=lambda one: order.index(one.verdict))


@dataclass(frozen=True)
class Rules:
    """How values of an item are compared."""

    unit: str
    lod: Decimal | None
    comparison: str
    interval: Decimal | None


def _against(measured: Measured, limit: Limit, rules: Rules) -> Judgement:
    unit, lod, comparison = rules.unit, rules.lod, rules.comparison
    if limit.absent:
        if measured.word in (Word.ABSENT, Word.PRESENT):
            kept = measured.word == Word.ABSENT
            verdict = ItemVerdict.CONFORMING if kept else ItemVerdict.NON_CONFORMING
            return Judgement(verdict, Word(measured.word).label)
        bound = Decimal(0) if lod is None else lod
        limit = replace(limit, high=bound, below=lod is not None, unit=unit)
        comparison = Comparison.FULL
    if measured.word == Word.ABSENT:
        if lod is None:
            return Judgement("", _("Enter the limit of detection."))
        measured = Measured(lod, "<", unit)
    if measured.number is None:
        return Judgement("", _("The limit is in figures: enter the figure that was measured."))
    measured = in_unit(replace(measured, unit=measured.unit or unit or limit.unit), limit.unit or unit)
    if undetectable(measured, unit or limit.unit, lod, absent=limit.absent):
        return Judgement("", BELOW_DETECTION, unproven=True)
    return _compare(measured, limit, comparison, rules.interval or Decimal(1).scaleb(-limit.places))


_INSENSITIVE = _(
    "The method's limit of detection lies above the limit, so it cannot show that the limit is kept: "
    "test with a more sensitive method, or report it as an abnormality."
)
_EITHER_SIDE = _(
    "The value may lie on either side of a limit: measure it, "
    "or set by hand that it is not judged and say why."
)


@dataclass(frozen=True)
class Span:
    """The values that a measured one can stand for. None: without an end; open: without the end itself."""

    low: Decimal | None
    high: Decimal | None
    open: bool = False


def _span(measured: Measured, interval: Decimal | None) -> Span:
    """interval: to which the values are rounded; None leaves them as they are."""
    assert measured.number is not None
    value, sign = measured.number, measured.sign
    if interval is not None:
        value = rounded(value, interval, _ROUNDING[sign](value))
    low = None if sign in "<≤" and sign else value
    high = None if sign in ">≥" and sign else value
    return Span(low, high, open=bool(sign) and sign in "<>" and interval is None)


# How the end of "<x" and ">x" is rounded: values on one side of an exact half all round to that side.
_ROUNDING: dict[str, Callable[[Decimal], str]] = {
    "": lambda value: ROUND_HALF_EVEN,
    "≤": lambda value: ROUND_HALF_EVEN,
    "≥": lambda value: ROUND_HALF_EVEN,
    "<": lambda value: ROUND_HALF_UP if value < 0 else ROUND_HALF_DOWN,
    ">": lambda value: ROUND_HALF_DOWN if value < 0 else ROUND_HALF_UP,
}


def _compare(measured: Measured, limit: Limit, comparison: str, interval: Decimal) -> Judgement:
    grid = _span(measured, interval)
    span = grid if comparison == Comparison.ROUNDED else _span(measured, None)
    shown = grid.high if grid.low is None else grid.low
    said = _said(measured, shown if comparison == Comparison.ROUNDED else None, limit.places)
    if _beyond(span, limit) or (comparison == Comparison.ROUNDED and _never_met(limit, interval)):
        return Judgement(ItemVerdict.NON_CONFORMING, _because(said, span, limit, broken=True), shown)
    if _within(span, limit):
        return Judgement(ItemVerdict.CONFORMING, _because(said, span, limit, broken=False), shown)
    why = _INSENSITIVE if measured.sign and measured.sign in "<≤" else _EITHER_SIDE
    return Judgement("", why, shown, unproven=True)


def _beyond(span: Span, limit: Limit) -> bool:
    """Whether no value of the span conforms."""
    return _above(span, limit) or _under(span, limit)


def _never_met(limit: Limit, interval: Decimal) -> bool:
    """Whether no rounded value conforms: between 0 and 1, without them, lies no whole number."""
    if limit.low is None or limit.high is None:
        return False
    least = rounded(limit.low, interval, ROUND_CEILING)
    if limit.above and least == limit.low:
        least = EXACT.add(least, interval)
    return _above(Span(least, least), limit)


def _above(span: Span, limit: Limit) -> bool:
    if limit.high is None or span.low is None:
        return False
    return span.low > limit.high or (span.low == limit.high and (span.open or limit.below))


def _under(span: Span, limit: Limit) -> bool:
    if limit.low is None or span.high is None:
        return False
    return span.high < limit.low or (span.high == limit.low and (span.open or limit.above))


def _within(span: Span, limit: Limit) -> bool:
    """Whether every value of the span conforms."""
    low, high = limit.low, limit.high
    over = low is None or (
        span.low is not None and (span.low > low or (span.low == low and (span.open or not limit.above)))
    )
    under = high is None or (
        span.high is not None and (span.high < high or (span.high == high and (span.open or not limit.below)))
    )
    return over and under


def _said(measured: Measured, becomes: Decimal | None, least: int) -> tuple[str, str]:
    """How a value came to be what is compared ("0.745 → 0.74; ", "" as it is), and that: "0.74", "≤0.6"."""
    assert measured.number is not None
    value = measured.sign + printed(measured.number, least)
    if becomes is None:
        return "", value
    reached = {"<": "≤", ">": "≥"}.get(measured.sign, measured.sign) + spelled(becomes)
    return "" if reached == value else f"{value} → {reached}; ", reached


def _because(said: tuple[str, str], span: Span, limit: Limit, *, broken: bool) -> str:
    """What decides: "0.14 > 0.10", "6.5 ≤ 7.0 ≤ 8.5"; for a value with a sign, it and the limit."""
    before, value = said
    if span.low is None or span.high is None:
        return f"{before}{value}: {limit.text}"
    low, high = (spelled(bound) if bound is not None else "" for bound in (limit.low, limit.high))
    if broken and _above(span, limit):
        return f"{before}{value} {'≥' if limit.below else '>'} {high}"
    if broken:
        return f"{before}{value} {'≤' if limit.above else '<'} {low}"
    if low and high:
        return f"{before}{low} {'<' if limit.above else '≤'} {value} {'<' if limit.below else '≤'} {high}"
    sign, bound = ("<" if limit.below else "≤", high) if high else (">" if limit.above else "≥", low)
    return f"{before}{value} {sign} {bound}"


@carries("LB-11")
def overall(verdicts: Iterable[str]) -> str:
    """The verdict on a sample: non-conforming as soon as one item is, conforming only if each item is, and in
    part where others were left open; "" where none was judged."""
    given = set(verdicts)
    if ItemVerdict.NON_CONFORMING in given:
        return Verdict.NON_CONFORMING
    if ItemVerdict.CONFORMING not in given:
        return ""
    return Verdict.CONFORMING if given == {ItemVerdict.CONFORMING} else Verdict.IN_PART
