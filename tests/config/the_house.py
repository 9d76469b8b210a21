"""What did an installation hold before the registers came? A story told by the version that ran then.

`python -m tests.config.the_house` makes the_house.sql.xz and the_house.json anew: a checkout of COMMIT makes
its tables and tells some stories of its own demo on PostgreSQL 15, so that this and every newer one can load
what pg_dump writes, and says what programs are answered. The files that rows name are left out.
"""

from __future__ import annotations

import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from config.embedded import Servers

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COMMIT = "f7d46763"
DUMP, SAID = HERE / "the_house.sql.xz", HERE / "the_house.json"
POSTGRESQL = Path("/usr/lib/postgresql/15/bin")
STORIES = ("register", "coats", "cups", "heaters", "beginnings", "plans", "feeds", "shared")
MIGRATE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
"""
TELL = f"""
import django
django.setup()
from django.core.management import call_command
from demo import stories
stories.STORIES = {{name: tell for name, tell in stories.STORIES.items() if name in {STORIES}}}
call_command("demo", verbosity=0)
"""
# What programs are answered, as people of each organisation: the state of each record that they see, at the
# time of the last line of the trail.
ASK = """
import json
import django
django.setup()
import time_machine
from django.test import Client
from accounts.models import User
from trail.models import Event
PEOPLE = ("approver", "county", "assessor", "organiser", "signatory", "platform")
KINDS = (
    "risk-cases", "notices", "assessments", "work-plans", "schemes", "purchases", "samples", "entrustments",
    "reports", "compilations", "disposals", "result-notices", "enforcement-cases", "share-requests",
)
said = {}
with time_machine.travel(Event.objects.order_by("-id")[0].at, tick=False):
    for name in PEOPLE:
        asking = Client(SERVER_NAME="localhost", headers={"Accept-Language": "zh-hans"})
        asking.force_login(User.objects.get(username=name))
        for kind in KINDS:
            answer = asking.get(f"/api/v1/{kind}/")
            assert answer.status_code in (200, 403), (name, kind, answer.content)
            if answer.status_code == 200:
                rows = answer.json()["results"]
                said[f"{name} {kind}"] = {row["number"]: row["state"] for row in rows}
print(json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True))
"""
# That pages open: the home of everybody, and of each list the first records.
OPEN = """
import json
import os
import django
django.setup()
import time_machine
from django.test import Client
from accounts.models import User
from casework.models import Record
from trail.models import Event
opened = 0
with time_machine.travel(Event.objects.order_by("-id")[0].at, tick=False):
    seen = {}
    for who, rows in json.loads(os.environ["SAID"]).items():
        seen.setdefault(who.split()[0], []).extend([*rows][:2])
    for user in User.objects.all():
        asking = Client(SERVER_NAME="localhost", headers={"Accept-Language": "zh-hans"})
        asking.force_login(user)
        records = Record.objects.filter(number__in=seen.get(user.username, []))
        for page in ["/", *(record.get_absolute_url() for record in records)]:
            answer = asking.get(page)
            assert answer.status_code == 200, (user.username, page, answer.status_code)
            opened += 1
print(opened)
"""


def python(source: str, folder: Path, environment: dict[str, str]) -> str:
    """What a script prints on the code of a checkout."""
    given = {
        **os.environ,
        "WANGJIAN_TESTING": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        **environment,
    }
    command = [sys.executable, "-W", "ignore", "-c", source]
    return subprocess.run(command, cwd=folder, env=given, check=True, capture_output=True, text=True).stdout


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="wangjian-house-"))
    folder.chmod(0o755)
    git, house = ("git", "-C", str(ROOT), "worktree"), folder / "house"
    subprocess.run([*git, "add", "--quiet", "--detach", str(house), COMMIT], check=True)
    os.environ["PG_BIN"] = str(POSTGRESQL)
    try:
        with Servers(folder / "servers", durable=False) as servers:
            subprocess.run([sys.executable, "-m", "config.translations", "compile"], cwd=house, check=True)
            environment = {**servers.environment, "MEDIA_ROOT": str(folder / "media")}
            python(MIGRATE, house, environment | servers.as_owner)
            python(TELL, house, environment)
            dumped = [str(POSTGRESQL / "pg_dump"), "--inserts", "--rows-per-insert=500", "--no-owner"]
            dumped += ["--no-privileges", f"--dbname={servers.address('wangjian')}"]
            written = subprocess.run(dumped, check=True, capture_output=True).stdout
            DUMP.write_bytes(lzma.compress(written, preset=9 | lzma.PRESET_EXTREME))
            SAID.write_text(python(ASK, house, environment))
    finally:
        subprocess.run([*git, "remove", "--force", str(house)], check=True)
        shutil.rmtree(folder)


def load(cursor: Any) -> None:
    """Make the installation of then in an empty database, as its owner, without PostgreSQL's own programs."""
    lines = lzma.decompress(DUMP.read_bytes()).decode().splitlines(keepends=True)
    cursor.execute("CREATE ROLE wangjian_app LOGIN")
    cursor.execute("".join(line for line in lines if not line.startswith("\\")))  # those are psql's own


def answers(environment: dict[str, str]) -> Any:
    """What today's software answers to the same questions."""
    return json.loads(python(ASK, ROOT, environment))


if __name__ == "__main__":
    main()
