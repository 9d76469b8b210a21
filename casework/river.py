"""From where did a record come, and what came of it, all the way from the risk signal to the national report?

Which record refers to which is read off the models, so that a new kind is in the river without being told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple
from weakref import WeakSet

from django.db import connection
from django.db.models import ManyToManyField, Q, QuerySet

from accounts.models import Viewer
from accounts.prepared import Prepared
from casework.models import Filed, Record, kinds

# The connections that keep a plan of the way: to plan it takes PostgreSQL five times as long as to go it.
PLANNED: WeakSet[Any] = WeakSet()
# No path is longer than the kinds are many; of what a plan has led to only so much is looked at.
DEEPEST, MOST = 20, 300


def above(record: Record, viewer: Viewer) -> list[Record]:
    """The records this one came from, as far as the viewer may see them: by kind, oldest first."""
    return around(record, viewer)[0]


def below(record: Record, viewer: Viewer) -> list[Record]:
    """The records that came from this one, as far as the viewer may see them: by kind, oldest first."""
    return around(record, viewer)[1]


def resting(record: Record) -> list[Record]:
    """All records that came from this one, whoever may see them."""
    side = _walked(record.pk)
    found = Record.objects.filter(pk__in=[pk for pk in side if side[pk] == "below"]).order_by("pk")
    return _of_it(list(found), record)


def around(record: Record, viewer: Viewer) -> tuple[list[Record], list[Record]]:
    """What stands above a record and what below it, as far as the viewer may see them."""
    side = _walked(record.pk)
    order = {kind: place for place, kind in enumerate(kinds())}
    found = _seen(viewer, list(side))
    seen = sorted(found, key=lambda each: (order[each.kind], each.pk))
    up = [each for each in seen if side[each.pk] == "above"]
    return up, _of_it([each for each in seen if side[each.pk] == "below"], record)


@Prepared
def _seen(viewer: Viewer, pks: list[int]) -> QuerySet[Record]:
    return Record.objects.visible_to(viewer).filter(pk__in=pks).order_by("pk")


def origins(pks: Collection[int]) -> dict[int, set[int]]:
    """Of each of these records the keys of all that led to it, whoever may see them."""
    above = _way("down", "up", "above", start="start.id")
    ways = f"SELECT start.id, met.id FROM unnest(%s::bigint[]) AS start(id), LATERAL {above} AS met"  # noqa: S608
    found: dict[int, set[int]] = {pk: set() for pk in pks}
    with connection.cursor() as cursor:
        cursor.execute(ways, [list(pks)])
        for start, pk in cursor.fetchall():
            found[start].add(pk)
    return found


def _of_it(found: list[Record], record: Record) -> list[Record]:
    """Of what was met below a record, as a report: without what was compiled with it and by its own flow
    rests on others alone, as the disposal of another platform."""
    others: set[int] = set()
    for kind, model in kinds().items():
        met = {each.pk for each in found if each.kind == kind}
        ways = {step.shaken_by for step in model.flow if step.shaken_by.rpartition("__")[2] == record.kind}
        if met and ways:
            others |= met - set(_resting_on(record.pk, sorted(met), kind=kind, ways=tuple(sorted(ways))))
    return [each for each in found if each.pk not in others]


@Prepared
def _resting_on(pk: int, met: list[int], *, kind: str, ways: tuple[str, ...]) -> QuerySet[Any, int]:
    """Those of some records of a kind that rest on this one, by one of the ways."""
    own = reduce(or_, (Q(**{way: pk}) for way in ways))
    return kinds()[kind]._default_manager.filter(own, pk__in=met).values_list("pk", flat=True)


def _walked(start: int) -> dict[int, str]:
    """The keys met on the way up and down from one record along its links, and on which side."""
    with connection.cursor() as cursor:
        if connection.connection not in PLANNED:
            ways = (_way("down", "up", "above", start="$1"), _way("up", "down", "below", start="$1"))
            cursor.execute(f"PREPARE river (bigint) AS {' UNION ALL '.join(ways)}")
            PLANNED.add(connection.connection)
        cursor.execute("EXECUTE river (%s)", [start])
        return {pk: side for pk, side in cursor.fetchall() if pk != start}


def _way(here: str, there: str, side: str, start: str = "%s::bigint") -> str:
    """SQL of (id, side) of what is met on one side. via: from where each was reached. start: SQL of the key
    with which it begins."""
    return f"""
        (WITH RECURSIVE met(id, via, depth) AS (
            SELECT {start}, NULL::bigint, 0
            UNION
            SELECT links.{there}, met.id, met.depth + 1
            FROM met, LATERAL ({_links(here)}) AS links
            WHERE met.depth < {DEEPEST}
        )
        SELECT id, '{side}' FROM met LIMIT {MOST})
    """  # noqa: S608  names of tables and columns, all of them ours


@cache
def _links(here: str) -> str:
    """SQL of (up, down): the pairs of records of which the lower refers to the upper, where one is `met`.

    The condition stands in each part, so that each looks into its own index and none is read whole.
    """
    return " UNION ALL ".join(
        f'SELECT "{link.up}" AS up, "{link.down}" AS down FROM "{link.table}"'  # noqa: S608
        f' WHERE "{link.up}" IS NOT NULL AND "{link.up if here == "up" else link.down}" = met.id'
        + "".join(_own_alone(link) if here == "down" else _of_it_alone(link))
        for link in _references()
    )


class Link(NamedTuple):
    """A field between two kinds: its table, and there the columns of the upper and the lower record."""

    table: str
    up: str
    down: str
    upper: type[Filed]
    lower: type[Filed]
    collects: bool


def _own_alone(link: Link) -> Iterator[str]:
    """Up through a collection, as from a report through its commission to samples: what was met on the way
    and names one of them itself came from that one, not from its sisters."""
    for other in _references() if link.collects else ():
        if other.upper is link.upper and not other.collects and _names(other.lower, link.lower):
            yield (
                f' AND NOT EXISTS (SELECT 1 FROM "{other.table}" AS own WHERE own."{other.down}" = met.via'  # noqa: S608
                f' AND own."{other.up}" <> "{link.table}"."{link.up}")'
            )


def _of_it_alone(link: Link) -> Iterator[str]:
    """The same way down: through its commission a sample comes to its own report, not to its sisters'."""
    for other in _references() if not link.collects else ():
        if other.collects and other.lower is link.upper:
            for named in _names(link.lower, other.upper):
                yield (
                    f' AND NOT EXISTS (SELECT 1 FROM "{other.upper._meta.db_table}" AS one'  # noqa: S608
                    f' WHERE one."{other.upper._meta.pk.column}" = met.via'
                    f' AND one."{other.upper._meta.pk.column}" <> "{link.table}"."{named}")'
                )


def _names(model: type[Filed], upper: type[Filed]) -> list[str]:
    """The columns in which records of a kind name one of another kind."""
    return [
        link.up for link in _references() if link.lower is model and link.upper is upper and not link.collects
    ]


@cache
def _references() -> tuple[Link, ...]:
    """Every field between two kinds."""
    found = []
    for model in kinds().values():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            upper = field.related_model
            if not (isinstance(upper, type) and issubclass(upper, Filed)):
                continue
            if isinstance(field, ManyToManyField):
                columns = field.m2m_db_table(), field.m2m_reverse_name(), field.m2m_column_name()
            else:
                columns = model._meta.db_table, str(field.column), str(model._meta.pk.column)
            found.append(Link(*columns, upper, model, isinstance(field, ManyToManyField)))
    return tuple(found)
