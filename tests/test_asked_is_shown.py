"""Does what a step asks of a record stand on the record's page, for somebody?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import get_resolver

from casework.models import Filed, facts, kinds, records
from tests.test_access import example

# Where a field stands that is in nobody's particulars.
SHOWN_OTHERWISE = {
    ("assessment", "notified"): "as names, where somebody is to be notified",
    ("assessment", "outside"): "with the units of the system that are to be notified",
    ("assessment", "panel"): "as names, once it is appointed",
    ("assessment", "outcome"): "in words, once it is proposed",
    ("assistance", "case"): "the chain of records above it",
    ("enforcementcase", "waived"): "beside the proposed decision, where it is so",
    ("enforcementcase", "penalties"): "as words, once a decision is proposed",
    ("entrustment", "test_grounds_are"): "in words, with the grounds",
    ("entrustment", "judgement_grounds_are"): "in words, with the grounds",
    ("scheme", "title"): "the heading",
    ("scheme", "buyers"): "as names",
    ("sharerequest", "assessed"): "where it is so",
    ("workplan", "title"): "the heading",
    ("workplan", "cases"): "the chain of records above it",
    ("workplan", "platforms"): "as names",
    ("workplan", "laboratories"): "as names",
}


def asked(model: type[Filed]) -> set[str]:
    """The record's own fields that forms of its steps ask for."""
    get_resolver().url_patterns  # noqa: B018 (reads all that is registered)
    found: set[str] = set()
    for shape in model.flow.shapes.values():
        meta = getattr(shape, "_meta", None)
        if meta and meta.model and issubclass(model, meta.model):
            own = {field.name for field in model._meta.get_fields()}
            found |= own & set(meta.fields or ())
    return found


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_what_a_step_asks_for_stands_in_somebodys_particulars(kind, cast, monkeypatch):
    record = example(kind, cast)
    named: set[str] = set()
    stated = facts

    def noted(row: Any, *names: str) -> Any:
        named.update(names)
        return stated(row, *names)

    monkeypatch.setattr(records, "facts", noted)
    labels = {
        str(label).lower()
        for viewer in cast.people.values()
        for _heading, rows in record.particulars(viewer)
        for label, _value in rows
    }
    unseen = {
        name
        for name in asked(type(record)) - named
        if str(getattr(record._meta.get_field(name), "verbose_name", "")).lower() not in labels
    }
    assert unseen - {field for of, field in SHOWN_OTHERWISE if of == kind} == set()
