"""What runs in the background, and when? The whole timetable on one screen."""

from __future__ import annotations

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import (
    beat_init,
    import_modules,
    setup_logging,
    task_postrun,
    task_prerun,
    worker_init,
)
from django.conf import settings

from config.operation.log_lines import Told, current
from config.readiness import refuse_unless_sound
from trail.reading import read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("wangjian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect(weak=False)
def read_what_is_done(**_said: Any) -> None:
    """What a worker does for a kind of job is registered where it is written."""
    for stage in ("casework", "registers", *settings.STAGES):
        read(stage, "actions", "deadlines")


@worker_init.connect
@beat_init.connect
def begin(**_said: Any) -> None:
    """A worker and the timetable begin only where the installation is ready for them."""
    refuse_unless_sound()


@setup_logging.connect(weak=False)
def speak_alike(loglevel: int, **_said: Any) -> None:
    """Worker and timetable write the lines of their log as the web does, from their --loglevel on."""
    dictConfig({**settings.LOGGING, "root": {**settings.LOGGING["root"], "level": loglevel}})


@task_prerun.connect(weak=False)
def name_it(task_id: str, **_said: Any) -> None:
    """All that a task says bears its id."""
    current.set(Told(task_id))


@task_postrun.connect(weak=False)
def name_none(**_said: Any) -> None:
    current.set(None)


def due(task: str, when: float | crontab, expires: int = 3600) -> dict[str, Any]:
    """A task of the timetable. when: every so many seconds, or at an hour. expires: as its turn comes again,
    so that without a worker nothing piles up."""
    return {"task": task, "schedule": when, "options": {"expires": expires}}


app.conf.beat_schedule = {
    "send what the outbox holds": due("casework.drain", 1.0, 1),
    "mark the clocks that have run out": due("casework.sweep", 5.0, 5),
    "begin to read the feeds that are due": due("monitoring.begin_readings", 30.0, 30),
    "send each person their notifications of the day": due(
        "casework.digest", crontab(hour=8, minute=0), 6 * 3600
    ),
    "sweep up the files that never came whole": due("documents.sweep_uploads", 3600.0),
    "sweep up the files that no row names": due("documents.sweep_orphans", crontab(hour=3, minute=0)),
    "ask the carriers where the parcels are": due("sampling.track", 600.0, 600),
    "forget who typed a wrong password": due("accounts.forget_attempts", 3600.0),
    "forget what programs were answered": due("casework.forget_answers", crontab(hour=4, minute=0)),
    "forget the volunteers who withdrew and whose parcel has arrived": due(
        "sampling.forget_withdrawn", 600.0, 600
    ),
    "take new editions of standards down": due("monitoring.look_for_editions", crontab(hour=5, minute=30)),
    "tell laboratories of calibrations that run out": due(
        "inspection.warn_of_calibrations", crontab(hour=6, minute=0)
    ),
    "tell of laboratories' certificates that run out": due(
        "inspection.warn_of_certificates", crontab(hour=6, minute=15)
    ),
    "tell of reports that have not come back sealed": due(
        "inspection.warn_of_unsealed", crontab(hour=6, minute=20)
    ),
    "close the notices that nobody answered in time": due("disposal.close_silent", crontab(hour=5, minute=0)),
    "bring forward what rests on a report that has turned": due(
        "disposal.look_for_turned", crontab(hour=5, minute=15)
    ),
    "begin the reports on periods that have ended": due("disposal.begin_periods", crontab(hour=6, minute=30)),
    "close the grants whose time is over": due("sharing.expire", 3600.0),
}
