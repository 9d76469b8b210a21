"""Does the linter find what a test report lacks?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from inspection.judgement.conclusions import Ruled, conclusion
from inspection.reports.linter import MUST, missing

LINE = {
    "number": 1,
    "item": "Leakage current",
    "measured": "0.12",
    "verdict": "Conforming",
    "required": "conforming",
    "stated": "",
}
CURRENT = "Leakage current"


def paper(**changes: Any) -> dict[str, Any]:
    """The content of a report that lacks nothing, with changes."""
    full: dict[str, Any] = dict.fromkeys(MUST, "stated")
    full |= {
        "received_on": date(2026, 11, 2),
        "sampled_on": date(2026, 10, 30),
        "tested_from": date(2026, 11, 3),
        "tested_to": date(2026, 11, 20),
        "results": (LINE,),
        "judgement_grounds": "Rules 1",
        "conclusion": conclusion([Ruled(CURRENT, "conforming")], "Rules 1"),
    }
    return full | changes


def test_a_full_report_lacks_nothing() -> None:
    assert missing(paper()) == []


@pytest.mark.clause("LB-02")
@pytest.mark.parametrize("name", sorted(set(MUST) - {"judgement_grounds"}))
def test_each_thing_left_out_is_named(name: str) -> None:
    lacks = missing(paper(**{name: () if name == "results" else ""}))
    assert lacks == [f"The report does not say: {MUST[name]}."]


def test_the_conclusion_must_follow_the_results() -> None:
    failed = {**LINE, "required": "non_conforming"}
    said = conclusion([Ruled(CURRENT, "non_conforming")], "Rules 1")
    assert missing(paper(results=(failed,))) == [
        "The conclusion does not follow the results in the prescribed form."
    ]
    assert missing(paper(results=(failed,), conclusion=said)) == []


def test_the_conclusion_must_name_what_it_does_not_cover() -> None:
    open_line = {**LINE, "required": "not_tested", "measured": "/"}
    assert missing(paper(results=(LINE, open_line))) == [
        "The conclusion does not follow the results in the prescribed form."
    ]
    named = conclusion([Ruled(CURRENT, "conforming"), Ruled(CURRENT, "not_tested")], "Rules 1")
    assert named.endswith("This conclusion does not cover: Leakage current (not tested or not judged).")
    assert missing(paper(results=(LINE, open_line), conclusion=named)) == []


def test_dates_out_of_order_are_found() -> None:
    assert missing(paper(tested_from=date(2026, 11, 1))) == ["Testing began before the sample was received."]
    assert missing(paper(tested_to=date(2026, 11, 2))) == ["Testing ended before it began."]


def test_an_item_without_result_or_verdict_is_found() -> None:
    lacks = missing(paper(results=({**LINE, "measured": "", "verdict": ""},)))
    assert lacks == [
        "The result of Leakage current is missing.",
        "The verdict on Leakage current is missing.",
    ]
