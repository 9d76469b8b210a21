"""Does the judge agree with a second one that knows nothing of it? A sample of `./run bench trust`."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import count, islice
from random import Random
from typing import Any

import pytest

from bench import trust
from bench.judging import (
    CONFORMING,
    NON_CONFORMING,
    UNDECIDED,
    Numbers,
    exactly,
    related,
    rounded,
    rounding_into,
    verdict,
)
from inspection.management.commands import judge

SAMPLE = 5_000

# (what is rounded, to which step, becomes): the examples of GB/T 8170-2008, 3.2 and 3.3.2.
EXAMPLES = [
    ("12.1498", "1", "12"),
    ("12.1498", "0.1", "12.1"),
    ("1268", "100", "1300"),
    ("1268", "10", "1270"),
    ("10.5002", "1", "11"),
    ("1.050", "0.1", "1.0"),
    ("0.35", "0.1", "0.4"),
    ("2500", "1000", "2000"),
    ("3500", "1000", "4000"),
    ("-355", "10", "-360"),
    ("-325", "10", "-320"),
    ("-365", "10", "-360"),
    ("-0.0365", "0.001", "-0.036"),
    ("97.46", "1", "97"),
    ("15.4546", "1", "15"),
    ("8.53459", "0.01", "8.53"),
    ("60.25", "0.5", "60.0"),
    ("60.38", "0.5", "60.5"),
    ("60.28", "0.5", "60.5"),
    ("-60.75", "0.5", "-61.0"),
    ("830", "20", "840"),
    ("842", "20", "840"),
    ("832", "20", "840"),
    ("-930", "20", "-920"),
]
# The standard's own comparison of both ways, 4.3: (limit, step, measured, meets it in full, rounded).
STRENGTH = related("≥", Fraction(1400))
LYE = related("≥", Fraction("97.0"))
SILICON = related("≤", Fraction("0.5"))
MANGANESE = related("≥", Fraction("1.2")) & related("≤", Fraction("1.6"))
WIRE = related("≥", Fraction("9.9")) & related("≤", Fraction("10.1"))
WIRE_OPEN = related(">", Fraction("9.9")) & related("<", Fraction("10.1"))
WIRE_UP = related("≥", Fraction("9.9")) & related("<", Fraction("10.1"))
WIRE_DOWN = related(">", Fraction("9.9")) & related("≤", Fraction("10.1"))
TABLE = [
    (STRENGTH, "100", "1349", False, False),
    (STRENGTH, "100", "1351", False, True),
    (STRENGTH, "100", "1400", True, True),
    (STRENGTH, "100", "1402", True, True),
    (LYE, "0.1", "97.01", True, True),
    (LYE, "0.1", "97.00", True, True),
    (LYE, "0.1", "96.96", False, True),
    (LYE, "0.1", "96.94", False, False),
    (SILICON, "0.1", "0.452", True, True),
    (SILICON, "0.1", "0.500", True, True),
    (SILICON, "0.1", "0.549", False, True),
    (SILICON, "0.1", "0.551", False, False),
    (MANGANESE, "0.1", "1.151", False, True),
    (MANGANESE, "0.1", "1.200", True, True),
    (MANGANESE, "0.1", "1.649", False, True),
    (MANGANESE, "0.1", "1.651", False, False),
    (WIRE, "0.1", "9.89", False, True),
    (WIRE, "0.1", "9.85", False, False),
    (WIRE, "0.1", "10.10", True, True),
    (WIRE, "0.1", "10.16", False, False),
    (WIRE_OPEN, "0.1", "9.94", True, False),
    (WIRE_OPEN, "0.1", "9.96", True, True),
    (WIRE_OPEN, "0.1", "10.06", True, False),
    (WIRE_OPEN, "0.1", "10.05", True, True),
    (WIRE_UP, "0.1", "9.94", True, True),
    (WIRE_UP, "0.1", "9.86", False, True),
    (WIRE_UP, "0.1", "10.06", True, False),
    (WIRE_UP, "0.1", "10.05", True, True),
    (WIRE_DOWN, "0.1", "9.94", True, False),
    (WIRE_DOWN, "0.1", "9.86", False, False),
    (WIRE_DOWN, "0.1", "10.06", True, True),
    (WIRE_DOWN, "0.1", "10.05", True, True),
]
# (sign, number, limit, step or None, verdict): reasoned by hand.
SIGNS = [
    ("<", "0.10", related("≤", Fraction("0.10")), None, CONFORMING),
    ("≤", "0.10", related("<", Fraction("0.10")), None, UNDECIDED),
    ("≥", "0.10", related("<", Fraction("0.10")), None, NON_CONFORMING),
    ("<", "0.105", related("≤", Fraction("0.10")), "0.01", CONFORMING),
    ("≤", "0.115", related("≤", Fraction("0.11")), "0.01", UNDECIDED),
    ("<", "0.115", related("≤", Fraction("0.11")), "0.01", CONFORMING),
    (">", "0.145", related("≤", Fraction("0.14")), "0.01", NON_CONFORMING),
    ("≥", "0.145", related("≤", Fraction("0.14")), "0.01", UNDECIDED),
    ("<", "0.5", related("≥", Fraction("0.50")), "0.01", UNDECIDED),
    ("<", "0.495", related("≥", Fraction("0.50")), "0.01", NON_CONFORMING),
    ("<", "0.05", related("≥", Fraction("0.1")) & related("≤", Fraction("0.5")), None, NON_CONFORMING),
    ("<", "3", related("≥", Fraction(-5)), None, UNDECIDED),
]


@pytest.mark.clause("LB-09")
@pytest.mark.parametrize(("value", "step", "becomes"), EXAMPLES)
def test_the_second_judge_rounds_as_the_standard_does(value: str, step: str, becomes: str):
    assert rounded(Fraction(value), Fraction(step)) == Fraction(becomes)


@pytest.mark.clause("LB-10")
@pytest.mark.parametrize(("limit", "step", "value", "full", "after"), TABLE)
def test_the_second_judge_decides_as_the_standards_table(
    limit: Numbers, step: str, value: str, full: bool, after: bool
):
    measured = exactly(Fraction(value))
    assert (verdict(measured, limit, None) == CONFORMING) is full
    assert (verdict(measured, limit, Fraction(step)) == CONFORMING) is after


@pytest.mark.clause("LB-10")
@pytest.mark.parametrize(("sign", "number", "limit", "step", "expected"), SIGNS)
def test_a_sign_is_decided_where_all_it_stands_for_agree(
    sign: str, number: str, limit: Numbers, step: str | None, expected: str
):
    found = verdict(related(sign, Fraction(number)), limit, Fraction(step) if step else None)
    assert found == expected


def test_what_rounds_into_a_limit_is_what_lies_within_it_after_rounding():
    draw = Random(8170)
    for _nth in range(3_000):
        step = Fraction(draw.choice(("1", "0.5", "0.2", "20", "0.01")))
        quarter = step / 4
        low, high = sorted(draw.randint(-30, 30) * quarter for _bound in range(2))
        limit = related(draw.choice("≥>"), low) & related(draw.choice("≤<"), high)
        value = draw.randint(-40, 40) * quarter
        inside = exactly(rounded(value, step)).lies_in(limit)
        assert exactly(value).lies_in(rounding_into(limit, step)) is inside, (value, limit, step)


@pytest.mark.clause("LB-09", "LB-10")
@pytest.mark.parametrize("comparison", [trust.FULL, trust.ROUNDED])
def test_both_judges_agree_on_five_thousand_cases(comparison: str):
    alike = (case for case in trust.cases(2026, count()) if case.given["comparison"] == comparison)
    verdicts, found = trust.compared(islice(alike, SAMPLE))
    assert found == []
    assert verdicts.total() == SAMPLE
    assert min(verdicts.values()) > SAMPLE // 5


def test_the_cases_are_what_people_write():
    drawn = list(trust.cases(2026, range(2_000)))
    texts = Counter(mark for case in drawn for mark in "±~到足含%²" if mark in case.given["limit"])
    assert len(texts) == len("±~到足含%²")
    assert all(case == trust.case(2026, nth) for nth, case in enumerate(drawn))


def test_a_judge_that_errs_is_found_out(monkeypatch: pytest.MonkeyPatch):
    """One that takes "<" for "≤" differs, and the difference is printed as it can be fed to the command."""
    honest = judge.answer

    def lenient(given: Mapping[str, Any]) -> dict[str, Any]:
        return honest({**given, "limit": given["limit"].replace("<", "≤")})

    monkeypatch.setattr(judge, "answer", lenient)
    _verdicts, found = trust.compared(trust.cases(1, range(2_000)))
    assert found
    assert all(line.startswith('{"limit": ') for line in found)


def test_the_command_starts_without_the_application(settings):
    """`./run bench` sets up Django itself: nothing that it reads first may need a model."""
    command = [sys.executable, "-m", "bench", "trust", "--cases", "200", "--processes", "1"]
    done = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("trust 200 cases") and ", 0 differences, " in done.stdout
