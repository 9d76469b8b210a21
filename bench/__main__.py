"""How does one measure? The data, both servers, and the rounds: `./run bench`; or a second opinion."""

from __future__ import annotations

import argparse
import subprocess
import sys

from bench import agree, guesses, hostile, outages, trust
from bench.ground import ground, manage
from bench.web import free_port, web
from config.binaries import Unavailable

SAMPLES, QUICK = 1_000_000, 10_000
REPORTS, FEW_REPORTS = 1_000_000, 20_000
# Rows that ask nothing of a country: for them alone none is made.
WITHOUT = frozenset({"P6", "R2"})
# What the application says beside what a second implementation says; and what it does in trouble.
COMPARED = {
    "oracle": agree.main,
    "trust": trust.main,
    "outages": outages.main,
    "guesses": guesses.main,
    "hostile": hostile.main,
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
