"""What is a chart? A table that is counted once, drawn, shown and handed out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection
from django.utils.functional import Promise

from accounts.models import Viewer

Text = str | Promise
Row = Sequence[Any]

# How long, in seconds, what was counted for an organisation stands before it is counted again; or so many
# times as long as counting it took, if that is longer (decision 44).
KEPT, TIMES = 60, 100
# Whose duty a clock is stands in one of a dozen tables. Of more than eight PostgreSQL does not seek the best
# order unless it is told to, for the request, and goes through all clocks of the country then.
SEEK_THE_BEST_ORDER = "SET LOCAL join_collapse_limit = 20; SET LOCAL from_collapse_limit = 20"


class Campaign(NamedTuple):
    """A work plan that was begun: what is said of it, and how many batches it plans."""

    pk: int
    number: str
    title: str
    state: str
    batches: int | None


@dataclass(frozen=True)
class Asked:
    """Whose figures, at which moment, and of which work plan; None = there is none. A page's are asked for
    with one of these, which notes how old they are."""

    viewer: Viewer
    now: datetime
    plan: Campaign | None = None
    _counted_at: list[datetime] = field(default_factory=list, init=False, compare=False)
    _told: list[str] = field(default_factory=list, init=False, compare=False)

    @property
    def as_of(self) -> datetime:
        """When the oldest of the figures was counted that have been asked for so far."""
        return min(self._counted_at, default=self.now)

    @property
    def year_ago(self) -> datetime:
        return self.now - timedelta(days=365)

    def counted(self, what: str, rows: Callable[[], Iterable[Any]]) -> list[Any]:
        """The rows of a query, kept for a minute or longer: colleagues see the same figures, and count them
        once."""
        key = f"counted-{self.viewer.organisation.pk}-{what}"
        known: tuple[datetime, list[Any]] | None = cache.get(key)
        if known is None:
            began = monotonic()
            self._seek()
            known = self.now, list(rows())
            cache.set(key, known, max(KEPT, TIMES * (monotonic() - began)))
        self._counted_at.append(known[0])
        return known[1]

    def _seek(self) -> None:
        """Told once for all that is counted."""
        if not self._told:
            with connection.cursor() as cursor:
                cursor.execute(SEEK_THE_BEST_ORDER)
            self._told.append(SEEK_THE_BEST_ORDER)


@dataclass(frozen=True)
class Chart:
    """A chart as parts/chart.html draws it.

    columns: (heading, "text" or "number"). rows: the table, also of the
    file; without rows there is nothing to draw. note: what is counted, as a sentence. empty: the sentence
    that stands instead. option: of ECharts, as JSON values; a colour may be the name of a token ("--red").
    """

    name: str
    title: Text
    note: Text
    empty: Text
    columns: Sequence[tuple[Text, str]]
    rows: Sequence[Row]
    option: dict[str, Any] = field(default_factory=dict)

    @property
    def heads(self) -> list[dict[str, Text]]:
        """The columns as parts/chart.html takes them."""
        return [{"label": label, "kind": kind} for label, kind in self.columns]

    def lines(self) -> Iterable[Row]:
        """The rows of the file, headings first."""
        yield [str(label) for label, _kind in self.columns]
        yield from self.rows


Maker = Callable[[Asked], Chart]
