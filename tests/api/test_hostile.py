"""Is what a hostile program sends refused as a problem, and never with a broken page?"""

from __future__ import annotations

import json

import pytest
from rest_framework.exceptions import ErrorDetail, ValidationError

from casework.api.problems import answer
from tests.api.conftest import issue


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000], ids=["lists", "objects"])
def test_json_nested_100_000_deep_is_refused(text, cast):
    """A7: Python's reader gives up with an error of its own."""
    sent = issue(cast.collector).post("/api/v1/signals/", text)
    assert sent.status_code == 400 and sent["Content-Type"] == "application/problem+json"
    assert "nested too deeply" in sent.json()["detail"]


@pytest.mark.parametrize(
    "text",
    ['{"a":NaN}', "\ufeff{}", '{"a":' + "9" * 5_000 + "}", "{"],
    ids=["no number", "a mark of order", "5,000 digits", "broken off"],
)
def test_json_that_cannot_be_read_is_refused_with_a_sentence_of_ours(text, cast):
    sent = issue(cast.collector).post("/api/v1/signals/", text)
    assert sent.status_code == 400 and sent.json()["detail"].startswith("This is no JSON")


def test_of_100_000_fields_that_nobody_asks_for_a_hundred_are_named(cast):
    text = json.dumps({f"field{number}": 1 for number in range(100_000)})
    sent = issue(cast.collector).post("/api/v1/signals/", text)
    named = [name for name in sent.json()["errors"] if name.startswith("field")]
    assert sent.status_code == 422 and len(named) == 100


def test_errors_laid_in_one_another_are_sentences():
    wrong = ValidationError({"a": ["One.", {"b": [ErrorDetail("Two.", "x")]}], "c": ["Three."]})
    said = answer(wrong, {})
    assert said is not None and said.data["detail"] == "One. Two. Three."  # type: ignore[attr-defined]


def test_an_address_that_is_none_is_answered_as_a_problem(client, db):
    """A7: whoever asks it; a program reads no page."""
    for told in (client.get("/api/v1/nothing/"), client.get("/api/v2/"), client.post("/api/schema/x")):
        assert told.status_code == 404 and told["Content-Type"] == "application/problem+json"
        assert told.json()["status"] == 404
