"""Does the command judge as a report does, and say in a sentence what it cannot read?"""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from inspection.management.commands.judge import joined


def judged(*arguments: str) -> dict[str, object]:
    out = io.StringIO()
    call_command("judge", *joined(list(arguments)), "--json", stdout=out)
    found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_a_value_is_judged_against_a_limit_as_written() -> None:
    found = judged("0.14", "--limit", "≤ 0.10", "--comparison", "rounded")
    assert (found["verdict"], found["rounded"]) == ("non_conforming", "0.14")
    assert (found["limit"], found["comparison"], found["why"]) == ("≤ 0.10", "rounded", "0.14 > 0.10")


@pytest.mark.parametrize(
    ("arguments", "verdict"),
    [
        (("未检出", "--limit", "≤ 5", "--lod", "0.5"), "conforming"),
        (("0.8 cm²", "--limit", "≥ 75", "--unit", "mm²"), "conforming"),
        (("3", "--limit", "-10~5"), "conforming"),
        (("-11", "--limit", "-10~5"), "non_conforming"),
        (("9.4", "--limit", "标示值 ± 5 %", "--declared", "10"), "non_conforming"),
        (("60.25", "--limit", "≤ 60.0", "--comparison", "rounded", "--interval", "0.5"), "conforming"),
        (("0.18", "--limit", "≤ 0.75", "--lod", "9"), ""),
        (("180 ug", "--limit", "≤ 0.75", "--unit", "mg", "--lod", "0.1"), "conforming"),
        (("abc", "--limit", "≤ 5"), ""),
    ],
)
def test_it_takes_what_a_report_takes(arguments: tuple[str, ...], verdict: str) -> None:
    found = judged(*arguments)
    assert found["verdict"] == verdict and found["why"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("5", "--limit", "abc"),
        ("5",),
        ("5", "--limit", "≤ 5", "--interval", "3"),
        ("未检出", "--limit", "≤ 5", "--lod", "0"),
        ("未检出", "--limit", "≤ 5", "--lod=-1"),
    ],
)
def test_what_cannot_be_read_ends_with_a_sentence(arguments: tuple[str, ...]) -> None:
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"\.$"):
        call_command("judge", *arguments, "--json", stdout=out)
    assert json.loads(out.getvalue())["verdict"] == ""


def test_a_comparison_that_is_not_known_is_not_taken_for_the_usual_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = {"value": "0.104", "limit": "≤ 0.10", "comparison": "Rounded"}
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps(line)))
    call_command("judge", "-", stdout=out)
    answered = json.loads(out.getvalue())
    assert (answered["verdict"], answered["readable"]) == ("", False)
    assert answered["why"] == "--comparison: full or rounded."


def test_lines_from_standard_input_are_answered_one_by_one_without_a_database() -> None:
    lines = [
        {"value": "0.14", "limit": "≤ 0.10"},
        {"value": "0.104", "limit": "≤ 0.10", "comparison": "rounded"},
    ]
    ran = subprocess.run(
        [sys.executable, "-m", "config.bare", "judge", "-"],
        input="\n".join(map(json.dumps, lines)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert [json.loads(line)["verdict"] for line in ran.stdout.splitlines()] == [
        "non_conforming",
        "conforming",
    ]
