"""Do the units of systemd start what Compose starts, each as an account that can no more than it has to?"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.config.installation import COMPOSE
from tests.units import NAMES, ROOT, SYSTEMD, Unit

OURS = ("web", "worker", "beat")
ACCOUNTS = (ROOT / "deploy/install-debian").read_text()


@pytest.mark.parametrize("name", ["worker", "beat", "migrate"])
def test_a_unit_does_what_the_service_of_compose_does(name: str) -> None:
    ours, theirs = Unit(name).command, shlex.split(COMPOSE["services"][name]["command"])
    said = [Path(ours[0]).name, *ours[1:]]
    assert said[: len(theirs)] == theirs or (name == "beat" and said[:-1] == theirs[:-1])


def test_each_is_an_account_of_its_own_that_the_script_makes() -> None:
    users = [Unit(name).user for name in NAMES]
    assert users == ["wangjian-redis", "wangjian", *(f"wangjian-{name}" for name in OURS), "wangjian"]
    assert all(f" {user}" in ACCOUNTS for user in users)


def test_whoever_serves_is_not_told_how_the_owner_logs_in() -> None:
    told = {path.name for path in SYSTEMD.rglob("*.service") if "DATABASE_OWNER_URL" in path.read_text()}
    assert told == {"wangjian-migrate.service", "wangjian-backup.service"}
    assert "OWNER" not in (SYSTEMD / "wangjian-.service.d/wangjian.conf").read_text()


@pytest.mark.parametrize("name", OURS)
def test_all_that_serves_waits_for_the_tables(name: str) -> None:
    said = Unit(name).said["Unit"]
    assert all("wangjian-migrate.service" in said[key] for key in ("Requires", "After"))
    assert Unit(name).service["Restart"] == "always"


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if not program:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    shutil.copytree(SYSTEMD, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.glob("*.service"):  # its programs need not be here
        said = re.sub(r"(?<=ExecStart=)\S+/", "/usr/bin/env ", path.read_text())
        path.write_text(said)
    units = [str(path) for path in tmp_path.glob("wangjian-*.*") if path.is_file()]
    verified = subprocess.run([program, "verify", *units], capture_output=True, text=True, check=False)
    assert not [
        line for line in verified.stderr.splitlines() if "wangjian" in line and "not exist" not in line
    ]


def test_the_scripts_are_scripts() -> None:
    for name in ("install-debian", "backup", "wangjian-manage"):
        subprocess.run(["sh", "-n", str(ROOT / "deploy" / name)], check=True)
