"""Did lot fall on this laboratory? A script for anyone, with Python's standard library alone.

    python3 check_draw.py DRAW [--commitment SHA256]

DRAW: draw.json of a commission. --commitment: what was made known of the scheme's seed before its listing was
frozen; it stands on the scheme's approved paper.

It says in a sentence what it found, and ends with 0 if lot fell on the laboratory that was commissioned, or
another was named with a reason that it repeats; else 1. Who is among the laboratories is the approved work
plan's to say, and what each lacks the register's: hold those against it. Nothing here is taken from the
program that drew.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path
from typing import Any


class Wrong(Exception):
    """What is wrong, as a sentence."""


def order(draw: dict[str, Any]) -> list[str]:
    """The codes of the laboratories along SHA-256(seed:goods:code)."""
    codes = [laboratory["code"] for laboratory in draw["laboratories"]]
    if len(set(codes)) != len(codes):
        raise Wrong("A laboratory is in the draw twice.")
    said = {code: f"{draw['seed']}:{draw['goods']}:{code}".encode() for code in codes}
    return sorted(codes, key=lambda code: hashlib.sha256(said[code]).digest())


def verdict(draw: dict[str, Any], commitment: str | None = None) -> str:
    """What is found, as a sentence; raises Wrong if the draw is not what it says."""
    if draw["contract"] != 1:
        raise Wrong("This program knows contract 1.")
    digest = hashlib.sha256(draw["seed"].encode()).hexdigest()
    if not draw["seed"]:
        raise Wrong("No seed was settled: nobody can say on whom lot would have fallen.")
    if digest != draw["commitment"] or (commitment and digest != commitment):
        raise Wrong("The seed is not the one that was committed to.")
    lacking = {laboratory["code"]: laboratory["lacks"] for laboratory in draw["laboratories"]}
    fitting = [code for code in order(draw) if not lacking[code]]
    first = fitting[0] if fitting else ""
    if draw["drawn"] != first:
        raise Wrong(f"Lot falls on {first or 'nobody'}, not on {draw['drawn'] or 'nobody'}.")
    told = f"{len(fitting)} of {len(lacking)} laboratories may test this; lot falls on {first or 'nobody'}"
    if draw["commissioned"] == first:
        return f"{told}, who was commissioned."
    if not draw["because"]:
        raise Wrong(f"{told}; {draw['commissioned']} was commissioned, and nobody says why.")
    return f"{told}; {draw['commissioned']} was named instead: {draw['because']}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Did lot fall on this laboratory?")
    parser.add_argument("draw", type=Path)
    parser.add_argument("--commitment", help="the SHA-256 of the seed, as it was made known before")
    options = parser.parse_args(arguments)
    try:
        said = verdict(json.loads(options.draw.read_text(encoding="utf-8")), options.commitment)
    except Wrong as wrong:
        sys.stderr.write(f"Refused: {wrong}\n")
        return 1
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as wrong:
        sys.stderr.write(f"Refused: this cannot be read ({type(wrong).__name__}: {wrong}).\n")
        return 1
    sys.stdout.write(said + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
