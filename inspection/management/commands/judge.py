"""Does a value meet a limit? `manage judge "0.14" --limit "≤ 0.10" --json`: judged as in a test report."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from catalogue.determinations import Taken, determined_by
from catalogue.limits import Comparison, Limit, is_interval, read_limit
from catalogue.numerals import Unreadable, number, spelled
from inspection.judgement.by_figures import Judgement, judge

FROM_STDIN = "-"
# Options whose argument may begin with a minus, which the parser would take for an option.
SIGNED = ("--limit", "--declared")


class Command(BaseCommand):
    help = (
        "Judges a measured value against a limit by GB/T 8170, without a database: verdict (conforming, "
        "non_conforming, or empty where the figures cannot decide), the value rounded to the places of the "
        "limit, and why. With - as the value, reads one JSON object a line from standard input (value, "
        "limit and the options by name) and answers each with a line. A limit that cannot be read ends it "
        "with exit code 1."
    )
    requires_system_checks = ()

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """A parser that raises CommandError, as all bad input does, and prints no usage."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(joined(argv))
        except CommandError as refused:
            self.stderr.write(str(refused))
            sys.exit(1)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "value", help="as a laboratory writes it: 0.14, <0.5, 未检出, 0.8 cm²; - reads lines"
        )
        parser.add_argument(
            "--limit", help="as a standard writes it: ≤ 0.10, < 90, 6.5~8.5, 10 ± 0.5, 不得检出"
        )
        parser.add_argument("--unit", default="", help="the unit of the item, for what names none")
        parser.add_argument("--comparison", choices=Comparison.values, default=Comparison.FULL.value)
        parser.add_argument(
            "--interval", help="rounds to 0.5 or 0.2 of a place: 0.5, 0.2, 20 (else the limit's places)"
        )
        parser.add_argument("--lod", help="limit of detection, in the unit of the item")
        parser.add_argument(
            "--declared", default="", help="what the product states, for a limit such as ≥ 标示值"
        )
        parser.add_argument(
            "--taken", choices=Taken.values, default=Taken.SINGLE.value, help="of several, the…"
        )
        parser.add_argument("--determinations", type=int, default=1, help="how many, with ; between them")
        parser.add_argument("--formula", default="", help="the value holds its readings: V=12.5, m=5")
        parser.add_argument("--language", choices=("en", "zh-hans"), default="en")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            if options["value"] == FROM_STDIN:
                for line in sys.stdin:
                    self.stdout.write(json.dumps(answer(options | json.loads(line)), ensure_ascii=False))
                return
            found = answer(options)
            if options["json"]:
                self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            else:
                self.stdout.write(" · ".join(str(found[name]) for name in ("verdict", "why") if found[name]))
            if not found["readable"]:
                raise CommandError(found["why"])


def joined(argv: list[str]) -> list[str]:
    """The arguments with "--limit -10~5" as "--limit=-10~5"."""
    found: list[str] = []
    for argument in argv:
        if found and found[-1] in SIGNED:
            found[-1] += f"={argument}"
        else:
            found.append(argument)
    return found


def answer(given: Mapping[str, Any]) -> dict[str, Any]:
    """The judgement as plain data. readable: whether the limit and the options could be read."""
    limit: Limit | None = None
    try:
        limit = read_limit(given["limit"] or "")
        judged = judge(
            str(given["value"]),
            limit,
            unit=given["unit"],
            lod=_lod(given["lod"]),
            comparison=_comparison(given["comparison"]),
            interval=_interval(given["interval"]),
            declared=given["declared"],
            how=determined_by(limit.plan, _taken(given["taken"]), given["determinations"], given["formula"]),
        )
    except Unreadable as unreadable:
        judged, limit = Judgement("", unreadable.why), None
    return {
        "verdict": judged.verdict,
        "rounded": "" if judged.rounded is None else spelled(judged.rounded),
        "why": str(judged.why),
        "limit": given["limit"],
        "comparison": given["comparison"],
        "readable": limit is not None,
    }


def _figure(text: str | None) -> Decimal | None:
    return number(str(text)) if text else None


def _lod(text: str | None) -> Decimal | None:
    lod = _figure(text)
    if lod is not None and lod <= 0:
        raise Unreadable("--lod: more than 0.")
    return lod


def _comparison(text: str) -> str:
    """A line from standard input may name any; an unknown one is not taken for the usual one."""
    if text not in Comparison.values:
        raise Unreadable(f"--comparison: {' or '.join(Comparison.values)}.")
    return text


def _taken(text: str) -> str:
    if text not in Taken.values:
        raise Unreadable(f"--taken: {' or '.join(Taken.values)}.")
    return text


def _interval(text: str | None) -> Decimal | None:
    interval = _figure(text)
    if interval is not None and not is_interval(interval):
        raise Unreadable("--interval: 1, 2 or 5 and zeros: 0.5, 0.2, 20.")
    return interval
