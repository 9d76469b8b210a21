"""Does a program read a record by keys that stay, whatever its language, and as the schema says?"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from casework.api.data import by_key
from casework.api.parameters import fixed_rows, schema
from casework.api.schemas import VERSION, schema_of
from casework.models import kinds
from casework.models.facts import Fact
from casework.pages import contents
from casework.pages.desks import desk_of
from tests.conftest import NOW
from tests.test_access import example
from tests.test_flows import WALKS

KEPT = Path(__file__).with_name("keys.txt")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_fact_has_one_key_and_is_as_the_schema_says(kind, cast):
    record, said = example(kind, cast), schema_of(kind)
    Draft202012Validator.check_schema(said)
    facts = Draft202012Validator(said["properties"]["by_key"])
    for name, viewer in cast.people.items():
        told = contents.particulars(record, viewer)
        rows: list[Any] = [fact for _heading, group in told for fact in group]
        assert all(isinstance(fact, Fact) for fact in rows), (name, rows)
        twice = Counter(fact.key for fact in rows if not fact.each and not fact.of)
        assert max(twice.values(), default=1) == 1, (name, twice.most_common(2))
        errors = [error.message for error in facts.iter_errors(json.loads(json.dumps(by_key(told))))]
        assert not errors, (name, errors)


def test_a_record_is_told_by_keys_in_whatever_language(cast, program):
    with time_machine.travel(NOW, tick=False):
        report = example("report", cast)
    lims = program(cast.tester)
    url = reverse("api-report", args=[report.number])
    found = [
        lims.client.get(
            url, headers={"Authorization": f"Bearer {lims.key}", "Accept-Language": spoken}
        ).json()
        for spoken in ("zh-hans", "en")
    ]
    chinese, english = (each["by_key"] for each in found)
    assert chinese.keys() == english.keys() and chinese["product"]["label"] != english["product"]["label"]
    assert chinese["verdict"]["code"] == english["verdict"]["code"] == report.outcome
    schema = lims.get(found[0]["schema"]).json()
    Draft202012Validator(schema).validate(found[0])
    assert schema["properties"]["state"]["properties"]["code"]["x-labels"]["issued"]["zh-hans"] == "已签发"


@pytest.mark.parametrize(
    ("kind", "step"), [("report", "enter"), ("entrustment", "accept"), ("abnormality", "decide")]
)
def test_the_description_names_every_field_that_a_row_asks_for(kind, step, cast):
    walk = next(walk for walk in WALKS if (walk.kind, walk.step) == (kind, step))
    record, viewer = walk.given(cast, NOW), getattr(cast, walk.actor)
    shape: Any = desk_of(kind).form(record.flow[step])
    described = schema(shape)["properties"]["rows"]["items"]
    rows = fixed_rows(shape(instance=record, viewer=viewer, now=NOW))
    assert rows and {name for row in rows for name in row.fields} <= described["properties"].keys()
    for row in rows:
        assert set(described.get("required", [])) <= {"row", *row.fields}


def spoken() -> list[str]:
    """What programs have learnt of each kind, a line each: keys of its facts, its states and its steps."""
    found = []
    for kind in sorted(kinds()):
        said = schema_of(kind)
        states = said["properties"]["state"]["properties"]["code"]["enum"]
        parts = {"fact": said["properties"]["by_key"]["properties"], "state": states, "step": said["steps"]}
        found += [f"{kind} {part} {name}" for part, names in parts.items() for name in sorted(names)]
    return [f"version {VERSION}", *found]


def test_what_programs_have_learnt_does_not_change_under_a_version():
    """A key that goes, or is called otherwise, raises casework.api.schemas.VERSION; what is new is written
    down by WANGJIAN_WRITE_NET=1."""
    now, kept = spoken(), KEPT.read_text().splitlines() if KEPT.exists() else []
    gone = set(kept) - set(now) if kept[:1] == now[:1] else set()
    assert not gone
    if os.environ.get("WANGJIAN_WRITE_NET"):
        KEPT.write_text("\n".join(now) + "\n")
    else:
        assert kept == now
