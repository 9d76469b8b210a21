"""Who answers the requests that are measured? The web server of production, on a free port."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from config.binaries import Unavailable
from config.embedded import dies_with_parent

READY_SECONDS = 30


@contextlib.contextmanager
def web(
    port: int, environment: dict[str, str], *more: str, log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The web server of production, for the time of the block. more: arguments of it. log: where it says what
    it says, in place of here."""
    command = ("config.webserver", "--bind", f"127.0.0.1:{port}", "--processes", "1", *more)
    with log.open("wb") if log else contextlib.nullcontext() as said:
        server = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", *command],
            env=os.environ | environment,
            stderr=said,
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )
        try:
            await_port(port, server)
            yield server
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def await_port(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + READY_SECONDS
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise Unavailable(f"The web server on port {port} does not answer.")
