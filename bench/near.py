"""How fast is one matter found among a million reports, and how surely (P5)? Against pg_trgm and memory."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from io import StringIO
from math import ceil
from multiprocessing import get_context
from multiprocessing.pool import Pool
from statistics import median

from django.db import connection

from accounts.models import Organisation
from bench.goals import Outcome, at_least, at_most
from bench.invented import asked, invented, matter_of
from bench.memory import Memory
from bench.rounds import Ratio, ratio
from monitoring.risks.actions.matters import footprint
from monitoring.risks.models.matters import meeting
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.near import SAME, Report, Signatures, compare, signatures, written

Pairs = set[tuple[int, int]]

# So many are asked in a round of each side; the slow peer is asked fewer, as is the exact join, once.
ASKED, EXACT = 2_000, 300
FEWER = {"pg_trgm": 25, "bands in memory": 50}
COLUMNS = "id, center_id, signal_id, size, bands, bits"
TOGETHER = 200
PART = 20_000
AT = 100_000_000  # what is asked stands behind all that is there
TRIGRAM_LIMIT = 0.6

# Tables of this connection alone, in front of the real one of the same name; gone when it closes.
MAKE = """
    SET temp_buffers = '1GB';
    CREATE TEMP TABLE monitoring_footprint (LIKE monitoring_footprint INCLUDING IDENTITY);
    ALTER TABLE pg_temp.monitoring_footprint ALTER id RESTART WITH 100000000;
    CREATE TEMP TABLE bench_report (id bigint, product text, hazard text, model text);
"""
INDEX = """
    CREATE INDEX ON monitoring_footprint (id);
    CREATE INDEX ON monitoring_footprint USING gin (bands);
    CREATE INDEX ON bench_report (id);
    CREATE INDEX ON bench_report USING gin ((product || hazard) gin_trgm_ops);
    ANALYZE monitoring_footprint; ANALYZE bench_report;
"""
DROP = "DROP TABLE pg_temp.monitoring_footprint, pg_temp.bench_report"


def costs(rounds: int, many: int) -> tuple[dict[str, float], list[Outcome]]:
    """Reports a second of each way, among so many that are there; the figures and what the goals say."""
    center = Organisation.objects.filter(kind="center").order_by("pk").first()
    assert center is not None
    with get_context("fork").Pool(2) as pool:
        with connection.cursor() as cursor:
            cursor.execute(MAKE)
        try:
            memory = _fill(center.pk, many, pool)
            return _measured(rounds, many, center.pk, memory, pool)
        finally:
            with connection.cursor() as cursor:
                cursor.execute(DROP)


def _measured(
    rounds: int, many: int, center: int, memory: Memory, pool: Pool
) -> tuple[dict[str, float], list[Outcome]]:
    ways: dict[str, Callable[[list[int]], Pairs]] = {
        "ours": partial(_ours, many),
        "pg_trgm": partial(_trigrams, many),
        "bands in memory": memory.same,
    }
    rates: dict[str, list[float]] = {name: [] for name in ways}
    written: list[float] = []
    found: Pairs = set()
    for turn in range(rounds):
        numbers = list(range(AT + turn * ASKED, AT + (turn + 1) * ASKED))
        written.append(_write(numbers, many, center))
        memory.sign(numbers)
        for name, way in ways.items():
            some = numbers[: FEWER.get(name, ASKED)]
            began = time.perf_counter()
            pairs = way(some)
            rates[name].append(len(some) / (time.perf_counter() - began))
            found |= pairs if name == "ours" else set()
    wrong = sum(matter_of(one, many) != matter_of(other, many) for one, other in found)
    exact = _exact(list(range(AT, AT + EXACT)), many, pool)
    missed = len(exact - found) / max(len(exact), 1) * 100
    figures = {name: median(each) for name, each in rates.items()} | {"written": median(written)}
    outcomes = [
        at_most("P5", f"missed of {len(exact)} that are there", missed, 0.5, "%"),
        at_most("P5", f"false of {len(found)} merges", wrong, 0, ""),
        _least("to pg_trgm", ratio(rates["ours"], rates["pg_trgm"]), 15),
        _least("to the bands in memory", ratio(rates["ours"], rates["bands in memory"]), 0.6),
        at_least("P5", "footprints written a second", median(written), 10_000, ""),
    ]
    return figures, outcomes


def _least(what: str, found: Ratio, goal: float) -> Outcome:
    return at_least("P5", what, found.middle, goal, spread=f"{found.least:.2f}–{found.most:.2f}")


def _fill(center: int, many: int, pool: Pool) -> Memory:
    """Write all that is there, signed by two; the same in memory."""
    memory = Memory(many)
    parts = [(first, min(first + PART, many)) for first in range(0, many, PART)]
    with connection.cursor() as cursor:
        for (first, _last), signed in zip(parts, pool.imap(_signed, parts), strict=True):
            told = zip(signed.sizes, signed.bands.tolist(), written(signed.bits), strict=True)
            rows = "".join(
                f"{number}\t{center}\t{number}\t{size}\t{{{','.join(map(str, bands))}}}\t{bits}\n"
                for number, (size, bands, bits) in enumerate(told, start=first)
            )
            cursor.copy_expert(f"COPY monitoring_footprint ({COLUMNS}) FROM STDIN", StringIO(rows))
            _tell((number, invented(number)) for number in range(first, first + len(signed.sizes)))
            memory.add(first, signed.bands)
        cursor.execute(INDEX)
        cursor.execute(f"SELECT set_config('pg_trgm.similarity_threshold', '{TRIGRAM_LIMIT}', false)")
    memory.sort()
    return memory


def _signed(part: tuple[int, int]) -> Signatures:
    """Of what is there, from the first to before the last."""
    return signatures([invented(number) for number in range(*part)])


def _tell(reports: Iterable[tuple[int, Report]]) -> None:
    text = "".join(f"{number}\t{one.product}\t{one.hazard}\t{one.model}\n" for number, one in reports)
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY bench_report FROM STDIN", StringIO(text))


def _write(numbers: list[int], many: int, center: int) -> float:
    """What comes in, as an import writes it: rows a second."""
    told = [(number, asked(number, many)) for number in numbers]
    signals = [
        RiskSignal(pk=n, center_id=center, product=one.product, hazard_item=one.hazard, model=one.model)
        for n, one in told
    ]
    began = time.perf_counter()
    footprint(signals)
    rate = len(numbers) / (time.perf_counter() - began)
    _tell(told)
    return rate


def _ours(many: int, numbers: list[int]) -> Pairs:
    """As the application does it: those that share a band, read and compared."""
    found: Pairs = set()
    for first in range(0, len(numbers), TOGETHER):
        met = meeting(numbers[first : first + TOGETHER], float(SAME))
        found |= _same(met, _read({other for _one, other in met}), many)
    return found


def _trigrams(many: int, numbers: list[int]) -> Pairs:
    """By the likeness of pg_trgm, each for itself, compared by the same rule."""
    found: Pairs = set()
    asks = "SELECT id, product, hazard, model FROM bench_report WHERE (product || hazard) %% %s AND id <> %s"
    with connection.cursor() as cursor:
        for number in numbers:
            one = asked(number, many)
            cursor.execute(asks, [one.product + one.hazard, number])
            told = {row[0]: Report(row[1], row[2], model=row[3]) for row in cursor.fetchall()}
            found |= _same([(number, other) for other in told], told, many)
    return found


def _read(numbers: set[int]) -> dict[int, Report]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, product, hazard, model FROM bench_report WHERE id = ANY(%s)", [list(numbers)]
        )
        return {row[0]: Report(row[1], row[2], model=row[3]) for row in cursor.fetchall()}


def _same(met: list[tuple[int, int]], told: dict[int, Report], many: int) -> Pairs:
    own = {number: asked(number, many) for number in {one for one, _other in met}}
    return {(one, other) for one, other in met if compare(own[one], told[other]).same}


def _exact(numbers: list[int], many: int, pool: Pool) -> Pairs:
    """All pairs that are the same, by the exact join: two sets that are alike enough share one of the rarest
    runs of either, if so many are looked at that the rest could not make up for them."""
    seen = Counter(run for number in range(min(many, PART)) for run in invented(number).grams)
    rarest: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        runs = sorted(asked(number, many).grams, key=lambda run: (seen[run], run))
        for run in runs[: len(runs) - ceil(len(runs) * SAME) + 1]:
            rarest[run].append(number)
    parts = [(first, min(first + PART, many)) for first in range(0, many, PART)]
    return set().union(*pool.imap(partial(_joined, dict(rarest), many), parts))


def _joined(rarest: dict[str, list[int]], many: int, part: tuple[int, int]) -> Pairs:
    found: Pairs = set()
    own = {number: asked(number, many) for numbers in rarest.values() for number in numbers}
    for other in range(*part):
        report = invented(other)
        for one in {number for run in report.grams & rarest.keys() for number in rarest[run]}:
            if compare(own[one], report).same:
                found.add((one, other))
    return found
