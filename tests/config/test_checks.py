"""Does an installation refuse to go to work on what is only good for a trial, and say what to do?"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from contextlib import closing, contextmanager

import psycopg2
import pytest
from django.db import connection

from tests.config.installation import ROOT, filled
from tests.workers.conftest import database_url

OURS = ("SECRET_KEY", "NUMBER_KEY", "FIELD_KEYS")
OF_COMPOSE = {"POSTGRES_PASSWORD", "APPLICATION_PASSWORD"}
ALL = {*OURS, "SITE_URL", "EMAIL_URL", "TRUSTED_PROXIES"}


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def found(check: str, **environment: str) -> list[str]:
    """The names of what a check finds, asked without all that `manage.py` loads."""
    asked = f"from config.readiness import {check}; print(*(error.id for error in {check}()))"
    told = run("-c", asked, DJANGO_SETTINGS_MODULE="config.settings", **environment)
    assert told.returncode == 0, told.stderr
    return [one.removeprefix("wangjian.") for one in told.stdout.split()]


def test_a1_with_an_empty_environment_each_thing_that_is_missing_is_a_sentence():
    told = run("manage.py", "check", "--deploy")
    assert told.returncode == 1
    assert {*re.findall(r"\(wangjian\.(\w+)\)", told.stderr)} == ALL


# What compose sets, what the image has its own place for, and what production must not be given.
ELSEWHERE = {
    *("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"),
    *("STATIC_ROOT", "MEDIA_ROOT", "UPLOAD_ROOT"),
    *("DEBUG", "WANGJIAN_TESTING", "WANGJIAN_TRIAL", "WANGJIAN_PRACTICE"),
}


def test_the_example_names_all_that_an_installation_chooses():
    tree = ast.parse((ROOT / "config" / "settings.py").read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    asked = [call for call in calls if ast.unparse(call.func).startswith("env.") and call.args]
    read = {call.args[0].value for call in asked if isinstance(call.args[0], ast.Constant)}
    assert read | {"FIRST_DAY", "LAST_DAY"} == (filled().keys() - OF_COMPOSE) | ELSEWHERE


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SECRET_KEY", "short"),
        ("NUMBER_KEY", "ab"),
        ("FIELD_KEYS", "1:short"),
        ("FIELD_KEYS", "2:" + "11" * 32),
        ("FIELD_KEYS", f"2:{'ab' * 32},1:{'11' * 32}"),
    ],
)
def test_a1_a_key_that_keeps_nothing_is_refused_as_the_trial_s_is(name, key):
    assert found("sound", **{**filled(), name: key}) == [name]


@pytest.mark.parametrize("enter", ["import config.wsgi", "from config.celery import begin; begin()"])
def test_a1_neither_web_nor_worker_starts_on_the_keys_of_the_trial(enter):
    told = run("-c", f"import django; django.setup(); {enter}", DJANGO_SETTINGS_MODULE="config.settings")
    assert told.returncode == 1 and "This installation is not ready" in told.stderr
    assert all(name in told.stderr for name in OURS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECURE_COOKIES", "False"),
        ("SITE_URL", "http://wangjian.example.cn"),
        ("SITE_URL", "https://elsewhere.example"),
        ("ALLOWED_HOSTS", "*"),
        ("DEBUG", "True"),
        ("TRUSTED_PROXIES", "0"),
        ("EMAIL_URL", "consolemail://"),
        ("FILE_STORAGE", "storages.backends.of.nobody"),
        ("FILE_STORAGE_OPTIONS", '{"bucket_name": "wangjian"}'),
        ("FIELD_KEYS", "1:" + "11" * 32),
        ("DATABASE_OWNER_URL", "postgres://wangjian@localhost/wangjian"),
    ],
)
def test_one_wrong_choice_is_one_sentence(name, value):
    assert found("sound", **filled() | {name: value}) == [name.removesuffix("_OPTIONS")]


def test_the_trial_may_do_as_it_likes():
    assert found("sound", WANGJIAN_TRIAL="1") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("superuser", "CREATE ROLE {role} LOGIN SUPERUSER"),
        (
            "owner",
            "CREATE ROLE {role} LOGIN; CREATE TABLE {role} (a int); ALTER TABLE {role} OWNER TO {role}",
        ),
        ("member", "CREATE ROLE {role} LOGIN IN ROLE wangjian_app"),
    ],
)
def test_a_log_in_that_can_do_more_than_the_application_needs_is_refused(name, made):
    role = f"too_much_{os.getpid()}"
    with owners() as cursor:
        try:
            cursor.execute(made.format(role=role))
            url = database_url().replace("wangjian_app@", f"{role}@")
            assert found("log_in", **filled() | {"DATABASE_URL": url}) == [name]
        finally:
            cursor.execute(f"DROP TABLE IF EXISTS {role}; DROP ROLE IF EXISTS {role}")


@pytest.mark.django_db
def test_the_applications_own_log_in_is_not_and_the_owners_is():
    assert found("log_in", **filled() | {"DATABASE_URL": database_url()}) == []
    owner = filled() | {"DATABASE_URL": database_url(owner=True)}
    told = run("manage.py", "check", "--database", "default", **owner)
    assert told.returncode == 1 and "(wangjian.owner)" in told.stderr


@contextmanager
def owners():
    """A cursor of the owner beside the test, whose statements count at once."""
    given = connection.get_connection_params()
    given.pop("cursor_factory", None)
    with closing(psycopg2.connect(**given | {"options": ""})) as own:
        own.autocommit = True
        with own.cursor() as cursor:
            yield cursor
