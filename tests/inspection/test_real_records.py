"""Does what markets really failed fail again, and pass where it lies just inside its limit?

The records of provinces' bulletins are not part of this project: WANGJIAN_REAL_DATA says where they are. What
lies just inside is made here, from the limit as it is printed, and not by the code that reads limits.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache

import pytest

from catalogue.determinations import ONCE, Determinations, Taken, determined_by
from catalogue.limits import Limit, read_limit
from catalogue.numerals import Unreadable
from inspection.judgement.by_figures import ItemVerdict, Judgement, judge
from tests.monitoring.notice_samples import REAL

RECORDS = REAL / "food_notices" / "nonconforming_records.json"
pytestmark = pytest.mark.skipif(
    not RECORDS.is_file(), reason="the real records are not here: set WANGJIAN_REAL_DATA"
)
UNIT = re.compile(r"(?:[µμ]?m?[gk]*g|CFU|MPN|mL|%vol|%|倍|NTU|KOH)[^；;，,)）]*$|/\s*\d+\s*\w+[²2]?$")
PLAN = re.compile(r"n=5[,，]c=(\d)[,，]m=([\d×^⁰¹²³⁴⁵⁶⁷⁸⁹.]+)(?:[,，]M=([\d×⁰¹²³⁴⁵⁶⁷⁸⁹.]+))?(?:CFU|/|$)")
RANGE = re.compile(r"([\d.]+)[^\d~～-]*[~～-]([\d.]+)")
SINGLE = re.compile(r"[≤≥]([\d.]+)")

# Limits that nobody can follow as they are printed, and why.
MISPRINTED = {
    "≤≤100mg/kg": "the sign twice",
    "50CFU/g": "no sign",
    "≤18.0±1.0%vol": "a bound on both sides, and a sign besides",
    "≤35±1.0%vol": "a bound on both sides, and a sign besides",
    "≤45±1.0%vol": "a bound on both sides, and a sign besides",
    "n=5,c=2,m=10,M=10²CFU/g；霉菌": "the next item behind it",
    "n=5,c=2,m=1000,M=10000CFU/g；霉菌": "the next item behind it",
    "n=5,c=2,m=25000,M=100000CFU/g；大肠菌群": "the next item behind it",
}
# Printed the wrong way round: of carbon dioxide a drink holds at least so much.
TURNED = {"≤1.5倍"}
# Results that nobody can read as they are printed: portions with commas between them that may as well part
# thousands, a power of ten without its sign, a limit of detection in a sentence.
UNREAD = {
    "27,31,25,42,26CFU / 250mL",
    "2.6×10⁶,9.8×10⁵,2.7×10⁵,5.4×10⁵,1.0×10⁵CFU/g",
    "45,10,10,6.1×10⁵,3.8×10⁵CFU/g",
    "1.4×10⁵,90,4.0×10⁶,110,90CFU/g",
    "＜10，15，10，＜10，390CFU/g",
    "9.4×105；6.4×105；8.0×105；6.0×105；1.2×104CFU/mL",
    "2.0×105；1.2×105；7.9×104；2.7×105；4.0×105CFU/g",
    "1.3×103；6.8×104；3.4×104；2.4×105；1.2×104CFU/g",
    "10；＜10；10；60；1.4×102CFU/g",
    "未检出（氮的检出限：0.008g/100g）",
    "未检出（定量限：5mg/100g）g/每日",
}


@dataclass(frozen=True)
class Failing:
    """What a bulletin says of one item that failed."""

    item: str
    limit: str
    result: str

    def read(self) -> tuple[Limit, Determinations]:
        limit = read_limit(self.limit)
        return limit, determined_by(limit.plan, Taken.SINGLE, 1, "") if limit.plan else ONCE

    def judged(self, value: str) -> Judgement:
        """By the unit of the result, as the register would name it."""
        limit, how = self.read()
        unit = UNIT.search(self.result)
        return judge(value, limit, unit=unit[0].strip() if unit else "", how=how)


@cache
def records() -> list[Failing]:
    listed = [each for record in json.loads(RECORDS.read_text()) for each in record["failed_items"]]
    return [
        Failing(each["item"], each["limit_normalized"] or each["limit"], each["result_normalized"])
        for each in listed
    ]


def readable() -> list[Failing]:
    return [each for each in records() if each.limit not in MISPRINTED]


def just_inside(limit: str) -> list[str]:
    """Values at the very edge of a limit as it is printed; [] for one that this test does not know."""
    if limit in ("不得检出", "不得使用"):
        return ["未检出", "0"]
    if plan := PLAN.search(limit):
        allowed, good, most = int(plan[1]), plan[2], plan[3] or plan[2]
        return ["; ".join([most] * allowed + [good] * (5 - allowed))]
    ends = RANGE.match(limit) or SINGLE.match(limit)
    return list(ends.groups()) if ends else []


def test_every_limit_is_read_but_those_that_are_misprinted() -> None:
    unread = set()
    for each in records():
        try:
            each.read()
        except Unreadable as unreadable:
            assert str(unreadable.why)
            unread.add(each.limit)
    assert unread == MISPRINTED.keys() & {each.limit for each in records()}


def test_what_failed_in_the_market_fails_again() -> None:
    judged = {each: each.judged(each.result) for each in readable()}
    passing = {each.limit for each, found in judged.items() if found.verdict == ItemVerdict.CONFORMING}
    open_ = {each: str(found.why) for each, found in judged.items() if not found.verdict}
    assert passing == TURNED
    assert {each.result for each in open_} == UNREAD and all(open_.values())


def test_its_twin_just_inside_the_limit_passes() -> None:
    twins = [(each, value) for each in readable() for value in just_inside(each.limit)]
    assert {each for each, _value in twins} == set(readable())
    wrong = [(each, value) for each, value in twins if each.judged(value).verdict != ItemVerdict.CONFORMING]
    assert not wrong
