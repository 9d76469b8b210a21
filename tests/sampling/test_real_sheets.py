"""Is the best choice found, and proven, in every sheet of real surveys?"""

import csv
import os
from collections import defaultdict
from pathlib import Path

import pytest

from sampling import check
from tests.sampling.offers import Question, written

REAL = Path(os.environ.get("WANGJIAN_REAL_DATA") or Path(__file__).parents[2].parent / "shared" / "data")
SHEETS = REAL / "supervision" / "ecommerce.csv"
LEAST = 20

pytestmark = pytest.mark.skipif(
    not SHEETS.is_file(), reason="the real survey sheets are not here: set WANGJIAN_REAL_DATA"
)


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


@pytest.mark.parametrize("share", (1, 4))
def test_every_sheet_has_a_proven_choice(share):
    """As many as there are rows, which nothing but repeats forbids; and a quarter of them."""
    for rows in (found := sheets()).values():
        question = Question(written(rows), len(rows) // share, [])
        choice, answer = question.answered(seconds=20)
        said = check.verdict(question.data, answer)
        assert choice.status == "optimal" and "proven" in said
        assert (choice.size, choice.risk) >= choice.greedy
    assert len(found) > 40
