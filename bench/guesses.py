"""Who is kept out while passwords are guessed, and what do answers tell? `./run bench guesses` tries it.

Beside a sprayer who guesses at two hundred names from many addresses, and a locker who guesses at the
signatory's name without pause, people log in a thousand times from where they have logged in before. Then
wrong passwords are typed for names that exist and names that do not, in turn, and the times of the answers
are compared.
"""

from __future__ import annotations

import argparse
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.cookiejar import CookieJar
from itertools import cycle
from math import sqrt
from threading import Event, Lock, Thread
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import psycopg2

from bench.outages import PASSWORD, Stay, hidden, site
from config.binaries import Unavailable
from config.embedded import Servers

LOG_INS, PEOPLE, ACCOUNTS = 1_000, 4, 200
# Of a quarter of an hour, in which a name is guessed at nine times; ten minutes see no more than that.
MOST_GUESSES = 10
# Typed wrongly for each name: fewer than are let through.
TIMES, WELCH = 8, 4.5
SIGNATORY = "signatory"
# Of programs and shops none can be typed.
NAMES = "SELECT username FROM accounts_user WHERE is_active AND password NOT LIKE '!%' ORDER BY username"


class Told(NamedTuple):
    """status: of HTTP. took: seconds."""

    status: int
    took: float


def log_in(site: str, name: str, password: str, address: str) -> Told:
    """Type a password on a log-in page of one's own, from an address."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()), Stay)
    whence = {"X-Forwarded-For": address}
    with browser.open(Request(f"{site}/login/", headers=whence)) as page:  # noqa: S310
        form = {"username": name, "password": password, **hidden(page.read().decode())}
    asked = Request(f"{site}/login/", urlencode(form).encode(), whence)  # noqa: S310
    began = time.perf_counter()
    try:
        with browser.open(asked) as answer:
            status = answer.status
    except HTTPError as other:
        status = other.code
    return Told(status, time.perf_counter() - began)


def addresses(start: str) -> Iterator[str]:
    """One address after the other, each of another subnet."""
    return (f"{start}.{a}.{b}.7" for a in cycle(range(1, 250)) for b in range(1, 250))


class Guesser(Thread):
    """Guesses until it is told to stop. guessed: by name, how often a password was looked at."""

    def __init__(self, site: str, names: list[str], whence: Iterator[str], stop: Event) -> None:
        super().__init__()
        self.site, self.names, self.whence, self.stop = site, names, whence, stop
        self.guessed: Counter[str] = Counter()
        self.asked = 0

    def run(self) -> None:
        for name in cycle(self.names):
            if self.stop.is_set():
                return
            told = log_in(self.site, name, f"Guess-{self.asked}", next(self.whence))
            self.asked += 1
            self.guessed[name] += told.status != 429


class Honest(Thread):
    """People who log in from home, in turn, until all have done so often enough."""

    lock = Lock()

    def __init__(self, site: str, turns: Iterator[tuple[str, str]]) -> None:
        super().__init__()
        self.site, self.turns = site, turns
        self.told: list[Told] = []

    def run(self) -> None:
        while True:
            with self.lock:
                turn = next(self.turns, None)
            if turn is None:
                return
            self.told.append(log_in(self.site, turn[0], PASSWORD, turn[1]))


def kept_out(site: str, names: list[str], times: int) -> tuple[bool, str]:
    """(whether nobody honest was, and no account was guessed at too often; a line about it)"""
    homes = dict(zip(names, addresses("10"), strict=False))
    for name, home in homes.items():
        log_in(site, name, PASSWORD, home)  # as they did yesterday
    turns = iter([(names[turn % len(names)], homes[names[turn % len(names)]]) for turn in range(times)])
    stop, many = Event(), addresses("172")
    sprayed = [*names, *(f"person-{number}" for number in range(ACCOUNTS - len(names)))]
    guessers = [Guesser(site, sprayed, many, stop), Guesser(site, [SIGNATORY], addresses("100"), stop)]
    people = [Honest(site, turns) for _ in range(PEOPLE)]
    began = time.monotonic()
    for each in (*guessers, *people):
        each.start()
    for person in people:
        person.join()
    stop.set()
    for guesser in guessers:
        guesser.join()
    told = [one for person in people for one in person.told]
    refused = sum(one.status != 302 for one in told)
    guessed = sum((guesser.guessed for guesser in guessers), Counter[str]())
    line = (
        f"{len(told):,} log-ins in {time.monotonic() - began:.0f} s, {refused} refused, "
        f"slowest {max(one.took for one in told):.1f} s; beside them {sum(one.asked for one in guessers):,} "
        f"guesses at {len(guessed)} names, of a name at most {max(guessed.values())} looked at"
    )
    return not refused and max(guessed.values()) < MOST_GUESSES, line


def told_apart(site: str, names: list[str]) -> tuple[bool, str]:
    """(whether the times of answers do not tell which names exist, a line about it)"""
    unknown = [f"nobody-{number}" for number in range(len(names))]
    took: dict[bool, list[float]] = {True: [], False: []}
    whence = addresses("192")
    for _ in range(TIMES):
        asked = [(name, name in set(names)) for name in (*names, *unknown)]
        random.shuffle(asked)
        for name, known in asked:
            told = log_in(site, name, "Wrong-1", next(whence))
            if told.status != 429:
                took[known].append(told.took)
    t = welch(took[True], took[False])
    middle = {known: statistics.median(times) * 1000 for known, times in took.items()}
    line = (
        f"{len(took[True])} wrong passwords of names that exist: {middle[True]:.1f} ms in the middle; "
        f"{len(took[False])} of others: {middle[False]:.1f} ms; Welch's t {t:+.2f}"
    )
    return abs(t) < WELCH, line


def welch(some: list[float], others: list[float]) -> float:
    """Welch's t of two samples."""
    spread = statistics.variance(some) / len(some) + statistics.variance(others) / len(others)
    return (statistics.fmean(some) - statistics.fmean(others)) / sqrt(spread)


@contextmanager
def _database(servers: Servers) -> Iterator[Any]:
    """A cursor of the owner."""
    owner = servers.as_owner["DATABASE_OWNER_URL"]
    with closing(psycopg2.connect(owner)) as connection, connection, connection.cursor() as cursor:
        yield cursor


def _names(servers: Servers) -> list[str]:
    """All who may log in."""
    with _database(servers) as cursor:
        cursor.execute(NAMES)
        return [name for (name,) in cursor.fetchall()]


def _forget(servers: Servers) -> None:
    """A quarter of an hour goes by."""
    with _database(servers) as cursor:
        cursor.execute('DELETE FROM accounts_attempt WHERE NOT "right"')


def main(arguments: list[str]) -> int:
    """Prints a line each; 1 where somebody honest was kept out, or names are told apart."""
    parser = argparse.ArgumentParser(prog="./run bench guesses", description=__doc__)
    parser.add_argument("--times", type=int, default=LOG_INS, help=f"log-ins of honest people ({LOG_INS:,})")
    options = parser.parse_args(arguments)
    try:
        with site(TRUSTED_PROXIES="1") as (servers, port):
            here, names = f"http://127.0.0.1:{port}", _names(servers)
            found = [kept_out(here, names, options.times)]
            _forget(servers)
            found.append(told_apart(here, names))
    except Unavailable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    sys.stdout.write("".join(f"{line}\n" for _well, line in found))
    return 0 if all(well for well, _line in found) else 1
