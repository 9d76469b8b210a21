"""From where did a record come, and what came of it, all the way from the risk signal to the national report?

Which record refers to which is read off the models, so that a new kind is in the river without being told.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from django.db import connection
from django.db.models import ManyToManyField

from accounts.models import Viewer
from casework.models import Filed, Record, kinds

# No path is longer than the kinds are many; of what a plan has led to only so much is looked at.
DEEPEST, MOST = 20, 300


def above(record: Filed, viewer: Viewer) -> list[Record]:
    """The records this one came from, as far as the viewer may see them: by kind, oldest first."""
    return around(record, viewer)[0]


def below(record: Filed, viewer: Viewer) -> list[Record]:
    """The records that came from this one, as far as the viewer may see them: by kind, oldest first."""
    return around(record, viewer)[1]


def around(record: Filed, viewer: Viewer) -> tuple[list[Record], list[Record]]:
    """What stands above a record and what below it, as far as the viewer may see them."""
    side = _walked(record.pk)
    order = {kind: place for place, kind in enumerate(kinds())}
    found = Record.objects.visible_to(viewer).filter(pk__in=list(side))
    seen = sorted(found, key=lambda each: (order[each.kind], each.pk))
    up = [each for each in seen if side[each.pk] == "above"]
    return up, [each for each in seen if side[each.pk] == "below"]


def _walked(start: int) -> dict[int, str]:
    """The keys met on the way up and down from one record along its links, and on which side."""
    ways = f"{_way('down', 'up', 'above')} UNION ALL {_way('up', 'down', 'below')}"
    with connection.cursor() as cursor:
        cursor.execute(ways, [start, start])
        return {pk: side for pk, side in cursor.fetchall() if pk != start}


def _way(here: str, there: str, side: str) -> str:
    """SQL of (id, side) of what is met on one side."""
    return f"""
        (WITH RECURSIVE met(id, depth) AS (
            SELECT %s::bigint, 0
            UNION
            SELECT links.{there}, met.depth + 1
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
        f'SELECT "{up}" AS up, "{down}" AS down FROM "{table}"'  # noqa: S608
        f' WHERE "{up}" IS NOT NULL AND "{up if here == "up" else down}" = met.id'
        for table, up, down in _references()
    )


def _references() -> Iterator[tuple[str, str, str]]:
    """(table, column of the upper record, column of the lower) for every field between two kinds."""
    for model in kinds().values():
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
            related = field.related_model
            if not (isinstance(related, type) and issubclass(related, Filed)):
                continue
            if isinstance(field, ManyToManyField):
                yield field.m2m_db_table(), field.m2m_reverse_name(), field.m2m_column_name()
            else:
                yield model._meta.db_table, str(field.column), str(model._meta.pk.column)
