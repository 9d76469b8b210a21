"""Do real headlines come together as somebody who reads them would put them? (docs/near.md)

Two hundred pairs of rows were judged by reading; half of them are near misses. The headlines themselves stay
where they are: WANGJIAN_REAL_DATA.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.matters import Footprint, meeting
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.near import LIKE, SAME, Report, compare, signatures
from tests.monitoring.notice_samples import REAL

MEDIA = REAL / "media" / "media_headlines.csv"
pytestmark = pytest.mark.skipif(
    not MEDIA.is_file(), reason="the real headlines are not here: set WANGJIAN_REAL_DATA"
)
Pair = tuple[int, int]


@cache
def reports() -> list[Report]:
    """The headlines by row; the place before the first is empty, as rows count from 1."""
    with MEDIA.open(encoding="utf-8-sig", newline="") as file:
        return [Report("", ""), *(Report(row[1], row[3], row[4]) for row in csv.reader(file))]


@cache
def judged() -> dict[Pair, bool]:
    """Whether both rows of a pair tell of one matter."""
    with (Path(__file__).parent / "headline_pairs.csv").open(newline="") as file:
        return {(int(r["first"]), int(r["second"])): r["same"] == "yes" for r in csv.DictReader(file)}


@cache
def likenesses() -> dict[Pair, float]:
    """How like each other are all pairs that share a run and that nothing keeps apart: the exact join."""
    rows: dict[str, list[int]] = defaultdict(list)
    for row, report in enumerate(reports()):
        for run in report.grams:
            rows[run].append(row)
    pairs = {pair for met in rows.values() if len(met) < 60 for pair in combinations(met, 2)}
    found = {pair: compare(reports()[pair[0]], reports()[pair[1]]) for pair in pairs}
    return {pair: float(like.score) for pair, like in found.items() if not like.differ}


@cache
def met() -> set[Pair]:
    """The pairs that share a band."""
    rows: dict[tuple[int, int], list[int]] = defaultdict(list)
    found = signatures(reports())
    for row, (size, bands) in enumerate(zip(found.sizes, found.bands.tolist(), strict=True)):
        for place, band in enumerate(bands if size else []):
            rows[place, band].append(row)
    return {pair for together in rows.values() for pair in combinations(together, 2)}


def groups(pairs: Iterable[Pair]) -> Callable[[int], int]:
    """Which group a row is in when these are put together."""
    above = list(range(len(reports())))

    def group(row: int) -> int:
        while above[row] != row:
            row = above[row]
        return row

    for one, other in pairs:
        above[group(one)] = group(other)
    return group


def agreement(least: float) -> tuple[float, float]:
    """(precision, recall) of the groups of all that meet and are at least so like each other."""
    group = groups(pair for pair, like in likenesses().items() if like >= least and pair in met())
    together = {pair for pair in judged() if group(pair[0]) == group(pair[1])}
    right = sum(judged()[pair] for pair in together)
    return right / len(together), right / sum(judged().values())


def test_two_hundred_pairs_were_judged_and_half_of_them_are_near_misses():
    assert len(judged()) == 200 and sum(judged().values()) == 100
    assert all(0 < one < other < len(reports()) for one, other in judged())


def test_what_is_taken_for_the_same_is_the_same():
    precision, recall = agreement(float(SAME))
    print(f"the same: precision {precision:.2f}, recall {recall:.2f}")  # noqa: T201
    assert precision == 1 and recall >= 0.24


def test_most_of_what_is_proposed_is_the_same():
    precision, recall = agreement(float(LIKE))
    print(f"proposed: precision {precision:.2f}, recall {recall:.2f}")  # noqa: T201
    assert precision >= 0.9 and recall >= 0.44


def test_all_that_the_exact_join_finds_meet():
    alike = {pair for pair, like in likenesses().items() if like >= SAME}
    assert len(alike) > 400 and len(alike & met()) >= 0.995 * len(alike)


@pytest.mark.django_db
def test_the_database_meets_whatever_shares_a_band_and_is_the_same(cast, now):
    import_signals(MEDIA.read_bytes(), "media.csv", "d", by=cast.collector, now=now)
    own = dict(Footprint.objects.values_list("pk", "signal_id"))
    found = {frozenset((own[one], own[other])) for one, other in meeting(list(own), float(SAME))}
    rows: dict[int, list[int]] = defaultdict(list)
    told = {one.pk: Report(one.product, one.hazard_item, one.injury) for one in RiskSignal.objects.all()}
    for pk, bands in zip(told, signatures([*told.values()]).bands.tolist(), strict=True):
        for band in set(bands):
            rows[band].append(pk)
    pairs = {pair for together in rows.values() for pair in combinations(together, 2)}
    same = {frozenset(pair) for pair in pairs if compare(told[pair[0]], told[pair[1]]).same}
    assert len(same) > 80 and len(same - found) <= 0.005 * len(same)
