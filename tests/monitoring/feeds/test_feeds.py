"""Is each feed read once a turn, taken in whole, put off when it fails, and the center told once?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail as outgoing
from django.db import OperationalError

from accounts.models import Mail, User
from casework.models import Notification, Outbox
from casework.tasks import mail_task
from monitoring.feeds.actions import feeds, readings
from monitoring.feeds.actions.feeds import READ
from monitoring.feeds.actions.readings import begin_readings, wait
from monitoring.feeds.connectors.kinds import bring
from monitoring.feeds.models import Feed, FeedRun
from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.monitoring.feeds.feed_samples import RSS, kept, read, worked_off
from tests.races import runners
from trail.models import Event

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_what_a_feed_brings_is_imported_like_a_file(feed, cast, now):
    run = read(feed, now)
    assert (run.ended, run.lines, run.signals, run.known, run.refused) == ("new", 3, 2, 0, 1)
    signal = RiskSignal.objects.get(source_ref="https://news.example.org/1.html")
    assert (signal.center, signal.state, signal.channel) == (cast.center, "submitted", "d")
    assert signal.collector is None and signal.collected_at == now
    assert "tells of a risk" in run.refusals[0][1]
    assert Event.objects.get(verb="import signals").actor_kind == "system"
    assert (feed.ended, feed.failures, feed.next_at) == ("new", 0, now + HOUR)


def test_what_is_as_it_was_is_asked_for_by_its_etag_and_adds_nothing(feed, server, now):
    read(feed, now)
    run = read(feed, now + HOUR)
    assert (run.ended, run.lines, run.signals) == ("nothing", 0, 0)
    assert server.asked[-1][1]["If-None-Match"] == feed.etag
    assert RiskSignal.objects.count() == 2


def test_without_an_etag_what_is_as_it_was_is_known_by_its_content(feed, server, now):
    server.validators = False
    read(feed, now)
    assert read(feed, now + HOUR).lines == 0
    assert Event.objects.filter(verb="import signals").count() == 1


def test_of_a_feed_that_grew_only_the_new_is_added(feed, server, now):
    read(feed, now)
    more = "<item><title>烤箱爆炸</title><link>https://news.example.org/4.html</link></item></channel>"
    server.pages["/feed"] = RSS.replace(b"</channel>", more.encode())
    run = read(feed, now + HOUR)
    assert (run.lines, run.signals, run.known, run.refused) == (4, 1, 2, 1)


BROKEN = {
    "half of it": (RSS[: len(RSS) // 2], "breaks off"),
    "a page": (b"<html><body>502</body></html>", "web page"),
    "nothing": (b"", "breaks off"),
}


@pytest.mark.parametrize("content", BROKEN)
def test_a_broken_feed_is_told_put_off_and_leaves_nothing(feed, server, now, content):
    server.pages["/feed"], said = BROKEN[content]
    run = read(feed, now)
    assert (run.ended, run.lines, run.signals) == ("failed", 0, 0) and said in run.error
    assert not RiskSignal.objects.exists() and (feed.etag, feed.digest) == ("", "")
    assert (feed.failures, feed.next_at) == (1, now + 2 * HOUR)


@pytest.mark.parametrize(("path", "said"), [("/silent", "within"), ("/endless", "20 MB"), ("/no", "404")])
def test_an_address_that_does_not_answer_as_it_should_is_a_failure(cast, now, server, settings, path, said):
    settings.FEED_SECONDS = 5 if path == "/endless" else 0.5
    run = read(kept(cast, now, server.address(path)), now)
    assert run.ended == "failed" and said in run.error


def test_json_instead_of_the_list_that_was_awaited_leaves_nothing(cast, now, server):
    server.pages["/list"] = b'[{"number": "1", "what": "x"}]'
    feed = kept(cast, now, server.address("/list"), kind="cpsc", channel="e")
    run = read(feed, now)
    assert run.ended == "failed" and "No sheet of the file can be read" in run.error


def test_a_failure_in_the_midst_of_the_import_leaves_nothing_and_is_told(feed, now, monkeypatch):
    original = import_signals

    def fails(*args, **kwargs):
        original(*args, **kwargs)
        raise KeyError("nobody thought of this")

    monkeypatch.setattr(readings, "import_signals", fails)
    run = read(feed, now)
    assert run.ended == "failed" and "could not deal with" in run.error
    assert not RiskSignal.objects.exists() and not Event.objects.filter(verb="import signals").exists()


def test_a_database_that_goes_away_ends_no_reading(feed, now, monkeypatch):
    def gone(*args, **kwargs):
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(readings, "import_signals", gone)
    begin_readings(now)
    [row] = Outbox.objects.filter(task=READ)
    with pytest.raises(OperationalError):
        worked_off()
    row.refresh_from_db()
    assert row.done_at is None and "OperationalError" in row.error
    assert FeedRun.objects.get().ended_at is None


def test_each_failure_doubles_the_wait_up_to_a_day_and_chance_spreads_it():
    assert [wait(HOUR, failures, 0) for failures in range(4)] == [HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR]
    assert wait(HOUR, 5, 0) == wait(HOUR, 1000, 0) == DAY
    assert wait(7 * DAY, 3, 0) == 7 * DAY
    assert wait(HOUR, 0, 0.5) == timedelta(minutes=63)


def test_after_three_failures_the_collectors_are_told_once_and_once_more_when_it_works(
    feed, cast, server, now
):
    User.objects.filter(pk=cast.collector.user.pk).update(
        mail=Mail.EACH, email="c@example.org", language="en"
    )
    server.pages["/feed"] = b"<html>"
    for turn in range(5):
        read(feed, now + turn * DAY)
        assert Notification.objects.count() == (turn >= 2)
    server.pages["/feed"] = RSS
    for turn in range(5, 8):
        read(feed, now + turn * DAY)
    notes = Notification.objects.order_by("id")
    assert [(note.event.verb, note.title) for note in notes] == [
        ("a feed is broken", "某地新闻"),
        ("a feed works again", "某地新闻"),
    ]
    assert {note.user for note in notes} == {cast.collector.user} and feed.failures == 0
    with time_machine.travel(NOW, tick=False):  # no e-mail goes out at night
        for row in Outbox.objects.filter(task="casework.mail"):
            mail_task(row.pk)
    first, _second = outgoing.outbox
    assert first.subject == "Wangjian: A feed is broken" and feed.get_absolute_url() in first.body
    assert "某地新闻" not in first.body


def test_only_what_is_due_and_switched_on_is_read(feed, cast, now):
    off = kept(cast, now, "http://127.0.0.1/", name="off", active=False)
    assert begin_readings(now - HOUR) == 0
    assert begin_readings(now) == 1
    assert not off.runs.exists()


def test_a_feed_under_way_is_not_begun_again(feed, now):
    assert begin_readings(now) == 1
    assert begin_readings(now + 2 * HOUR) == 0
    assert FeedRun.objects.count() == Outbox.objects.filter(task=READ).count() == 1


def test_a_reading_promised_before_the_feed_was_switched_off_is_not_done(feed, cast, server, now):
    begin_readings(now)
    feeds.switch_feed(feed, False, by=cast.collector, now=now)
    [run] = worked_off()
    assert run.ended == "nothing" and server.asked == []


def test_a_promise_kept_twice_reads_once(feed, server, now):
    begin_readings(now)
    worked_off()
    Outbox.objects.update(done_at=None)
    [run] = worked_off()
    assert run.ended == "new" and len(server.asked) == 1


def test_a_feed_changed_while_it_is_read_begins_anew(feed, cast, server, now, monkeypatch):
    original = bring

    def changed_meanwhile(*args):
        found = original(*args)
        changed = Feed.objects.get(pk=feed.pk)
        changed.address = server.address("/other")
        feeds.keep_feed(changed, by=cast.collector, now=now)
        return found

    monkeypatch.setattr(readings, "bring", changed_meanwhile)
    read(feed, now)
    assert (feed.etag, feed.next_at, feed.address) == ("", now, server.address("/other"))


@pytest.mark.django_db(transaction=True)
def test_of_four_who_begin_at_once_each_feed_is_read_once(cast, now, server):
    for number in range(20):
        server.pages[f"/{number}"] = RSS
        kept(cast, now, server.address(f"/{number}"), name=f"feed {number}")
    with runners(4) as at_once:
        begun = at_once([lambda: begin_readings(now, batch=3)] * 4)
        runs = at_once([worked_off] * 4)
    assert sum(begun) == 20 and FeedRun.objects.count() == 20
    assert sorted(path for path, _headers in server.asked) == sorted(f"/{n}" for n in range(20))
    assert all(len(found) == 20 for found in runs) and RiskSignal.objects.count() == 2
