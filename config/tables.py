"""How are the tables of an empty database made in seconds? From the models, then what migrations add.

`migrate` makes them so in a database that holds nothing yet: models first, then the SQL of the migrations
(functions, triggers, policies), then the first rows, and every migration counts as applied. A migration that
brings first rows says so: RunPython(…, hints={"first_rows": True}); SQL that moves rows, of which an empty
database has none, too: RunSQL(…, hints={"moves_rows": True}). `check` makes a database this way and another
one by one, and tells where they differ; `./run lint` calls it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.operations import CreateExtension
from django.core.management import call_command
from django.db import connection, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

from config.embedded import Servers

# What a database is made of, a line each. Names that Django draws from a digest are left out, and the order
# of columns, which depends on when each was added.
DESCRIPTIONS = (
    """SELECT format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
           CASE WHEN a.attnotnull THEN ' not null' END, ' ' || pg_get_expr(d.adbin, d.adrelid))
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0
         AND NOT a.attisdropped AND c.relname NOT LIKE 'auth\\_%'""",
    """SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'""",
    """SELECT format('right on a column %s.%s %s %s', c.relname, a.attname, r.rolname, x.privilege_type)
       FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       CROSS JOIN aclexplode(a.attacl) x JOIN pg_roles r ON r.oid = x.grantee
       WHERE c.relnamespace = 'public'::regnamespace""",
    """SELECT format('policy %s %s %s %s', polrelid::regclass, polname, pg_get_expr(polqual, polrelid),
           pg_get_expr(polwithcheck, polrelid)) FROM pg_policy""",
    """SELECT format('row level security %s', relname) FROM pg_class WHERE relrowsecurity""",
    r"""SELECT format('index %s', regexp_replace(pg_get_indexdef(indexrelid), 'INDEX \S+ ON', 'INDEX ON'))
       FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace""",
    "SELECT 'statistics ' || pg_get_statisticsobjdef(oid) FROM pg_statistic_ext",
    "SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    """SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace
         AND prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('plpgsql', 'sql'))""",
    """SELECT format('right %s %s %s', coalesce('sequence of ' || d.refobjid::regclass, c.relname), r.rolname,
           x.privilege_type)
       FROM pg_class c CROSS JOIN aclexplode(c.relacl) x JOIN pg_roles r ON r.oid = x.grantee
       LEFT JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i') AND c.relkind = 'S'
       WHERE c.relnamespace = 'public'::regnamespace AND r.oid <> c.relowner""",
)


def main(command: str) -> int:
    """make, describe: the database of the environment; check: 1 and a line for each difference."""
    match command:
        case "make":
            django.setup()
            make()
        case "check":
            return check()
        case "describe":
            django.setup()
            print("\n".join(describe()))
        case _:
            sys.exit("usage: python -m config.tables make | check | describe")
    return 0


def are_missing(connection: BaseDatabaseWrapper) -> bool:
    """Whether the database holds no table yet."""
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


@transaction.atomic
def make() -> None:
    """Tables, functions, triggers, rights and first rows in an empty database, as its owner: all or none."""
    steps = list(operations())
    with connection.cursor() as cursor:
        for step in steps:
            if isinstance(step, CreateExtension):
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {step.name}")
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}
    call_command("migrate", run_syncdb=True, verbosity=0)
    settings.MIGRATION_MODULES = {}
    with connection.cursor() as cursor:
        for step in steps:
            if isinstance(step, migrations.RunSQL) and not step.hints.get("moves_rows"):
                cursor.execute(str(step.sql))
    with connection.schema_editor() as editor:
        for step in steps:
            if isinstance(step, migrations.RunPython) and step.hints.get("first_rows"):
                step.code(apps, editor)  # type: ignore[arg-type]  # today's models are those of the state
    call_command("migrate", fake=True, verbosity=0)


def operations() -> Iterator[Operation]:
    """What our own migrations do, in an order in which they may be applied."""
    loader = MigrationLoader(None)
    plan: list[tuple[str, str]] = []
    for leaf in loader.graph.leaf_nodes():
        plan += [node for node in loader.graph.forwards_plan(leaf) if node not in plan]
    for node in plan:
        module = loader.graph.nodes[node]
        if module is not None and Path(sys.modules[module.__module__].__file__ or "").is_relative_to(
            settings.BASE_DIR
        ):
            yield from module.operations


def describe() -> list[str]:
    """A line for everything that the connection's database is made of, sorted."""
    lines: list[str] = []
    with connection.cursor() as cursor:
        for question in DESCRIPTIONS:
            cursor.execute(question)
            lines += [line.replace("\n", " ") for (line,) in cursor.fetchall()]
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            lines += [f"rows of {table}: {n}" for (n,) in cursor.fetchall()]
    return sorted(lines)


def check() -> int:
    """Whether both ways lead to the same tables: 1 and a line for each difference if not."""
    made = described("-m", "config.tables", "make")
    migrated = described("manage.py", "migrate", "--one-by-one", "--verbosity", "0")
    for line in sorted(made ^ migrated):
        print(f"{'made from the models' if line in made else 'migrated'}: {line}")
    return int(made != migrated)


def described(*command: str) -> set[str]:
    """What a command of Python makes of an empty database on a server of its own."""
    with tempfile.TemporaryDirectory(prefix="wangjian-tables-") as folder:
        Path(folder).chmod(0o755)  # as root the servers run under another account
        with Servers(Path(folder), durable=False) as servers:
            environment = os.environ | servers.as_owner
            python = (sys.executable, "-W", "ignore")
            subprocess.run((*python, *command), env=environment, check=True)
            describing = (*python, "-m", "config.tables", "describe")
            lines = subprocess.run(describing, env=environment, check=True, capture_output=True, text=True)
    return set(lines.stdout.splitlines())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
