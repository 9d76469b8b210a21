"""What waits to be made into cases? Two dozen signals over all five channels, of the last weeks."""

from __future__ import annotations

import csv
from pathlib import Path

from demo.telling import risk
from demo.telling.teller import Teller

A_DAY = 3


def tell(teller: Teller) -> None:
    """Three a day, until yesterday."""
    rows = _rows()
    for place, row in enumerate(rows):
        if place % A_DAY == 0:
            teller.on((len(rows) - place - 1) // A_DAY + 1)
        risk.signal(teller, row.pop("login"), **{name: value for name, value in row.items() if value})


def _rows() -> list[dict[str, str]]:
    """Who took it down (login) and what it says, oldest first. A platform's signals name no channel."""
    with (Path(__file__).parent / "signals.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
