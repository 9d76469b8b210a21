"""Does the web server of production answer, whatever others do with it?"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.web import free_port, web

THREADS = 4
HALF = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nusername="


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """One process of four threads."""
    free = free_port()
    with web(free, {"WANGJIAN_TRIAL": "1", "DEBUG": "1"}, "--threads", str(THREADS)):
        yield free


def answered(port: int) -> int:
    """The status of the log-in page, as somebody gets it who sends and reads without delay."""
    with urllib.request.urlopen(f"http://localhost:{port}/login/", timeout=20) as answer:
        return int(answer.status)


@contextlib.contextmanager
def clients(port: int, count: int, sending: bytes) -> Iterator[None]:
    """So many who send this, and then nothing."""
    with contextlib.ExitStack() as stack:
        for _each in range(count):
            client = stack.enter_context(socket.socket())
            client.connect(("localhost", port))
            client.sendall(sending)
        yield


@pytest.mark.parametrize("sending", [HALF, HALF[:60]], ids=["half a form", "half a head"])
def test_sixteen_slow_clients_keep_nobody_waiting(port: int, sending: bytes) -> None:
    with clients(port, 16, sending):
        assert {answered(port) for _time in range(THREADS + 1)} == {200}


def test_what_half_a_client_sent_is_answered_once_it_is_whole(port: int) -> None:
    with clients(port, 16, HALF), socket.create_connection(("localhost", port), timeout=20) as late:
        late.sendall(HALF)
        late.sendall(b"x" * 91)
        assert late.recv(12) == b"HTTP/1.1 403"  # the form's token is missing


def test_a_head_that_is_long_to_read_is_not_read(port: int) -> None:
    """Names and values of a header that are laid in one another take the square of its length."""
    with socket.create_connection(("localhost", port), timeout=20) as client:
        # Whoever answers does not wait for its end, and may be gone when that is sent.
        head = b"POST /login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: a/b; " + b'";' * 50_000
        with contextlib.suppress(ConnectionError):
            client.sendall(head)
            client.sendall(b"\r\nContent-Length: 0\r\n\r\n")
        assert client.recv(12).endswith(b" 431")


def test_those_who_do_not_read_their_answers_keep_nobody_waiting(port: int) -> None:
    """Each asks for far more than the system holds for a connection, and reads nothing of it."""
    asked = b"GET /static/vendor/echarts.common.min.js HTTP/1.1\r\nHost: localhost\r\n\r\n" * 60
    with clients(port, 16, asked):
        assert {answered(port) for _time in range(THREADS + 1)} == {200}


def test_a_process_that_was_killed_is_started_again(port: int) -> None:
    [serving] = served_by()
    os.kill(serving, signal.SIGKILL)
    assert answered(port) == 200
    assert served_by() != [serving]


def served_by() -> list[int]:
    """The processes that serve, of ours."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            parent = int((path.parent / "stat").read_text().rpartition(")")[2].split()[1])
            grandparent = int(
                (Path("/proc") / str(parent) / "stat").read_text().rpartition(")")[2].split()[1]
            )
            if b"config.serving" in path.read_bytes() and grandparent == os.getpid():
                found.append(int(path.parent.name))
    return found


def test_where_no_process_can_begin_it_ends_with_the_sentence() -> None:
    environment = os.environ | {"WANGJIAN_TESTING": "", "WANGJIAN_TRIAL": "", "SITE_URL": "http://localhost"}
    command = [sys.executable, "-m", "config.webserver", "--bind", f"127.0.0.1:{free_port()}"]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "SITE_URL" in ended.stderr and "Traceback" not in ended.stderr


def test_a_taken_port_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [sys.executable, "-m", "config.webserver", "--bind", f"127.0.0.1:{taken.getsockname()[1]}"]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, "in use" in ended.stderr) == (1, True)
