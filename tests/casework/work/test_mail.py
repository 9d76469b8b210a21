"""What reaches people by e-mail, how often, and what does it not say?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.core import mail as outgoing

from accounts.models import Mail, Membership, User
from casework.models import Notification, Outbox
from casework.tasks import digest, digest_task, mail_task
from casework.work import outbox
from config.celery import app
from tests.casework.trial import brought
from tests.races import runners

TITLE = "Lead in toys"


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
