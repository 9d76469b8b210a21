"""How does a test begin in the middle of the river without walking there again? From a photo of the tables.

What a story leaves in the database when it is told to the cast alone is copied out once, and copied in
wherever the same story is asked for in the same circumstances: in a test's own transaction, to the cast that
was copied in as well, with plain arguments, after the same other stories and nothing else, by a test that
patches nothing. In any other case the story is told as ever. Processes that run tests side by side lend each
other their photos.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import wraps
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from uuid import uuid4

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import get_language

from tests.cast import Cast, build
from tests.ground import ground

Story = TypeVar("Story", bound=Callable[..., Any])
Heard = tuple[str, ...]
PLAIN = (str, int, float, bool, type(None), date, datetime, Decimal, Fraction)


class Photo(NamedTuple):
    """name: of this very photo, as another process may have told the same story to rows with other ids.
    tables: the rows of each table that was written to. sequences: the last id that each gave out. files: by
    path. told: the cast, the rows that were arguments, and the answer."""

    name: str
    tables: dict[str, bytes]
    sequences: dict[str, int]
    files: dict[Path, bytes]
    told: bytes


class Told(NamedTuple):
    """The cast as a story left it, the rows that were its arguments, in their order, and its answer."""

    cast: Cast
    rows: list[Model]
    answer: Any


class Album:
    """The photos of this process, and where the test that is running stands.

    photos: by the stories told since the cast came; that of the cast by none. patches: how many the test has
    made so far, under which a story may go otherwise. heard: the stories told since the cast came, and at how
    many rows had been written then. telling: whether a story is being told now. shelf: the folder of what is
    lent.
    """

    def __init__(self) -> None:
        self.photos: dict[Heard, Photo] = {}
        shelf = os.environ.get("WANGJIAN_ALBUM")
        self.shelf = Path(shelf) if shelf else None
        self.patches: Callable[[], int] = lambda: 0
        self.telling = False
        self.heard: Heard = ()
        self.at = -1

    def begin(self, patches: Callable[[], int]) -> None:
        """A test begins."""
        self.patches, self.telling, self.heard, self.at = patches, False, (), -1

    def cast(self) -> Cast:
        """The cast, from its photo where there is one."""
        if self.patches() or not _untouched():
            return build()
        with _for_good():
            photo = self.find(())
            if photo is None:
                cast = build()
                self.keep((), _taken(Told(cast, [], None)))
            else:
                cast = _hung(photo).cast
        cache.clear()  # what was kept of another test's rows with the same keys
        self.at = _written()
        return cast

    def alone(self) -> bool:
        """Whether nothing has been written beside the cast and what was heard; of the stories within another
        only the first begins from a photo."""
        if self.at < 0 or self.patches() or (self.telling and self.heard):
            return False
        return _undisturbed() and _written() == self.at

    def now(self) -> dict[str, bytes]:
        """The rows of the tables that were written to, as they are now."""
        return self.photos[self.heard].tables if self.at >= 0 else {}

    def find(self, story: Heard) -> Photo | None:
        """The photo of a story, this process's or lent by another."""
        place = self._place(story)
        if story not in self.photos and place and place.exists():
            lent: Photo = pickle.loads(place.read_bytes())
            _make_way(lent)
            self.photos[story] = lent
        return self.photos.get(story)

    def keep(self, story: Heard, photo: Photo) -> None:
        """Keep a photo, and lend it; of two that were taken at once the later is not lent."""
        self.photos[story] = photo
        place = self._place(story)
        if place:
            written = place.with_suffix(f".{photo.name}")
            written.write_bytes(pickle.dumps(photo))
            written.rename(place) if not place.exists() else written.unlink()

    def _place(self, story: Heard) -> Path | None:
        """Where a photo is lent: by the very photo that its story goes on from."""
        if self.shelf is None:
            return None
        before = self.photos[story[:-1]].name + story[-1] if story else ""
        return self.shelf / sha256(before.encode()).hexdigest()

    def hears(self, story: Heard) -> None:
        """A story has been told, alone."""
        self.heard, self.at = story, _written()


album = Album()


def photographed(story: Story) -> Story:
    """Tell a story (cast, now, …) of which a photo is kept."""

    @wraps(story)
    def told(cast: Cast, now: datetime, *args: Any, **kwargs: Any) -> Any:
        rows: list[Model] = []
        words = _words([args, kwargs], rows)
        if words is None or not album.alone():
            return story(cast, now, *args, **kwargs)
        said = (story.__module__, story.__qualname__, now, words, get_language())
        key = (*album.heard, repr(said))
        with _for_good():
            photo = album.find(key)
            if photo is None:
                within, album.telling = album.telling, True
                answer = story(cast, now, *args, **kwargs)
                album.telling = within
                album.keep(key, _taken(Told(cast, rows, answer)))
            else:
                seen = _hung(photo)
                vars(cast).update(vars(seen.cast))
                for row, left in zip(rows, seen.rows, strict=True):
                    vars(row).update(vars(left))
                answer = seen.answer
        album.hears(key)
        return answer

    return told  # type: ignore[return-value]


def _words(value: Any, rows: list[Model]) -> Any:
    """What an argument says, of a row all its values; None if it has no words. rows: grows by each in it."""
    if isinstance(value, dict):
        value = list(value.items())
    if isinstance(value, list | tuple):
        words = [_words(each, rows) for each in value]
        return None if None in words else words
    if isinstance(value, Model):
        rows.append(value)
        return value._meta.label, [vars(value).get(field.attname) for field in value._meta.concrete_fields]
    return repr(value) if isinstance(value, PLAIN) else None


# How many rows of a table this transaction has changed, and how many all those before it: what the views
# pg_stat_xact_user_tables and pg_stat_user_tables tell in four times the time, as they look for much else.
CHANGES = ("inserted", "updated", "deleted")
CHANGED = "+".join(f"pg_stat_get_xact_tuples_{done}(oid)" for done in CHANGES)
EVER = "+".join(f"pg_stat_get_tuples_{done}(oid)" for done in CHANGES)
TABLES = "FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
OTHERS = """
SELECT EXISTS (
    SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
)
"""


def _for_good() -> AbstractContextManager[object]:
    """Where a test's transactions are real, a story is told in one of its own."""
    return nullcontext() if connection.in_atomic_block else transaction.atomic()


def _answer(question: str) -> Any:
    """What the owner is answered, who sees all that is there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE NONE; {question}")
        (answer,) = cursor.fetchone()
        cursor.execute("RESET ROLE")
    return answer


def _undisturbed() -> bool:
    """Whether nobody else can have written: this is one transaction, or nobody else is there."""
    return connection.in_atomic_block or not _answer(OTHERS)


def _untouched() -> bool:
    """Whether the tables hold what they hold before any test."""
    if connection.in_atomic_block:
        return bool(_answer("SELECT pg_current_xact_id_if_assigned() IS NULL"))
    tables = {*connection.introspection.django_table_names()} - ground.rows.keys()
    found = " OR ".join(f'EXISTS (SELECT FROM "{name}")' for name in tables)
    return _undisturbed() and not _answer(f"SELECT {found}")


def _written() -> int:
    """How many rows were ever written until now; it grows with every one, those taken back among them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(sum({CHANGED} + {EVER}), 0)::bigint {TABLES}")
        written: int = cursor.fetchone()[0]
    return written


def _taken(told: Told) -> Photo:
    tables = {}
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")  # who sees what lies sealed too
        cursor.execute(f"SELECT relname {TABLES} AND ({CHANGED} > 0 OR relname = ANY(%s))", [[*album.now()]])
        for (name,) in cursor.fetchall():
            rows = BytesIO()
            cursor.copy_expert(f'COPY "{name}" TO STDOUT', rows)
            tables[name] = rows.getvalue()
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE last_value IS NOT NULL")
        sequences = dict(cursor.fetchall())
        cursor.execute("RESET ROLE")
    root = Path(settings.MEDIA_ROOT)
    files = {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    return Photo(uuid4().hex, tables, sequences, files, pickle.dumps(told))


# Beyond what they have given out already.
MAKE_WAY = """
SELECT setval(quote_ident(sequencename)::regclass, greatest(last_value, given))
FROM pg_sequences JOIN unnest(%s, %s) AS other (name, given) ON name = sequencename
"""


def _make_way(photo: Photo) -> None:
    """No row of this process gets an id that another process gave to a row of its photo."""
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
        cursor.execute(MAKE_WAY, [list(photo.sequences), list(photo.sequences.values())])
        cursor.execute("RESET ROLE")


def _hung(photo: Photo) -> Told:
    """Copy a photo in, as the owner and without a trigger: its rows have passed them all."""
    now = album.now()
    other = {name: rows for name, rows in photo.tables.items() if now.get(name) != rows}
    emptied = "".join(f'; DELETE FROM "{name}"' for name in other)
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE NONE; SET session_replication_role = replica{emptied}")
        for name, rows in other.items():
            cursor.copy_expert(f'COPY "{name}" FROM STDIN', BytesIO(rows))
        cursor.execute("RESET session_replication_role; RESET ROLE")
    for path, content in photo.files.items():
        kept = Path(settings.MEDIA_ROOT) / path
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(content)
    told: Told = pickle.loads(photo.told)
    return told
