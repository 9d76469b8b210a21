"""What runs in the background, and when? The whole timetable on one screen."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("wangjian")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

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
}
