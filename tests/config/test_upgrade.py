"""Is an installation of before brought to today's tables by the runbook, and does it still say the same?"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from config.backup import manifest, postgresql
from tests.config import the_house
from tests.config.drill import Drill, begun
from tests.config.test_backup import DESCRIBE, LOOSE
from tests.services import ROOT

# What migrations write of themselves.
OURS = {"django_migrations", "django_content_type", "auth_permission", "trail_installation"}
# What says in another place what it said: test_what_a_plan_named_as_its_standards_it_names_still.
ELSEWHERE = {
    "monitoring_planitem": {"test_standard_id", "judgement_standard_id", "grounds"},
    "inspection_result": {"subcontracted"},
}
# The demo's plans contradict themselves nowhere; one of an office may.
CONTRADICTED = """
UPDATE public.monitoring_planitem AS product SET test_standard_id = other.id, judgement_standard_id = other.id
FROM public.catalogue_standard AS other
WHERE other.number = 'GB 4706.1-2005' AND product.id = (
    SELECT min(id) FROM public.monitoring_planitem WHERE judgement_standard_id <> other.id
)
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


class Upgrade(Drill):
    """before: the rows of each table, as they were."""

    def begin(self) -> None:
        self.servers.start()
        with self.cursor("wangjian") as cursor:
            the_house.load(cursor)
            cursor.execute(CONTRADICTED)
        self.before = self.table("wangjian")
        self.carry_out("upgrade", "back")

    def table(self, database: str) -> dict[str, list[dict[str, Any]]]:
        found = {}
        with self.cursor(database) as cursor:
            cursor.execute(TABLES)
            for (name,) in cursor.fetchall():
                cursor.execute(f'SELECT to_jsonb(t) FROM "{name}" t')
                found[name] = sorted((row for (row,) in cursor.fetchall()), key=str)
        return found

    def python(self, source: str, database: str, **said: str) -> str:
        return the_house.python(source, ROOT, self.environment(database) | said)


@pytest.fixture(scope="module")
def upgrade() -> Iterator[Upgrade]:
    """The runbook was carried out on the installation of before."""
    with begun(Upgrade) as it:
        yield it


@pytest.mark.parametrize("database", ["wangjian", "back"])
def test_every_row_says_what_it_said(upgrade: Upgrade, database: str) -> None:
    """By `migrate`, and by a restore of the backup of before."""
    after = upgrade.table(database)
    for name, rows in upgrade.before.items():
        if name not in OURS:
            columns = (set(rows[0]) if rows else set()) - ELSEWHERE.get(name, set())
            was, now = ([{key: row[key] for key in columns} for row in all] for all in (rows, after[name]))
            lost = [row for row in was if row not in now]
            assert not lost, (name, lost[:2])
            assert len(now) - len(rows) == (name == "trail_event" and database == "back"), name
    assert len(upgrade.before["casework_record"]) > 50 and len(upgrade.before["trail_event"]) > 500


@pytest.mark.parametrize("database", ["wangjian", "back"])
def test_who_tested_for_a_laboratory_is_unnamed_where_that_was_all_it_said(
    upgrade: Upgrade, database: str
) -> None:
    was = {row["id"]: row["subcontracted"] for row in upgrade.before["inspection_result"]}
    now = {row["id"]: row["subcontracted"] for row in upgrade.table(database)["inspection_result"]}
    assert now == {pk: "未写明" if away else "" for pk, away in was.items()} and was


@pytest.mark.parametrize("database", ["wangjian", "back"])
def test_what_a_plan_named_as_its_standards_it_names_still(upgrade: Upgrade, database: str) -> None:
    """By one of its items, or among its grounds (decision 31)."""
    before, after = upgrade.before, {row["id"]: row for row in upgrade.table(database)["monitoring_planitem"]}
    numbers = {row["id"]: row["number"] for row in before["catalogue_standard"]}
    items = {row["id"]: row for row in before["catalogue_testitem"]}
    told = 0
    for row in before["monitoring_planitem"]:
        tested = before["monitoring_planitem_test_items"]
        own = [items[each["testitem_id"]] for each in tested if each["planitem_id"] == row["id"]]
        grounds = after[row["id"]]["grounds"]
        assert grounds.startswith(row["grounds"])
        for column, of_item in (
            ("test_standard_id", "method_id"),
            ("judgement_standard_id", "requirement_id"),
        ):
            if row[column] not in {item[of_item] for item in own}:
                told += 1
                assert numbers[row[column]] in grounds.removeprefix(row["grounds"])
    assert told


def test_programs_are_answered_what_they_were_answered(upgrade: Upgrade) -> None:
    before = json.loads(the_house.SAID.read_text())
    assert json.loads(upgrade.python(the_house.ASK, "wangjian")) == before
    assert sum(map(len, before.values())) > 100


def test_pages_open(upgrade: Upgrade) -> None:
    """As the application, by the rights that `migrate` gave it."""
    own = upgrade.environment()["DATABASE_URL"]
    said = the_house.SAID.read_text()
    assert int(upgrade.python(the_house.OPEN, "wangjian", DATABASE_OWNER_URL="", DATABASE_URL=own, SAID=said))


def test_both_ways_lead_to_the_tables_of_a_new_installation(upgrade: Upgrade) -> None:
    upgrade.empty("fresh")
    upgrade.run([sys.executable, "-W", "ignore", "-m", "config.tables", "make"], "fresh")
    found = [
        {
            LOOSE.sub("", line)
            for line in upgrade.run([*DESCRIBE], database).stdout.splitlines()
            if not line.startswith("rows of ")
        }
        for database in ("wangjian", "back", "fresh")
    ]
    assert found[0] ^ found[2] == set() and found[1] ^ found[2] == set()


def test_the_backup_of_before_is_what_was(upgrade: Upgrade) -> None:
    """Whoever goes back has all of it: what the version of before loads is what it had."""
    upgrade.empty("raw")
    folder = upgrade.backups / "before"
    program = postgresql.fitting("pg_restore", manifest.read(folder).dumped_by)[0]
    address = upgrade.environment("raw")["DATABASE_OWNER_URL"]
    upgrade.run(
        [str(program), "--no-owner", "--no-privileges", f"--dbname={address}", str(folder / manifest.DUMP)]
    )
    assert upgrade.table("raw") == upgrade.before


def test_what_is_done_is_said_before(upgrade: Upgrade) -> None:
    planned = upgrade.said.partition("Planned operations:")[2]
    assert "registers.0001_initial" in planned and re.search(r"registers\.0001_initial\.\.\. OK", planned)
