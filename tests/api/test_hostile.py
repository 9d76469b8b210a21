"""Is what a hostile program sends refused as a problem, and never with a broken page?"""

from __future__ import annotations

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


def test_errors_laid_in_one_another_are_sentences():
    wrong = ValidationError({"a": ["One.", {"b": [ErrorDetail("Two.", "x")]}], "c": ["Three."]})
    said = answer(wrong, {})
    assert said is not None and said.data["detail"] == "One. Two. Three."  # type: ignore[attr-defined]


def test_an_address_that_is_none_is_answered_as_a_problem(client, db):
    """A7: whoever asks it; a program reads no page."""
    for told in (client.get("/api/v1/nothing/"), client.get("/api/v2/"), client.post("/api/schema/x")):
        assert told.status_code == 404 and told["Content-Type"] == "application/problem+json"
        assert told.json()["status"] == 404
