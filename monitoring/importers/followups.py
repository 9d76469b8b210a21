"""Which lines tell what became of earlier failures, and which of an inspection that was refused?

A list of rectifications, re-checks and penalties names the products of an earlier notice again. They are no
new failures: each line is the outcome of a finding that is known, or waits for a person.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.names import key
from monitoring.importers import Column
from monitoring.importers.cells import day, joined, said, unserial

_FOLLOWS = re.compile("后处理|核查处置|整改|复查")
_DECLINES = re.compile(r"拒检|拒绝.{0,20}(?:检|抽查|抽样)")
_OUTCOMES = frozenset({Column.RECTIFICATION, Column.RECHECK, Column.PENALTY})
_RESULTS = frozenset({Column.RESULT, Column.ITEM_RESULT, Column.FAILING, Column.MEASURED})


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What became of a product that had failed: rectification, re-check, penalty, as written.

    report, notice: the numbers of the sample's report and of the earlier notice, "" where they are not named.
    """

    sheet: str
    number: int
    title: str
    year: int | None
    product: str
    producer: str
    brand: str
    model: str
    batch: str
    report: str
    notice: str
    failing: str
    rectification: str
    recheck: str
    penalty: str
    remark: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Declined:
    """An inspection that was refused: there is a firm and no verdict on any product."""

    sheet: str
    number: int
    product: str
    producer: str


def declines(text: str) -> bool:
    """Whether a title or a verdict says that the inspection was refused."""
    return _DECLINES.search(text) is not None


def follows_up(columns: frozenset[Column], title: str) -> bool:
    """Whether a sheet tells what became of earlier failures, and not of products that were tested now."""
    if _FOLLOWS.search(title) and Column.RESULT not in columns:
        return True
    return bool(columns & _OUTCOMES) and not columns & _RESULTS


def follow_up(
    sheet: str, title: str, year: int | None, product: str, number: int, cells: Mapping[Column, str]
) -> FollowUp:
    """A line of such a sheet. The fingerprint is SHA-256 over what it states and the title."""

    def text(column: Column) -> str:
        return said(cells.get(column, ""))

    sampled = day(text(Column.SAMPLED))
    texts = {
        "product": product,
        "producer": text(Column.PRODUCER),
        "brand": text(Column.BRAND),
        "model": joined(text(Column.SPECIFICATION), text(Column.MODEL)),
        "batch": joined(unserial(text(Column.PRODUCED)), *text(Column.BATCH).split("\\")),
        "report": text(Column.REPORT),
        "notice": text(Column.NOTICE),
        "failing": "、".join(text(Column.FAILING).split("\n")),
        "rectification": text(Column.RECTIFICATION),
        "recheck": text(Column.RECHECK) or text(Column.ITEM_RESULT),
        "penalty": text(Column.PENALTY),
        "remark": text(Column.REMARK),
    }
    content = json.dumps([title, *map(key, texts.values())], ensure_ascii=False)
    fingerprint = hashlib.sha256(content.encode()).hexdigest()
    return FollowUp(sheet, number, title, sampled.year if sampled else year, **texts, fingerprint=fingerprint)
