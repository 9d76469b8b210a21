"""How do rows get into their tables? As lines of COPY, thousands at a time."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.db import connection, models

from casework.bulk import written

FLUSH = 20_000


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
        rest = [field for field in rest if not field.generated and not (field.primary_key and "id" in names)]
        texts = [written(field, fixed.get(field.name, field.get_default())) for field in rest]
        columns = [fields[name].column for name in names] + [field.column for field in rest]
        self.columns = ", ".join(f'"{column}"' for column in columns)
        self.template = "\t".join([*("%s" for _slot in given), *(t.replace("%", "%%") for t in texts)]) + "\n"
        self.lines: list[str] = []
        self.count = 0
        self.next = self._first()

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    def _first(self) -> int:
        key = self.model._meta.pk
        if key is None or key.get_internal_type() not in ("BigAutoField", "AutoField"):
            return 0
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT coalesce(max("{key.column}"), 0) + 1 FROM "{self.table}"')  # noqa: S608
            return int(cursor.fetchone()[0])

    def take(self, count: int = 1) -> int:
        """The first of as many new primary keys."""
        first = self.next
        self.next += count
        return first

    def add(self, *values: Any) -> None:
        """One more row."""
        self.lines.append(self.template % tuple(r"\N" if value is None else value for value in values))

    def row(self, *values: Any) -> int:
        """One more row, under a new primary key, which is given first and returned."""
        key = self.next
        self.next += 1
        self.add(key, *values)
        return key

    def flush(self) -> None:
        """Send what is waiting to the database."""
        if not self.lines:
            return
        with connection.cursor() as cursor:
            cursor.copy_expert(
                f'COPY "{self.table}" ({self.columns}) FROM STDIN', StringIO("".join(self.lines))
            )
        self.count += len(self.lines)
        self.lines.clear()

    def close(self) -> None:
        """Send the rest, and let the table's own sequence go on after it."""
        self.flush()
        key = self.model._meta.pk
        if self.next > 1 and key is not None and key.column == "id":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [self.table, self.next - 1]
                )


class Sheets:
    """All the sheets that are being written, in the order in which they were begun."""

    def __init__(self) -> None:
        self.all: list[Sheet] = []

    def begin(self, model: type[models.Model], *given: str | tuple[str, ...], **fixed: Any) -> Sheet:
        """A new sheet. One table may have one sheet only, for its primary keys are counted here."""
        if any(sheet.model is model for sheet in self.all):
            raise ValueError(f"{model.__name__} is being written already")
        sheet = Sheet(model, *given, **fixed)
        self.all.append(sheet)
        return sheet

    def flush(self, least: int = FLUSH) -> None:
        """Send what has grown long enough."""
        for sheet in self.all:
            if len(sheet.lines) >= least:
                sheet.flush()

    def close(self) -> None:
        for sheet in self.all:
            sheet.close()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.all)
