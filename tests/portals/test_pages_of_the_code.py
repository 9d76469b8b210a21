"""Do the pages drawn from the code say what the code does, and is an old one noticed?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from casework.clauses import CLAUSES
from casework.models import kinds
from portals.management.commands import diagrams, trace
from tests.test_standard import borne, carried


def said(command: str, **options) -> str:
    out = StringIO()
    call_command(command, stdout=out, **options)
    return out.getvalue()


def test_the_matrix_names_every_clause_that_the_running_code_carries():
    assert carried() <= set(trace.carriers())
    assert borne() <= set(trace.drivers())


def test_the_matrix_has_a_row_for_every_clause_with_the_file_that_carries_it():
    text = said("trace")
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in text.splitlines() if "| " in line}
    assert set(CLAUSES) <= set(rows)
    path = rows["6.4-4"].split("`")[1]
    assert '"6.4-4"' in (trace.ROOT / path).read_text()


def test_an_old_matrix_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(trace, "PAGE", tmp_path / "conformity.md")
    with pytest.raises(CommandError):
        call_command("trace", check=True)
    call_command("trace", write=True)
    call_command("trace", check=True)


def test_every_state_and_step_is_drawn():
    text = said("diagrams")
    for model in kinds().values():
        drawn = diagrams.diagram(model.flow)
        assert drawn in text
        assert all(f" as {state.value}" in drawn for state in model.flow.states)
        for step in model.flow:
            assert step.name == "void" or f"--> {step.target}: {step.label}" in drawn


def test_the_diagrams_speak_both_languages():
    assert "## Sample (SA)" in said("diagrams", language="en")
    assert "样品" in said("diagrams", language="zh-hans")


def test_an_old_diagram_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(diagrams, "PAGES", {"en": tmp_path / "flows.md"})
    with pytest.raises(CommandError):
        call_command("diagrams", check=True)
    call_command("diagrams", write=True)
    call_command("diagrams", check=True)
