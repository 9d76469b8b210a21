"""How does a program read what a record says? By keys that are the same in every language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.db import models
from django.utils import timezone

from casework.models import Record
from casework.models.facts import Particulars


def fact_of(fact: Any) -> dict[str, Any]:
    """A casework.models.facts.Fact as programs read it."""
    label, value = fact
    known = {"key": fact.key, "code": plain(fact.code), "unit": fact.unit}
    return {**known, "label": str(label), "value": plain(value)}


def by_key(particulars: Particulars) -> dict[str, Any]:
    """Each fact by its key; in a list what is one of any number, and one of several things in its place."""
    found: dict[str, Any] = {}
    facts: Iterable[Any] = chain.from_iterable(told for _heading, told in particulars)
    for fact in facts:
        at = found
        if fact.of is not None:
            things, place = found.setdefault(fact.of[0], []), fact.of[1]
            things.extend({} for _more in range(place - len(things)))
            at = things[place - 1]
        if fact.each:
            at.setdefault(fact.key, []).append(fact_of(fact))
        else:
            at[fact.key] = fact_of(fact)
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it: a record by its number, an instant in Asia/Shanghai, the rest as it is read."""
    match value:
        case None | bool() | int() | float():
            return value
        case datetime():
            return timezone.localtime(value).isoformat() if timezone.is_aware(value) else value.isoformat()
        case date():
            return value.isoformat()
        case Record():
            return {"number": value.number, "title": value.title}
        case models.Model():
            return str(value)
        case Mapping():
            return {str(key): plain(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset() | models.QuerySet():
            return [plain(one) for one in value]
    return str(value)
