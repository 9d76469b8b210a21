"""Are all the real notices taken in with the right counts, or refused with a reason, and each once?"""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from catalogue.models import Finding
from documents.incoming.grids import Unreadable
from monitoring.importers import workbook
from monitoring.imports.actions.imports import import_signals
from monitoring.origins.actions.lines import Outcome
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.notice_samples import NOTICES, real, real_book

pytestmark = real
PATHS = sorted(NOTICES.rglob("*.xls"))


def taken_in(cast, now) -> dict[str, Outcome | str]:
    """What came of each file, or why it cannot be read."""
    found: dict[str, Outcome | str] = {}
    for path in PATHS:
        try:
            found[path.name] = import_signals(
                path.read_bytes(), path.name, "b", by=cast.collector, now=now, year=2016
            )
        except Unreadable as unreadable:
            found[path.name] = str(unreadable)
    return found


def opened_once(read: Callable[..., Any]) -> Callable[..., Any]:
    """The same reader, which opens each file once: each is a process of its own."""
    met: dict[str, Any] = {}

    def reads(content: bytes, filename: str, **more: Any) -> Any:
        if filename not in met:
            met[filename] = read(content, filename, **more)
        return met[filename]

    return reads


@pytest.mark.django_db
def test_each_of_the_133_is_taken_in_line_by_line_or_refused_with_a_reason_and_once(
    cast, now, monkeypatch
) -> None:
    monkeypatch.setattr(workbook, "read", opened_once(workbook.read))
    first = taken_in(cast, now)
    assert len(PATHS) == len(first) == 133
    for name, outcome in first.items():
        if isinstance(outcome, str):
            assert "No sheet" in outcome or "cannot be opened" in outcome, (name, outcome)
            continue
        outcomes = outcome.matched + outcome.waiting + outcome.known_outcomes
        products = outcome.findings + outcome.known
        read_ = products + outcomes + len(outcome.declined) + outcome.refused_count
        assert outcome.total == read_ and sum(outcome.reasons.values()) == outcome.refused_count, name
        assert all(line.reason and line.line for line in outcome.refused), name
    found = [outcome for outcome in first.values() if isinstance(outcome, Outcome)]
    assert len(found) == 129 and sum(one.findings + one.known for one in found) == 9_843
    assert sum(one.refused_count for one in found) == 88
    assert sum(one.matched + one.waiting + one.known_outcomes for one in found) == 1_141
    assert sum(len(one.declined) for one in found) == 13 and sum(one.continued for one in found) == 1_219
    counts = Finding.objects.count(), RiskSignal.objects.count()
    again = [outcome for outcome in taken_in(cast, now).values() if isinstance(outcome, Outcome)]
    assert not any(outcome.findings or outcome.signals for outcome in again)
    assert counts == (Finding.objects.count(), RiskSignal.objects.count())


@pytest.mark.parametrize("name", ["201506151411473211471163.xls", "201702241324026009873632.xls"])
def test_a_stale_second_sheet_of_another_year_is_left_out_with_the_reason(name) -> None:
    book = real_book(name)
    [left_out] = book.skipped
    assert len(book.sheets) == 1 and left_out.name == "Sheet2" and "of another year" in left_out.reason


@pytest.mark.django_db
def test_the_command_tells_of_sheets_rows_reasons_and_duplicates(cast) -> None:
    path = next(NOTICES.rglob("201506151411473211471163.xls"))
    told = [answer(path, cast, "--dry-run"), answer(path, cast), answer(path, cast)]
    for one in told:
        assert list(one["sheets"]["left_out"]) == ["Sheet2"] and len(one["sheets"]["taken"]) == 1
        assert one["read"] == one["imported"]["findings"] + one["duplicates"] + sum(
            one["refused_by_reason"].values()
        )
    trial, first, second = (one["imported"] for one in told)
    assert trial == first and first["findings"] and second == {"findings": 0, "signals": 0}
    assert Finding.objects.count() == first["findings"]


def answer(path, cast, *more: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_signals", str(path), "--center", cast.center.name, "--json", *more, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found
