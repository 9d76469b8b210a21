"""How does one measure? The data, both servers, and the rounds: `./run bench`; or a second opinion."""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from bench import agree, fetched, forged, growth, guesses, hostile, outages, trust
from bench.ground import ground, manage
from bench.web import free_port, web
from config.binaries import Unavailable

SAMPLES, QUICK = 1_000_000, 10_000
# Rows that ask nothing of a country: for them alone none is made.
WITHOUT = frozenset({"P6", "R2", "P8"})
# What the application says beside what a second implementation says; and what it does in trouble.
COMPARED = {
    "oracle": agree.main,
    "trust": trust.main,
    "forged": forged.main,
    "fetched": fetched.main,
    "outages": outages.main,
    "guesses": guesses.main,
    "hostile": hostile.main,
    "growth": growth.main,
}


def main(arguments: list[str]) -> int:
    """Measures, and prints a table; 1 and a sentence if something is in the way. Or one of COMPARED."""
    if arguments and arguments[0] in COMPARED:
        return COMPARED[arguments[0]](arguments[1:])
    options = parser().parse_args(arguments)
    samples = QUICK if options.quick else options.samples
    if options.only and WITHOUT.issuperset(options.only):
        samples = 0
    asked = ["--rounds", str(options.rounds), "--requests", str(options.requests)]
    asked += ["--reports", str(samples)]
    asked += ["--only", *options.only] if options.only else []
    asked += ["--quick"] if options.quick else []
    try:
        with ground(samples) as environment:
            asked += ["--json"] if options.json else []
            paced = not options.only or "P3" in options.only
            with served(environment, both=paced) as named:
                manage("measure", *named, *asked, environment=environment)
    except Unavailable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0


@contextmanager
def served(environment: dict[str, str], *, both: bool) -> Iterator[list[str]]:
    """How the servers are named: the application and the limit, each by one process; both: and by two."""
    bare = environment | {"DJANGO_SETTINGS_MODULE": "bench.bare"}
    with ExitStack() as stack:

        def port(of: dict[str, str], processes: int) -> str:
            found = free_port()
            stack.enter_context(web(found, of, "--processes", str(processes)))
            return str(found)

        named = ["--web", port(environment, 1), "--bare", port(bare, 1)]
        yield [*named, "--both", port(environment, 2), port(bare, 2)] if both else named


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    it.add_argument("--samples", type=int, default=SAMPLES, help=f"samples of the country ({SAMPLES:,})")
    it.add_argument("--quick", action="store_true", help=f"{QUICK:,} samples: to see that it works")
    it.add_argument("--rounds", type=int, default=7, help="in each, every side has its turn (7)")
    it.add_argument("--requests", type=int, default=20, help="of each side in a round (20)")
    it.add_argument("--only", nargs="+", metavar="ROW", help="these rows of the goals alone, as P4 P5")
    it.add_argument("--json", action="store_true", help="the figures as JSON")
    return it


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
