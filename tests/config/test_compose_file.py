"""Is docker-compose.yml what Compose understands, and does it start nothing with a secret that nobody drew?

By Debian's package docker-compose, which needs no engine for it; what the services do then: test_compose.py.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.config.installation import ROOT, filled

SECRETS = ("POSTGRES_PASSWORD", "APPLICATION_PASSWORD", "SECRET_KEY", "NUMBER_KEY", "FIELD_KEYS")


def major() -> int:
    """Of the program; 0 where there is none. Debian 12 has the first, which does not know all of the file."""
    program = shutil.which("docker-compose")
    if program is None:
        return 0
    said = subprocess.run([program, "version", "--short"], capture_output=True, text=True, check=False).stdout
    return int(said.strip().lstrip("v").partition(".")[0] or 0)


pytestmark = pytest.mark.skipif(
    major() < 2, reason="docker-compose 2 is not installed: on Debian 13, apt-get install docker-compose"
)


def understood(folder: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """What Compose makes of the file with such an .env."""
    shutil.copy(ROOT / "docker-compose.yml", folder)
    values = {**filled(), **changed}
    (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
    command = ["docker-compose", "--profile", "*", "config", "--format", "json"]
    return subprocess.run(
        command, cwd=folder, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False
    )


@pytest.fixture
def services(tmp_path: Path) -> Any:
    said = understood(tmp_path)
    assert said.returncode == 0 and not said.stderr, said.stderr
    return json.loads(said.stdout)["services"]


@pytest.mark.parametrize("name", SECRETS)
def test_nothing_starts_without_a_secret(name: str, tmp_path: Path) -> None:
    said = understood(tmp_path, **{name: ""})
    assert said.returncode and f"Set {name} in .env" in said.stderr and not said.stdout


def test_the_example_as_it_is_starts_nothing(tmp_path: Path) -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert {line.rstrip("=") for line in lines if line.endswith("=")} >= {*SECRETS}


def test_all_that_serves_waits_for_the_tables_and_only_they_know_their_owner(services: Any) -> None:
    ours = {name: one for name, one in services.items() if one["image"] == "wangjian"}
    assert ours.keys() == {"web", "worker", "beat", "migrate", "backup"}
    for name, one in ours.items():
        owners = "DATABASE_OWNER_URL" in one["environment"]
        assert owners == (name in ("migrate", "backup")), name
        waits = {other: how["condition"] for other, how in one["depends_on"].items()}
        assert waits.get("postgres" if name == "migrate" else "migrate") in (
            *("service_healthy", "service_completed_successfully"),
        )


def test_the_web_is_reached_by_the_proxy_alone_and_says_how_it_is(services: Any) -> None:
    published = {name: one["ports"] for name, one in services.items() if one.get("ports")}
    assert list(published) == ["web"] and published["web"][0]["host_ip"] == "127.0.0.1"
    assert services["web"]["healthcheck"]["test"][-1].endswith("/readyz")
