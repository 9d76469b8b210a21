"""How does one measure? The data, both servers, and the rounds: `./run bench`; or counts: `bench oracle`."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

from bench import agree
from bench.ground import ground, manage
from config.binaries import Unavailable
from config.embedded import dies_with_parent

SAMPLES, QUICK = 1_000_000, 10_000
REPORTS, FEW_REPORTS = 1_000_000, 20_000
READY_SECONDS = 30


def main(arguments: list[str]) -> int:
    """Measures, and prints a table; 1 and a sentence if something is in the way. `oracle` compares counts."""
    if arguments[:1] == ["oracle"]:
        return agree.main(arguments[1:])
    options = parser().parse_args(arguments)
    samples = QUICK if options.quick else options.samples
    asked = ["--rounds", str(options.rounds), "--requests", str(options.requests)]
    asked += ["--reports", str(FEW_REPORTS if options.quick else REPORTS)]
    asked += ["--only", *options.only] if options.only else []
    asked += ["--quick"] if options.quick else []
    try:
        with ground(samples) as environment:
            ports = [free_port(), free_port()]
            bare = environment | {"DJANGO_SETTINGS_MODULE": "bench.bare"}
            with web(ports[0], environment), web(ports[1], bare):
                named = ["--web", str(ports[0]), "--bare", str(ports[1])]
                shown = ["--json"] if options.json else []
                manage("measure", *named, *asked, *shown, environment=environment)
    except Unavailable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    it.add_argument("--samples", type=int, default=SAMPLES, help=f"samples of the country ({SAMPLES:,})")
    it.add_argument("--quick", action="store_true", help=f"{QUICK:,} samples: to see that it works")
    it.add_argument("--rounds", type=int, default=7, help="in each, every side has its turn (7)")
    it.add_argument("--requests", type=int, default=20, help="of each side in a round (20)")
    it.add_argument("--only", nargs="+", metavar="ROW", help="these rows of the goals alone, as P4 P5")
    it.add_argument("--json", action="store_true", help="the figures as JSON")
    return it


@contextlib.contextmanager
def web(port: int, environment: dict[str, str]) -> Iterator[None]:
    """The web server of production, for the time of the block."""
    command = ("gunicorn", "--bind", f"127.0.0.1:{port}", "--threads", "4", "--no-control-socket")
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", *command, "--keep-alive", "60", "--log-level", "warning", "config.wsgi"],
        env=os.environ | environment,
        preexec_fn=dies_with_parent(signal.SIGTERM),
    )
    try:
        await_port(port, server)
        yield
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
