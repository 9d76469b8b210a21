"""Does the log say which request did what, in a line that a program can read?"""

from __future__ import annotations

import logging
from logging.config import dictConfig

import pytest
from celery.signals import setup_logging, task_postrun, task_prerun
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.addresses import code_of
from casework.models import Outbox
from casework.work.outbox import once, promise
from config.celery import app
from config.operation.log_lines import current
from tests.config.operating import lines, log, requests
from trail.cause import cause

ID = "0123456789abcdef"


def test_a_request_is_one_line_of_json_with_the_code_of_who_asked(cast, at_desk):
    with log() as written:
        answer = at_desk(cast.buyer).get("/notifications/", headers={"X-Request-ID": ID})
    [line] = requests(written)
    assert (line["route"], line["method"], line["status"]) == ("notifications", "GET", 200)
    assert (line["user"], line["request_id"], answer["X-Request-ID"]) == (code_of(cast.buyer.user), ID, ID)
    assert line["ms"] >= 0 and cast.buyer.user.username not in written.getvalue()


def test_all_that_is_said_during_a_request_bears_its_id_and_nothing_after_it(db, monkeypatch):
    def look():
        logging.warning("within")
        return {}

    monkeypatch.setattr("config.operation.views.READINESS.now", look)
    with log() as written:
        Client().get("/readyz", headers={"X-Request-ID": ID})
        logging.warning("after")
    by_message = {line["message"]: line["request_id"] for line in lines(written)}
    assert (by_message["within"], by_message["after"]) == (ID, "")


def test_what_django_says_when_all_is_answered_bears_the_id_too(db):
    with log() as written:
        Client().get("/nothing/here/", headers={"X-Request-ID": ID})
    said = {line["name"]: line["request_id"] for line in lines(written)}
    assert said["django.request"] == said["wangjian.requests"] == ID


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f", "<script>", "编号编号编号编号"])
def test_an_id_that_looks_like_none_is_drawn(given):
    answer = Client().get("/healthz", headers={"X-Request-ID": given})
    assert answer["X-Request-ID"] != given and len(answer["X-Request-ID"]) == 32


def test_a_failure_is_told_with_its_traceback_on_the_same_line(db, monkeypatch):
    def fail():
        raise RuntimeError("broken")

    monkeypatch.setattr("config.operation.views.READINESS.now", fail)
    with log() as written:
        assert Client(raise_request_exception=False).get("/readyz").status_code == 500
    [line] = [line for line in lines(written) if "exc_info" in line]
    assert "RuntimeError: broken" in line["exc_info"] and line["request_id"]


def test_a_worker_writes_the_same_lines_from_its_own_level_on(settings):
    try:
        setup_logging.send(sender=app, loglevel=logging.INFO)
        [handler] = [one for one in logging.root.handlers if type(one) is logging.StreamHandler]
        assert logging.root.level == logging.INFO and handler.filters
    finally:
        dictConfig(settings.LOGGING)


def test_what_a_request_promised_is_done_under_its_id(cast, at_desk):
    """And so is what that promises in turn; what nobody asked for bears the id of the task alone."""

    def work(now, more=True):
        logging.warning("at work")
        if more:
            promise("more", now, more=False)

    task = once(work)
    said = {"source": "Notice 5", "reason": "The list of 2026.", "empty": "leaves"}
    file = SimpleUploadedFile("a.csv", b"number,title,in force since\nGB 1-2020,One,2020-01-01\n")
    asked = at_desk(cast.organiser).post(
        reverse("standards-files"), {**said, "file": file}, headers={"X-Request-ID": ID}
    )
    first = Outbox.objects.get()
    assert (asked.status_code, first.request_id, cause.get()) == (302, ID, "")
    Outbox.objects.update(payload={})
    with log() as written:
        task_prerun.send(sender=app, task_id="of the task")
        assert task(first.pk)
        assert task(Outbox.objects.get(task="more").pk)
        assert task(promise("timetable", timezone.now(), more=False).pk)
        task_postrun.send(sender=app, task_id="of the task")
    assert [line["request_id"] for line in lines(written)] == [ID, ID, "of the task"]
    assert {line["task_id"] for line in lines(written)} == {"of the task"} and not cause.get()


def test_what_a_task_says_bears_its_id():
    with log() as written:
        task_prerun.send(sender=app, task_id=ID)
        logging.warning("at work")
        task_postrun.send(sender=app, task_id=ID)
    assert [line["request_id"] for line in lines(written)] == [ID] and current.get() is None
