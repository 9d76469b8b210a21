"""Do the judge and a second one agree, on a million cases as people write them? `./run bench trust` is this.

A limit is never read here: it is drawn as numbers, and then written. bench/judging.py says what it means.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time as clock
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from itertools import islice
from multiprocessing import get_context
from random import Random
from typing import Any

import django

from bench.judging import Numbers, exactly, related, rounded, verdict
from inspection.management.commands import judge

CASES, SEED, SHOWN, PARTS = 1_000_000, 1, 10, 64
FULL, ROUNDED = "full", "rounded"
TEN = Fraction(10)
DEFAULTS = {"unit": "", "lod": None, "interval": None, "declared": ""} | {
    "taken": "single",
    "determinations": 1,
    "formula": "",
}

# As the standard (4.2.1), laboratories and keyboards write the four relations.
WRITTEN = {
    "≤": (
        "≤",
        "≤ ",
        "≤",
        "<=",
        "⩽",
        "≦",
        "不大于",
        "不超过",
        "不高于 ",
        "不多于",
        "小于或等于",
        "小于等于",
        "至多",
    ),
    "<": ("<", "< ", "＜", "小于", "低于 ", "少于", "不足"),
    "≥": ("≥", "≥ ", "≥", ">=", "⩾", "≧", "不小于", "不低于", "不少于 ", "大于或等于", "大于等于", "至少"),
    ">": (">", "> ", "＞", "大于", "高于 ", "多于", "超过"),
}
NOT_DETECTED = ("未检出", "ND", "N.D.")
UNITS = ("mg/kg", "mg/L", "MPa", "g", "mm")
# 4.2.2: from .. to, above .. to, at least .. less than, above .. less than.
SPANS = {
    ("≥", "≤"): (
        "从{}到{}",
        "{}到{}",
        "{}~{}",
        "{}～{}",
        "{} ~ {}",
        "{}-{}",
        "{}–{}",
        "{}—{}",
        "{}至{}",
        "{}≤X≤{}",
        "≥{}且≤{}",
    ),
    (">", "≤"): ("超过{}到{}", "{}<X≤{}", ">{}，≤{}", "> {} 且 ≤ {}"),
    ("≥", "<"): ("至少{}不足{}", "{}≤X<{}", "≥{}，<{}", "≥ {} 且 < {}"),
    (">", "<"): ("超过{}不足{}", "{}<X<{}", ">{}，<{}", "大于{}且小于{}"),
}
# 4.2.2: which ends a tolerance leaves out.
TOLERANCES = {
    ("≥", "≤"): ("{a}±{b}", "{a} ± {b}", "{a}+/-{b}"),
    (">", "<"): ("{a}±{b}（不含{b}）", "{a}±{b}(不含±{b})"),
    ("≥", "<"): ("{a}±{b}（不含+{b}）", "{a} ± {b}(不含+{b})"),
    (">", "≤"): ("{a}±{b}（不含-{b}）", "{a} ± {b}(不含−{b})"),
}


@dataclass(frozen=True)
class Limit:
    """As written, and what meets it. unit: 10ⁿ of its last place, None where the standard names none."""

    text: str
    meets: Numbers
    unit: Fraction | None

    @property
    def bounds(self) -> list[Fraction]:
        return [at for at, _side in (self.meets.start, self.meets.end) if isinstance(at, Fraction)]


@dataclass(frozen=True)
class Case:
    """What the judge is given, and what that means. exact: the value, if it is one number."""

    given: dict[str, Any]
    limit: Limit
    measured: Numbers
    step: Fraction
    exact: Fraction | None


def case(seed: int, nth: int) -> Case:
    """The nth case of a seed: always the same one."""
    draw = Random(f"{seed}/{nth}")  # noqa: S311  no secret
    limit = draw.choice(LIMITS)(draw)
    comparison = draw.choice((FULL, ROUNDED)) if limit.unit else FULL
    given: dict[str, Any] = {"limit": limit.text, "comparison": comparison}
    step = limit.unit or Fraction(1)
    if limit.unit and draw.random() < 0.25:
        step = draw.choice((1, Fraction(1, 2), Fraction(1, 5), 2, 5)) * limit.unit
        given["interval"] = plain(step)
    if draw.random() < 0.1 and limit.text[-1].isdigit():
        given |= {"unit": draw.choice(UNITS)}
        given["limit"] += draw.choice(("", " ")) + given["unit"]
    measured, exact = _measured(draw, limit, step, given)
    return Case(given, limit, measured, step, exact)


# --- numbers, drawn and written ---


def _number(draw: Random, places: int) -> Fraction:
    """One that is written with so many places (fewer than none: ×10ⁿ), often with zeros at its end."""
    most = 10 ** draw.choice((1, 1, 2, 2, 3, 4, 6, 12))
    whole = draw.randrange(1, most)
    whole = draw.choice((whole, whole, whole * 10, whole * 100, most, 0 if places >= 0 else whole))
    return draw.choice((1, 1, 1, 1, 1, -1)) * whole / TEN**places


def _places(draw: Random) -> int:
    return draw.choice((-3, -2, -1, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 6, 9))


def needed(number: Fraction) -> int:
    """How many places an exact decimal has at least."""
    return next(places for places in range(60) if (number * 10**places).denominator == 1)


def plain(number: Fraction, places: int | None = None) -> str:
    """With so many places, or as many as are needed."""
    places = needed(number) if places is None else places
    digits = str(abs(int(number * 10**places))).rjust(places + 1, "0")
    whole = digits if not places else f"{digits[:-places]}.{digits[-places:]}"
    return f"-{whole}" if number < 0 else whole


def written(draw: Random, number: Fraction, places: int) -> str:
    """As people write a number with so many places."""
    if places < 0:
        text = plain(number * TEN**places, 0) + _power(draw, -places)
    elif number and draw.random() < 0.05:
        moved = draw.choice((2, 3))
        text = plain(number / 10**moved, places + moved) + _power(draw, moved)
    else:
        text = plain(number, places)
    if draw.random() < 0.03:
        text = text.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
    return text.replace("-", draw.choice("-−－")) if text.startswith("-") else text


def _power(draw: Random, exponent: int) -> str:
    raised = str(exponent).translate(str.maketrans("123", "¹²³"))
    return draw.choice((f"×10{raised}", f"×10^{exponent}", "×1" + "0" * exponent))


# --- limits, drawn and written ---


def _single(draw: Random) -> Limit:
    places = _places(draw)
    bound = _number(draw, places)
    sign = draw.choice("≤≤<≥≥>")
    return Limit(
        draw.choice(WRITTEN[sign]) + written(draw, bound, places), related(sign, bound), TEN**-places
    )


def _span(draw: Random) -> Limit:
    """Its bounds may be written with different places: a value is rounded once, so to the last of them."""
    places = _places(draw)
    others = places if places < 0 or draw.random() < 0.8 else max(0, places + draw.choice((-1, 1)))
    low, high = _number(draw, places), _number(draw, others)
    if low > high:
        low, high, places, others = high, low, others, places
    if low == high:
        high += TEN**-others
    signs = draw.choice(list(SPANS))
    text = draw.choice(SPANS[signs]).format(written(draw, low, places), written(draw, high, others))
    return Limit(text, _between(signs, low, high), TEN ** -max(places, others))


def _beside_zero(draw: Random) -> Limit:
    places = max(0, _places(draw))
    beside = abs(_number(draw, places)) or TEN**-places
    return Limit(f"±{plain(beside, places)}", _between(("≥", "≤"), -beside, beside), TEN**-places)


def _tolerance(draw: Random) -> Limit:
    places = max(0, _places(draw))
    others = places if draw.random() < 0.7 else max(0, places + draw.choice((-1, 1)))
    middle, beside = _number(draw, places), abs(_number(draw, others)) or TEN**-others
    signs = draw.choice((*TOLERANCES, ("≥", "≤")))
    texts = {"a": written(draw, middle, places), "b": plain(beside, others)}
    text = draw.choice(TOLERANCES[signs]).format(**texts)
    return Limit(text, _between(signs, middle - beside, middle + beside), TEN ** -max(places, others))


def _uneven(draw: Random) -> Limit:
    places = max(0, _places(draw))
    middle = _number(draw, places)
    up, down = (abs(_number(draw, places)) or TEN**-places for _side in "+-")
    text = draw.choice(("{a}+{up}/-{down}", "{a} +{up} -{down}", "{a}(+{up},-{down})"))
    figures = {"a": plain(middle, places), "up": plain(up, places), "down": plain(down, places)}
    return Limit(text.format(**figures), _between(("≥", "≤"), middle - down, middle + up), TEN**-places)


def _percent(draw: Random) -> Limit:
    """510(1±5%): the standard does not say to which place a value is rounded beside it."""
    places = max(0, _places(draw))
    middle, percent = abs(_number(draw, places)) or Fraction(1), Fraction(draw.randint(1, 400), 10)
    beside = middle * percent / 100
    text = f"{plain(middle, places)}{draw.choice(('(1±{}%)', '（1±{}%）', '(1 ± {}%)'))}"
    return Limit(text.format(plain(percent)), _between(("≥", "≤"), middle - beside, middle + beside), None)


def _between(signs: tuple[str, str], low: Fraction, high: Fraction) -> Numbers:
    return related(signs[0], low) & related(signs[1], high)


LIMITS: tuple[Callable[[Random], Limit], ...] = (
    *(_single,) * 10,
    *(_span,) * 6,
    *(_tolerance,) * 4,
    _uneven,
    _beside_zero,
    _percent,
)


# --- values, drawn and written ---


def _measured(
    draw: Random, limit: Limit, step: Fraction, given: dict[str, Any]
) -> tuple[Numbers, Fraction | None]:
    """Writes the value, and perhaps a limit of detection. Returns what it may be, and the number if one."""
    value = _near(draw, limit, step)
    kind = draw.choice(("exact",) * 6 + ("sign",) * 4 + ("not detected", "mean"))
    if kind == "mean":
        return _several(draw, limit, step, given)
    if kind == "not detected":
        value = abs(value) or step
        given |= {"value": draw.choice(NOT_DETECTED), "lod": _numeral(draw, value, plain_only=True)}
        return related("<", value), None
    text = _numeral(draw, value) + (f" {given['unit']}" if "unit" in given and draw.random() < 0.5 else "")
    if kind == "sign":
        sign = draw.choice("<≤>≥")
        given["value"] = draw.choice(WRITTEN[sign]) + text
        return related(sign, value), None
    given["value"] = text
    if value > 0 and draw.random() < 0.1:
        given["lod"] = plain(value / draw.choice((1, 2, 10)))  # detected: it says nothing more
    return exactly(value), value


def _several(
    draw: Random, limit: Limit, step: Fraction, given: dict[str, Any]
) -> tuple[Numbers, Fraction | None]:
    """Writes determinations of which the mean is taken; now and then a bound stands for some of them."""
    values = [_near(draw, limit, step) for _nth in range(draw.randint(2, 7))]
    sign = draw.choice(("", "", "<", "≤", ">", "≥"))
    signed = [sign if draw.random() < 0.4 else "" for _value in values]
    typed = (before + _numeral(draw, value) for before, value in zip(signed, values, strict=True))
    given |= {"value": draw.choice((";", "; ", "；", "\n")).join(typed), "taken": "mean"}
    given["determinations"] = len(values)
    mean = sum(values, Fraction()) / len(values)
    return (related(sign, mean), None) if any(signed) else (exactly(mean), mean)


def _near(draw: Random, limit: Limit, step: Fraction) -> Fraction:
    """A bound, so many halves of a step from one, or a trifle beside that; now and then just any number."""
    if draw.random() < 0.08:
        return _number(draw, needed(step) + draw.randint(0, 3))
    middle = rounded(draw.choice(limit.bounds), step) if draw.random() < 0.5 else draw.choice(limit.bounds)
    trifle = step / 10 ** draw.randint(1, 6)
    return middle + draw.randint(-5, 5) * step / 2 + draw.choice((0, 0, 0, trifle, -trifle))


def _numeral(draw: Random, value: Fraction, *, plain_only: bool = False) -> str:
    places = needed(value) + draw.choice((0, 0, 0, 1, 2))
    return plain(value, places) if plain_only else written(draw, value, places)


# --- both judges ---


def theirs(drawn: Case) -> str:
    """What the second judge says."""
    step = drawn.step if drawn.given["comparison"] == ROUNDED else None
    return verdict(drawn.measured, drawn.limit.meets, step)


def difference(drawn: Case) -> str:
    """What the judge says otherwise, or nothing."""
    answer, expected = judge.answer(DEFAULTS | drawn.given), theirs(drawn)
    if not answer["readable"]:
        return f"cannot be read: {answer['why']}"
    if answer["verdict"] != expected:
        return f"second judge {expected!r}, judge {answer['verdict']!r}: {answer['why']}"
    if drawn.exact is not None and drawn.limit.unit:
        becomes = plain(rounded(drawn.exact, drawn.step), needed(drawn.step))
        if becomes != _without_negative_zero(answer["rounded"]):
            return f"second judge {becomes}, judge {answer['rounded']}"
    return ""


def _without_negative_zero(text: str) -> str:
    return text if any(digit in text for digit in "123456789") else text.removeprefix("-")


def compared(drawn: Iterable[Case]) -> tuple[Counter[str], list[str]]:
    """(how many of each verdict, the differences as text)."""
    verdicts: Counter[str] = Counter()
    differences = []
    for each in drawn:
        verdicts[theirs(each) or "undecided"] += 1
        if differs := difference(each):
            differences.append(f"{json.dumps(each.given, ensure_ascii=False)}\n  {differs}")
    return verdicts, differences


def cases(seed: int, numbers: Iterable[int]) -> Iterator[Case]:
    return (case(seed, nth) for nth in numbers)


def _of_part(seed: int, numbers: range) -> tuple[Counter[str], list[str]]:
    return compared(cases(seed, numbers))


def main(arguments: list[str]) -> int:
    """Compares, prints cases, differences and seconds; 1 if there is a difference."""
    options = parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()  # the judge says why in a language
    began = clock.monotonic()
    parts = [range(first, options.cases, PARTS) for first in range(PARTS)]
    with get_context("fork").Pool(options.processes) as pool:
        results = pool.map(partial(_of_part, options.seed), parts, chunksize=1)
    verdicts = sum((counted for counted, _texts in results), Counter[str]())
    differences = [text for _counted, texts in results for text in texts]
    for text in islice(differences, options.shown):
        sys.stdout.write(f"{text}\n")
    counts = ", ".join(f"{number:,} {name}" for name, number in sorted(verdicts.items()))
    seconds = clock.monotonic() - began
    row = f"{verdicts.total():,} cases ({counts}), {len(differences):,} differences"
    sys.stdout.write(f"trust {row}, {seconds:.0f} s in {options.processes} processes\n")
    return 1 if differences else 0


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="./run bench trust", description=__doc__)
    it.add_argument("--cases", type=int, default=CASES, help=f"how many ({CASES:,})")
    it.add_argument("--seed", type=int, default=SEED, help=f"another one draws other cases ({SEED})")
    it.add_argument("--processes", type=int, default=2, help="how many compare at a time (2)")
    it.add_argument("--shown", type=int, default=SHOWN, help=f"differences to print ({SHOWN})")
    return it
