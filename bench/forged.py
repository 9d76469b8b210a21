"""Is a forged paper ever called genuine, and does pdfsig agree on its signatures? `./run bench forged`.

A report is issued and sealed, then forged in each of the ways of bench/forging.py, on servers made anew. The
verdict is ours; pdfsig (poppler), which knows nothing of us, is asked of each signature whether its bytes
hold and whether it covers all of the file. What it says of changes behind a signature is no verdict of ours.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from bench.ground import manage
from config.binaries import Unavailable
from config.embedded import Servers

MANY, SEED = 200, 1
PDFSIG = shutil.which("pdfsig") or ""
# The words of pdfsig where no language is set.
FIELD = re.compile(r"Signature Field Name: (.*)")
VALID, TOTAL = "Signature is Valid", "  - Total document signed"


class Theirs(NamedTuple):
    """What pdfsig says of a signature: its bytes hold, and it covers the whole file."""

    valid: bool
    total: bool


def asked(pdf: bytes) -> dict[str, Theirs]:
    """What pdfsig says of the signatures in a file, by their fields; {} where there is no pdfsig."""
    if not PDFSIG:
        return {}
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        ran = subprocess.run(  # noqa: S603
            [PDFSIG, "-nocert", file.name], capture_output=True, check=False, env={"LC_ALL": "C.UTF-8"}
        )
    _head, *blocks = ran.stdout.decode(errors="replace").split("Signature #")
    named = [(FIELD.search(block), block) for block in blocks]
    return {field[1].strip(): Theirs(VALID in said, TOTAL in said) for field, said in named if field}


def _forged(options: argparse.Namespace) -> list[dict[str, Any]]:
    """What the command `forge` said of each file."""
    with tempfile.TemporaryDirectory() as folder, Servers(Path(folder), durable=False) as servers:
        environment = {
            **servers.environment,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "MEDIA_ROOT": str(Path(folder, "media")),
        }
        manage("migrate", "--verbosity", "0", environment=environment | servers.as_owner)
        command = ["manage.py", "forge", "--many", str(options.many), "--seed", str(options.seed)]
        ran = subprocess.run(  # noqa: S603
            [sys.executable, *command], env=os.environ | environment, stdout=subprocess.PIPE, check=True
        )
    return [json.loads(line) for line in ran.stdout.splitlines()]


def main(arguments: list[str]) -> int:
    """Forges, prints what each way came to; 1 if a forgery passed, or pdfsig says otherwise."""
    options = parser().parse_args(arguments)
    try:
        own, *forged = _forged(options)
    except Unavailable as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    for way in dict.fromkeys(each["way"] for each in forged):
        verdicts = Counter(each["verdict"] for each in forged if each["way"] == way)
        sys.stdout.write(f"{way}: {', '.join(f'{many} {name}' for name, many in verdicts.items())}\n")
    passed = [each["way"] for each in forged if each["genuine"]]
    differs = [line for each in (own, *forged) for line in each["differs"]]
    for line in differs:
        sys.stdout.write(f"pdfsig says otherwise: {line}\n")
    agreed = sum(each["agreed"] for each in (own, *forged))
    theirs = (
        f"pdfsig agrees on {agreed} signatures of {agreed + len(differs)}" if PDFSIG else "no pdfsig here"
    )
    sys.stdout.write(
        f"forged {len(forged)} files, {len(passed)} called genuine ({', '.join(passed) or 'none'}); "
        f"the sealed report itself: {own['verdict']}; {theirs}\n"
    )
    return 1 if passed or differs or not own["genuine"] else 0


def parser() -> argparse.ArgumentParser:
    it = argparse.ArgumentParser(prog="./run bench forged", description=__doc__)
    it.add_argument("--many", type=int, default=MANY, help=f"how many forgeries ({MANY})")
    it.add_argument("--seed", type=int, default=SEED, help=f"another one draws others ({SEED})")
    return it
