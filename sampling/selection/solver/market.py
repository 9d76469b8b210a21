"""What is on offer, what is wanted, and which rules does each listing meet?

Columns of numbers, as a choice looks at a million listings at once. A `Program` writes the rules as rows that
each allow so many of the listings that belong to them; a listing that may repeat stands in it twice, once
within the rules of shop, brand and enterprise and once without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

SINGLE = ("shop", "brand", "enterprise")
ASKED = ("platform", "category", "band")


@dataclass(frozen=True)
class Market:
    """What is on offer, a listing a place in each column (int64).

    line: its number. shop, brand, enterprise: codes; shops of one operator have one code (the caller joins
    them); -1 where there is none or it is unknown, which is like no other. platform, category, band (of the
    price): codes of what quotas speak of. price: in fen, -1 if unknown. risk: its weight, 0 or more.
    known: 1 if the product was sampled within the last six months (O18-02).
    """

    line: Any
    shop: Any
    brand: Any
    enterprise: Any
    platform: Any
    category: Any
    band: Any
    price: Any
    risk: Any
    known: Any

    def __post_init__(self) -> None:
        for each in fields(self):
            object.__setattr__(self, each.name, np.asarray(getattr(self, each.name), dtype=np.int64))
        if len({len(getattr(self, each.name)) for each in fields(self)}) != 1:
            raise ValueError("the columns differ in length")
        if len(np.unique(self.line)) != len(self.line):
            raise ValueError("two listings have the same line")
        if len(self.risk) and self.risk.min() < 0:
            raise ValueError("a risk is less than 0")

    def __len__(self) -> int:
        return len(self.line)


@dataclass(frozen=True)
class Cap:
    """At most so many of what is there: of a platform, a category, a price band, or of a cell of them."""

    where: Mapping[str, int]
    most: int

    def __post_init__(self) -> None:
        if not self.where or not set(self.where) <= set(ASKED):
            raise ValueError(f"a cap is of {', '.join(ASKED)}")


@dataclass(frozen=True)
class Wanted:
    """How many, within which bounds. budget: in fen. allowed: lines that may repeat for a reason given."""

    quota: int
    caps: tuple[Cap, ...] = ()
    budget: int | None = None
    seed: str = ""
    allowed: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Program:
    """The choice as columns (what can be taken) and rows (of what belongs to one, so many at most).

    of: a column's place in the market. exempt: taken as a repeat. member: a column's row of each family,
    or `rows`, which is no row. most: what each row allows. named: family and where its rows begin.
    caps: of the rows of caps, which of those wanted each is.
    """

    market: Market
    wanted: Wanted
    of: Any
    exempt: Any
    member: Any
    most: Any
    named: tuple[tuple[str, int], ...]
    caps: tuple[int, ...]
    price: Any = field(repr=False)
    risk: Any = field(repr=False)

    @property
    def rows(self) -> int:
        return len(self.most)

    def __len__(self) -> int:
        return len(self.of)

    def line(self, column: int) -> int:
        return int(self.market.line[self.of[column]])

    def lines(self, columns: Any) -> list[int]:
        return [int(line) for line in self.market.line[self.of[columns]]]


def program(market: Market, wanted: Wanted) -> Program:
    """Write the rules of a choice. What is known, or costs what no budget can tell, is no column."""
    may = market.known == 0
    if wanted.budget is not None:
        may &= (market.price >= 0) & (market.price <= wanted.budget)
    plain = np.flatnonzero(may)
    again = plain[np.isin(market.line[plain], list(wanted.allowed))] if wanted.allowed else plain[:0]
    of = np.concatenate([plain, again])
    exempt = np.arange(len(of)) >= len(plain)
    families: list[tuple[str, Any, Any]] = []
    for name in SINGLE:
        codes = np.where(exempt, -1, getattr(market, name)[of])
        dense, many = _dense(codes)
        families.append((name, dense, np.ones(many, dtype=np.int64)))
    if len(again):
        place = np.full(len(market), -1)
        place[again] = np.arange(len(again))
        families.append(("line", place[of], np.ones(len(again), dtype=np.int64)))
    caps: list[int] = []
    for belongs, which in _caps(market, wanted, of):
        limits = np.array([max(wanted.caps[cap].most, 0) for cap in which], dtype=np.int64)
        families.append(("cap", belongs, limits))
        caps += which
    most = np.concatenate([limits for _name, _belongs, limits in families])
    member = np.empty((len(families), len(of)), dtype=np.int32)
    named, first = [], 0
    for place_of, (name, belongs, limits) in enumerate(families):
        member[place_of] = np.where(belongs < 0, len(most), belongs + first)
        named.append((name, first))
        first += len(limits)
    price, risk = market.price[of], market.risk[of]
    return Program(market, wanted, of, exempt, member, most, tuple(named), tuple(caps), price, risk)


def part(it: Program, columns: Any) -> Program:
    """A program of some columns alone, with all its rows."""
    cut = {name: getattr(it, name)[columns] for name in ("of", "exempt", "price", "risk")}
    return replace(it, member=it.member[:, columns], **cut)


def shut(it: Program, taken: Any) -> Any:
    """The columns that cannot be beside those taken, they themselves included; caps do not count here."""
    once = np.array([name != "cap" for name, _first in it.named])
    used = np.zeros(it.rows + 1, dtype=bool)
    used[it.member[np.ix_(once, taken)]] = True
    used[-1] = False
    closed = used[it.member[once]].any(axis=0)
    closed[taken] = True
    return closed


def _dense(codes: Any) -> tuple[Any, int]:
    """Codes without wide gaps, and how many there are; -1 stays -1."""
    many = int(codes.max(initial=-1)) + 1
    if many <= 4 * len(codes) + 64:
        return codes, many
    values, dense = np.unique(codes, return_inverse=True)
    gone = int((values < 0).sum())
    return np.maximum(dense - gone, -1), len(values) - gone


def _caps(market: Market, wanted: Wanted, of: Any) -> list[tuple[Any, list[int]]]:
    """For the caps that speak of the same things: which of them each column belongs to, and their numbers."""
    alike: dict[tuple[str, ...], dict[tuple[int, ...], int]] = {}
    for number, cap in enumerate(wanted.caps):
        names = tuple(name for name in ASKED if name in cap.where)
        cell = tuple(cap.where[name] for name in names)
        cells = alike.setdefault(names, {})
        known = cells.setdefault(cell, number)
        if cap.most < wanted.caps[known].most:
            cells[cell] = number
    found = []
    for names, cells in alike.items():
        asked = np.zeros(len(cells), dtype=np.int64)
        there = np.zeros(len(of), dtype=np.int64)
        for place, name in enumerate(names):
            values = getattr(market, name)[of]
            wide = int(max(values.max(initial=0), max(cell[place] for cell in cells))) + 2
            asked = asked * wide + np.array([cell[place] for cell in cells], dtype=np.int64) + 1
            there = there * wide + values + 1
        order = np.argsort(asked)
        at = np.minimum(np.searchsorted(asked[order], there), len(cells) - 1)
        belongs = np.where(asked[order][at] == there, order[at], -1)
        found.append((belongs, list(cells.values())))
    return found
