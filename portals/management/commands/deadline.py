"""When does a period end? `manage deadline --start 2026-09-16 --days 15`: counted, and explained."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework.deadlines.clocks import calendar
from casework.terms.calendar import Rest, RollOn
from casework.terms.count import SHANGHAI, Count, Pause, Unit
from casework.terms.table import TERMS
from portals.deadlines.whatif import WhatIfForm

ROLLS = {
    "statutory+weekend": RollOn.STATUTORY_AND_WEEKEND,
    "statutory": RollOn.STATUTORY,
    "never": RollOn.NEVER,
}
# Which option asks for a field that is called otherwise.
OPTIONS = {"number": "days", "start_time": "start", "stopped": "suspended", "went_on": "suspended"}
OF_THE_TERM = ("days", "unit", "roll", "opens")


class Command(BaseCommand):
    help = (
        "Counts a period by the Civil Code (art. 200-204) over the official calendar, and says why it ends "
        "when it ends. A time without an offset is one of Shanghai. What cannot be counted is answered with "
        "one sentence and exit code 1."
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """A parser that raises CommandError, as all bad input does, and prints no usage."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.called_from_command_line = False
        return parser

    def run_from_argv(self, argv: list[str]) -> None:
        try:
            super().run_from_argv(argv)
        except CommandError as refused:
            self.stderr.write(str(refused))
            sys.exit(1)

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--start", help="day or instant of the event: 2026-09-16, 2026-09-16T09:30+08:00")
        parser.add_argument("--days", "--number", dest="days", help="how many of the unit")
        parser.add_argument("--unit", help=f"{', '.join(Unit.values)} (calendar)")
        parser.add_argument("--roll", help=f"days it may not end on: {', '.join(ROLLS)} (statutory+weekend)")
        parser.add_argument("--opens", help="of a window, the number of the day on which it opens")
        parser.add_argument("--closes", help="close of business, HH:MM; else the last day ends at 24:00")
        parser.add_argument(
            "--suspended",
            nargs="+",
            action="extend",
            default=[],
            metavar="FROM..TO",
            help="when the clock stood still, such as 2026-09-18..2026-09-21",
        )
        parser.add_argument("--term", help="a period of the deadline table, such as DL-14")
        parser.add_argument("--language", default="en", help="en or zh-hans (en)")
        parser.add_argument("--json", action="store_true", help="as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["language"] not in {"en", "zh-hans"}:
            raise CommandError("--language: en or zh-hans.")
        with override(options["language"]):
            given, form = asked(options)
            if not form.is_valid():
                raise CommandError(first_error(form))
            found = answer(form, given)
            text = json.dumps(found, ensure_ascii=False, indent=2) if options["json"] else told(form.counted)
            self.stdout.write(text)


def asked(options: Mapping[str, Any]) -> tuple[str, WhatIfForm]:
    """(the start as given, the question): what the options say, as the page's form takes it."""
    term = options["term"]
    if term and term not in TERMS:
        raise CommandError(f"--term: the deadline table has no {term}.")
    twice = [f"--{name}" for name in OF_THE_TERM if options[name] is not None]
    if term and twice:
        raise CommandError(f"--term brings its own number, unit, roll and window: leave out {twice[0]}.")
    if options["roll"] is not None and options["roll"] not in ROLLS:
        raise CommandError(f"--roll: one of {', '.join(ROLLS)}.")
    if options["unit"] is not None and options["unit"] not in Unit.values:
        raise CommandError(f"--unit: one of {', '.join(Unit.values)}.")
    if not options["start"]:
        raise CommandError("--start: say from when.")
    day, clock = instant("--start", options["start"])
    data = {
        "term": term,
        "number": options["days"],
        "unit": options["unit"],
        "roll": ROLLS.get(options["roll"] or ""),
        "opens": options["opens"],
        "start": day.isoformat(),
        "start_time": clock and clock.isoformat("microseconds"),
        "closes": options["closes"],
    }
    pauses = [pause(text) for text in options["suspended"]]
    given = day.isoformat() if clock is None else datetime.combine(day, clock, SHANGHAI).isoformat()
    return given, WhatIfForm(data, calendar=calendar(), pauses=pauses)


def pause(text: str) -> Pause:
    """FROM..TO as two instants; a day is the instant at which it begins."""
    ends = text.split("..")
    if len(ends) != 2 or not all(ends):
        raise CommandError(f"--suspended: write FROM..TO, not {text}.")
    stopped, went_on = (instant("--suspended", end) for end in ends)
    return _at(*stopped), _at(*went_on)


def _at(day: date, clock: time | None) -> datetime:
    return datetime.combine(day, clock or time.min, SHANGHAI)


def instant(option: str, text: str) -> tuple[date, time | None]:
    """A day or an instant in ISO 8601 as day and time in Shanghai; the time is None where there was none."""
    try:
        return date.fromisoformat(text), None
    except ValueError:
        pass
    try:
        at = datetime.fromisoformat(text)
        local = at.astimezone(SHANGHAI) if at.tzinfo else at.replace(tzinfo=SHANGHAI)
    except (ValueError, OverflowError):
        raise CommandError(f"{option}: {text} is no day and no instant in ISO 8601.") from None
    return local.date(), local.time()


def first_error(form: WhatIfForm) -> str:
    """One sentence, after the option that it is about."""
    name, errors = next(iter(form.errors.items()))
    return str(errors[0]) if name == "__all__" else f"--{OPTIONS.get(name, name)}: {errors[0]}"


def answer(form: WhatIfForm, given: str) -> dict[str, Any]:
    """The count as plain data: days as 2026-10-08, instants with their offset.

    raw is an instant for hours. rolled_because is a value of Rest, or None where the end did not move.
    """
    counted = form.counted
    rolls = {value: name for name, value in ROLLS.items()}
    return {
        "start": given,
        "number": counted.number,
        "unit": str(counted.unit),
        "roll": rolls[RollOn(form.cleaned_data["roll"])],
        "raw": counted.raw_end.isoformat(),
        "due": counted.end.isoformat(),
        "due_at": counted.due_at.isoformat(),
        "rolled_because": counted.roll_reason or None,
        "provisional": counted.provisional,
        "missing_year": counted.missing_year,
        "opens": counted.opens and counted.opens.isoformat(),
        "explanation": counted.explain(),
        "calendar": counted.calendar_version,
    }


def told(counted: Count) -> str:
    """The last day, why, and what it was counted from, a line each."""
    lines = [f"{counted.end} {date_format(counted.end, 'l')}", counted.explain()]
    rows: dict[str, object] = {_("Before it moves on"): counted.raw_end}
    if counted.rolled:
        rows[_("It moves on because of")] = f"{Rest(counted.roll_reason).label} ({counted.roll_reason})"
    rows |= {_("Late from"): counted.due_at.isoformat(), _("Calendar"): counted.calendar_version}
    colon = _(": ")
    return "\n".join([*lines, *(f"{name}{colon}{value}" for name, value in rows.items())])
