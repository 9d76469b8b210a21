"""Do the embedded servers start, end with their supervisor, and keep their data?"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import environ
import psycopg2
import pytest
import redis

from config.binaries import Unavailable, major
from config.embedded import Busy, Servers, make_folder, refuge

SUPERVISOR = """
import sys, time
from pathlib import Path
from config.embedded import Servers
servers = Servers(Path(sys.argv[1])).start()
print("up", flush=True)
time.sleep(600)
"""


def ask(servers: Servers, statement: str) -> list[tuple[object, ...]]:
    connection = psycopg2.connect(servers.as_owner["DATABASE_OWNER_URL"])
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def processes_that_name(folder: Path) -> list[str]:
    """The command lines of the living; a process that only awaits its parent has none."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [command for command in found if str(folder) in command]


def test_both_servers_answer_at_the_addresses_given(folder: Path) -> None:
    with Servers(folder, durable=False) as servers:
        assert ask(servers, "SELECT current_user, current_database()") == [("wangjian", "wangjian")]
        assert redis.Redis.from_url(servers.environment["REDIS_URL"]).ping()
    assert not servers.running()


def test_trigrams_are_found_in_chinese(folder: Path) -> None:
    with Servers(folder, durable=False) as servers:
        ask(servers, "CREATE EXTENSION pg_trgm")
        assert ask(servers, "SELECT cardinality(show_trgm('电热水壶')) > 0") == [(True,)]


def test_a_killed_supervisor_leaves_nothing_running_and_the_data_whole(folder: Path) -> None:
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(folder)], stdout=subprocess.PIPE)
    assert supervisor.stdout and supervisor.stdout.readline() == b"up\n"
    ask(Servers(folder), "CREATE TABLE kept AS SELECT 1 AS one")
    supervisor.kill()
    supervisor.communicate()
    with Servers(folder) as servers:  # at once, while the old ones may still be ending
        assert ask(servers, "SELECT one FROM kept") == [(1,)]
    until = time.monotonic() + 10
    while processes_that_name(folder) and time.monotonic() < until:
        time.sleep(0.02)
    assert processes_that_name(folder) == []


def test_the_pid_file_of_another_process_stops_nothing(folder: Path) -> None:
    with Servers(folder, durable=False) as servers:
        pid_file = servers.data / "postmaster.pid"
        written = pid_file.read_text().splitlines()
    other = subprocess.Popen(["sleep", "60"], **servers.identity())
    pid_file.write_text("\n".join([str(other.pid), *written[1:]]) + "\n")
    with servers:
        assert servers.running()
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_second_supervisor_is_refused_and_a_user_is_not(folder: Path) -> None:
    with Servers(folder, durable=False):
        second = Servers(folder)
        with pytest.raises(Busy, match="running already"):
            second.start()
        with pytest.raises(Busy, match="running already"):
            second.erase()
        with second.used():
            assert ask(second, "SELECT 1") == [(1,)]


def test_an_address_with_a_space_and_capitals_is_read_back(folder: Path) -> None:
    servers = Servers(folder / "My Data")
    read = environ.Env.db_url_config(servers.environment["DATABASE_URL"])
    assert read["OPTIONS"]["host"] == str(servers.sockets)
    pool = redis.ConnectionPool.from_url(servers.environment["REDIS_URL"])
    assert pool.connection_kwargs["path"] == str(servers.sockets / "valkey")


def test_a_path_too_long_for_a_socket_gets_a_short_one(folder: Path) -> None:
    servers = Servers(folder / ("x" * 100))
    assert servers.data.is_relative_to(folder)
    assert len(str(servers.sockets)) < 60
    servers.sockets.parent.rmdir()


def test_a_refuge_that_somebody_else_made_is_refused(folder: Path) -> None:
    mine = refuge(folder)
    mine.rmdir()
    mine.symlink_to(folder)
    with pytest.raises(Unavailable, match="belongs to somebody else"):
        refuge(folder)
    mine.unlink()


def test_a_folder_that_cannot_be_made_is_a_sentence(folder: Path) -> None:
    (folder / "file").touch()
    with pytest.raises(Unavailable, match="cannot be made: Not a directory"):
        make_folder(folder / "file" / "data")


@pytest.mark.parametrize(
    ("version", "number"), [("18.6", 18), ("18devel", 18), ("postgres (PostgreSQL) 9.6.1", 9), ("none", 0)]
)
def test_the_major_version_is_read(version: str, number: int) -> None:
    assert major(version) == number


def test_servers_that_were_killed_are_started_again_with_their_data(folder: Path) -> None:
    with Servers(folder) as servers:
        ask(servers, "CREATE TABLE kept AS SELECT 1 AS one")
        for child, _ending in servers.children.values():
            child.kill()
            child.wait()
        assert servers.look() == ["PostgreSQL", "Valkey"]
        assert ask(servers, "SELECT one FROM kept") == [(1,)]
        assert redis.Redis.from_url(servers.environment["REDIS_URL"]).ping()
        assert servers.look() == []
