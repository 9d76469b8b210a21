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
    return _seen(_walked(record.pk, "down", "up"), viewer)


def below(record: Filed, viewer: Viewer) -> list[Record]:
    """The records that came from this one, as far as the viewer may see them: by kind, oldest first."""
    return _seen(_walked(record.pk, "up", "down"), viewer)


def _seen(ids: list[int], viewer: Viewer) -> list[Record]:
    order = {kind: place for place, kind in enumerate(kinds())}
    found = Record.objects.visible_to(viewer).filter(pk__in=ids)
    return sorted(found, key=lambda record: (order[record.kind], record.pk))


def _walked(start: int, here: str, there: str) -> list[int]:
    """The keys met on the way from one record along its links, without its own."""
    sql = f"""
        WITH RECURSIVE met(id, depth) AS (
            SELECT %s::bigint, 0
            UNION
            SELECT links.{there}, met.depth + 1
            FROM met, LATERAL ({_links(here)}) AS links
            WHERE met.depth < {DEEPEST}
        )
        SELECT id FROM met LIMIT {MOST}
    """  # noqa: S608  names of tables and columns, all of them ours
    with connection.cursor() as cursor:
        cursor.execute(sql, [start])
        return list({pk for (pk,) in cursor.fetchall()} - {start})


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
