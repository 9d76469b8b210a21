"""Which listings of a file are bought, and what proves it? `manage select FILE.csv --quota N --json`"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sampling.selection.solver.checkable import answer, reasons
from sampling.selection.solver.exact import choose
from sampling.selection.solver.market import Wanted
from sampling.selection.solver.markets import Unreadable, cap, caps, fen, read


class Command(BaseCommand):
    help = (
        "Choose listings of a CSV file, each shop, brand and enterprise once. Columns: listing, platform, "
        "shop, brand, enterprise, category, price, risk; if need be band and known. sampling/check.py checks "
        "the answer."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--quota", type=int, required=True, help="how many are wanted")
        parser.add_argument(
            "--cap",
            action="append",
            default=[],
            metavar="WHERE:MOST",
            help="platform=天猫:20, or of a cell: platform=天猫,category=童装:5; can be given again",
        )
        parser.add_argument(
            "--bands", default="", help="edges of the price bands in yuan: 50,200 makes 0, 1, 2"
        )
        parser.add_argument("--budget", help="in yuan, for all")
        parser.add_argument("--allow", default="", help="lines that may repeat for a reason given: 17,203")
        parser.add_argument("--mode", choices=["optimal", "random"], default="optimal")
        parser.add_argument("--seed", default="")
        parser.add_argument("--seconds", type=float, default=60.0, help="for the search (60)")
        parser.add_argument(
            "--why", action="store_true", help="tell of each line left out what is in its way"
        )
        parser.add_argument("--json", action="store_true", help="the answer with its certificate")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(self._answer(options))
        except Unreadable as wrong:
            raise CommandError(str(wrong)) from wrong
        except OSError as wrong:
            raise CommandError(f"{options['file']} cannot be read: {wrong.strerror}.") from wrong

    def _answer(self, options: dict[str, Any]) -> str:
        if options["quota"] < 0:
            raise Unreadable("The quota is less than 0.")
        if options["mode"] == "random" and not options["seed"]:
            raise Unreadable("A choice by lot needs --seed.")
        edges = [each for each in options["bands"].split(",") if each.strip()]
        table = read(options["file"].read_bytes(), sorted(_money(each, "--bands") for each in edges))
        asked = [cap(each) for each in options["cap"]]
        wanted = Wanted(
            options["quota"],
            caps(table, asked),
            budget=_money(options["budget"], "--budget") if options["budget"] else None,
            seed=options["seed"],
            allowed=frozenset(map(_line, filter(None, options["allow"].split(",")))),
        )
        choice = choose(table.market, wanted, mode=options["mode"], seconds=options["seconds"])
        given = {
            "caps": [{"where": where, "most": most} for where, most in asked],
            "budget": options["budget"],
            "bands": edges,
        }
        told = answer(table, wanted, choice, mode=options["mode"], asked=given)
        if options["why"]:
            told |= reasons(table, wanted, choice, seconds=options["seconds"])
        if options["json"]:
            return json.dumps(told, ensure_ascii=False)
        lines = [f"{name}: {told[name]}" for name in ("size", "risk", "repeats", "status", "gap", "bound")]
        return "\n".join([*lines, *told["selected"]])


def _money(text: str, option: str) -> int:
    most = fen(text)[1]
    if most < 0:
        raise Unreadable(f"{option}: {text!r} is no sum in yuan.")
    return most


def _line(text: str) -> int:
    if not text.strip().isdecimal():
        raise Unreadable(f"--allow: {text!r} is no line.")
    return int(text)
