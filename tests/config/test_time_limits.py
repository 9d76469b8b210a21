"""Does every task of a worker end, whatever it hangs on?"""

from __future__ import annotations

import pytest
from django.conf import settings

from config.celery import app

app.loader.import_default_modules()
OWN = sorted(name for name in app.tasks if not name.startswith(("celery.", "tests.")))


def test_the_timetable_names_tasks_that_there_are():
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(OWN) and len(OWN) > 20


@pytest.mark.parametrize("name", OWN)
def test_a_task_is_asked_to_end_and_then_ended(name):
    task = app.tasks[name]
    soft = task.soft_time_limit or app.conf.task_soft_time_limit
    hard = task.time_limit or app.conf.task_time_limit
    assert 0 < soft < hard <= settings.CELERY_TASK_TIME_LIMIT
