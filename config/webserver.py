"""Who answers requests? Processes that share a port (config/serving.py); one that ends is started again."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time

from config.embedded import dies_with_parent
from config.restarting import Ended, Kept

WAITING = 1024  # connections that the system holds until a process takes them


def main(arguments: list[str]) -> int:
    """Serves until it is told to end; 1 and a sentence where no process can begin."""
    options = parser().parse_args(arguments)
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, leave)
    try:
        with contextlib.ExitStack() as stack:
            measures = stack.enter_context(tempfile.TemporaryDirectory(prefix="wangjian-measures-"))
            # The processes count together, so that each can tell what all of them did.
            os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", measures)
            listening = stack.enter_context(socket.create_server(options.bind, backlog=WAITING))
            keep(listening.fileno(), options, stack)
    except (Ended, OSError) as reason:
        print(reason, file=sys.stderr)
    return 1


def leave(*_signal: object) -> None:
    raise SystemExit(0)


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="python -m config.webserver", description=__doc__)
    it.add_argument("--bind", type=address, default="127.0.0.1:8000", help="host:port (127.0.0.1:8000)")
    it.add_argument("--processes", type=int, default=2, help="one for each core, say (2)")
    it.add_argument("--threads", type=int, default=4, help="of each process (4)")
    return it


def address(written: str) -> tuple[str, int]:
    host, _colon, port = written.rpartition(":")
    return host, int(port)


def keep(descriptor: int, options: argparse.Namespace, stack: contextlib.ExitStack) -> None:
    """The processes on the open socket, for ever."""

    def start() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "config.serving", str(descriptor), str(options.threads)],
            pass_fds=[descriptor],
            process_group=0,  # else Ctrl-C in a terminal ends it before it has answered
            preexec_fn=dies_with_parent(signal.SIGTERM),
        )

    kept = []
    for number in range(1, options.processes + 1):
        kept.append(Kept(f"web {number}", start))
        stack.callback(kept[-1].end)
    while True:
        for each in kept:
            each.look()
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
