"""What runs in the background, and when? The whole timetable on one screen."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import beat_init, import_modules, worker_init
from django.conf import settings

from config.checks import refuse_unless_sound
from trail.reading import read

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("wangjian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@import_modules.connect(weak=False)
def read_what_is_done(**_said: Any) -> None:
    """What a worker does for a kind of job is registered where it is written."""
    for stage in ("casework", *settings.STAGES):
        read(stage, "actions", "deadlines")


@worker_init.connect
@beat_init.connect
def begin(**_said: Any) -> None:
    """A worker and the timetable begin only where the installation is ready for them."""
    refuse_unless_sound()


# What beat asks for expires when its turn comes again: without a worker nothing piles up.
app.conf.beat_schedule = {
    "send what the outbox holds": {
        "task": "casework.drain",
        "schedule": 1.0,
        "options": {"expires": 1},
    },
    "mark the clocks that have run out": {
        "task": "casework.sweep",
        "schedule": 5.0,
        "options": {"expires": 5},
    },
    "begin to read the feeds that are due": {
        "task": "monitoring.begin_readings",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "send each person their notifications of the day": {
        "task": "casework.digest",
        "schedule": crontab(hour=8, minute=0),
        "options": {"expires": 6 * 3600},
    },
    "sweep up the files that never came whole": {
        "task": "documents.sweep_uploads",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "sweep up the files that no row names": {
        "task": "documents.sweep_orphans",
        "schedule": crontab(hour=3, minute=0),
        "options": {"expires": 3600},
    },
    "ask the carriers where the parcels are": {
        "task": "sampling.track",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "forget who typed a wrong password": {
        "task": "accounts.forget_attempts",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "forget what programs were answered": {
        "task": "casework.forget_answers",
        "schedule": crontab(hour=4, minute=0),
        "options": {"expires": 3600},
    },
    "forget the volunteers who withdrew and whose parcel has arrived": {
        "task": "sampling.forget_withdrawn",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "close the notices that nobody answered in time": {
        "task": "disposal.close_silent",
        "schedule": crontab(hour=5, minute=0),
        "options": {"expires": 3600},
    },
    "bring forward what rests on a report that has turned": {
        "task": "disposal.look_for_turned",
        "schedule": crontab(hour=5, minute=15),
        "options": {"expires": 3600},
    },
    "begin the reports on periods that have ended": {
        "task": "disposal.begin_periods",
        "schedule": crontab(hour=6, minute=30),
        "options": {"expires": 3600},
    },
    "close the grants whose time is over": {
        "task": "sharing.expire",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
}
