"""Does work go on while what it stands on is away? `./run bench outages` takes it away, and counts.

People log in, read their worklist and take risk information down, over and over, while Valkey or PostgreSQL
is dead, other clients send half a request, or the disk is full (`--on` a folder of a small file system that
may be filled, as a tmpfs of 1 GB). What was acknowledged must be there afterwards, and once, though a form
that was not answered is sent again; and nobody may read an error of ours.
"""

from __future__ import annotations

import argparse
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path
from shutil import disk_usage
from threading import Thread
from typing import NamedTuple
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import psycopg2

from bench.ground import manage
from bench.web import free_port, web
from config.binaries import Unavailable
from config.embedded import Servers

PEOPLE, BEFORE, AFTER, PATIENCE = 4, 5, 15, 60  # the last three in seconds
LONG = {"Valkey": 60, "PostgreSQL": 20, "half-sent requests": 60, "full disk": 60}
PIECE, LARGEST = 1 << 20, 4 << 30  # bytes: of what a disk is filled with, and free of one that may be
# No answer, or one that says what is away.
TOLD = (0, 503, 507)
SLOW_CLIENTS = 16
HALF = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nusername="
PASSWORD, COLLECTOR = "wangjian-demo", "collector"
RISK = {
    "channel": "a",
    "collected_at": "2026-11-01T09:00",
    "product": "绒毛玩具",
    "hazard_item": "小零件",
    "hazard_type": "mechanical",
    "scope": "single_shop",
    "degree": "high",
    "trigger": "health_safety",
    "secrecy": "internal",
}
COUNTED = "SELECT source_ref, count(*) FROM monitoring_risksignal WHERE source_ref LIKE %s GROUP BY 1"
Trouble = Callable[[Servers, int, float], None]


class Answer(NamedTuple):
    """status: of HTTP, 0 where none came. began: of the monotonic clock; took: seconds."""

    what: str
    status: int
    began: float
    took: float


class Stay(HTTPRedirectHandler):
    """An answer that leads on is an answer: nobody follows it."""

    def redirect_request(self, *_asked: object) -> None:
        return None


class Person(Thread):
    """Somebody who works as fast as they are answered. acknowledged: what was taken down for certain."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(name=name)
        self.site = f"http://127.0.0.1:{port}"
        self.answers: list[Answer] = []
        self.acknowledged: list[str] = []
        self.goes_home = False

    def run(self) -> None:
        while not self.goes_home:
            self.browser = build_opener(HTTPCookieProcessor(CookieJar()), Stay)
            if self.logs_in():
                self.asks("worklist", "/")
                self.takes_down(f"{self.name} {len(self.acknowledged)}")
            time.sleep(0.1)

    def logs_in(self) -> bool:
        status, page = self.asks("log-in page", "/login/")
        if status != 200:
            return False
        given = {"username": COLLECTOR, "password": PASSWORD, **hidden(page)}
        return self.asks("log-in", "/login/", given)[0] == 302

    def takes_down(self, reference: str) -> None:
        """Sends the same form again until it is acknowledged."""
        status, page = self.asks("form", "/signals/new/")
        if status != 200:
            return
        category = re.search(r'<select name="category".*?<option value="([^"]+)"', page, re.DOTALL)
        given = {**RISK, **hidden(page), "category": category[1] if category else "", "source_ref": reference}
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if self.asks("step", "/signals/new/", given)[0] == 302:
                self.acknowledged.append(reference)
                return
            time.sleep(1)

    def asks(self, what: str, path: str, data: dict[str, str] | None = None) -> tuple[int, str]:
        began, body = time.monotonic(), ""
        try:
            with self.browser.open(
                self.site + path, urlencode(data).encode() if data else None, PATIENCE
            ) as answer:
                status, body = answer.status, answer.read().decode()
        except HTTPError as other:
            status = other.code
        except (OSError, HTTPException):
            status = 0
        self.answers.append(Answer(what, status, began, time.monotonic() - began))
        return status, body


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the first form that bears a token."""
    return dict(re.findall(r'<input type="hidden" name="(csrfmiddlewaretoken)" value="([^"]*)"', page)[:1])


def without(name: str) -> Trouble:
    """A server is killed, and started again after so many seconds."""

    def trouble(servers: Servers, _port: int, seconds: float) -> None:
        child = servers.children[name][0]
        child.kill()
        child.wait()
        time.sleep(seconds)
        servers.start_again({"Valkey": servers.start_valkey, "PostgreSQL": servers.start_postgresql}[name])

    return trouble


def half_sent(_servers: Servers, port: int, seconds: float) -> None:
    """So many clients send half a request, and wait."""
    with ExitStack() as clients:
        for _ in range(SLOW_CLIENTS):
            client = clients.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(HALF)
        time.sleep(seconds)


def full(servers: Servers, _port: int, seconds: float) -> None:
    """Whatever is free on the disk of the data is taken, over and over."""
    filler, until = servers.folder / "filler", time.monotonic() + seconds
    with filler.open("wb", buffering=0) as file:
        while time.monotonic() < until:
            try:
                file.write(bytes(PIECE))
            except OSError:
                time.sleep(0.05)
    filler.unlink()
    if servers.children["PostgreSQL"][0].poll() is not None:
        servers.start_again(servers.start_postgresql)


TROUBLES: dict[str, Trouble] = {
    "Valkey": without("Valkey"),
    "PostgreSQL": without("PostgreSQL"),
    "half-sent requests": half_sent,
    "full disk": full,
}


def tried(name: str, servers: Servers, port: int, seconds: float) -> tuple[bool, str]:
    """(whether all is well, a line about it)"""
    people = [Person(f"{name} {number}", port) for number in range(PEOPLE)]
    for person in people:
        person.start()
    time.sleep(BEFORE)
    TROUBLES[name](servers, port, seconds)
    back = time.monotonic()
    time.sleep(AFTER)
    for person in people:
        person.goes_home = True
    for person in people:
        person.join()
    answers = [answer for person in people for answer in person.answers]
    acknowledged = [one for person in people for one in person.acknowledged]
    kept = _kept(servers, f"{name} %")
    lost = sum(one not in kept for one in acknowledged)
    twice = sum(times > 1 for times in kept.values())
    statuses = Counter(answer.status for answer in answers)
    late = [each.began + each.took - back for each in answers if each.status in TOLD and each.began > back]
    ours = sum(number for status, number in statuses.items() if status >= 500 and status not in TOLD)
    shown = ", ".join(f"{number} × {status or 'none'}" for status, number in sorted(statuses.items()))
    slowest = max(each.took for each in answers)
    line = (
        f"{name:<20} {seconds:>4.0f} s  answers: {shown}; slowest {slowest:.1f} s; "
        f"all well {max(late, default=0):.1f} s after it was back; "
        f"{len(acknowledged)} acknowledged, {lost} lost, {twice} twice"
    )
    return not (ours or lost or twice), line


def _kept(servers: Servers, like: str) -> dict[str, int]:
    connection = psycopg2.connect(servers.as_owner["DATABASE_OWNER_URL"])
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [like])
        found = dict(cursor.fetchall())
    connection.close()
    return found


@contextmanager
def province(on: str | None = None, **settings: str) -> Iterator[tuple[Servers, dict[str, str]]]:
    """The invented province on servers of its own, and the environment in which the application works on it.

    on: the folder in which all its data lie; of the system for what is temporary, unless it is named.
    """
    with tempfile.TemporaryDirectory(prefix="wangjian-outages-", dir=on) as folder:
        Path(folder).chmod(0o755)  # as root the servers run under another account
        with Servers(Path(folder)) as servers:
            environment = {
                **servers.environment,
                "WANGJIAN_TRIAL": "1",
                "DJANGO_SETTINGS_MODULE": "config.settings",
                "MEDIA_ROOT": f"{folder}/media",
                "STATIC_ROOT": f"{folder}/static",
                **settings,
            }
            manage("migrate", "--verbosity", "0", environment=environment | servers.as_owner)
            manage("collectstatic", "--no-input", "--verbosity", "0", environment=environment)
            manage("demo", environment=environment)
            yield servers, environment


@contextmanager
def site(on: str | None = None, **settings: str) -> Iterator[tuple[Servers, int]]:
    """The same with the port on which it answers."""
    with province(on, **settings) as (servers, environment):
        port = free_port()
        with web(port, environment, "--processes", "2", log=servers.folder / "web.log"):
            yield servers, port


def main(arguments: list[str]) -> int:
    """Prints a line for each trouble; 1 where something was lost, done twice, or an error of ours."""
    parser = argparse.ArgumentParser(prog="./run bench outages", description=__doc__)
    parser.add_argument("--seconds", type=float, help="how long each lasts (else as long as named)")
    parser.add_argument("--only", choices=TROUBLES, nargs="+")
    parser.add_argument("--on", metavar="FOLDER", help="on a small file system, to fill it")
    options = parser.parse_args(arguments)
    wanted = options.only or [name for name in TROUBLES if options.on or name != "full disk"]
    if "full disk" in wanted and not (options.on and disk_usage(options.on).free < LARGEST):
        parser.error(f"A disk is filled only where --on names one with less than {LARGEST >> 30} GB to fill.")
    well = True
    try:
        with site(options.on) as (servers, port):
            for name in wanted:
                good, line = tried(name, servers, port, options.seconds or LONG[name])
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
                well = well and good
    except Unavailable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0 if well else 1
