"""What is this figure in another unit? The units of test reports, converted exactly or not at all."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from catalogue.numerals import EXACT, plain

PREFIXES = {
    "": 0, "da": 1, "h": 2, "k": 3, "M": 6, "G": 9,
    "d": -1, "c": -2, "m": -3, "μ": -6, "u": -6, "n": -9, "p": -12,
}  # fmt: skip
# Units that take a prefix: what they measure, and how much of it one is.
BASES = {
    "g": ("mass", Fraction(1)),
    "m": ("length", Fraction(1)),
    "L": ("volume", Fraction(1, 1000)),
    "l": ("volume", Fraction(1, 1000)),
    "s": ("time", Fraction(1)),
    "A": ("current", Fraction(1)),
    "V": ("voltage", Fraction(1)),
    "W": ("power", Fraction(1)),
    "J": ("energy", Fraction(1)),
    "N": ("force", Fraction(1)),
    "Pa": ("pressure", Fraction(1)),
    "Ω": ("resistance", Fraction(1)),
    "Hz": ("frequency", Fraction(1)),
    "mol": ("substance", Fraction(1)),
    "Bq": ("activity", Fraction(1)),
    "S": ("conductance", Fraction(1)),
    "lm": ("luminous flux", Fraction(1)),
    "lx": ("illuminance", Fraction(1)),
}  # fmt: skip
# Units that stand alone. A share is a share of mass: 1 % is 10 g/kg.
ALONE = {
    "%": ("share", Fraction(1, 100)),
    "‰": ("share", Fraction(1, 1000)),
    "ppm": ("share", Fraction(1, 10**6)),
    "ppb": ("share", Fraction(1, 10**9)),
    "t": ("mass", Fraction(10**6)),
    "min": ("time", Fraction(60)),
    "h": ("time", Fraction(3600)),
    "CFU": ("colonies", Fraction(1)),
    "MPN": ("probable number", Fraction(1)),
}  # fmt: skip
# As Chinese sheets spell units out; the longer word first.
CHINESE = {
    "毫克": "mg", "微克": "μg", "千克": "kg", "公斤": "kg", "克": "g",
    "平方厘米": "cm2", "平方毫米": "mm2", "平方分米": "dm2", "平方米": "m2",
    "毫升": "mL", "毫米": "mm", "厘米": "cm", "分米": "dm", "微米": "μm", "升": "L", "米": "m",
    "毫安": "mA", "微安": "μA", "安培": "A", "千伏": "kV", "伏": "V", "千瓦": "kW", "瓦": "W", "牛顿": "N",
    "分钟": "min", "小时": "h", "秒": "s", "摄氏度": "°C",
}  # fmt: skip
_CHINESE = re.compile("|".join(sorted(CHINESE, key=len, reverse=True)))
_PART = re.compile(r"(\d{1,6})?\s{0,9}([^\d\s/^()]{1,40}?)\^?([23])?")
_OVER = re.compile(r"\s{0,9}/\s{0,9}")
POWERS = {("length", 2): "area", ("length", 3): "volume"}


def tidy(unit: str) -> str:
    """A unit in the spelling in which two are compared: "㎎／㎏" and "毫克/千克" are mg/kg, "mm²" mm2."""
    text = plain(unit).replace("µ", "μ").replace("Ω", "Ω").replace("^", "")
    return _OVER.sub("/", _CHINESE.sub(lambda word: CHINESE[word[0]], text))


def same(one: str, other: str) -> bool:
    """Whether two spellings are one unit."""
    return tidy(one) == tidy(other)


def is_known(unit: str) -> bool:
    """Whether this is a unit that can be converted: "50cm²", "CFU/250mL"."""
    return measured(tidy(unit)) is not None


def converted(figure: Decimal, unit: str, to: str) -> Decimal | None:
    """The figure in another unit; None where they measure different things or no decimal is exact.

    A power of ten leaves the digits as they were written: 0.80 cm² are 80 mm², 0.5 g/kg are 500 mg/kg.
    """
    if same(unit, to):
        return figure
    known, wanted = measured(tidy(unit)), measured(tidy(to))
    if known is None or wanted is None or known[0] != wanted[0]:
        return None
    ratio = known[1] / wanted[1]
    power = _power_of_ten(ratio)
    if power is not None:
        return figure.scaleb(power, EXACT)
    return _times(figure, ratio)


@cache
def measured(unit: str) -> tuple[str, Fraction] | None:
    """What a tidy unit measures and how much of it one is; None for a unit that is not known here."""
    over, *under = unit.split("/")
    parts = [_simple(part) for part in (over, *under)]
    if len(under) > 1 or None in parts:
        return None
    whats, amounts = zip(*(part for part in parts if part), strict=True)
    if not under:
        return whats[0], amounts[0]
    what = "share" if whats == ("mass", "mass") else "/".join(whats)
    return what, amounts[0] / amounts[1]


def _simple(part: str) -> tuple[str, Fraction] | None:
    """A unit without a stroke: "mg", "100g", "cm2"."""
    found = _PART.fullmatch(part.strip())
    if found is None:
        return None
    many, name, power = int(found[1] or 1), found[2], int(found[3] or 1)
    known = ALONE.get(name) or _with_prefix(name)
    if known is None or (power > 1 and (known[0], power) not in POWERS):
        return None
    what = known[0] if power == 1 else POWERS[known[0], power]
    return what, many * known[1] ** power


def _with_prefix(name: str) -> tuple[str, Fraction] | None:
    if name in BASES:
        return BASES[name]
    for prefix, power in PREFIXES.items():
        base = name[len(prefix) :]
        if prefix and name.startswith(prefix) and base in BASES:
            return BASES[base][0], BASES[base][1] * Fraction(10) ** power
    return None


def _power_of_ten(ratio: Fraction) -> int | None:
    """n where the ratio is 10ⁿ, else None."""
    up = len(str(ratio.numerator)) - 1
    down = len(str(ratio.denominator)) - 1
    return up - down if ratio == Fraction(10) ** (up - down) else None


def _times(figure: Decimal, ratio: Fraction) -> Decimal | None:
    """The product as a decimal without rounding, None where it never ends."""
    product = Fraction(figure) * ratio
    rest, twos, fives = product.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    if rest > 1:
        return None
    shift = max(twos, fives)
    return Decimal(int(product * 10**shift)).scaleb(-shift, EXACT)
