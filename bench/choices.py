"""How good is a choice among up to a million listings, how soon, and does a stranger believe it (P6)?

Each goes the whole way: a file is read, chosen from, answered as `manage select` does, and checked by
`sampling/check.py` in a Python of its own. Greedy, which always takes the riskiest that fits, is beside it.
"""

from __future__ import annotations

import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from bench.goals import Outcome, at_least, at_most
from sampling import check
from sampling.selection.solver.checkable import answer
from sampling.selection.solver.exact import Choice, choose
from sampling.selection.solver.market import Wanted
from sampling.selection.solver.markets import caps, read
from tests.sampling.offers import Question, written
from tests.sampling.sheets import SHEETS, sheets

PLATFORMS, CATEGORIES, BANDS = 8, 10, 4
SECONDS = 30
BY_CHANCE, FEW_BY_CHANCE = 1_000, 50
FEWEST = 1e-9


class Size(NamedTuple):
    """So many listings, so many wanted, and the goal in seconds. scarce: brands hardly suffice."""

    listings: int
    quota: int
    seconds: float
    scarce: bool = False

    def __str__(self) -> str:
        return f"{self.listings:,}/{self.quota:,}{' scarce' if self.scarce else ''}"


SIZES = (
    Size(1_000, 60, 1, scarce=True),
    Size(10_000, 200, 1),
    Size(100_000, 500, 1),
    Size(100_000, 2_000, 30, scarce=True),
    Size(1_000_000, 2_000, 5),
)
QUICK = (Size(1_000, 60, 1, scarce=True), Size(20_000, 300, 1))


def costs(quick: bool) -> tuple[dict[str, float], list[Outcome]]:
    """Seconds of each size and what else is seen; and what the goals say."""
    figures: dict[str, float] = {}
    outcomes: list[Outcome] = []
    for size in QUICK if quick else SIZES:
        more, said = _one(size)
        figures |= {f"{size} {name}": value for name, value in more.items()}
        outcomes += said
    outcomes.append(_many(FEW_BY_CHANCE if quick else BY_CHANCE))
    more, said = _real()
    return figures | more, outcomes + said


def _one(size: Size) -> tuple[dict[str, float], list[Outcome]]:
    data, asked = invented(size, 1)
    began = time.perf_counter()
    table = read(data)
    was_read = time.perf_counter()
    wanted = Wanted(size.quota, caps(table, asked), seed="bench")
    busy = time.process_time()
    choice = choose(table.market, wanted, seconds=SECONDS)
    busy = time.process_time() - busy
    chosen = time.perf_counter()
    given = {"caps": [{"where": where, "most": most} for where, most in asked], "budget": None, "bands": []}
    accepted, check_seconds = _checked(data, answer(table, wanted, choice, mode="optimal", asked=given))
    away = choice.gap / max(choice.risk, 1) * 100 if choice.of == "risk" else 100.0 * (choice.gap > 0)
    figures = {
        "s read": was_read - began,
        "s choose": chosen - was_read,
        "s choose, of the processor": busy,
        "s check": check_seconds,
        "chosen": float(choice.size),
        "risk": float(choice.risk),
        "within": float(choice.gap),
        "greedy chosen": float(choice.greedy[0]),
        "greedy risk": float(choice.greedy[1]),
        # The most that the process has held so far: sizes come from the smallest to the largest.
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    return figures, [
        at_most("P6", f"{size} to choose", chosen - was_read, size.seconds, "s"),
        at_most("P6", f"{size} open", max(away, FEWEST), 0.01, "%"),
        at_least("P6", f"{size} to greedy", _to_greedy(choice), 1),
        at_least("P6", f"{size} believed by the script", float(accepted), 1, ""),
    ]


def _to_greedy(choice: Choice) -> float:
    """Risk to greedy's, or the size if greedy's is smaller: that counts first."""
    size, risk = choice.greedy
    return choice.size / max(size, 1) if choice.size != size else choice.risk / max(risk, 1)


def _checked(data: bytes, said: dict[str, object]) -> tuple[bool, float]:
    """Whether the script accepts an answer, and its seconds."""
    with tempfile.TemporaryDirectory() as folder:
        listing, told = Path(folder, "listing.csv"), Path(folder, "choice.json")
        listing.write_bytes(data)
        told.write_text(json.dumps(said), encoding="utf-8")
        began = time.perf_counter()
        ran = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(check.__file__), str(listing), str(told)], capture_output=True
        )
        return ran.returncode == 0, time.perf_counter() - began


def _many(many: int) -> Outcome:
    """How many of a thousand small choices by chance break a rule, or are not what they say."""
    broken = 0
    for seed in range(many):
        size = Size(
            int(np.random.default_rng(seed).integers(5, 120)), 1 + seed % 25, 1, scarce=bool(seed % 2)
        )
        data, asked = invented(size, seed)
        table = read(data)
        wanted = Wanted(size.quota, caps(table, asked), seed=str(seed))
        mode: Literal["random", "optimal"] = "random" if seed % 5 == 0 else "optimal"
        choice = choose(table.market, wanted, mode=mode, seconds=SECONDS)
        given = {
            "caps": [{"where": where, "most": most} for where, most in asked],
            "budget": None,
            "bands": [],
        }
        try:
            check.verdict(data, answer(table, wanted, choice, mode=mode, asked=given))
        except check.Wrong:
            broken += 1
    return at_most("P6", f"broken of {many:,} choices", broken, 0, "")


def _real() -> tuple[dict[str, float], list[Outcome]]:
    """Every sheet of real surveys with enough rows: as many as there are rows, and a quarter of them."""
    if not SHEETS.is_file():
        return {"sheets of surveys (set WANGJIAN_REAL_DATA)": 0.0}, []
    found = sheets()
    proven = chosen = by_greedy = 0
    began = time.perf_counter()
    for rows in found.values():
        for quota in (len(rows), len(rows) // 4):
            question = Question(written(rows), quota, [])
            choice, told = question.answered(seconds=SECONDS)
            kept = not choice.repeats and "proven" in check.verdict(question.data, told)
            proven += kept and choice.status == "optimal"
            chosen, by_greedy = chosen + choice.size, by_greedy + choice.greedy[0]
    figures = {
        "sheets of surveys": float(len(found)),
        "sheets, s in all": time.perf_counter() - began,
        "sheets, chosen": float(chosen),
        "sheets, greedy chosen": float(by_greedy),
    }
    return figures, [at_least("P6", "sheets proven, without repeats", proven / (2 * len(found)), 1, "")]


def invented(size: Size, seed: int) -> tuple[bytes, list[tuple[dict[str, str], int]]]:
    """A file of listings, and caps of platforms, categories, bands and cells of them.

    Few shops, brands and enterprises have many listings, many have few, as on a market.
    """
    chance = np.random.default_rng(seed)
    shops, brands, firms = (
        (1.9, 1.4, 1.65) if size.scarce else (max(size.listings / 20 / size.quota, 3), 2, 3)
    )
    columns = [
        np.arange(1, size.listings + 1),
        chance.integers(0, PLATFORMS, size.listings),
        *(_popular(chance, size, share) for share in (shops, brands, firms)),
        chance.integers(0, CATEGORIES, size.listings),
        chance.integers(0, BANDS, size.listings),
        chance.integers(5, 500, size.listings),
        chance.gamma(2.0, 120.0, size.listings).astype(int).clip(1, 1000),
    ]
    out = io.StringIO()
    out.write("listing,platform,shop,brand,enterprise,category,band,price,risk\n")
    form = "%d,p%d,s%d,b%d,e%d,c%d,%d,%d,%d\n"
    out.writelines(form % row for row in zip(*(column.tolist() for column in columns), strict=True))
    return out.getvalue().encode(), _asked(size.quota)


def _popular(chance: np.random.Generator, size: Size, share: float) -> np.ndarray:
    """Whose each listing is, of so many times the quota."""
    many = max(int(size.quota * share), 2)
    often = 1 / (np.arange(many) + 10.0)
    return chance.choice(many, size.listings, p=often / often.sum())


def _asked(quota: int) -> list[tuple[dict[str, str], int]]:
    shares = (
        ("platform", "p", PLATFORMS, 0.16),
        ("category", "c", CATEGORIES, 0.13),
        ("band", "", BANDS, 0.3),
    )
    asked = [
        ({name: f"{letter}{number}"}, int(np.ceil(quota * share)))
        for name, letter, many, share in shares
        for number in range(many)
    ]
    cell = max(2, int(np.ceil(quota / (PLATFORMS * CATEGORIES * BANDS) * 2)))
    cells = np.ndindex(PLATFORMS, CATEGORIES, BANDS)
    asked += [({"platform": f"p{p}", "category": f"c{c}", "band": str(b)}, cell) for p, c, b in cells]
    return asked
