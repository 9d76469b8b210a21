"""What does the analysis of a batch say on paper? (6.3-7)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from documents.papers import Form, Paper


@dataclass(frozen=True, kw_only=True)
class AnalysedItem(Form):
    """An item of the batch, as batch_figures.counted has it; the bounds are in per cent, and in points."""

    item: str
    judged: int
    failing: int
    open: int
    low: float | None = None
    high: float | None = None
    before: int
    failing_before: int
    less: float | None = None
    more: float | None = None


@dataclass(frozen=True, kw_only=True)
class Failure(Form):
    """A result that fails: of which sample, and beside what it is held against."""

    item: str
    sample: str
    product: str
    report: str
    value: str
    limit: str


@dataclass(frozen=True, kw_only=True)
class BatchAnalysis(Paper, name="batch_analysis", series="析"):
    """检验结果分析报告: of a laboratory to the center that commissioned the batch.

    given, reported, failing, in_part, lost: numbers of samples. replaces: the number of the analysis before,
    "" for none.
    """

    template: ClassVar[str] = "papers/batch_analysis.html"

    addressee: str
    entrustment: str
    goods: str
    given: int
    reported: int
    failing: int
    in_part: int
    lost: int
    by_item: tuple[AnalysedItem, ...]
    failures: tuple[Failure, ...] = ()
    text: str
    replaces: str = ""
    submitted_by: str
    submitted_on: date
