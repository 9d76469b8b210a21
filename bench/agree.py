"""Do the application's count and the oracle's agree, on a million cases? `./run bench oracle` is this."""

from __future__ import annotations

import argparse
import os
import sys
import time as clock
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bench.oracle import DAY, Ending, Oracle, Pause
from casework.terms.calendar import Calendar, RollOn, official
from casework.terms.count import SHANGHAI, Unit, count

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("WANGJIAN_REAL_DATA") or ROOT.parent / "shared" / "data")
NOTICES = REAL / "vocab" / "holidays"

FIRST, LAST = date(2010, 1, 1), date(2026, 12, 31)
KINDS = [(unit, roll) for unit in Unit for roll in RollOn]
EACH = 11  # cases of each kind that start on a day
SHOWN = 10

# Each hour, the first and the last instant of a day.
CLOCKS = [time(hour) for hour in range(24)] + [time(23, 59, 59, 999_999), time(0, 0, 0, 1), time(12, 34, 56)]
# Where summer time begins and ends, by an hour or half of one, in both halves of the year.
ZONES = [
    *(SHANGHAI, SHANGHAI, UTC, UTC),
    *map(ZoneInfo, ("Europe/London", "America/New_York", "Australia/Lord_Howe", "America/St_Johns")),
]
MOST = {Unit.CALENDAR: 120, Unit.WORKING: 90, Unit.HOURS: 400, Unit.MONTHS: 24, Unit.YEARS: 3}
CLOSES = [None, None, time(17, 30), time(12)]


@dataclass(frozen=True)
class Case:
    """What is counted."""

    start: datetime
    number: int
    unit: Unit
    roll: RollOn
    closes: time | None = None
    suspended: list[Pause] = field(default_factory=list)
    opens: int = 0


def case(day: date, nth: int) -> Case:
    """The nth case of a day, 0 to 164: always the same one."""
    unit, roll = KINDS[nth % len(KINDS)]
    draw = Random(f"{day}/{nth}")  # noqa: S311  no secret
    at = CLOCKS[(nth + day.toordinal()) % len(CLOCKS)]
    start = datetime.combine(day, at, draw.choice(ZONES))
    number = draw.randint(1, draw.choice((min(10, MOST[unit]), MOST[unit])))
    days = unit != Unit.HOURS
    return Case(
        start,
        number,
        unit,
        roll,
        closes=draw.choice(CLOSES) if days else None,
        suspended=[_pause(start, draw) for _nth in range(draw.choice((0, 0, 0, 1, 2)))],
        opens=draw.choice((0, 0, draw.randint(1, number))) if days else 0,
    )


def _pause(start: datetime, draw: Random) -> Pause:
    """From shortly before the start to long after it, for no time at all or up to forty days."""
    stopped = start + timedelta(minutes=draw.randint(-3 * 1440, 30 * 1440), microseconds=draw.randint(0, 9))
    return stopped, stopped + draw.choice((1, 1, 40)) * timedelta(minutes=draw.randint(0, 1440))


def cases(days: Iterable[date]) -> Iterator[Case]:
    """All cases that start on these days."""
    return (case(day, nth) for day in days for nth in range(EACH * len(KINDS)))


def every_day() -> list[date]:
    return [FIRST + n * DAY for n in range((LAST - FIRST).days + 1)]


@cache
def oracle() -> Oracle:
    return Oracle(NOTICES)


@cache
def calendar() -> Calendar:
    return official()


def ours(asked: Case) -> Ending:
    """What the application says, in the words of the oracle."""
    found = count(
        asked.start,
        asked.number,
        asked.unit,
        calendar=calendar(),
        roll=asked.roll,
        closes=asked.closes,
        suspended=asked.suspended,
        opens=asked.opens,
    )
    raw_end = found.raw_end.astimezone(UTC) if isinstance(found.raw_end, datetime) else found.raw_end
    return Ending(
        first_day=found.first_day,
        raw_end=raw_end,
        end=found.end,
        due_at=found.due_at.astimezone(UTC),
        opens=found.opens,
        still=found.stood_still,
        missing_year=found.missing_year,
        statutory=calendar().is_statutory(found.last_counted) if found.rolled else None,
    )


def theirs(asked: Case) -> Ending:
    return oracle().ending(
        asked.start,
        asked.number,
        str(asked.unit),
        str(asked.roll),
        asked.closes,
        asked.suspended,
        asked.opens,
    )


def comparable(ending: Ending) -> bool:
    """Where only one side knows the latest notice, only what ends before that can be compared."""
    known = min(oracle().announced, calendar().announced_until)
    return oracle().announced == calendar().announced_until or ending.end < date(known, 12, 24)


def differences(asked: Iterable[Case]) -> tuple[int, list[str]]:
    """(how many were compared, what was said differently: a line each)."""
    compared, found = 0, []
    for each in asked:
        expected, said = theirs(each), ours(each)
        if comparable(expected):
            compared += 1
            if expected != said:
                found.append(f"{each}\n  oracle {expected}\n  count  {said}")
    return compared, found


def _of_days(days: list[date]) -> tuple[int, list[str]]:
    return differences(cases(days))


def main(arguments: list[str]) -> int:
    """Compares, prints cases, differences and seconds; 1 if there is a difference."""
    options = parser().parse_args(arguments)
    if not NOTICES.is_dir():
        sys.stderr.write(f"There are no notices in {NOTICES}: set WANGJIAN_REAL_DATA.\n")
        return 1
    began = clock.monotonic()
    days = every_day()
    parts = [days[n::64] for n in range(64)]
    with get_context("fork").Pool(options.processes) as pool:
        results = pool.map(_of_days, parts, chunksize=1)
    found = [line for _compared, lines in results for line in lines]
    for line in islice(found, SHOWN):
        sys.stdout.write(f"{line}\n")
    compared = sum(compared for compared, _lines in results)
    seconds = clock.monotonic() - began
    said = f"{compared:,} cases, {len(found)} differences, {seconds:.0f} s in {options.processes} processes"
    sys.stdout.write(f"R10 {said}\n")
    return 1 if found else 0


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="./run bench oracle", description=__doc__)
    it.add_argument("--processes", type=int, default=2, help="how many compare at a time (2)")
    return it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
