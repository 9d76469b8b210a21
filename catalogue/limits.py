"""What does a limit say? It is kept as written and read from it: "≤ 0.10", "10 ± 0.5", "不得检出"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalogue.attribute_plans import AttributePlan, read_plan
from catalogue.numerals import EXACT, NUMBER, Unreadable, number, places, plain, refuse_commas, spelled
from catalogue.units import same


class Comparison(TextChoices):
    """How a value is held against a limit (GB/T 8170, 4.3); in full where the standard says nothing."""

    FULL = "full", _("In full")
    ROUNDED = "rounded", _("Rounded to the places of the limit")


class Share(StrEnum):
    """What of a stated figure (6.3-4: quality that the product itself states) the bounds are given in."""

    NONE = ""
    PERCENT = "percent"
    OFFSET = "offset"


# First digit of an interval of rounding → how many times the value is rounded in its place (GB/T 8170, 3.4).
SHARES = {1: Decimal(1), 2: Decimal(5), 5: Decimal(2)}


def is_interval(interval: Decimal) -> bool:
    """Whether GB/T 8170 knows rounding to this: 1, 2 or 5 and a power of ten."""
    bare = interval.normalize().as_tuple()
    return bare.sign == 0 and len(bare.digits) == 1 and bare.digits[0] in SHARES


@dataclass(frozen=True)
class Limit:
    """A limit as written, and what it says.

    low, high: its bounds, None where it has none that way; they keep the zeros they were written with.
    above, below: the bound itself does not conform (">", "<"). places: the finest of its figures (0.10 has 2,
    1.4×10³ minus 2): those to which a value is rounded. absent: nothing may be detected.
    share: the bounds are in per cent of, or counted from, the figure that the product states.
    plan: how many of several portions may lie beyond it; high is then what none may exceed.
    """

    text: str
    low: Decimal | None = None
    high: Decimal | None = None
    above: bool = False
    below: bool = False
    places: int = 0
    unit: str = ""
    absent: bool = False
    share: str = Share.NONE
    plan: AttributePlan | None = None

    @property
    def lowest(self) -> str:
        """The lower bound in a table: "0.10", ">0.10" where it does not conform itself, "" for none."""
        return "" if self.low is None else (">" if self.above else "") + spelled(self.low)

    @property
    def highest(self) -> str:
        """The upper bound in a table."""
        return "" if self.high is None else ("<" if self.below else "") + spelled(self.high)

    def within(self, unit: str) -> str:
        """The limit as a person reads it, with the unit once: "≤ 0.10 mg/kg"."""
        named = self.unit or self.absent or self.share == Share.PERCENT or (self.plan and self.plan.absent)
        return self.text if named else f"{self.text} {unit}".strip()

    def of(self, stated: Decimal) -> Limit:
        """This limit where the product states a figure, in the unit of the item."""
        if self.share == Share.NONE:
            return self
        factor = stated.scaleb(-2, EXACT)
        low, high = (
            bound
            if bound is None
            else EXACT.add(stated, bound)
            if self.share == Share.OFFSET
            else _short(EXACT.multiply(factor, bound), places(stated))
            for bound in (self.low, self.high)
        )
        finest = max(places(figure) for figure in (stated, low, high) if figure is not None)
        return replace(self, low=low, high=high, places=finest, unit="", share=Share.NONE)


# The words and signs of GB/T 8170, 4.2, and those that people write; the longer first.
SIGNS = {
    "≤": ("<=", "=<", "≦", "⩽", "≯", "不大于", "不得大于", "不应大于", "不超过", "不得超过", "不应超过",
          "不高于", "不得高于", "不应高于", "不多于", "不得多于", "小于或等于", "小于等于", "至多",
          "not more than", "no more than", "at most"),
    "≥": (">=", "=>", "≧", "⩾", "≮", "不小于", "不得小于", "不应小于", "不低于", "不得低于", "不应低于",
          "不少于", "不得少于", "不应少于", "大于或等于", "大于等于", "至少",
          "not less than", "no less than", "at least"),
    "<": ("小于", "低于", "少于", "不足", "less than"),
    ">": ("大于", "高于", "多于", "超过", "more than", "greater than"),
    "±": ("+/-", "+-"),
    "~": ("〜", "∼", "–", "—", "——", "至", " to "),
    "=": ("等于",),
}  # fmt: skip
_SPELLINGS = {spelling: sign for sign, spellings in SIGNS.items() for spelling in spellings}
_SPELLING = re.compile("|".join(map(re.escape, sorted(_SPELLINGS, key=len, reverse=True))), re.I)
# "(以 Pb 计)" says of what, not how much.
_NOTE = re.compile(r"\(\s{0,9}以[^()]{0,80}计\s{0,9}\)")
_SIGN, _UNIT = r"(<|>|≤|≥)", r"([^\d\s^<>≤≥=±~+,;.-].*)?"
_SINGLE = re.compile(rf"(?:应|须|[A-Za-z]\s{{0,9}})?([<>≤≥=])\s{{0,9}}({NUMBER})\s{{0,9}}{_UNIT}")
_BOTH = re.compile(
    rf"{_SIGN}\s{{0,9}}({NUMBER})\s{{0,9}}((?!且|并|和|and)[^\d\s^<>≤≥=±~+,;.-][^<>≤≥]{{0,80}}?)?\s{{0,9}}(?:,|;|且|并|和|and)?\s{{0,9}}"
    rf"{_SIGN}\s{{0,9}}({NUMBER})\s{{0,9}}{_UNIT}"
)
_BETWEEN = re.compile(
    rf"({NUMBER})\s{{0,9}}([<>≤≥])\s{{0,9}}[A-Za-z]?\s{{0,9}}([<>≤≥])\s{{0,9}}({NUMBER})\s{{0,9}}{_UNIT}"
)
_RANGE = re.compile(
    rf"({NUMBER})\s{{0,9}}([^\d\s^<>≤≥=±~+,;.-][^~]{{0,80}}?)?\s{{0,9}}[~-]\s{{0,9}}({NUMBER})\s{{0,9}}{_UNIT}"
)
_FROM = re.compile(
    rf"(从|>|≥)?\s{{0,9}}({NUMBER})\s{{0,9}}([^\d\s^<>≤≥=±~+,;.-][^~]{{0,80}}?)?\s{{0,9}}(?:~|到)\s{{0,9}}({NUMBER})\s{{0,9}}{_UNIT}"
)
_AROUND = re.compile(
    rf"\(?\s{{0,9}}({NUMBER})?\s{{0,9}}([^\d\s^<>≤≥=±~+,;.()-][^±]{{0,80}}?)?\s{{0,9}}±\s{{0,9}}({NUMBER})\s{{0,9}}\)?\s{{0,9}}(\(?不含[^)]{{0,80}}\)?)?\s{{0,9}}{_UNIT}"
)
_WITHOUT = re.compile(rf"\(?不含\s{{0,9}}±?\s{{0,9}}({NUMBER})?\D*")
_RELATIVE = re.compile(
    rf"({NUMBER})\s{{0,9}}([^\d\s^(][^(]{{0,80}})?\(\s{{0,9}}1\s{{0,9}}±\s{{0,9}}({NUMBER})\s{{0,9}}%\s{{0,9}}\)\s{{0,9}}{_UNIT}"
)
_UNEVEN = re.compile(
    rf"({NUMBER})\s{{0,9}}\(?\s{{0,9}}([+-]\s{{0,9}}{NUMBER})\s{{0,9}}[,/]?\s{{0,9}}([+-]\s{{0,9}}{NUMBER})\s{{0,9}}\)?\s{{0,9}}{_UNIT}"
)
_ABSENT = re.compile(
    r"(?:不得检出|不应检出|不可检出|未检出|不得使用|不得添加|禁止使用|not detected|nd|n\.d\.)"
    r"(?:\s{0,9}[/(于].*)?",
    re.I,
)
_STATED = re.compile(
    r"(?:[×*]\s{0,9})?(?:of )?(?:the )?"
    r"(?:明示值|标示值|标称值|标示量|明示量|声称值|stated(?: value)?|declared(?: value)?)"
    r"(?:\s{0,9}的|\s{0,9}[×*])?",
    re.I,
)  # fmt: skip
UNIT = 20  # characters at most
_FLIPPED = {"<": ">", ">": "<", "≤": "≥", "≥": "≤"}
HOW = _(
    "“%(text)s” is no limit that can be read. "
    "Write it as ≤ 0.10, < 90, ≥ 90.0, > 5, 6.5~8.5, 10 ± 0.5 or 不得检出."
)


def in_words(text: str) -> bool:
    """Whether a requirement has no figures at all ("无异味"): then nothing but a person can judge."""
    return not any(mark.isdigit() or mark in "<>≤≥±~=" for mark in signed(text)) and not _special(text)


def _special(text: str) -> bool:
    text = plain(text)
    return bool(_ABSENT.fullmatch(text) or _STATED.search(text))


def signed(text: str) -> str:
    """A limit with every spelling of a sign as the sign itself."""
    bare = _NOTE.sub("", plain(text)).strip()
    return _SPELLING.sub(lambda found: _SPELLINGS[found[0].lower()], bare)


def read_limit(text: str) -> Limit:
    """What a limit says, read as people write it. Raises Unreadable: the sentence says how to write it.

    Understood, in any width: signs and the words of GB/T 8170 4.2 ("不大于", "不得超过", "不低于");
    "6.5~8.5" (also - – — 至 到), "6.5 ≤ X < 8.5", "≥ 6.5, < 8.5", "超过 6.5 到 8.5", "至少 6.5 不足 8.5";
    "10 ± 0.5", "10.0 ± 0.1 (不含 0.1)" and "(不含 +0.1)", "10 +0.5 -0.2", "±10", "510 Ω (1±5%)";
    "不得检出", and "不得使用", which is judged by that; a unit behind. Of what the product states (6.3-4):
    "≥ 标示值", "≥ 80 % 标示值", "标示值 ± 5 %", "标示值 ± 0.5"; sampling plans: "n=5, c=2, m=10, M=100".
    Bounds conform unless the sign is strict or the text says 不含.
    Places are those of the finest figure: "10 ± 0.5" goes from 9.5 to 10.5 with one.
    """
    tidy = signed(text)
    if _ABSENT.fullmatch(plain(text)):
        return Limit(text=text.strip(), absent=True)
    if _STATED.search(tidy):
        return _of_stated(text, tidy)
    if planned := read_plan(text):
        return _of_plan(text, *planned)
    for reader in (_both, _from, _single, _between, _relative, _uneven, _around, _range):
        found = reader(tidy)
        if found is not None:
            return _checked(replace(found, text=text.strip()), text)
    refuse_commas(tidy)
    raise Unreadable(HOW % {"text": text.strip()})


def _checked(limit: Limit, text: str) -> Limit:
    low, high = limit.low, limit.high
    if any(mark in limit.unit for mark in "含到×<>≤≥±~=,;。") or len(limit.unit) > UNIT:
        raise Unreadable(HOW % {"text": text.strip()})
    empty = (
        low is not None
        and high is not None
        and (low > high or (low == high and (limit.above or limit.below)))
    )
    if empty:
        raise Unreadable(_("“%(text)s”: the lower bound lies above the upper one.") % {"text": text.strip()})
    return limit


def _limit(
    low: Decimal | None, high: Decimal | None, unit: str | None, *, above: bool = False, below: bool = False
) -> Limit:
    finest = max(places(figure) for figure in (low, high) if figure is not None)
    return Limit("", low, high, above, below, places=finest, unit=(unit or "").strip())


def _bounds(signs: list[tuple[str, str]], units: list[str | None]) -> Limit | None:
    """A limit of one or two signed figures; None where both lie on one side or the units differ."""
    low, high = (
        [(sign, number(figure)) for sign, figure in signs if sign in side] for side in (">≥=", "<≤=")
    )
    named = [unit for unit in units if unit]
    if len(low) > 1 or len(high) > 1 or (len(named) > 1 and not same(named[0], named[1])):
        return None
    return _limit(
        low[0][1] if low else None,
        high[0][1] if high else None,
        named[0] if named else "",
        above=bool(low) and low[0][0] == ">",
        below=bool(high) and high[0][0] == "<",
    )


def _single(text: str) -> Limit | None:
    found = _SINGLE.fullmatch(text)
    return _bounds([(found[1], found[2])], [found[3]]) if found else None


def _both(text: str) -> Limit | None:
    found = _BOTH.fullmatch(text)
    return _bounds([(found[1], found[2]), (found[4], found[5])], [found[3], found[6]]) if found else None


def _between(text: str) -> Limit | None:
    found = _BETWEEN.fullmatch(text)
    return _bounds([(_FLIPPED[found[2]], found[1]), (found[3], found[4])], [found[5]]) if found else None


def _range(text: str) -> Limit | None:
    found = _RANGE.fullmatch(text)
    return _bounds([("≥", found[1]), ("≤", found[3])], [found[2], found[4]]) if found else None


def _from(text: str) -> Limit | None:
    """ "从 6.5 到 8.5", and "超过 6.5 到 8.5", which leaves the 6.5 out (GB/T 8170 4.2)."""
    found = _FROM.fullmatch(text)
    if found is None:
        return None
    sign = ">" if found[1] == ">" else "≥"
    return _bounds([(sign, found[2]), ("≤", found[4])], [found[3], found[5]])


def _around(text: str) -> Limit | None:
    """ "10 ± 0.5"; without a middle, "±10", from -10 to 10."""
    found = _AROUND.fullmatch(text)
    units = [unit for unit in (found[2], found[5]) if unit] if found else []
    if found is None or (len(units) > 1 and not same(*units)):
        return None
    off = number(found[3])
    middle = number(found[1]) if found[1] else Decimal(0).scaleb(-places(off))
    low, high = EXACT.subtract(middle, off), EXACT.add(middle, off)
    strict = _left_out(found[4], off, low, high) if found[4] else (False, False)
    if strict is None:
        return None
    return _limit(low, high, units[0] if units else "", above=strict[0], below=strict[1])


def _left_out(without: str, off: Decimal, low: Decimal, high: Decimal) -> tuple[bool, bool] | None:
    """Which bounds do not conform: "不含 0.1" both, "不含 +0.1" or "不含 10.1" the upper; else None."""
    found = _WITHOUT.fullmatch(without)
    if found is None:
        return None
    figure = found[1]
    if figure is None or number(figure).copy_abs() == off:
        return not figure or figure[0] != "+", not figure or figure[0] != "-"
    ends = number(figure) == low, number(figure) == high
    return ends if any(ends) else None


def _relative(text: str) -> Limit | None:
    """ "510 Ω (1±5%)": per cent of the middle (GB/T 8170 4.2.3)."""
    found = _RELATIVE.fullmatch(text)
    if found is None:
        return None
    middle, share = number(found[1]), number(found[3]).scaleb(-2, EXACT)
    off = _short(EXACT.multiply(middle, share).copy_abs(), places(middle))
    return _limit(EXACT.subtract(middle, off), EXACT.add(middle, off), found[2] or found[4])


def _uneven(text: str) -> Limit | None:
    """ "80 +2 -1": from 79 to 82."""
    found = _UNEVEN.fullmatch(text)
    if found is None:
        return None
    middle, *offs = (number(part.replace(" ", "")) for part in found.groups()[:3])
    if not min(offs) <= 0 <= max(offs):
        return None
    return _limit(EXACT.add(middle, min(offs)), EXACT.add(middle, max(offs)), found[4])


def _of_stated(text: str, tidy: str) -> Limit:
    """A limit of the figure that the product states: its bounds in per cent of it, or counted from it."""
    rest = _STATED.sub("", tidy, count=1).strip()
    if rest in ("", "=", "<", ">", "≤", "≥"):
        rest = f"{rest or '='} 100 %"
    elif rest.startswith("±") and rest.endswith("%"):
        rest = f"100 {rest}"
    found = read_limit(rest)
    share = Share.PERCENT if found.unit == "%" else Share.OFFSET
    if share == Share.OFFSET and not rest.startswith("±"):
        raise Unreadable(HOW % {"text": text.strip()})
    return replace(found, text=text.strip(), share=share)


def _of_plan(text: str, plan: AttributePlan, unit: str) -> Limit:
    most = plan.m if plan.M is None else plan.M
    return _checked(Limit(text.strip(), high=most, places=places(most), unit=unit, plan=plan), text)


def _short(figure: Decimal, least: int) -> Decimal:
    """A product without the zeros that multiplying added: with the places that it needs, at least those."""
    bare = figure.normalize(EXACT)
    return bare.quantize(Decimal(1).scaleb(-max(least, places(bare))), context=EXACT)
