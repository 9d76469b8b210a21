"""What is measured and printed? The sides in rounds; each goal with "met" or by how much it is not."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override

from bench import choices, imports, near, rows, sweeps
from bench.client import Client
from bench.goals import Outcome
from casework.models import Deadline, Record


class Command(BaseCommand):
    help = "Measure against servers that run already; ./run bench starts them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--web", type=int, required=True, help="the port of the application")
        parser.add_argument("--bare", type=int, required=True, help="the port of the limit")
        parser.add_argument("--rounds", type=int, default=7)
        parser.add_argument("--requests", type=int, default=20, help="of each side in a round")
        parser.add_argument("--reports", type=int, default=1_000_000, help="among which P5 looks")
        parser.add_argument("--quick", action="store_true", help="P6 among few listings")
        parser.add_argument("--json", action="store_true")

    @override("en")
    def handle(self, *args: Any, **options: Any) -> None:
        client, asked = Client(), (options["rounds"], options["requests"])
        self.stderr.write("P1 …")
        lists, outcomes = rows.p1(client, options["web"], options["bare"], *asked)
        self.stderr.write("P2 …")
        details, more = rows.p2(client, options["web"], options["bare"], *asked)
        self.stderr.write("P13 …")
        walls, wall = rows.p13(lists, options["rounds"] * 4)
        client.close()
        self.stderr.write("P7 …")
        rates, sweep = sweeps.costs(options["rounds"])
        self.stderr.write("P5 …")
        meetings, matters = near.costs(options["rounds"], options["reports"])
        self.stderr.write("P6 …")
        chosen, choice = choices.costs(options["quick"])
        self.stderr.write("P4 …")
        imported, taken_in = imports.p4(options["rounds"])
        outcomes += [*more, *wall, *sweep, *matters, *choice, *taken_in]
        size = {"records": Record.objects.count(), "clocks running": Deadline.objects.running().count()}
        if options["json"]:
            said = [vars(outcome) | {"verdict": outcome.verdict} for outcome in outcomes]
            figures = {"P1": lists, "P2": details, "P13": walls, "P7": rates, "P5": meetings, "P4": imported}
            figures["P6"] = chosen
            self.stdout.write(json.dumps({"size": size, "figures": figures, "goals": said}, indent=2))
            return
        self.stdout.write(", ".join(f"{count:,} {what}" for what, count in size.items()) + "\n\n")
        for title, figures in (("P1 lists", lists), ("P2 records", details)):
            self.stdout.writelines(_table(title, figures))
        self.stdout.writelines(f"P7 {name:25} {rate:9,.0f} clocks/s\n" for name, rate in rates.items())
        self.stdout.writelines(f"P5 {name:25} {rate:9,.0f} reports/s\n" for name, rate in meetings.items())
        for name, found in imported.items():
            self.stdout.write(f"P4 {name:25} {found:9,.0f} {'' if name.endswith('MB') else 'lines/s'}")
        self.stdout.writelines(f"P6 {name:40} {found:12,.2f}\n" for name, found in chosen.items())
        self.stdout.writelines(_goals(outcomes))


def _table(title: str, figures: rows.Figures) -> list[str]:
    """Milliseconds of every side."""
    lines = [f"{title:28} {'p50 ms':>9} {'p95 ms':>9} {'queries':>8}\n"]
    for name, taken in sorted(figures.items()):
        lines.append(f"{name:28} {taken['p50']:9.2f} {taken['p95']:9.2f} {taken.get('queries', ''):>8}\n")
    return [*lines, "\n"]


def _goals(outcomes: list[Outcome]) -> list[str]:
    lines = [f"{'goal':14} {'':34} {'measured':>10} {'spread':>14} {'goal':>8}\n"]
    for each in outcomes:
        sign = "≤" if each.most else "≥"
        lines.append(
            f"{each.row:14} {each.what:34} {each.measured:8.2f} {each.unit:1} {each.spread:>14} "
            f"{sign} {each.goal:6g}  {each.verdict}\n"
        )
    return lines
