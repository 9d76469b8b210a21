"""When is a feed read, by whom, and what becomes of what it brings? (6.1.2)

One statement claims what is due with SKIP LOCKED, begins a reading of each and promises it, so that however
often and parallel it is asked, each feed is read once a turn. A worker then claims the reading and reads,
outside of any transaction; in another one what came is taken in whole, or the reading has failed, is told and
comes again later and later. Where a worker dies its claim runs out, and another reads again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import System
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.work.notifications import Telling
from documents.incoming.grids import Unreadable
from monitoring.feeds.actions.feeds import READ, SUBJECT
from monitoring.feeds.connectors import Asked, Broken, Brought, File, Written
from monitoring.feeds.connectors.kinds import MAIL, bring
from monitoring.feeds.connectors.mailbox import mailboxes
from monitoring.feeds.models import Ended, Feed, FeedRun
from monitoring.importers import items
from monitoring.imports.actions.imports import import_signals
from monitoring.origins.actions.lines import Outcome
from trail import verbs
from trail.models import SYSTEM, write

verbs.register("a feed is broken", gettext_lazy("A feed is broken"), notification=True)
verbs.register("a feed works again", gettext_lazy("A feed works again"), notification=True)

BATCH = 500
# After so many failures in a row the center is told, once.
TELL_AFTER = 3
LONGEST = timedelta(days=1)
MOST_FAILURES = 1000
# So many of the lines refused are kept with a reading.
KEPT = 50
log = logging.getLogger(__name__)

CLAIM = """
    WITH due AS MATERIALIZED (
        SELECT id, every
        FROM monitoring_feed AS feed
        WHERE active AND next_at <= %(now)s
          AND NOT EXISTS (SELECT FROM monitoring_feedrun WHERE feed_id = feed.id AND ended_at IS NULL)
        ORDER BY next_at, id
        LIMIT %(batch)s
        FOR UPDATE OF feed SKIP LOCKED
    ), begun AS (
        INSERT INTO monitoring_feedrun (feed_id, promised_at, ended, lines, signals, findings, known, refused,
                                        error, refusals)
        SELECT id, %(now)s, '', 0, 0, 0, 0, 0, '', '[]' FROM due
        ON CONFLICT (feed_id) WHERE ended_at IS NULL DO NOTHING
        RETURNING id, feed_id
    ), moved AS (
        UPDATE monitoring_feed AS feed SET next_at = %(now)s + due.every * interval '1 minute'
        FROM due WHERE feed.id = due.id
    ), promised AS (
        INSERT INTO casework_outbox (task, payload, created_at, attempts, error)
        SELECT %(task)s, jsonb_build_object('run', id), %(now)s, 0, '' FROM begun ORDER BY id
    )
    SELECT count(*) FROM due
"""


def begin_readings(now: datetime, batch: int = BATCH) -> int:
    """Begin a reading of every feed that is due; returns how many were."""
    begun = 0
    while claimed := _claim(now, batch):
        begun += claimed
    return begun


@transaction.atomic
def _claim(now: datetime, batch: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, {"now": now, "batch": batch, "task": READ})
        claimed: int = cursor.fetchone()[0]
    return claimed


def wait(every: timedelta, failures: int, chance: float) -> timedelta:
    """How long until the next reading: doubled with each failure in a row up to a day, and up to a tenth
    more, so that what failed together does not come again together. chance: 0 to 1."""
    longest = max(every, LONGEST)
    doubled = min(every * (1 << min(failures, 20)), longest)
    return doubled + doubled * (chance / 10)


@dataclass(frozen=True)
class Fetched:
    """What an address said, before any of it is kept. feed: as it was read. rest: as in Broken."""

    feed: Feed
    brought: Brought = field(default_factory=Brought)
    error: str = ""
    rest: float = 0


def fetch_feed(run: int, now: datetime) -> Fetched | None:
    """Claim a reading and read its address. Call it outside of any transaction; nothing of what came is kept.

    None: another worker is at it. Whatever the address brings ends the reading; what the database raises does
    not, and the promise is tried again.
    """
    reading = _claimed(run, now)
    if reading is None:
        return None
    feed = reading.feed
    if reading.ended_at is not None or not _wanted(reading, feed):
        return Fetched(feed)
    if not connection.in_atomic_block:
        connection.close()  # nobody waits for a slow site with a connection in hand
    with override(settings.LANGUAGE_CODE):
        try:
            return Fetched(feed, _bring(feed))
        except Broken as broken:
            return Fetched(feed, error=str(broken), rest=broken.rest)
        except Unreadable as unreadable:
            return Fetched(feed, error=str(unreadable))
        except Exception:
            return Fetched(feed, error=_not_dealt_with(feed))


@transaction.atomic
def _claimed(run: int, now: datetime) -> FeedRun | None:
    """The reading, unless somebody reads it now: a claim outlasts the longest reading."""
    old = now - timedelta(seconds=settings.FEED_SECONDS + settings.OUTBOX_LEASE_SECONDS)
    free = Q(claimed_at=None) | Q(claimed_at__lt=old) | Q(ended_at__isnull=False)
    runs = FeedRun.objects.select_for_update(skip_locked=True, of=("self",)).select_related("feed__center")
    reading = runs.filter(free, pk=run).first()
    if reading is not None and reading.ended_at is None:
        FeedRun.objects.filter(pk=run).update(claimed_at=now)
    return reading


def _wanted(reading: FeedRun, feed: Feed) -> bool:
    return reading.by_id is not None or feed.active


def _not_dealt_with(feed: Feed) -> str:
    """What comes from outside may break a reader in a way that nobody thought of: it is this feed's failure,
    and not to be tried again every minute. Call it where the exception is caught."""
    log.exception("feed %s", feed.pk)
    return _("The program could not deal with what came: tell those who run it.")


@carries("6.1.2")
def take_feed(run: int, brought: Fetched, now: datetime, chance: Callable[[], float]) -> None:
    """Take in what a reading brought. Call it in the transaction that marks the promise as kept.

    chance: a number between 0 and 1, drawn anew each time.
    """
    reading = FeedRun.objects.select_for_update().get(pk=run)
    if reading.ended_at is not None:
        return
    reading.feed, error = brought.feed, brought.error
    if not _wanted(reading, brought.feed):
        FeedRun.objects.filter(pk=run).update(ended=Ended.NOTHING, ended_at=now)
        return
    with override(settings.LANGUAGE_CODE):
        try:
            with transaction.atomic():
                _take_in(reading, brought.brought, now)
        except Unreadable as unreadable:
            error = str(unreadable)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            error = _not_dealt_with(brought.feed)
        _end(reading, replace(brought, error=error), now, chance)


def _bring(feed: Feed) -> Brought:
    address = feed.address
    if feed.kind == MAIL:
        boxes = mailboxes(feed.center.name, feed.center.short_name)
        address = boxes.get(feed.address, "")
        if not address:
            raise Broken(_("This installation names no mailbox of this name for the center."))
    return bring(
        feed.kind,
        Asked(address, feed.channel, feed.looked_for(), feed.mapped(), feed.etag, feed.modified),
    )


def _take_in(reading: FeedRun, brought: Brought, now: datetime) -> None:
    """Import what came, and note on the reading what became of it."""
    if brought.digest and brought.digest == reading.feed.digest:
        return
    found: list[tuple[str, str]] = []
    for file in brought.files:
        reasons = _refused_whole(file)
        try:
            outcome = None if reasons else _import(reading.feed, file, now)
        except Unreadable as unreadable:
            if not file.lone:
                raise
            outcome, reasons = None, [(file.name, str(unreadable))]
        if outcome:
            reading.lines += outcome.total
            reading.signals += outcome.signals
            reading.findings += outcome.findings
            reading.known += outcome.known
            reasons = list(_reasons(file, outcome))
        else:
            reading.lines += 1
        found += reasons
    reading.refused, reading.refusals = len(found), [list(one) for one in found[:KEPT]]


def _refused_whole(file: File) -> list[tuple[str, str]]:
    return [(file.name, file.refusal)] if file.refusal else []


def _import(feed: Feed, file: File, now: datetime) -> Outcome:
    written = {Written.ITEMS: items.items, Written.LETTERS: items.letters}.get(file.written)
    return import_signals(
        file.content,
        f"{feed.name} {file.name}"[:150],
        feed.channel,
        by=System(),
        now=now,
        center=feed.center,
        year=local_day(now).year,
        sub_channel=feed.sub_channel,
        layouts=(written(feed.channel),) if written else (),
    )


def _reasons(file: File, outcome: Outcome) -> Iterator[tuple[str, str]]:
    for line in outcome.refused:
        shown = next((cell for cell in line.cells if cell), "")[:80]
        where = f"{file.name} · {line.sheet} {line.line}" if file.lone else f"{line.line}"
        yield f"{where} {shown}".strip(), line.reason
    for sheet in outcome.skipped:
        yield sheet.name, sheet.reason


def _end(reading: FeedRun, fetched: Fetched, now: datetime, chance: Callable[[], float]) -> None:
    """Note what came of the reading, on itself and on its feed, and tell the center where it must know."""
    brought, error = fetched.brought, fetched.error
    if error:
        reading.lines = reading.signals = reading.findings = reading.known = reading.refused = 0
        reading.refusals = []
    new = bool(reading.signals or reading.findings)
    reading.error, reading.ended_at = error, now
    reading.ended = Ended.FAILED if error else Ended.NEW if new else Ended.NOTHING
    reading.save()
    feed = Feed.objects.select_for_update().get(pk=reading.feed_id)
    feed.ended, feed.ended_at = reading.ended, now
    # A feed that was changed during the reading begins anew.
    if _same(feed, reading.feed):
        feed.failures = min(feed.failures + 1, MOST_FAILURES) if error else 0
        later = wait(timedelta(minutes=feed.every), feed.failures, chance())
        feed.next_at = now + max(later, timedelta(seconds=fetched.rest))
    if _same(feed, reading.feed) and not error:
        feed.etag, feed.modified, feed.digest = brought.etag, brought.modified, brought.digest
        feed.next_at = now if brought.more else feed.next_at
    if error and feed.failures >= TELL_AFTER and feed.told_at is None:
        feed.told_at = now
        _tell(feed, error, now)
    elif feed.told_at is not None and not error:
        feed.told_at = None
        _tell(feed, "", now)
    feed.save()


def _same(feed: Feed, read: Feed) -> bool:
    names = ("kind", "address", "channel", "sub_channel", "words", "mapping")
    return all(getattr(feed, name) == getattr(read, name) for name in names)


def _tell(feed: Feed, error: str, now: datetime) -> None:
    """Tell the center's collectors that a feed is broken, or that it works again."""
    verb = "a feed is broken" if error else "a feed works again"
    detail = {"name": feed.name, **({"reason": error, "failures": feed.failures} if error else {})}
    event = write(verb, (SUBJECT, feed.pk), actor=SYSTEM, at=now, detail=detail)
    telling = Telling(now)
    telling.tell_of(event, feed.center_id, Role.COLLECTOR, feed.name, feed.get_absolute_url())
    telling.send()
