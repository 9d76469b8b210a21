"""Is every file that somebody sends in either weighed, or brought by a step?"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone

from accounts.models import Organisation
from config import urls
from documents.orphans import named_in
from documents.quotas import COUNTED

ROOT = Path(__file__).resolve().parents[2]
READ = urls.pages  # all that weighs files is read with the addresses
# Files that nobody sends in, and what they are.
MADE_HERE = {
    "documents.Document.pdf": "a paper that the system prints",
    "sampling.LabelSheet.pdf": "labels that the system prints",
    "sampling.Choosing.listing": "the listings of a scheme, as they were chosen from",
    "sampling.OfferFile.returned": "the refused lines of a file that is weighed",
    "monitoring.Intake.returned": "the refused lines of a file that is weighed",
    "disposal.PhotoDecision.file": "a photo on record with masks painted in",
}
# Which functions attach to a record what a step brings: these files are not weighed. Whoever attaches a file
# beside steps calls attach_beside_steps.
BY_STEPS = {
    "disposal/actions/consequences.py:enter_measure",
    "disposal/actions/denials.py:deny",
    "disposal/actions/denials.py:supply",
    "disposal/actions/letters.py:answer_letter",
    "disposal/actions/notices.py:comment",
    "disposal/actions/notices.py:enter_reply",
    "disposal/actions/procedure.py:enter_evidence",
    "disposal/actions/procedure.py:hear",
    "disposal/actions/procedure.py:note_service",
    "disposal/actions/procedure.py:write_report",
    "disposal/actions/signatories.py:keep_authorisation",
    "disposal/actions/turned.py:lift",
    "disposal/actions/turned.py:lift_part",
    "documents/actions.py:attach_beside_steps",
    "documents/actions.py:serve_awaited",
    "inspection/commissions/actions/abnormalities.py:report_abnormality",
    "inspection/corrections/actions/corrections.py:propose",
    "inspection/reports/actions/testing.py:record_raw",
    "monitoring/assessments/actions.py:empanel",
    "monitoring/risks/actions/riskcases.py:enter_answer",
    "sampling/custody/actions/custody.py:confirm_disposal",
    "sampling/purchases/actions/proving.py:prove",
    "sampling/custody/actions/samples.py:_photograph_seal",
    "sampling/custody/actions/samples.py:receive",
    "sampling/custody/actions/samples.py:reject_sample",
    "sampling/custody/actions/seals.py:seal",
}
NO_CODE = {"tests", "bench", ".venv"}


def callers(name: str) -> Iterator[str]:
    """Every function that calls one of documents.actions, as file:function; the innermost where they nest.

    A file that has its own by this name calls that.
    """
    for path in sorted(ROOT.glob("*/**/*.py")):
        place = path.relative_to(ROOT)
        if place.parts[0] not in NO_CODE and "stories" not in place.parts:
            tree = ast.parse(path.read_text())
            if path.parts[-2:] == ("documents", "actions.py") or _imports(tree, name):
                yield from (f"{place}:{owner}" for owner in _within(tree, "", name))


def _imports(tree: ast.Module, name: str) -> bool:
    found = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return any(
        (node.module == "documents.actions" and name in {one.name for one in node.names})
        or (node.module == "documents" and "actions" in {one.name for one in node.names})
        for node in found
    )


def _within(node: ast.AST, owner: str, name: str) -> Iterator[str]:
    owner = node.name if isinstance(node, ast.FunctionDef) else owner
    if isinstance(node, ast.Call):
        called = node.func
        if name in (getattr(called, "id", ""), getattr(called, "attr", "")):
            yield owner
    for child in ast.iter_child_nodes(node):
        yield from _within(child, owner, name)


def test_whoever_attaches_a_file_says_whether_a_step_brings_it():
    assert set(callers("attach")) == BY_STEPS


@pytest.mark.django_db
def test_every_file_that_is_sent_in_is_weighed_or_brought_by_steps():
    """The files of records (Attachment) are weighed where no step brings them."""
    nobody = Organisation(pk=0)
    weighed = {sent(nobody, timezone.now()).model._meta.label for sent in COUNTED}
    named = {(field.model._meta.label, f"{field.model._meta.label}.{field.name}") for field in named_in()}
    left = {name for label, name in named if label not in weighed}
    assert left | {name for label, name in named if name in MADE_HERE} == set(MADE_HERE)
