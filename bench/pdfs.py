"""How soon is a report a PDF, beside WeasyPrint alone with the same HTML (P8)?"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from typing import Any

import django
from weasyprint import HTML

from bench.goals import Outcome, at_least, at_most
from documents.drawn import draw
from documents.render import fonts, render
from inspection.reports.papers import TestReport
from tests.documents import samples

SHORT, LONG, ANNEX = 12, 200, 2_000  # results of a report
PROCESSES, SECONDS, QUICK_SECONDS = 2, 30, 5


def costs(rounds: int, quick: bool) -> tuple[dict[str, float], list[Outcome]]:
    """Seconds of a report of each length, its kilobytes, and how many are printed by two processes."""
    figures: dict[str, float] = {}
    outcomes: list[Outcome] = []
    for results in (SHORT, LONG):
        paper = content(results)
        html = draw(TestReport.template, {"paper": paper}, language="zh-hans")
        ours, alone = _beside(rounds, partial(printed, paper), partial(_alone, html))
        size = len(printed(paper)) / 1024
        figures |= {f"{results} results s": ours, f"{results} results s, WeasyPrint": alone}
        figures[f"{results} results KB"] = size
        outcomes.append(at_most("P8", f"{results} results beside WeasyPrint", ours / alone, 1.1))
        outcomes.append(at_most("P8", f"{results} results", size, 60, "KB"))
    began = time.perf_counter()
    printed(content(ANNEX))
    figures[f"{ANNEX:,} results s"] = time.perf_counter() - began
    outcomes.append(at_most("P8", f"{ANNEX:,} results", figures[f"{ANNEX:,} results s"], 1.5, "s"))
    figures["reports/s"], alike = _at_once(QUICK_SECONDS if quick else SECONDS)
    outcomes.append(
        at_least("P8", f"reports of {SHORT} results by {PROCESSES}", figures["reports/s"], 14, "/s")
    )
    outcomes.append(at_least("P8", "the same bytes in another process", float(alike), 1, ""))
    return figures, outcomes


def content(results: int) -> dict[str, Any]:
    """What is stored of a report with so many results."""
    lines = (samples.RESULTS * (results // len(samples.RESULTS) + 1))[:results]
    numbered = tuple(replace(line, number=at) for at, line in enumerate(lines, start=1))
    return samples.test_report(numbered).content()


def printed(paper: dict[str, Any]) -> bytes:
    """The PDF that is issued of what is stored."""
    return render(TestReport.template, {"paper": paper}, language="zh-hans")


def _alone(html: str) -> bytes:
    """The PDF of the same pages by WeasyPrint as it comes: without tags, its HTML at hand."""
    pdf: bytes = HTML(string=html).write_pdf(font_config=fonts())
    return pdf


def _beside(rounds: int, *sides: Callable[[], bytes]) -> list[float]:
    """The median of each side's seconds; in each round each has its turn."""
    taken: list[list[float]] = [[] for _ in sides]
    for side in sides:
        side()
    for _ in range(rounds):
        for side, found in zip(sides, taken, strict=True):
            began = time.perf_counter()
            side()
            found.append(time.perf_counter() - began)
    return [statistics.median(found) for found in taken]


def _at_once(seconds: float) -> tuple[float, bool]:
    """Reports a second of processes that print beside each other; whether each printed what this one does."""
    with ProcessPoolExecutor(PROCESSES, get_context("spawn"), initializer=django.setup) as pool:
        list(pool.map(_for, [0.1] * PROCESSES))  # until each has opened its fonts
        found = list(pool.map(_for, [seconds] * PROCESSES))
    here = printed(content(SHORT))
    return sum(rate for rate, _pdf in found), all(pdf == here for _rate, pdf in found)


def _for(seconds: float) -> tuple[float, bytes]:
    """Reports a second, each drawn from what is stored, and the last of them."""
    paper, began, many = content(SHORT), time.perf_counter(), 0
    while time.perf_counter() - began < seconds or not many:
        pdf = printed(paper)
        many += 1
    return many / (time.perf_counter() - began), pdf
