"""Does what docker-compose.yml and the Dockerfile say make an installation that works, and that is closed?"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest

from config.tables import DESCRIPTIONS
from tests.config.installation import COMPOSE, Installation, until

HOST, PASSWORD, HOME = "wangjian.example.cn", "wind-over-water-7", "203.0.113.7"
CHECK = ("python", "manage.py", "check", "--deploy", "--database", "default", "--fail-level", "WARNING")
OURS = ("web", "worker", "beat")
LOCALE = "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale FROM pg_database WHERE datname = %s"
TABLES = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
)
OWNED = """
    SELECT count(*) FROM pg_shdepend d JOIN pg_roles r ON r.oid = d.refobjid
    WHERE d.refclassid = 'pg_authid'::regclass AND d.deptype = 'o' AND r.rolname = 'wangjian_app'
"""
# The first administrator: typed into `docker compose run --rm web python manage.py shell`.
FOUNDED = f"""
from django.utils import timezone
from accounts.models import Membership, Organisation, User
from casework.work.outbox import promise
from sampling.samples.models.labels import LabelSheet
center = Organisation.objects.create(kind="center", name="Center")
user = User.objects.create_user("first", name="First", password={PASSWORD!r})
Membership.objects.create(user=user, organisation=center, roles=["administrator"])
for _each in range(2):
    sheet = LabelSheet.objects.create(organisation=center, asked_by=user, asked_at=timezone.now())
    print("sheet", sheet.pk, sheet.token)
promise("sampling.print_labels", timezone.now(), sheet=sheet.pk - 1)
"""


class Browser:
    """Somebody behind the web server with TLS, which says whom it answers and how they came."""

    def __init__(self, address: str) -> None:
        self.address, self.cookies = address, SimpleCookie()

    def ask(
        self, path: str, form: dict[str, str] | None = None, said: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        """said: headers in the place of the proxy's."""
        by_proxy = {"Host": HOST, "X-Forwarded-For": f"1.2.3.4, {HOME}", "X-Forwarded-Proto": "https"}
        sent = "; ".join(f"{cookie.key}={cookie.value}" for cookie in self.cookies.values())
        typed = {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{HOST}{path}"}
        with contextlib.closing(HTTPConnection(self.address, 8000, timeout=30)) as connection:
            asked = {**by_proxy, "Cookie": sent, **(typed if form else {}), **(said or {})}
            body = urlencode(form) if form else None
            connection.request("POST" if form else "GET", path, body, asked)
            answer = connection.getresponse()
            for cookie in answer.msg.get_all("Set-Cookie", []):
                self.cookies.load(cookie)
            return answer, answer.read()

    def log_in(self) -> HTTPResponse:
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self.ask("/login/")[1])
        assert token
        form = {"username": "first", "password": PASSWORD, "csrfmiddlewaretoken": token[1].decode()}
        return self.ask("/login/", form)[0]


@pytest.fixture(scope="module")
def it() -> Iterator[Installation]:
    """The installation as it stands once everything has begun; founded: what the shell said."""
    folder = Path(tempfile.mkdtemp(prefix="wangjian-compose-"))
    folder.chmod(0o755)
    with Installation(folder) as installation:
        migrated = installation.run("migrate")
        said = migrated.communicate()[0]
        assert migrated.returncode == 0, said
        installation.start(*OURS)
        yield installation
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def founded(it: Installation) -> list[tuple[str, str]]:
    """The two sheets of labels that somebody asked for: number and token; the first is promised."""
    shell = it.run("web", "python", "manage.py", "shell", "-c", FOUNDED)
    said = shell.communicate()[0]
    assert shell.returncode == 0, said
    found = re.findall(r"^sheet (\d+) (\S+)$", said, re.M)
    assert len(found) == 2, said
    return found


@pytest.fixture(scope="module")
def browser(it: Installation, founded: object) -> Browser:
    found = Browser(it.address["web"])
    until(lambda: answers(it))
    assert found.log_in().status == 302
    return found


def answers(it: Installation) -> bool:
    assert it.running["web"].poll() is None, it.said("web")
    with contextlib.suppress(OSError), socket.create_connection((it.address["web"], 8000)):
        return True
    return False


def described(it: Installation) -> tuple[list[str], dict[str, str]]:
    """What the database is made of, and what stands in each table."""
    with it.database() as cursor:
        lines, rows = [], {}
        for question in DESCRIPTIONS:
            cursor.execute(question)
            lines += [line for (line,) in cursor.fetchall()]
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
            rows[table] = sha256("".join(row for (row,) in cursor.fetchall()).encode()).hexdigest()
    return sorted(lines), rows


def test_a_second_migrate_changes_nothing_and_the_check_is_clean(it):
    before = described(it)
    checked = it.run("web", *CHECK)
    again = it.run("migrate")
    said = (again.communicate()[0], checked.communicate()[0])
    assert (again.returncode, checked.returncode) == (0, 0), said
    after = described(it)
    changed = {table for table in after[1] if after[1][table] != before[1][table]}
    assert after[0] == before[0] and changed <= {"casework_outbox"}


def test_the_database_is_of_the_locale_that_the_service_says(it):
    said = dict(
        re.findall(
            r"--([\w-]+)=(\S+)", COMPOSE["services"]["postgres"]["environment"]["POSTGRES_INITDB_ARGS"]
        )
    )
    with it.database() as cursor:
        cursor.execute(LOCALE, ["wangjian"])
        assert cursor.fetchone() == (said["encoding"], said["locale-provider"][0], said["builtin-locale"])


def test_nobody_who_serves_has_the_owners_password_or_owns_anything(it):
    owners = it.env["POSTGRES_PASSWORD"].encode()
    for name in OURS:
        given = [Path(f"/proc/{number}/environ").read_bytes() for number in it.processes(name)]
        assert given and not any(owners in each or b"DATABASE_OWNER_URL" in each for each in given)
    assert owners.decode() in it.environment("migrate")["DATABASE_OWNER_URL"]
    for password in ("", it.env["APPLICATION_PASSWORD"]):
        with pytest.raises(psycopg2.OperationalError, match="password"):
            psycopg2.connect(
                host=it.address["postgres"], user="wangjian", dbname="wangjian", password=password
            )
    with it.database() as cursor:
        cursor.execute(OWNED)
        assert cursor.fetchone() == (0,)


def test_who_comes_by_the_proxy_logs_in_and_who_comes_past_it_is_sent_to_it(it, browser):
    assert "__Host-sessionid" in browser.cookies
    with it.database() as cursor:
        cursor.execute('SELECT DISTINCT host(address) FROM accounts_attempt WHERE "right"')
        assert cursor.fetchall() == [(HOME,)]
    page, _body = browser.ask("/")
    past, _nothing = Browser(it.address["web"]).ask("/login/", said={"X-Forwarded-Proto": "http"})
    foreign, _nothing = Browser(it.address["web"]).ask("/login/", said={"Host": "elsewhere.example"})
    assert (page.status, past.status, past.headers["Location"], foreign.status) == (
        *(200, 301, f"https://{HOST}/login/", 400),
    )


def test_what_pages_are_drawn_with_can_be_read_by_whoever_serves(it):
    """The image collects as root, and serves as another."""
    lying = [path for path in (it.app / "var/static").rglob("*") if path.is_file()]
    assert len(lying) > 50 and not [path for path in lying if not path.stat().st_mode & 0o004]


def test_the_engine_is_told_whether_the_web_is_well(it, browser):
    asked = it.here("web", shlex.split(COMPOSE["services"]["web"]["healthcheck"]["test"]))
    well = it.run("web", *asked)
    assert (well.communicate()[0].count('"ok"'), well.returncode) == (5, 0)
    with it.database() as cursor:
        cursor.execute(
            "DELETE FROM django_migrations WHERE app = 'registers' RETURNING id, app, name, applied"
        )
        rows = cursor.fetchall()
        ill = until(lambda: it.run("web", *asked).wait() != 0)
        cursor.executemany("INSERT INTO django_migrations VALUES (%s, %s, %s, %s)", rows)
    assert ill and until(lambda: it.run("web", *asked).wait() == 0)


def test_sixteen_half_sent_requests_stop_nobody(it, browser):
    half = f"POST /login/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 100\r\n\r\nusername=".encode()
    with contextlib.ExitStack() as clients:
        for _each in range(16):
            client = clients.enter_context(socket.create_connection((it.address["web"], 8000)))
            client.sendall(half)
        assert {browser.ask("/")[0].status for _time in range(9)} == {200}


def test_what_died_begins_again_and_goes_on_with_its_work(it, browser, founded):
    """By the keeper, and by `restart`; before and after, a paper is promised, drawn, kept and handed out."""
    (_first, token), (second, other) = founded
    until(lambda: browser.ask(f"/labels/{token}/labels.pdf")[1].startswith(b"%PDF"))
    assert {COMPOSE["services"][name]["restart"] for name in OURS} == {"unless-stopped"}
    [_keeper, serving, *_others] = before = it.processes("web")
    os.kill(serving, signal.SIGKILL)
    for name in ("worker", "beat"):
        it.kill(name)
    with it.database() as cursor:
        cursor.execute(
            "INSERT INTO casework_outbox (task, payload, created_at, attempts, tries, error)"
            "VALUES ('sampling.print_labels', %s, now(), 0, 0, '')",
            [f'{{"sheet": {second}}}'],
        )
    it.start("worker", "beat")
    until(lambda: browser.ask(f"/labels/{other}/labels.pdf")[1].startswith(b"%PDF"))
    assert serving not in it.processes("web") and len(it.processes("web")) == len(before)
