"""Does a management command get the servers it needs, and no others?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config import bare, trial
from config.embedded import Servers

Calls = list[tuple[list[str], dict[str, str]]]


@pytest.fixture
def calls(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """What bare runs, in an environment that names no servers."""
    monkeypatch.setattr(trial, "FOLDER", folder)
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.delenv("REDIS_URL")
    monkeypatch.delenv("DATABASE_OWNER_URL")
    seen: Calls = []

    def record(arguments: list[str], environment: dict[str, str]) -> int:
        seen.append((arguments, os.environ | environment))
        return 0

    monkeypatch.setattr(bare, "manage", record)
    return seen


def test_a_command_without_a_database_starts_no_server(folder: Path) -> None:
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
    }
    command = [sys.executable, "-m", "config.bare", "version"]
    done = subprocess.run(
        command, env=environment | {"WANGJIAN_DATA": str(folder)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("5.")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("arguments", [[], ["makemigrations", "--check"], ["demo", "--help"]])
def test_neither_does_help(arguments: list[str], calls: Calls, folder: Path) -> None:
    assert bare.main(arguments) == 0
    assert list(folder.iterdir()) == []


def test_the_first_command_on_an_empty_database_migrates_it_as_the_owner(calls: Calls) -> None:
    assert bare.main(["shell"]) == 0
    (migrate, as_owner), (shell, as_application) = calls
    assert migrate[0] == "migrate" and "//wangjian@" in as_owner["DATABASE_OWNER_URL"]
    assert shell == ["shell"] and "//wangjian_app@" in as_application["DATABASE_URL"]
    assert "DATABASE_OWNER_URL" not in as_application


@pytest.mark.parametrize(("command", "owns"), [("migrate", True), ("shell", False)])
def test_only_who_changes_tables_is_given_the_owners_log_in(
    command: str, owns: bool, calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://wangjian_app@elsewhere/wangjian")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://wangjian@elsewhere/wangjian")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    assert bare.main([command]) == 0
    ((_arguments, environment),) = calls
    assert ("DATABASE_OWNER_URL" in environment) is owns
    assert environment["DATABASE_URL"] == "postgres://wangjian_app@elsewhere/wangjian"


def test_servers_that_run_already_are_used(calls: Calls, folder: Path) -> None:
    with Servers(folder, durable=False) as servers:
        assert bare.main(["shell"]) == 0
        assert servers.running()
    ((arguments, environment),) = calls
    assert arguments == ["shell"]
    assert environment["DATABASE_URL"] == servers.environment["DATABASE_URL"]
