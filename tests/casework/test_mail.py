"""What reaches people by e-mail, how often, and what does it not say?"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.core import mail as outgoing

from accounts.models import Mail, Membership, User
from casework.deadlines.sweep import sweep
from casework.models import Notification, Outbox, Record
from casework.tasks import digest, digest_task, mail_task
from casework.terms.count import SHANGHAI
from casework.work import outbox
from config.celery import app
from tests.casework.trial import brought
from tests.conftest import NOW
from tests.races import runners
from trail.models import Event
from trail.verbs import VERBS

TITLE = "Lead in toys"


@pytest.fixture(autouse=True)
def _by_day():
    with time_machine.travel(NOW, tick=False):
        yield


def wants(viewer, how, email="receiver@example.org", **more):
    User.objects.filter(pk=viewer.user.pk).update(mail=how, email=email, language="en", **more)


def work_off():
    """Do what the outbox promises, as a worker does."""
    tasks = {"casework.mail": mail_task, "casework.digest_of": digest_task}
    for row in Outbox.objects.filter(task__in=tasks, done_at=None):
        tasks[row.task](row.pk)


def test_each_one_at_once_says_which_record_and_what_happened_and_no_particulars(cast, now):
    wants(cast.receiver, Mail.EACH)
    record = brought(cast, now, "sent")
    work_off()
    [letter] = outgoing.outbox
    assert letter.to == ["receiver@example.org"]
    assert letter.subject == f"Wangjian: entrustment {record.number} · Send"
    assert f"http://localhost:8000/entrustments/{record.number}/" in letter.body
    assert TITLE not in letter.subject + letter.body and "Eastland" not in letter.body


def test_it_is_sent_once_however_often_the_task_comes(cast, now):
    wants(cast.receiver, Mail.EACH)
    brought(cast, now, "sent")
    [row] = Outbox.objects.filter(task="casework.mail")
    assert [mail_task(row.pk), mail_task(row.pk)] == [True, False]
    assert len(outgoing.outbox) == 1


def test_what_has_been_read_meanwhile_is_not_sent(cast, now):
    wants(cast.receiver, Mail.EACH)
    brought(cast, now, "sent")
    Notification.objects.filter(user=cast.receiver.user).update(read_at=now)
    work_off()
    assert outgoing.outbox == []


@pytest.mark.parametrize(("how", "email"), [(Mail.NEVER, "r@a.example"), (Mail.EACH, ""), (Mail.DIGEST, "")])
def test_who_wants_none_or_has_no_address_gets_none(how, email, cast, now):
    wants(cast.receiver, how, email)
    brought(cast, now, "sent")
    digest()
    work_off()
    assert outgoing.outbox == []


def test_the_digest_is_one_email_a_person_with_what_is_unread(cast, now):
    wants(cast.receiver, Mail.DIGEST)
    numbers = [brought(cast, now, "sent").number for _ in range(3)]
    Notification.objects.filter(record__number=numbers[0]).update(read_at=now)
    digest()
    work_off()
    [letter] = outgoing.outbox
    assert letter.subject == "Wangjian: 2 notifications"
    assert numbers[0] not in letter.body and all(number in letter.body for number in numbers[1:])


def test_the_next_digest_holds_only_what_is_new(cast, now):
    wants(cast.receiver, Mail.DIGEST)
    brought(cast, now, "sent")
    digest()
    digest()
    work_off()
    assert len(outgoing.outbox) == 1
    late = brought(cast, now + timedelta(hours=3), "sent")
    digest()
    work_off()
    assert late.number in outgoing.outbox[1].body and len(outgoing.outbox) == 2


def test_a_letter_that_cannot_be_sent_waits_for_the_next_attempt(cast, now, settings):
    wants(cast.receiver, Mail.EACH)
    brought(cast, now, "sent")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(ConnectionRefusedError):
        work_off()
    assert Notification.objects.get(user=cast.receiver.user).mailed_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    work_off()
    assert len(outgoing.outbox) == 1


def test_who_has_left_is_told_nothing_more(cast, now):
    wants(cast.receiver, Mail.DIGEST)
    brought(cast, now, "sent")
    Membership.objects.filter(user=cast.receiver.user).update(roles=[], left_on=now.date())
    digest()
    work_off()
    assert outgoing.outbox == []


def test_a_chinese_reader_gets_a_chinese_letter(cast, now):
    wants(cast.receiver, Mail.EACH)
    User.objects.filter(pk=cast.receiver.user.pk).update(language="zh-hans")
    brought(cast, now, "sent")
    work_off()
    assert outgoing.outbox[0].subject.startswith("网监：")


def test_the_digest_goes_out_at_eight_in_shanghai():
    entry = app.conf.beat_schedule["send each person their notifications of the day"]
    assert (entry["schedule"].hour, entry["schedule"].minute) == ({8}, {0})
    assert str(app.conf.timezone) == "Asia/Shanghai" and entry["task"] in app.tasks


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_one_letter(cast, now):
    wants(cast.receiver, Mail.DIGEST)
    brought(cast, now, "sent")
    outbox.promise("casework.digest_of", now, user=cast.receiver.user.pk)
    outbox.promise("casework.digest_of", now, user=cast.receiver.user.pk)
    rows = list(Outbox.objects.filter(task="casework.digest_of").values_list("pk", flat=True))
    with runners(2) as at_once:
        assert at_once([partial(digest_task, pk) for pk in rows]) == [True, True]
    assert len(outgoing.outbox) == 1


NIGHT, SATURDAY = datetime(2026, 11, 25, 22, 30), datetime(2026, 11, 28, 10, 0)
NATIONAL_DAY, MAKE_UP = datetime(2026, 10, 2, 10, 0), datetime(2026, 10, 10, 10, 0)


def told_at(cast, when, due=None):
    """Somebody is told of a record at a moment, and the workers do what is promised then."""
    at = when.replace(tzinfo=SHANGHAI)
    with time_machine.travel(at, tick=False):
        wants(cast.receiver, Mail.EACH)
        record = brought(cast, at, "sent")
        Record.objects.filter(pk=record.pk).update(next_due_at=due)
        work_off()
    return record


@pytest.mark.parametrize("when", [NIGHT, SATURDAY, NATIONAL_DAY, datetime(2026, 11, 25, 7, 59)])
def test_nobody_is_disturbed_at_night_or_on_a_rest_day(cast, when):
    told_at(cast, when)
    assert outgoing.outbox == []


@pytest.mark.parametrize("when", [MAKE_UP, datetime(2026, 11, 25, 8, 0), datetime(2026, 11, 25, 20, 59)])
def test_a_working_day_is_one_wherever_it_lies_in_the_week(cast, when):
    told_at(cast, when)
    assert len(outgoing.outbox) == 1


@pytest.mark.parametrize(
    ("due", "letters"),
    [(datetime(2026, 11, 26, 0, 0), 1), (datetime(2026, 11, 26, 8, 0), 1), (datetime(2026, 11, 26, 8, 1), 0)],
)
def test_what_would_be_late_by_the_morning_is_told_at_night(cast, due, letters):
    told_at(cast, NIGHT, due.replace(tzinfo=SHANGHAI))
    assert len(outgoing.outbox) == letters


def test_what_was_held_over_rest_days_comes_together_on_the_next_working_morning(cast):
    records = [told_at(cast, SATURDAY), told_at(cast, SATURDAY + timedelta(days=1))]
    for day, letters in ((29, 0), (30, 1)):
        with time_machine.travel(datetime(2026, 11, day, 8, 0, tzinfo=SHANGHAI), tick=False):
            digest()
            work_off()
        assert len(outgoing.outbox) == letters
    assert all(record.number in outgoing.outbox[0].body for record in records)


def test_the_last_reminder_says_that_it_is_the_last(cast, now):
    record = brought(cast, now, "sent")
    clock = record.deadlines.running().get()
    for at in clock.tells[:-1]:
        sweep(at)
    told = VERBS["warn"].told
    assert told is not None
    said = [told(event.detail) for event in Event.objects.filter(verb="warn").order_by("pk")]
    assert len(said) == len(clock.tells) - 1
    assert "last reminder" in said[-1] and not any("last" in each for each in said[:-1])
