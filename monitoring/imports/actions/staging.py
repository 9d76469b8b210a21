"""How are signals added by the hundred thousand, each once? By COPY into a table beside, and one statement.

While the database takes a part in, the next one is being read: the parts go through a thread of their own, on
the connection and in the transaction of whoever imports.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from io import StringIO
from types import TracebackType
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from casework.work.outbox import promise
from catalogue.models import Category
from catalogue.names import folded
from monitoring.importers.list_reader import Entry
from monitoring.origins.actions.lines import LISTED, Source, place, sheet_and_line
from monitoring.risks.actions.matters import catch_up
from monitoring.risks.actions.signals import province_of
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import RiskSignal, next_keys, signal_number
from monitoring.vocabulary import SUB_CHANNELS, Channel

PART = 10_000
# So many parts are compared at once by a worker.
COMPARED = 5
STAGE = "signal_stage"
# What a line says for itself; all else is the same for each line of an import.
TEXTS = (
    *("product", "brand", "model", "item_id", "platform", "shop", "enterprise"),
    *("hazard_item", "hazard_type", "scope", "scope_text", "degree", "trigger", "injury", "standard_ref"),
)
UNSAID = ("",) * len(TEXTS)
VARIES = (
    *("id", "number", "sub_channel", "source_ref", "line", "reported_on", "category_id", "derived"),
    "fingerprint",
)


@cache
def _columns() -> dict[str, str]:
    """Column by field, of those that vary."""
    columns = {each.attname: str(each.column) for each in RiskSignal._meta.local_concrete_fields}
    return {name: columns[name] for name in (*VARIES, *TEXTS)}


@dataclass
class Stage:
    """Signals on their way in. Use it in a transaction, as a context; added: how many were new.

    numbers: of the first new ones, by fingerprint. ranges: the first and last primary key of each part's new
    ones.
    """

    source: Source
    added: int = 0
    numbers: dict[str, str] = field(default_factory=dict)
    under_way: Future[None] | None = None
    ranges: list[tuple[int, int]] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)

    def __enter__(self) -> Self:
        self.over: BaseDatabaseWrapper = connections[DEFAULT_DB_ALIAS]
        self.over.inc_thread_sharing()
        self.thread = ThreadPoolExecutor(1)
        self.categories = {folded(name): pk for name, pk in Category.objects.values_list("name", "pk")}
        self.sub_channels = frozenset(SUB_CHANNELS[Channel(self.source.channel)])
        self.alike = self._alike()
        columns = ", ".join(f'"{column}"' for column in _columns().values())
        with self.over.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{STAGE}")
            cursor.execute(
                f"CREATE TEMPORARY TABLE {STAGE} ON COMMIT DROP AS"  # noqa: S608 (names of columns)
                f" SELECT {columns} FROM {RiskSignal._meta.db_table} WITH NO DATA"
            )
        return self

    def add(self, part: Sequence[Entry]) -> None:
        """Send a part in, once the one before is in; raises what went wrong with that.

        All that needs no database is done here, while that is at work on the part before; so the keys are
        asked for one part ahead.
        """
        if len(self.keys) < len(part):
            self.wait()
            self.keys = next_keys(len(part), self.over)
        numbered = [(pk, signal_number(pk)) for pk in self.keys[: len(part)]]
        by_key = dict(zip(numbered, part, strict=True))
        text = StringIO()
        csv.writer(text).writerows([self._row(*key, entry) for key, entry in by_key.items()])
        self.wait()
        self.keys = next_keys(len(part), self.over) if len(part) >= PART else []
        self.under_way = self.thread.submit(self._put, text, by_key)

    def wait(self) -> None:
        """Until all that was added is in."""
        if self.under_way is not None:
            self.under_way.result()
            self.under_way = None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is None:
                self.wait()
                self._compare()
        finally:
            self.thread.shutdown()
            self.over.dec_thread_sharing()

    def _put(self, text: StringIO, by_key: dict[tuple[int, str], Entry]) -> None:
        size = text.tell()
        text.seek(0)
        listing = len(self.numbers) < LISTED
        columns = ", ".join(f'"{column}"' for column in _columns().values())
        never_null = ", ".join(
            f'"{_columns()[name]}"' for name in ("sub_channel", "source_ref", "line", *TEXTS)
        )
        with self.over.cursor() as cursor:
            cursor.execute(f"TRUNCATE {STAGE}")
            cursor.copy_expert(
                f"COPY {STAGE} ({columns}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({never_null}))",
                text,
                # In one piece: between pieces the two threads would wait for each other.
                size,
            )
            more = "".join(f', "{column}"' for column in self.alike)
            cursor.execute(
                f"INSERT INTO {RiskSignal._meta.db_table} ({columns}{more})"  # noqa: S608 (names of columns)
                f" SELECT {columns}{', %s' * len(self.alike)} FROM {STAGE} ORDER BY id"
                " ON CONFLICT (center_id, fingerprint) WHERE state <> %s DO NOTHING RETURNING id, number",
                [*self.alike.values(), SignalState.VOIDED],
            )
            new = {key: by_key[key] for key in cursor.fetchall()}
        self.added += len(new)
        if new:
            self.ranges.append((min(new)[0], max(new)[0]))
        if listing:
            self.numbers |= {entry.fingerprint: number for (_pk, number), entry in new.items()}

    def _compare(self) -> None:
        """A few are made findable here; many are by workers, some parts each."""
        center = self.source.center.pk
        if len(self.ranges) == 1:
            catch_up(center, *self.ranges[0])
            return
        for at in range(0, len(self.ranges), COMPARED):
            parts = self.ranges[at : at + COMPARED]
            (first, _last), (_first, last) = parts[0], parts[-1]
            promise("monitoring.catch_up", self.source.now, center=center, first=first, last=last)

    def _row(self, pk: int, number: str, entry: Entry) -> list[Any]:
        """A line as the table beside has it, in the order of its columns."""
        values, source = entry.values, self.source
        said = source.sub_channel or entry.source
        return [
            pk,
            number,
            said if said in self.sub_channels else "",
            values.get("source_ref") or place(source.filename, entry.sheet, entry.number, 300),
            sheet_and_line(entry.sheet, entry.number),
            entry.reported_on,
            self.categories.get(folded(entry.category)),
            "{" + ",".join(entry.derived) + "}",
            entry.fingerprint,
            *map(values.get, TEXTS, UNSAID),
        ]

    def _alike(self) -> dict[str, Any]:
        """By column, what is the same for all lines of the import."""
        source = self.source
        model = RiskSignal(
            state=SignalState.SUBMITTED,
            channel=source.channel,
            collected_at=source.now,
            collector=source.collector,
            organisation=source.sender,
            center=source.center,
            province=province_of(source.center),
            origin=source.origin,
        )
        return {
            str(each.column): each.get_db_prep_save(getattr(model, each.attname), self.over)
            for each in RiskSignal._meta.local_concrete_fields
            if each.attname not in _columns()
        }
