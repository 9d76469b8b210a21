"""What would systemd start? The units of deploy/systemd, each as its own account, on a machine without it.

Their command lines, accounts and environments are taken as they are; what guards them does systemd alone.
"""

from __future__ import annotations

import os
import pwd
import shlex
import signal
import subprocess
from configparser import ConfigParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SYSTEMD = ROOT / "deploy/systemd"
NAMES = ("redis", "migrate", "web", "worker", "beat", "backup")


class Unit:
    """A service, with what all of Wangjian's have in common. folder: where the units lie."""

    def __init__(self, name: str, folder: Path = SYSTEMD) -> None:
        self.name, self.said = name, parser()
        self.said.read([folder / "wangjian-.service.d/wangjian.conf", folder / f"wangjian-{name}.service"])
        self.service = self.said["Service"]
        self.command = shlex.split(self.service["ExecStart"])
        self.user = self.service["User"]

    def environment(self) -> dict[str, str]:
        """Of the file that it names, and what it says itself, which overrules."""
        lines = Path(self.service["EnvironmentFile"]).read_text().splitlines()
        pairs = [line for line in lines if "=" in line and not line.startswith("#")]
        pairs += shlex.split(self.service["Environment"])
        given = dict(pair.split("=", 1) for pair in pairs)
        given = {name: value.removeprefix("'").removesuffix("'") for name, value in given.items()}
        return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": "/var/lib/wangjian", **given}

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        account = pwd.getpwnam(self.user)
        for key, root in (("RuntimeDirectory", "/run"), ("StateDirectory", "/var/lib")):
            if key in self.service:
                made = Path(root) / self.service[key]
                made.mkdir(mode=0o750, exist_ok=True)
                os.chown(made, account.pw_uid, account.pw_gid)
        with log.open("ab") as said:
            return subprocess.Popen(
                self.command,
                cwd=self.service["WorkingDirectory"],
                env=self.environment(),
                user=account.pw_uid,
                group=account.pw_gid,
                extra_groups=[],
                umask=int(self.service["UMask"], 8),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )


def parser() -> ConfigParser:
    """As systemd reads: names keep their capitals, `%` means nothing to us; what stands twice is joined."""
    found = ConfigParser(interpolation=None, strict=False, comment_prefixes=("#",))
    found.optionxform = str  # type: ignore[assignment,method-assign]
    return found


def end(started: list[subprocess.Popen[bytes]]) -> None:
    """End what was started, the last first, each with its children."""
    for process in reversed(started):
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
