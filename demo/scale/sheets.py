"""How do rows get into their tables? As lines of COPY, tens of thousands at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import StringIO
from typing import Any

from django.db import connection, models

from casework.bulk import written

FLUSH = 50_000
NULL = r"\N"


class Sheet:
    """The lines of one table.

    given: the columns that differ from row to row, in the order in which `add` is given their values; a
    tuple of names takes one value, a text that holds them all with tabs between. fixed: values that are
    the same in every row; what is named in neither way is the field's default.
    Values are numbers, or text without tab, backslash and line break; None is NULL.
    """

    def __init__(self, model: type[models.Model], *given: str | tuple[str, ...], **fixed: Any) -> None:
        self.model = model
        names = [name for slot in given for name in ((slot,) if isinstance(slot, str) else slot)]
        fields = {field.name: field for field in model._meta.local_concrete_fields}
        rest = [f for name, f in fields.items() if name not in names and f.db_default is models.NOT_PROVIDED]
        texts = [written(field, fixed.get(field.name, field.get_default())) for field in rest]
        self.columns = [fields[name].column for name in names] + [field.column for field in rest]
        self.said = {name: fields[name] for name in names}
        # What ends every line, for those who write many alike at once.
        self.rest = "".join(f"\t{text}" for text in texts) + "\n"
        self.template = "\t".join("%s" for _slot in given) + self.rest.replace("%", "%%")
        self.lines: list[str] = []
        self.waiting = self.count = 0
        self.next = self._first()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def _first(self) -> int:
        """The primary key of the first new row; 0 where the key is no number of the table's own."""
        if "id" not in self.columns:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{self.table}"')  # noqa: S608
            return int(cursor.fetchone()[0])

    def take(self, count: int = 1) -> int:
        """The first of as many new primary keys."""
        first = self.next
        self.next += count
        return first

    def add(self, *values: Any) -> None:
        """One more row."""
        self.lines.append(self.template % tuple([NULL if value is None else value for value in values]))
        self.waiting += 1

    def say(self, **values: Any) -> None:
        """One more row by the names in `given`, of which each is one: what is not said is the default."""
        if values.keys() - self.said.keys():
            raise ValueError(f"{self.model.__name__} is not given {values.keys() - self.said.keys()}")
        self.add(
            *(
                written(field, values[name] if name in values else field.get_default())
                for name, field in self.said.items()
            )
        )

    def row(self, *values: Any) -> int:
        """One more row, under a new primary key, which is given first and returned."""
        key = self.take()
        self.add(key, *values)
        return key

    def block(self, text: str, count: int) -> None:
        """So many rows at once, as lines that end with `rest`."""
        self.lines.append(text)
        self.waiting += count

    def collect(self) -> tuple[str, str]:
        """(statement, lines) of what is waiting, which from now on is kept here no longer."""
        text = "".join(self.lines)
        self.count += self.waiting
        self.lines, self.waiting = [], 0
        columns = ", ".join(f'"{column}"' for column in self.columns)
        return f'COPY "{self.table}" ({columns}) FROM STDIN', text

    def close(self) -> None:
        """Let the table's own sequence go on after the last row; it never turns back."""
        if self.next > 1:
            with connection.cursor() as cursor:
                sequence = "pg_get_serial_sequence(%s, 'id')"
                cursor.execute(
                    f"SELECT setval({sequence}, greatest(%s, nextval({sequence})))",
                    [self.table, self.next - 1, self.table],
                )


def _sender() -> Callable[[str, str], None]:
    """What sends lines over this thread's connection, from whichever thread it is called."""
    connection.ensure_connection()
    driver = connection.connection

    def send(statement: str, text: str) -> None:
        with driver.cursor() as cursor:
            # In one piece: between pieces the two threads would wait for each other.
            cursor.copy_expert(statement, StringIO(text), max(len(text), 1))

    return send


class Sheets:
    """All the sheets that are being written.

    The database takes in one batch while the next is being made: between `flush` and `wait` the
    connection is not to be used for anything else.
    """

    def __init__(self) -> None:
        self.all: list[Sheet] = []
        self.send = _sender()
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.sending: Future[None] | None = None

    def begin(self, model: type[models.Model], *given: str | tuple[str, ...], **fixed: Any) -> Sheet:
        """A new sheet. One table may have one sheet only, for its primary keys are counted there."""
        if any(sheet.model is model for sheet in self.all):
            raise ValueError(f"{model.__name__} is being written already")
        sheet = Sheet(model, *given, **fixed)
        self.all.append(sheet)
        return sheet

    def flush(self, least: int = FLUSH) -> None:
        """Send what has grown long enough."""
        for sheet in self.all:
            if sheet.waiting >= least:
                self.wait()
                self.sending = self.thread.submit(self.send, *sheet.collect())

    def wait(self) -> None:
        """Wait for what is under way; what went wrong with it is raised here."""
        if self.sending is not None:
            self.sending.result()
            self.sending = None

    def close(self) -> None:
        """Send the rest."""
        self.flush(least=1)
        self.wait()
        self.thread.shutdown()
        for sheet in self.all:
            sheet.close()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.all)
