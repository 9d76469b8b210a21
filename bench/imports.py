"""How fast does a long list of signals come in (P4)? Beside a bare COPY of its rows, and other ways."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from statistics import median

import openpyxl
from django.db import connection, transaction
from django.db.models import Max
from django.forms import modelform_factory
from django.utils import timezone

from accounts.models import Organisation, System
from bench.goals import Outcome, at_least, at_most
from bench.lines import write_csv, write_xlsx
from bench.rounds import ratio
from bench.sweeps import Undone
from monitoring.imports.actions.imports import import_signals
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.models.signals import RiskSignal, next_signals

MOST = 1_000_000
BY_FORM, IN_BULK, BY_OPENPYXL = 300, 20_000, 20_000
BATCH = 2_000
TYPED = (
    *("channel", "source_ref", "collected_at", "organisation", "center", "product", "hazard_item"),
    *("hazard_type", "scope", "degree", "trigger", "secrecy"),
)


def p4(rounds: int) -> tuple[dict[str, float], list[Outcome]]:
    """Lines a second of each way, all rolled back; the figures and what the goals say."""
    center = RiskSignal.objects.order_by("pk").values_list("center", flat=True).first()
    if center is None:
        return {}, []
    many = min(MOST, RiskSignal.objects.count())
    with tempfile.TemporaryDirectory() as folder:
        csv, xlsx, rows = (Path(folder) / name for name in ("lines.csv", "lines.xlsx", "rows.copy"))
        write_csv(csv, many)
        write_xlsx(xlsx, many)
        origin = _rows(csv, rows, center)
        return _compared(csv, xlsx, lambda: _copy(rows, origin), center, 1 if many > 100_000 else rounds)


def _compared(
    csv: Path, xlsx: Path, copy: Callable[[], tuple[int, float]], center: int, rounds: int
) -> tuple[dict[str, float], list[Outcome]]:
    rates: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    wrong = 0
    for _round in range(rounds):
        for name, way, file in (
            ("ours CSV", "take-in", csv),
            ("ours XLSX", "take-in", xlsx),
            ("ours CSV with footprints", "compared", csv),
            ("calamine, reading", "calamine", xlsx),
        ):
            found = _alone(way, file, center)
            rates.setdefault(name, []).append(found["lines"] / found["seconds"])
            memory.setdefault(name, []).append(found["megabytes"])
            wrong += way != "calamine" and found["added"] != found["lines"]
        for name, here in (
            ("bare COPY", copy),
            ("bulk_create", lambda: _bulk(center)),
            ("ModelForm", lambda: _forms(center)),
            ("openpyxl, reading", lambda: _openpyxl(xlsx)),
        ):
            rates.setdefault(name, []).append(_rate(here))
    figures = {name: median(found) for name, found in rates.items()}
    figures |= {f"{name}, MB": median(found) for name, found in memory.items()}
    outcomes = [
        _to(rates, "ours CSV", "bare COPY", 0.45),
        _to(rates, "ours CSV", "bulk_create", 4),
        _to(rates, "ours CSV", "ModelForm", 100),
        _to(rates, "ours XLSX", "bare COPY", 0.5),
        at_least("P5", "import with footprints, lines/s", figures["ours CSV with footprints"], 10_000, ""),
        at_most("P4", "CSV, memory", max(memory["ours CSV"]), 300, "M"),
        at_most("P4", "XLSX, memory", max(memory["ours XLSX"]), 300, "M"),
        at_most("P4", "imports that lost or doubled a line", wrong + _twice(csv, center), 0, ""),
    ]
    return figures, outcomes


def _to(rates: dict[str, list[float]], one: str, other: str, goal: float) -> Outcome:
    found = ratio(rates[one], rates[other])
    return at_least(
        "P4", f"{one} to {other}", found.middle, goal, spread=f"{found.least:.2f}–{found.most:.2f}"
    )


def _alone(way: str, file: Path, center: int) -> dict[str, float]:
    """What the command `alone` finds, in a process that has done nothing else."""
    command = [sys.executable, "manage.py", "alone", way, str(file), str(center)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)  # noqa: S603
    return found


def _rate(way: Callable[[], tuple[int, float]]) -> float:
    """Lines a second, then undone."""
    rate = 0.0
    try:
        with transaction.atomic():
            lines, seconds = way()
            rate = lines / seconds
            raise Undone
    except Undone:
        return rate


def _rows(csv: Path, rows: Path, center: int) -> SignalImport:
    """The very rows that an import adds, as COPY reads them; returns the import, which they name."""
    before = RiskSignal.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        with transaction.atomic():
            _import(csv, center)
            with connection.cursor() as cursor, rows.open("w") as file:
                chosen = f"SELECT * FROM {RiskSignal._meta.db_table} WHERE id > {before} ORDER BY id"  # noqa: S608
                cursor.copy_expert(f"COPY ({chosen}) TO STDOUT", file)
            origin = SignalImport.objects.latest("pk")
            raise Undone
    except Undone:
        return origin


def _import(csv: Path, center: int) -> int:
    home = Organisation.objects.get(pk=center)
    return import_signals(csv, csv.name, "c", by=System(), now=timezone.now(), center=home).signals


def _twice(csv: Path, center: int) -> int:
    """How many lines of a part a second import adds."""
    added = 0
    with tempfile.TemporaryDirectory() as folder, csv.open() as whole:
        part = Path(folder) / "part.csv"
        part.write_text("".join(islice(whole, BY_OPENPYXL)))
        try:
            with transaction.atomic():
                _import(part, center)
                added = _import(part, center)
                raise Undone
        except Undone:
            return added


def _copy(rows: Path, origin: SignalImport) -> tuple[int, float]:
    SignalImport.objects.bulk_create([origin])
    began = time.perf_counter()
    with connection.cursor() as cursor, rows.open() as file:
        cursor.copy_expert(f"COPY {RiskSignal._meta.db_table} FROM STDIN", file)
        lines = cursor.rowcount
    connection.check_constraints()
    return lines, time.perf_counter() - began


def _signals(center: int, many: int) -> list[RiskSignal]:
    """Rows of another import, not yet stored."""
    models = list(RiskSignal.objects.filter(center=center, case=None).order_by("-pk")[:many])
    for model, (pk, number) in zip(models, next_signals(len(models)), strict=True):
        model.pk, model.number, model.fingerprint = pk, number, f"{pk:064d}"
        model._state.adding = True
    return models


def _bulk(center: int) -> tuple[int, float]:
    models = _signals(center, IN_BULK)
    began = time.perf_counter()
    RiskSignal.objects.bulk_create(models, batch_size=BATCH)
    connection.check_constraints()
    return len(models), time.perf_counter() - began


def _forms(center: int) -> tuple[int, float]:
    shape = modelform_factory(RiskSignal, fields=TYPED)
    models = _signals(center, BY_FORM)
    sheets = [{name: model.serializable_value(name) for name in TYPED} for model in models]
    began = time.perf_counter()
    for sheet, model in zip(sheets, models, strict=True):
        form = shape(sheet, instance=RiskSignal(pk=model.pk, number=model.number))
        form.save()
    return len(sheets), time.perf_counter() - began


def _openpyxl(xlsx: Path) -> tuple[int, float]:
    """Its reading row by row, of the first lines; the time to open the book is not counted."""
    book = openpyxl.load_workbook(xlsx, read_only=True)
    began = time.perf_counter()
    lines = sum(1 for _row in book.worksheets[0].iter_rows(max_row=BY_OPENPYXL, values_only=True))
    return lines, time.perf_counter() - began
