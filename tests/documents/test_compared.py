"""Does whoever signs read what differs from the paper before, and all of it?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given as cases
from hypothesis import strategies as st

from documents.compared import changes, lines
from tests.conftest import NOW
from tests.documents.test_foreseen import page_of, seen
from tests.inspection import given as inspection
from tests.monitoring import given

WORDS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E20), min_size=1, max_size=4)


def table(rows: list[list[str]]) -> str:
    return "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)


def test_a_row_is_a_line_and_what_nobody_reads_is_none():
    html = "<style>.a{}</style><h1>检验报告</h1><table><tr><td>铅</td><td>91</td></tr></table><p> a\n b </p>"
    assert lines(html) == ["检验报告", "铅 91", "a b"]


def test_what_changed_stands_beside_what_stood_there_and_what_is_new_or_gone_alone():
    before = table([["铅", "91"], ["镉", "5"], ["汞", "1"]])
    after = table([["铅", "19"], ["汞", "1"], ["砷", "2"]])
    assert changes(before, after) == [("铅 91", "铅 19"), ("镉 5", ""), ("", "砷 2")]


@cases(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=8), st.lists(st.lists(WORDS, min_size=1)))
def test_nothing_differs_unseen(before: list[list[str]], after: list[list[str]]) -> None:
    told = changes(table(before), table(after))
    assert (told == []) == (lines(table(before)) == lines(table(after)))
    gone, came = [old for old, _new in told if old], [new for _old, new in told if new]
    assert all(line in gone for line in set(lines(table(before))) - set(lines(table(after))))
    assert all(line in came for line in set(lines(table(after))) - set(lines(table(before))))


@pytest.mark.django_db
def test_who_applies_a_correction_reads_which_figures_of_the_report_change(cast: Any, at_desk: Any) -> None:
    correction = inspection.passed_on(cast, NOW)
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        shown = seen(at_desk(cast.leader), correction, "accept", {"note": "The calculation was read anew."})
    assert "what differs from the one of" in shown
    assert "&lt;5 / Conforming /</del> → <ins>1 Lead" in shown and "91 / Non-conforming A digit" in shown


@pytest.mark.django_db
def test_the_first_of_its_kind_is_compared_with_nothing(cast: Any, at_desk: Any) -> None:
    plan = given.submitted_plan(cast, NOW)
    with time_machine.travel(NOW, tick=False):
        assert "what differs" not in seen(at_desk(cast.approver), plan, "approve")


@pytest.mark.django_db
def test_the_button_of_a_signature_names_what_is_signed_and_its_verdict(cast: Any, at_desk: Any) -> None:
    report = inspection.reviewed(cast, NOW)
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.signatory).get(page_of(report, "sign")).text
    foot = page.partition('class="wj-sheet-foot"')[2].partition("</button>")[0]
    assert "report" in foot and "(Conforming)" in foot
