"""Is every kind of long work done by a worker that has just begun, and does it end as it should?"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from casework.flow import Refused
from casework.models import Job
from casework.work import jobs
from sampling.selection.actions import perusals
from sampling.selection.actions.choices import choose
from tests.jobs import promised, worked
from tests.sampling import given

ROOT = Path(__file__).resolve().parents[3]
BEGUN = "from config.celery import app; app.loader.import_default_modules();"
KNOWN = "from casework.work.jobs import WORKS; print(*sorted(model._meta.label for model in WORKS))"


def test_a_worker_that_begins_knows_what_is_done_for_every_kind_of_job():
    begun = [sys.executable, "-c", BEGUN + KNOWN]
    # Without the checks, which would read every address and so all there is.
    env = {**os.environ, "CELERY_SKIP_CHECKS": "1"}
    told = subprocess.run(begun, capture_output=True, text=True, check=True, cwd=ROOT, env=env).stdout
    kinds = [model._meta.label for model in apps.get_models() if issubclass(model, Job)]
    assert told.split() == sorted(kinds)


@pytest.fixture
def reading(cast, now):
    scheme = given.settled_scheme(cast, now)
    return perusals.begin(scheme, step="submit", by=cast.organiser, now=now, at_once=False)


def test_what_was_stopped_before_a_worker_came_is_not_done(cast, now, reading):
    jobs.stop(reading, by=cast.organiser, now=now)
    assert worked(reading) == 1
    reading.refresh_from_db()
    assert reading.cancelled_at and not reading.finished_at and reading.scheme.state == "draft"


def test_what_is_refused_half_way_is_undone_and_says_why(now, reading, monkeypatch):
    def refused(scheme, **data):
        scheme.title = "Half done"
        scheme.save(update_fields=["title"])
        raise Refused("Not now.")

    monkeypatch.setitem(perusals.ACTIONS, "submit", refused)
    assert worked(reading) == 1
    reading.refresh_from_db()
    reading.scheme.refresh_from_db()
    assert reading.failure == "Not now." and reading.scheme.title != "Half done"


def test_why_it_came_to_nothing_is_said_in_the_language_of_whoever_asked(cast, now):
    scheme = given.settled_scheme(cast, now)
    cast.organiser.user.language = "zh-hans"
    cast.organiser.user.save()
    reading = perusals.begin(scheme, step="submit", by=cast.organiser, now=now, at_once=False)
    scheme.listings.all().delete()
    assert worked(reading) == 1
    reading.refresh_from_db()
    assert reading.failure.startswith("方案还没有候选商品")


def test_what_is_said_on_the_way_is_read_on_the_page_and_stop_is_heard(cast, now, reading):
    say = jobs.Saying(reading)
    say(3, 2, "reading")
    assert jobs.reached(reading) == jobs.Reached(3, 3, "reading")
    jobs.stop(reading, by=cast.organiser, now=now)
    with pytest.raises(jobs.Stopped):
        say(4)


def test_what_is_begun_anew_forgets_that_it_was_stopped(cast, now):
    scheme = given.approved_scheme(cast, now)
    choosing = choose(scheme, by=cast.organiser, now=now, at_once=False)
    jobs.stop(choosing, by=cast.organiser, now=now)
    worked(choosing)
    jobs.begin(choosing, by=cast.organiser, now=now)
    assert jobs.reached(choosing) == jobs.Reached() and promised(choosing).count() == 1
    assert worked(choosing) == 1
    choosing.refresh_from_db()
    assert choosing.finished_at and not choosing.failure
