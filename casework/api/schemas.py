"""What may a record of a kind say to programs? A JSON Schema of each kind, in both languages, versioned.

It says of a record's facts what may be there, never that it must: what somebody may read depends on who asks.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import override

from accounts.roles import Role
from casework.clauses import carries
from casework.models import Filed, kinds
from casework.models.facts import Said
from casework.pages.contents import REASON

# Raised when a key goes or comes to mean something else; what is only added raises nothing.
VERSION = 1
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LANGUAGES = ("en", "zh-hans")
Schema = dict[str, Any]

# How the value of a column is written (casework.api.data.plain), unless what is shown is a word for it.
WRITTEN: tuple[tuple[type[models.Field[Any, Any]], Schema], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.IntegerField, {"type": "integer"}),
    (models.DecimalField, {"type": "string", "pattern": r"^-?\d+(\.\d+)?$"}),
    (models.DateTimeField, {"type": "string", "format": "date-time"}),
    (models.DateField, {"type": "string", "format": "date"}),
    (models.CharField, {"type": "string"}),
    (models.TextField, {"type": "string"}),
)


def index(request: HttpRequest) -> HttpResponse:
    """Where the schema of each kind is."""
    found = {
        kind: {"url": address(kind), **_told(model._meta.verbose_name)} for kind, model in kinds().items()
    }
    return JsonResponse({"version": VERSION, "schemas": found})


def one(request: HttpRequest, kind: str) -> HttpResponse:
    """The schema of a kind."""
    if kind not in kinds():
        raise Http404
    return HttpResponse(_written(kind), content_type="application/schema+json")


@cache
def _written(kind: str) -> bytes:
    return json.dumps(schema_of(kind), ensure_ascii=False, indent=1).encode()


def address(kind: str) -> str:
    return reverse("api-object-schema", args=[kind])


@carries("6.5-2-c")
def schema_of(kind: str) -> Schema:
    """The schema of a record of a kind, as `/api/v1/` gives it out."""
    model = kinds()[kind]
    properties = {
        "number": {"type": "string", "pattern": f"^{model.prefix}-[0-9A-Z]+$"},
        "kind": {"const": kind},
        "title": {"type": "string"},
        "state": _named([(str(value), label) for value, label in model.flow.states.choices]),
        "turn": {"anyOf": [_named([(str(role), role.label) for role in Role]), {"type": "null"}]},
        "by_key": {"type": "object", "properties": _facts(model), "additionalProperties": False},
    }
    return {
        "$schema": DIALECT,
        "$id": address(kind),
        "version": VERSION,
        **_told(model._meta.verbose_name),
        "type": "object",
        "required": ["number", "kind", "title", "state", "turn", "by_key"],
        "properties": properties,
        "steps": {step.name: _told(step.label) | {"clause": step.clause} for step in model.flow},
    }


def _facts(model: type[Filed]) -> dict[str, Schema]:
    """By key what it says: of itself, of the one thing beside it, and of the several things it has."""
    facts: dict[str, Schema] = {}
    for relation in model._meta.related_objects:
        beside = relation.related_model
        if relation.one_to_one and not issubclass(beside, Filed):
            facts |= _of_columns(beside)
        elif relation.related_name in model.several:
            thing = {"type": "object", "properties": _of_columns(beside)}
            facts[str(relation.related_name)] = {"type": "array", "items": thing}
    facts |= _of_columns(model)
    for key, said in {**model.says, "reasons": REASON}.items():
        one = _fact(key, said)
        facts[key] = {"type": "array", "items": one} if said.each else one
    return facts


def _of_columns(model: Any) -> dict[str, Schema]:
    return {name: _fact(name, field) for name, field in _columns(model)}


def _columns(model: type[models.Model]) -> Iterator[tuple[str, models.Field[Any, Any]]]:
    for field in model._meta.get_fields():
        if field.concrete and isinstance(field, models.Field) and not field.primary_key:
            yield field.name, field


def _fact(key: str, said: Said | models.Field[Any, Any]) -> Schema:
    """The schema of a fact (casework.api.serializers.Fact)."""
    label: Any = said.label if isinstance(said, Said) else said.verbose_name
    unit = said.unit if isinstance(said, Said) else getattr(said, "unit", "")
    choices = said.choices.choices if isinstance(said, Said) and said.choices else _choices(said)
    properties: Schema = {"key": {"const": key}, "label": {"type": "string"}, "unit": {"const": unit}}
    properties["value"] = {} if isinstance(said, Said) else _value(said)
    if choices:
        codes = {"enum": [value for value, _label in choices]}
        properties["value"] = {"type": ["string", "array"]}
        properties["code"] = {"anyOf": [codes, {"type": "array", "items": codes}]}
        properties["code"]["x-labels"] = {str(value): _both(shown) for value, shown in choices}
    return _told(label) | {"type": "object", "properties": properties, "required": ["key", "label", "value"]}


def _choices(said: Said | models.Field[Any, Any]) -> list[tuple[Any, Any]]:
    return [] if isinstance(said, Said) else list(getattr(said, "flatchoices", ()))


def _value(field: models.Field[Any, Any]) -> Schema:
    if isinstance(field, ArrayField):
        return {"type": "array"}
    return next((shape for kind, shape in WRITTEN if isinstance(field, kind)), {})


def _named(choices: list[tuple[str, Any]]) -> Schema:
    """What has a code and a name (casework.api.serializers.Named)."""
    code = {"enum": [value for value, _label in choices]}
    labels = {"x-labels": {value: _both(label) for value, label in choices}}
    properties = {"code": code | labels, "name": {"type": "string"}}
    return {"type": "object", "required": ["code", "name"], "properties": properties}


def _told(label: Any) -> Schema:
    """What it is called, in both languages."""
    both = _both(label)
    return {"title": both["en"], "x-title": both}


def _both(label: str | Promise | Any) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(label)
    return found
