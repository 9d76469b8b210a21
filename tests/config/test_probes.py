"""Does it say of itself that it is well when it is, and not when it is not?"""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.test import Client
from django.utils import timezone
from redis.exceptions import RedisError

from config.cache import Forgetful
from config.operation import probes
from config.operation.probes import CHECKS, Check, Readiness, look

CLOSED = "redis://127.0.0.1:1/0"  # where nobody listens


@pytest.fixture(autouse=True)
def _anew(monkeypatch):
    monkeypatch.setattr("config.operation.views.READINESS", Readiness())
    monkeypatch.setattr(Forgetful, "away_until", 0.0)


@pytest.fixture
def no_database(monkeypatch):
    """Nobody listens where the database should be."""
    monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
    monkeypatch.setitem(connection.settings_dict, "PORT", "1")


@pytest.fixture
def clock():
    """A server whose clock is `ahead`; each answer bears its Date."""

    class Answering(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response_only(200)
            at = timezone.now() + timedelta(seconds=server.ahead)
            self.send_header("Date", format_datetime(at.astimezone(tz=None)))
            self.end_headers()

        def log_message(self, *_said):
            pass

    server: Any = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def faulty() -> set[str]:
    return {name for name, fault in look().items() if fault}


def test_where_all_is_well_each_check_says_so(db):
    answer, well = Client().get("/readyz"), dict.fromkeys(CHECKS, "ok")
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "checks": well})
    assert answer["Cache-Control"] == "no-store"


def test_a_dead_database_is_named(db, no_database):
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "The database does not answer."
    assert {name for name, said in answer.json()["checks"].items() if said == "ok"} == {"cache", "broker"}


def test_a_dead_cache_and_a_dead_broker_are_named(db, settings):
    settings.REDIS_URL = CLOSED
    assert faulty() == {"broker"}
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": CLOSED}}
    assert faulty() == {"broker", "cache"}


def test_a_migration_that_is_not_applied_is_named_in_the_log_alone(db, monkeypatch, caplog):
    written = probes.migrations() | {("trail", "9999_later")}
    monkeypatch.setattr(probes, "migrations", lambda: written)
    assert faulty() == {"migrations"}
    assert "migrations: Unfit: trail.9999_later" in caplog.text and "trail" not in look()["migrations"]


def test_a_look_leaves_no_connection_behind(db, monkeypatch):
    opened: list[Any] = []
    connect = DatabaseWrapper.get_new_connection

    def kept(*how):
        opened.append(connect(*how))
        return opened[-1]

    monkeypatch.setattr(DatabaseWrapper, "get_new_connection", kept)
    assert faulty() == set()
    assert len(opened) == 3 and all(one.closed for one in opened)


@pytest.mark.parametrize(
    ("ahead", "wrong"), [(1.9, set()), (-1.9, set()), (2.1, {"clocks"}), (-2.1, {"clocks"})]
)
def test_the_databases_clock_may_differ_by_two_seconds(ahead, wrong, db, monkeypatch):
    monkeypatch.setattr(probes, "database_time", lambda _cursor: time.time() + ahead)
    assert faulty() == wrong


@pytest.mark.parametrize(("ahead", "wrong"), [(0, set()), (4, {"clocks"}), (-4, {"clocks"})])
def test_the_clock_of_the_network_is_compared_where_one_is_named(ahead, wrong, db, settings, clock):
    settings.CLOCK_SOURCE, clock.ahead = f"http://127.0.0.1:{clock.server_port}/", ahead
    assert faulty() == wrong


def test_two_clocks_that_are_each_near_ours_may_be_too_far_apart(db, monkeypatch, settings):
    settings.CLOCK_SOURCE = "http://clock.example/"
    monkeypatch.setattr(probes, "database_time", lambda _cursor: time.time() + 1.5)
    monkeypatch.setattr(probes, "network_ahead", lambda: -1.5)
    assert faulty() == {"clocks"}


@pytest.mark.parametrize("source", ["http://127.0.0.1:1/", "http://"])
def test_a_clock_of_the_network_that_tells_no_time_is_said_and_fails_nothing(source, db, settings, caplog):
    settings.CLOCK_SOURCE = source
    assert faulty() == set()
    assert "CLOCK_SOURCE tells no time" in caplog.text


def test_the_middle_of_the_question_is_what_is_compared(monkeypatch):
    read = iter([100.0, 108.0])
    monkeypatch.setattr(time, "time", lambda: next(read))
    assert probes.ahead_of_us(lambda: 104.0) == 0


def test_who_asks_while_somebody_looks_gets_the_last_answer(monkeypatch):
    """And waits for nobody, although the look hangs."""
    begun, goes_on = threading.Event(), threading.Event()

    def hang():
        begun.set()
        goes_on.wait(30)
        raise RedisError("away")

    readiness = Readiness()
    monkeypatch.setattr(probes, "CHECKS", {"broker": Check(lambda: None, "away")})
    assert readiness.now() == {"broker": ""}
    monkeypatch.setattr(probes, "CHECKS", {"broker": Check(hang, "away")})
    readiness.until = 0.0
    looking = threading.Thread(target=readiness.now)
    looking.start()
    begun.wait(30)
    assert readiness.now() == {"broker": ""}
    goes_on.set()
    looking.join()
    assert readiness.now() == {"broker": "away"}


@pytest.mark.parametrize("asked", [{}, {"HTTP_HOST": "10.0.0.7:8000"}, {"HTTP_COOKIE": "sessionid=x" * 4}])
def test_it_lives_although_database_and_cache_are_dead(asked, settings, no_database):
    """By whatever host it is asked, with whatever cookie, in clear; the test may touch no database."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": CLOSED}}
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["wangjian.example"]
    answer = Client().get("/healthz", **asked)
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert Client().get("/login/", HTTP_HOST="10.0.0.7").status_code == 400
