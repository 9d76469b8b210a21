"""How does what is measured grow, from ten thousand samples to a million? Curves, as docs/growth.svg."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from math import ceil, floor, log10
from pathlib import Path
from typing import Any, NamedTuple

NAMES = ("nation", "province", "county", "platform", "lab", "center")  # bench.viewers, which asks a database
SIZES = (10_000, 100_000, 1_000_000)
DRAWN = Path("docs/growth.svg")
WIDE, HIGH, EDGE, LABELS = 380, 240, 62, 160
COLOURS = ("#0b5fa5", "#c2410c", "#15803d", "#7e22ce", "#a16207", "#be185d")


class Panel(NamedTuple):
    """Some figures of a row, each as a curve. named: of each curve the figure in `./run bench --json`."""

    row: str
    title: str
    named: Mapping[str, str]
    of: str = ""

    def curves(self, runs: Sequence[Mapping[str, Any]]) -> dict[str, list[float]]:
        """Of each curve a value of every run."""
        found = {}
        for curve, name in self.named.items():
            values = [run[self.row][name] for run in runs]
            found[curve] = [value[self.of] if self.of else value for value in values]
        return found


PANELS = (
    Panel("P1", "P1: a list, ms", {name: f"{name}/ours" for name in NAMES}, "p50"),
    Panel("P2", "P2: a record, ms", {name: f"{name}/ours" for name in NAMES}, "p50"),
    Panel("P17", "P17: a word among the listings, p95, ms", {"all": "all", "龘": "龘", "店": "店"}, "p95"),
    Panel(
        "P4",
        "P4: lines taken in, a second",
        {"CSV": "ours CSV", "XLSX": "ours XLSX", "with footprints": "ours CSV with footprints"},
    ),
    Panel(
        "P5", "P5: reports compared, a second", {"ours": "ours", "pg_trgm": "pg_trgm", "written": "written"}
    ),
    Panel("P7", "P7: clocks swept, a second", {"ours": "ours", "bare statement": "bare statement"}),
)


def main(arguments: list[str]) -> int:
    """Measures countries of each size one after the other, and draws; 1 if a run failed."""
    it = argparse.ArgumentParser(prog="./run bench growth", description=__doc__)
    it.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="samples of each country")
    it.add_argument("--rounds", default="3")
    it.add_argument("--requests", default="10")
    options = it.parse_args(arguments)
    runs = []
    for samples in options.sizes:
        asked = ["--samples", str(samples), "--rounds", options.rounds, "--requests", options.requests]
        rows = ["--only", *(panel.row for panel in PANELS)]
        command = [sys.executable, "-m", "bench", "--json", *asked, *rows]
        ran = subprocess.run(command, stdout=subprocess.PIPE, check=False)  # noqa: S603
        if ran.returncode:
            return ran.returncode
        runs.append(json.loads(ran.stdout)["figures"])
    DRAWN.write_text(drawn(options.sizes, runs), encoding="utf-8")
    for panel in PANELS:
        for curve, values in panel.curves(runs).items():
            said = "".join(f"{value:>14,.1f}" for value in values)
            sys.stdout.write(f"{panel.title:44}{curve:>18}{said}\n")
    return 0


def drawn(sizes: Sequence[int], runs: Sequence[Mapping[str, Any]]) -> str:
    """The panels, three beside each other, both axes by powers of ten."""
    across = 3
    parts = []
    for at, panel in enumerate(PANELS):
        x, y = at % across * (WIDE + LABELS), at // across * (HIGH + EDGE)
        inner = "".join(_panel(panel.title, sizes, panel.curves(runs)))
        parts.append(f'<g transform="translate({x} {y})">{inner}</g>')
    width, height = across * (WIDE + LABELS), ceil(len(PANELS) / across) * (HIGH + EDGE)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif"'
        f' font-size="12"><rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _panel(title: str, sizes: Sequence[int], curves: Mapping[str, Sequence[float]]) -> Iterator[str]:
    values = [value for found in curves.values() for value in found]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    first, last = log10(sizes[0]), log10(sizes[-1])

    def x(size: float) -> float:
        return EDGE + (log10(size) - first) / ((last - first) or 1) * (WIDE - EDGE)

    def y(value: float) -> float:
        return HIGH - (log10(value) - low) / ((high - low) or 1) * (HIGH - EDGE)

    yield f'<text x="{EDGE}" y="28" font-weight="bold">{escape(title)}</text>'
    for power in range(low, high + 1):
        at = y(10**power)
        yield f'<path d="M{EDGE} {at:.1f}H{WIDE}" stroke="#ddd"/>'
        yield f'<text x="{EDGE - 6}" y="{at + 4:.1f}" text-anchor="end" fill="#555">{10**power:,}</text>'
    for size in sizes:
        anchor = "middle" if sizes[0] < size < sizes[-1] else "start" if size == sizes[0] else "end"
        yield f'<text x="{x(size):.1f}" y="{HIGH + 18}" text-anchor="{anchor}" fill="#555">{size:,}</text>'
    ends = _apart([y(found[-1]) for found in curves.values()])
    for (name, found), colour, end in zip(curves.items(), COLOURS, ends, strict=False):
        points = [(x(size), y(value)) for size, value in zip(sizes, found, strict=True)]
        path = "L".join(f"{across:.1f} {down:.1f}" for across, down in points)
        yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
        yield from (
            f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for across, down in points
        )
        told = f"{escape(name)} {found[-1]:,.0f}"
        yield f'<text x="{WIDE + 8}" y="{end + 4:.1f}" fill="{colour}">{told}</text>'


def _apart(heights: Sequence[float]) -> list[float]:
    """Where labels stand that would lie on each other: as near their own height as there is room."""
    found = [0.0] * len(heights)
    free = 0.0
    for at in sorted(range(len(heights)), key=heights.__getitem__):
        found[at] = max(heights[at], free)
        free = found[at] + 14
    return found
