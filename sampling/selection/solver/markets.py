"""What does a file of listings hold, as a market?

The columns are listing, platform, shop, brand, enterprise, category, price and risk, and if need be band and
known. A name is compared in one way of writing (`importers.cells.said`); what only says that there is none is
like no other.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from typing import Any
from unicodedata import normalize

import numpy as np

from catalogue.names import normal
from monitoring.importers.cells import said
from sampling.selection.solver.market import ASKED, SINGLE, Cap, Market

NEEDED = ("listing", "platform", "shop", "brand", "enterprise", "category", "price", "risk")
TOGETHER = 256  # rows: so few that Python's collector need not walk
YES = frozenset({"1", "true", "yes", "是"})
_PRICE = re.compile(r"[¥￥]?(\d{1,12}(?:\.\d{1,2})?)(?:[-~—–]{1,9}[¥￥]?(\d{1,12}(?:\.\d{1,2})?))?元?起?")
_NUMBER = re.compile("[0-9]{1,15}")
_CAP = re.compile(r"(?P<where>[^:]{1,99}=.{1,200}):(?P<most>\d{1,9})")


class Unreadable(ValueError):
    """Why a file or an argument cannot be read, as a sentence."""


def name(text: str) -> str:
    """A name as it is compared; nothing where there is none."""
    return normal(text).casefold() if said(text) else ""


@lru_cache(100_000)
def fen(text: str) -> tuple[int, int]:
    """The least and the most of a price or a range of prices in fen; -1 where it is not known."""
    found = _PRICE.fullmatch("".join(normalize("NFKC", text).split()).replace(",", ""))
    if not found:
        return -1, -1
    least, most = (round(float(part) * 100) for part in (found[1], found[2] or found[1]))
    return min(least, most), max(least, most)


@dataclass(frozen=True)
class Table:
    """A file's market. labels: what the listings are called there. codes: of the names of each column."""

    market: Market
    labels: list[str]
    codes: dict[str, dict[str, int]]
    digest: str


class _Codes(dict[str, int]):
    """Numbers for the names of a column; each spelling is looked at once."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, int] = {}

    def __missing__(self, cell: str) -> int:
        key = name(cell)
        self[cell] = code = self.names.setdefault(key, len(self.names)) if key else -1
        return code


def read(data: bytes, edges: Sequence[int] = ()) -> Table:
    """Read a CSV file (UTF-8 or GB 18030); edges: of the price bands, in fen. Raises Unreadable."""
    named = {column: _Codes() for column in (*SINGLE, "platform", "category", "band")}
    columns = _columns(data, {column: codes.__getitem__ for column, codes in named.items()} | {"price": fen})
    labels = [cell.strip() for cell in columns["listing"]]
    if len(set(labels)) != len(labels):
        raise Unreadable("Two rows are of the same listing.")
    lines = [int(label) for label in labels] if all(map(_NUMBER.fullmatch, labels)) else None
    codes = {column: each.names for column, each in named.items()}
    if "band" not in columns:
        codes["band"] = {str(band): band for band in range(len(edges) + 1)}
        columns["band"] = [
            bisect_right(edges, least) if least >= 0 else -1 for least, _most in columns["price"]
        ]
    known = [cell.strip().casefold() in YES for cell in columns.get("known", ())] or np.zeros(len(labels))
    try:
        market = Market(
            line=lines if lines is not None else np.arange(1, len(labels) + 1),
            price=[most for _least, most in columns["price"]],
            risk=_risks(columns["risk"]),
            known=known,
            **{column: columns[column] for column in named},
        )
    except ValueError as wrong:
        raise Unreadable(f"The file cannot be read: {wrong}.") from wrong
    return Table(market, labels, codes, sha256(data).hexdigest())


def _columns(data: bytes, readers: Mapping[str, Callable[[str], Any]]) -> dict[str, list[Any]]:
    """The columns that count, read by their readers, a part of the file at a time."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030", errors="replace")
    try:
        rows = csv.reader(io.StringIO(text, newline=""))
        header = [cell.strip() for cell in next(rows, [])]
        missing = [column for column in NEEDED if column not in header]
        if missing:
            raise Unreadable(f"The file has no column {', '.join(missing)}.")
        places = {column: header.index(column) for column in (*NEEDED, "band", "known") if column in header}
        columns: dict[str, list[Any]] = {column: [] for column in places}
        while part := list(islice(rows, TOGETHER)):
            if any(len(row) != len(header) for row in part):
                part = [(row + [""] * len(header))[: len(header)] for row in part if row]
            cells = list(zip(*part, strict=True))
            for column, place in places.items() if cells else ():
                columns[column].extend(map(readers.get(column, str), cells[place]))
    except csv.Error as wrong:
        raise Unreadable(f"The file is no CSV: {wrong}.") from wrong
    if not columns["listing"]:
        raise Unreadable("The file has no rows.")
    return columns


def _risks(cells: Sequence[str]) -> list[int]:
    try:
        return [int(cell or 0) for cell in cells]
    except ValueError:
        place = next(at for at, cell in enumerate(cells, start=1) if not (cell.strip() or "0").isdecimal())
        raise Unreadable(f"Row {place}: the risk {cells[place - 1]!r} is no whole number.") from None


def cap(text: str) -> tuple[dict[str, str], int]:
    """What `platform=天猫:20` or `platform=天猫,category=童装:5` says."""
    found = _CAP.fullmatch(text)
    parts = [part.partition("=") for part in found["where"].split(",")] if found else []
    if not found or not all(key.strip() in ASKED and value.strip() for key, _is, value in parts):
        raise Unreadable(f"{text!r} is no cap: write platform=天猫:20; caps are of {', '.join(ASKED)}.")
    return {key.strip(): value.strip() for key, _is, value in parts}, int(found["most"])


def caps(table: Table, asked: Sequence[tuple[dict[str, str], int]]) -> tuple[Cap, ...]:
    """Caps in the table's codes; of what the table does not name there is a code of its own."""
    unnamed = 10**6

    def code(column: str, value: str) -> int:
        return table.codes[column].get(name(value), unnamed)

    return tuple(Cap({key: code(key, value) for key, value in where.items()}, most) for where, most in asked)
