"""Does a paper ever bring in a file or an address that its content names? `./run bench fetched`."""

from __future__ import annotations

import subprocess

from bench.ground import manage


def main(arguments: list[str]) -> int:
    """Runs the command of this name, which prints what came of it; 1 where something was brought in."""
    try:
        manage("fetched", *arguments, environment={"DJANGO_SETTINGS_MODULE": "bench.settings"})
    except subprocess.CalledProcessError as failed:
        return failed.returncode
    return 0
