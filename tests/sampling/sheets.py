"""Which listings did real surveys choose from? Their sheets, where the real data are. For tests and bench."""

import csv
import os
from collections import defaultdict
from pathlib import Path

REAL = Path(os.environ.get("WANGJIAN_REAL_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
SHEETS = REAL / "supervision" / "ecommerce.csv"
LEAST = 20


def sheets() -> dict[tuple[str, str], list[dict[str, object]]]:
    """The sheets with enough rows: what failed weighs more, as a risk would."""
    found: dict[tuple[str, str], list[dict[str, object]]] = defaultdict(list)
    with SHEETS.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=1):
            found[row["file"], row["sheet"]].append(
                {
                    "listing": number,
                    "platform": row["platform"],
                    "shop": row["shop"],
                    "brand": row["brand"],
                    "enterprise": row["producer"],
                    "category": row["product_kind"] or row["product"],
                    "price": row["price"],
                    "risk": 10 + 90 * (row["result"] != "合格") + number % 7,
                }
            )
    return {sheet: rows for sheet, rows in found.items() if len(rows) >= LEAST}
