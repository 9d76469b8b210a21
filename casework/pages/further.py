"""Which rows of a list that are no records come behind those that were shown?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from accounts.addresses import code_of, uncoded

PAGE = 50


class Part(NamedTuple):
    """A page of a list. rows: at most fifty. query: the question of the address with the next page, as of a
    link; "" where nothing comes behind."""

    rows: list[Any]
    query: str


def part(found: QuerySet[Any], asked: Any, *fields: str) -> Part:
    """The rows in the order of these fields, those behind the row whose code `after` says; the first ones
    where it says none. asked: a QueryDict."""
    order = (*fields, "pk")
    pk = uncoded(str(found.model._meta.model_name), asked.get("after", ""))
    last = found.model._default_manager.filter(pk=pk).values_list(*order).first() if pk else None
    if last is not None:
        found = found.filter(_behind(dict(zip(order, last, strict=True))))
    rows = list(found.order_by(*order)[: PAGE + 1])
    query = asked.copy()
    query["after"] = code_of(rows[PAGE - 1]) if len(rows) > PAGE else ""
    return Part(rows[:PAGE], f"?{query.urlencode()}" if query["after"] else "")


def _behind(last: Mapping[str, Any]) -> Q:
    """Behind a row, in the order of its fields: greater in one, and alike in all before it."""
    behind = Q()
    for alike, name in _prefixes(list(last)):
        behind |= Q(**{each: last[each] for each in alike}, **{f"{name}__gt": last[name]})
    return behind


def _prefixes(names: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    for place, name in enumerate(names):
        yield names[:place], name
