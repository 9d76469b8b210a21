"""What does each column of a table hold: by its heading, or by what its cells look like where it has none?"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from sampling.listings.headings import COLUMNS
from sampling.listings.offer_cells import bare, price

SEEN = 200  # lines that are looked at
MOSTLY = 0.8
_SHOP = ("店", "自营", "商城", "shop", "store")
_BY_HEADING = {heading: name for name, headings in COLUMNS.items() for heading in headings}
# Asked one after the other: the first that fits most cells of a column without a name.
_LOOKS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("url", lambda cell: re.match(r"(?:https?:)?//", cell)),
    ("item_id", lambda cell: re.fullmatch(r"[A-Z]?\d{5,20}", cell)),
    ("sales", lambda cell: re.search(r"人付款|人收货|已售|已拼", cell)),
    ("price", lambda cell: price(cell) is not None),
    ("shop", lambda cell: cell.lower().endswith(_SHOP)),
)


def plain(heading: str) -> str:
    """A heading as it is compared."""
    return " ".join(heading.replace("_", " ").casefold().split())


def headed(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names columns: at least one by a heading that is known."""
    return bool(rows) and any(plain(cell) in _BY_HEADING for cell in rows[0])


def proposed(rows: Sequence[Sequence[str]], with_heading: bool) -> list[str]:
    """What each column is likely to hold, by a name of COLUMNS; "" = it is not read. No name comes twice."""
    width = max(map(len, rows), default=0)
    found = [""] * width
    if with_heading:
        for place, heading in enumerate(rows[0]):
            name = _BY_HEADING.get(plain(heading), "")
            found[place] = name if name not in found else ""
    else:
        for name, looks in _LOOKS:
            shares = [_share(rows, place, looks) if not found[place] else 0.0 for place in range(width)]
            best = max(range(width), key=lambda place: (shares[place], -place), default=0)
            if shares and shares[best] >= MOSTLY:
                found[best] = name
        longest = [_length(rows, place) if not found[place] else 0.0 for place in range(width)]
        if any(longest):
            found[longest.index(max(longest))] = "product"
    return found


def _cells(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [text for row in rows[:SEEN] if len(row) > place and (text := bare(row[place]))]


def _share(rows: Sequence[Sequence[str]], place: int, looks: Callable[[str], object]) -> float:
    cells = _cells(rows, place)
    return sum(bool(looks(cell)) for cell in cells) / len(cells) if cells else 0.0


def _length(rows: Sequence[Sequence[str]], place: int) -> float:
    cells = _cells(rows, place)
    return sum(map(len, cells)) / len(cells) if cells else 0.0
