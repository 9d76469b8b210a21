"""Is this process fit to be sent requests? What it needs is asked, once a second at most."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

import urllib3
from django.conf import settings
from django.core.cache import cache as kept
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from redis import Redis

PATIENCE = 2  # seconds that each is waited for
APART = 2.0  # seconds by which clocks may differ
FRESH = 1.0  # seconds for which an answer is given again
QUEUE = "celery"  # as Celery calls it unless it is told otherwise
logger = logging.getLogger(__name__)


class Unfit(Exception):
    """What is wrong, for the log."""


class Check(NamedTuple):
    """ask: raises whatever it likes where all is not well. fault: what strangers are told then."""

    ask: Callable[[], object]
    fault: str | Promise


@contextmanager
def asked() -> Iterator[Any]:
    """A cursor on a connection of its own: no database that hangs is waited for longer than PATIENCE."""
    fresh = connection.copy()
    options = fresh.settings_dict["OPTIONS"]
    own = {"connect_timeout": PATIENCE, "tcp_user_timeout": PATIENCE * 1000}
    timed = f"{options.get('options', '')} -c statement_timeout={PATIENCE * 1000}"
    fresh.settings_dict["OPTIONS"] = {**options, **own, "options": timed}
    try:
        with fresh.cursor() as cursor:
            yield cursor
    finally:
        fresh.close()


def broker() -> Redis:
    """The server that holds the queue."""
    patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    return Redis.from_url(settings.REDIS_URL, **patience)


def ask_database() -> None:
    with asked() as cursor:
        cursor.execute("SELECT 1")


@cache
def migrations() -> frozenset[tuple[str, str]]:
    """All that stand in the code, which does not change while the process lives."""
    return frozenset(MigrationLoader(None).graph.nodes)


def ask_migrations() -> None:
    with asked() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        missing = migrations() - set(cursor.fetchall())
    if missing:
        raise Unfit(", ".join(f"{app}.{name}" for app, name in sorted(missing)))


def ask_cache() -> None:
    kept.add("ready", 1, 1)  # which raises where others would forget


def ask_broker() -> None:
    with broker() as server:
        server.ping()


def ask_clocks() -> None:
    """The greatest difference of any two: of this process, the database and, where one is named, a host."""
    with asked() as cursor:
        ahead = {"process": 0.0, "database": ahead_of_us(lambda: database_time(cursor))}
    if settings.CLOCK_SOURCE:
        try:
            ahead["network"] = network_ahead()
        except (urllib3.exceptions.HTTPError, KeyError, ValueError) as error:
            logger.warning("CLOCK_SOURCE tells no time: %s", error)
    if max(ahead.values()) - min(ahead.values()) > APART:
        raise Unfit(", ".join(f"{whose} {by:+.2f} s" for whose, by in ahead.items()))


def ahead_of_us(told: Callable[[], float]) -> float:
    """By how many seconds another clock is ahead of this process's, in the middle of asking it."""
    before = time.time()
    there = told()
    return there - (before + time.time()) / 2


def database_time(cursor: Any) -> float:
    cursor.execute("SELECT extract(epoch FROM clock_timestamp())::float8")
    return float(cursor.fetchone()[0])


def network_ahead() -> float:
    """By the Date of CLOCK_SOURCE's answer. It is asked twice, as the first time names are resolved and
    keys exchanged, which would shift the middle."""
    patience = urllib3.Timeout(total=PATIENCE)
    with urllib3.PoolManager(timeout=patience, retries=False) as pool:

        def told() -> float:
            answer = pool.request("HEAD", settings.CLOCK_SOURCE)
            return parsedate_to_datetime(answer.headers["Date"]).timestamp() + 0.5  # it says whole seconds

        told()
        return ahead_of_us(told)


CHECKS = {
    "database": Check(ask_database, _("The database does not answer.")),
    "migrations": Check(ask_migrations, _("Migrations are not applied: run `migrate`.")),
    "cache": Check(ask_cache, _("The cache does not answer.")),
    "broker": Check(ask_broker, _("The broker of the background work does not answer.")),
    "clocks": Check(ask_clocks, _("The clocks differ by more than two seconds, or cannot be compared.")),
}


def look() -> dict[str, str]:
    """What is wrong, by check; "" where all is well. All are asked at once; details go to the log."""
    with ThreadPoolExecutor(len(CHECKS)) as pool:
        return dict(zip(CHECKS, pool.map(_fault, CHECKS), strict=True))


def _fault(name: str) -> str:
    try:
        CHECKS[name].ask()
    except Exception as error:  # whatever it is, the answer is that it is not well
        logger.warning("Not ready: %s: %s: %s", name, type(error).__name__, error)
        return str(CHECKS[name].fault)
    return ""


class Readiness:
    """The last answer, given again while it is fresh, and while somebody is looking anew: however many ask,
    one of them looks and nobody else waits."""

    def __init__(self) -> None:
        self.lock, self.found, self.until = Lock(), dict[str, str](), 0.0

    def now(self) -> dict[str, str]:
        if time.monotonic() >= self.until and self.lock.acquire(blocking=not self.found):
            try:
                if time.monotonic() >= self.until:
                    self.found = look()
                    self.until = time.monotonic() + FRESH
            finally:
                self.lock.release()
        return self.found


READINESS = Readiness()
