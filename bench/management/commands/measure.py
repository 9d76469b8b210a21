"""What is measured and printed? The sides in rounds; each goal with "met" or by how much it is not."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from bench import choices, imports, links, listed, near, paced, pdfs, races, rows, sweeps, table
from bench.client import Client
from bench.goals import Outcome
from casework.models import Deadline, Record

# In the order in which they are measured, and by what their figures are counted.
ROWS = {
    "P1": "ms",
    "P2": "ms",
    "P13": "ms",
    "P17": "ms",
    "P18": "ms at first",
    "P3": "",
    "P7": "clocks/s",
    "P5": "reports/s",
    "P6": "",
    "R2": "",
    "P8": "",
    "P4": "lines/s",
}


class Command(BaseCommand):
    help = "Measure against servers that run already; ./run bench starts them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--web", type=int, required=True, help="the port of the application")
        parser.add_argument("--bare", type=int, required=True, help="the port of the limit")
        parser.add_argument("--both", nargs=2, type=int, help="those of two processes each, for P3")
        parser.add_argument("--only", nargs="+", choices=ROWS, default=list(ROWS), help="these alone")
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--requests", type=int, default=20, help="of each side in a round")
        parser.add_argument("--reports", type=int, required=True, help="among which P5 looks")
        parser.add_argument(
            "--quick", action="store_true", help="P6 among few listings, R2 few races, P8 few seconds"
        )
        parser.add_argument("--json", action="store_true")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        figures: dict[str, Any] = {}
        outcomes: list[Outcome] = []
        with closing(Client()) as client:
            for row, measure in _ways(client, options, figures).items():
                if row in options["only"]:
                    self.stderr.write(f"{row} …")
                    figures[row], found = measure()
                    outcomes += found
        size = {"records": Record.objects.count(), "clocks running": Deadline.objects.running().count()}
        if options["json"]:
            said = [vars(outcome) | {"verdict": outcome.verdict} for outcome in outcomes]
            self.stdout.write(json.dumps({"size": size, "figures": figures, "goals": said}, indent=2))
            return
        self.stdout.write(", ".join(f"{count:,} {what}" for what, count in size.items()) + "\n\n")
        for row, found in figures.items():
            if row != "P13":
                self.stdout.writelines(_table(row, found) if ROWS[row] == "ms" else _rates(row, found))
        self.stdout.writelines(table.lines(outcomes))


def _ways(
    client: Client, options: dict[str, Any], before: dict[str, Any]
) -> dict[str, Callable[[], tuple[Any, list[Outcome]]]]:
    """How each row is measured: figures, and what the goals say. before: the figures of the rows before."""
    rounds = options["rounds"]
    pages = (client, options["web"], options["bare"], rounds, options["requests"])
    return {
        "P1": partial(rows.p1, *pages),
        "P2": partial(rows.p2, *pages),
        "P13": lambda: rows.p13(before.get("P1") or rows.p1(*pages)[0], rounds * 4),
        "P17": listed.costs,
        "P18": partial(links.costs, client, options["web"]),
        "P3": lambda: paced.p3(options["both"], quick=options["quick"]),
        "P7": partial(sweeps.costs, rounds),
        "P5": partial(near.costs, rounds, options["reports"]),
        "P6": partial(choices.costs, options["quick"]),
        "R2": partial(races.costs, options["quick"]),
        "P8": partial(pdfs.costs, rounds, options["quick"]),
        "P4": partial(imports.p4, rounds),
    }


def _rates(row: str, figures: dict[str, float]) -> list[str]:
    return [
        f"{row} {name:32} {found:12,.2f} {'' if name.endswith('MB') else ROWS[row]}\n"
        for name, found in figures.items()
    ]


def _table(title: str, figures: rows.Figures) -> list[str]:
    """Milliseconds of every side."""
    lines = [f"{title:28} {'p50 ms':>9} {'p95 ms':>9} {'queries':>8}\n"]
    for name, taken in sorted(figures.items()):
        lines.append(f"{name:28} {taken['p50']:9.2f} {taken['p95']:9.2f} {taken.get('queries', ''):>8}\n")
    return [*lines, "\n"]
