"""What does a hasty administrator do, and is it said before anybody relies on the installation?"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator

import psycopg2
import pytest

from tests.config.installation import ROOT, filled

OURS = ("SECRET_KEY", "NUMBER_KEY", "FIELD_KEYS")
# What is answered to whoever logs in, to a program, and to whoever watches.
ASKED = """
import django
django.setup()
from django.test import Client
asking = Client(raise_request_exception=False, SERVER_NAME="localhost")
for path in ("/login/", "/api/v1/risk-cases/", "/readyz", "/healthz"):
    form = {"username": "planner", "password": "wind-over-water-7"} if path == "/login/" else None
    ask = asking.post if form else asking.get
    answer = ask(path, form, headers={"Authorization": "Bearer wj_nothing"})
    print(answer.status_code, path, answer.content.decode().replace("\\n", " "))
"""
FORGED = """
import django
django.setup()
from django.test import Client
answer = Client(raise_request_exception=False, SERVER_NAME="localhost").get(
    "/login/", headers={"X-Forwarded-Proto": "https"}
)
print(answer.status_code, answer.headers.get("Location"))
"""


def said(source: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What a process of the application says that knows no environment but this."""
    given = {"PATH": os.environ["PATH"], "LANGUAGE_CODE": "en", "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-W", "ignore", "-c", source]
    return subprocess.run(
        command, cwd=ROOT, env=given | environment, capture_output=True, text=True, check=False
    )


def starts(**environment: str) -> str:
    """Why the web does not start; "" where it does. No server is asked."""
    whole = {**filled(), "DATABASE_URL": "postgres://wangjian_app@127.0.0.1:1/none", **environment}
    done = said("import config.wsgi", **whole)
    return done.stderr if done.returncode else ""


@pytest.mark.parametrize("name", OURS)
def test_the_example_copied_and_not_filled_in_starts_nothing(name: str) -> None:
    assert name in starts(**{name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DEBUG", "True"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "wangjian.example.cn,*"),
        ("ALLOWED_HOSTS", "*.example.cn"),
        ("ALLOWED_HOSTS", ".cn"),
        ("ALLOWED_HOSTS", ""),
        ("SECRET_KEY", "only-for-trials-set-SECRET_KEY"),
    ],
)
def test_what_opens_the_door_to_strangers_starts_nothing(name: str, value: str) -> None:
    assert name in starts(**{name: value})


def test_whoever_filled_it_in_comes_as_far_as_the_database() -> None:
    assert "not ready" not in starts() and "not ready" not in starts(ALLOWED_HOSTS=".wangjian.example.cn")


@pytest.mark.parametrize(("proxies", "status"), [("0", "301"), ("1", "200")])
def test_that_they_came_by_https_is_believed_of_a_proxy_alone(proxies: str, status: str, empty: str) -> None:
    """A stranger says so; without a proxy they are sent to https all the same."""
    trial = {"WANGJIAN_TESTING": "1", "SECURE_COOKIES": "True", "TRUSTED_PROXIES": proxies}
    done = said(FORGED, DATABASE_URL=empty, REDIS_URL=os.environ["REDIS_URL"], **trial)
    assert done.stdout.split()[0] == status, done.stderr


@pytest.fixture
def empty() -> Iterator[str]:
    """The address of a database without any table."""
    name, owner = f"empty_{secrets.token_hex(4)}", os.environ["DATABASE_OWNER_URL"]
    connection = psycopg2.connect(owner)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        yield owner.replace("/wangjian?", f"/{name}?")
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


def test_before_migrate_pages_programs_and_whoever_watches_are_told_so(empty: str) -> None:
    """And the process lives: to start it again would help nobody."""
    done = said(ASKED, DATABASE_URL=empty, REDIS_URL=os.environ["REDIS_URL"], WANGJIAN_TESTING="1")
    assert done.returncode == 0, done.stderr
    page, program, watch, alive = done.stdout.splitlines()
    assert page.startswith("503") and "`migrate` has not been run" in page.replace("&#39;", "")
    assert program.startswith("503"), done.stderr[-6000:]
    assert "`migrate` has not been run" in program
    assert watch.startswith("503") and "run `migrate`" in watch
    assert alive.startswith("200")
