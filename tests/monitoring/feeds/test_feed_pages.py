"""Does the center's collector keep its feeds by the pages, and nobody else?"""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.roles import Kind
from casework.flow import Forbidden, Refused
from monitoring.feeds.actions import feeds
from monitoring.feeds.models import Feed
from monitoring.risks.models.signals import RiskSignal
from tests.conftest import NOW
from tests.monitoring.feeds.feed_samples import MAPPING, RSS, kept, read, worked_off
from tests.monitoring.feeds.mail_samples import BOX
from trail.models import Event

DATA = {
    "name": "某地新闻",
    "kind": "rss",
    "address": "https://news.example.org/rss",
    "channel": "d",
    "sub_channel": "main_media",
    "every": 60,
    "words": "充电宝\n 童车 \n\n",
    "mapping": "",
    "active": "on",
}


def said(verb: str, feed: Feed) -> list[dict[str, object]]:
    return [event.detail for event in Event.objects.of("feed", feed.pk).filter(verb=verb)]


@pytest.mark.clause("6.1.2")
def test_a_feed_is_added_and_the_trail_says_what_it_reads(cast, at_desk):
    answer = at_desk(cast.collector).post("/signals/feeds/new/", DATA)
    feed = Feed.objects.get()
    assert answer["Location"] == feed.get_absolute_url()
    assert (feed.center, feed.active, feed.looked_for()) == (cast.center, True, ("充电宝", "童车"))
    [detail] = said("add a feed", feed)
    assert detail["address"] == DATA["address"] and detail["every"] == 60


def test_a_change_is_told_by_what_changed_and_has_it_read_anew(feed, cast, now, at_desk):
    read(feed, now)
    assert feed.etag
    data = {**DATA, "address": feed.address, "every": 1440}
    answer = at_desk(cast.collector).post(reverse("feed-change", args=[feed.pk]), data)
    feed.refresh_from_db()
    assert answer.status_code == 302 and (feed.every, feed.etag, feed.digest) == (1440, "", "")
    [detail] = said("change a feed", feed)
    assert set(detail) == {"every", "words", "sub_channel"}


WRONG: dict[str, list[dict[str, object]]] = {
    "address": [{"address": "file:///etc/passwd"}, {"address": "https://user:secret@example.org/"}],
    "sub_channel": [{"sub_channel": "foreign_body"}],
    "mapping": [{"mapping": "产品名称"}, {"mapping": "没有此列 = x"}, {"mapping": "产品名称 ="}],
    "kind": [{"kind": "mail"}],
    "every": [{"every": 1}],
}


@pytest.mark.parametrize(
    ("field", "data"), [(field, data) for field, each in WRONG.items() for data in each], ids=str
)
def test_what_cannot_be_read_is_said_at_its_field(cast, at_desk, field, data):
    answer = at_desk(cast.collector).post("/signals/feeds/new/", {**DATA, **data})
    assert answer.status_code == 422 and not Feed.objects.exists()
    assert f'id="id_{field}_error"' in answer.content.decode()


def test_two_feeds_of_a_center_bear_different_names(feed, cast, at_desk):
    assert at_desk(cast.collector).post("/signals/feeds/new/", DATA).status_code == 422
    assert at_desk(cast.other_collector).post("/signals/feeds/new/", DATA).status_code == 302


@pytest.mark.parametrize("channel", ["a", "b", "c", "d", "e"])
def test_a_mapping_may_name_what_the_lists_of_its_channel_have(cast, at_desk, channel):
    data = {**DATA, "kind": "json_list", "channel": channel, "sub_channel": "", "mapping": "产品名称 = a"}
    if channel == "b":
        data["mapping"] = MAPPING
    assert at_desk(cast.collector).post("/signals/feeds/new/", data).status_code == 302


def test_a_mailbox_is_offered_where_the_installation_names_one_for_the_center(cast, at_desk, settings):
    settings.FEED_MAILBOXES = {"Eastland Monitoring Center": {"tips": BOX}}
    data = {**DATA, "kind": "mail", "address": "tips", "channel": "a", "sub_channel": ""}
    desk = at_desk(cast.collector)
    assert desk.post("/signals/feeds/new/", {**data, "address": "theirs"}).status_code == 422
    assert desk.post("/signals/feeds/new/", data).status_code == 302
    assert at_desk(cast.other_collector).post("/signals/feeds/new/", data).status_code == 422
    page = desk.get(Feed.objects.get().get_absolute_url()).content.decode()
    assert "wind-over-water" not in page


def test_a_feed_is_read_at_once_when_asked_and_once(feed, cast, now, at_desk):
    desk = at_desk(cast.collector)
    with time_machine.travel(NOW, tick=False):
        desk.post(reverse("feed-read", args=[feed.pk]))
        with pytest.raises(Refused):
            feeds.read_now(feed, by=cast.collector, now=now)
        page = desk.post(reverse("feed-read", args=[feed.pk]), follow=True).content.decode()
        assert "look again in a minute" in page
        [run] = worked_off()
    assert (run.by, run.signals) == (cast.collector.user, 2) and said("read a feed now", feed)


def test_a_feed_is_switched_off_and_on_once_each(feed, cast, at_desk):
    desk = at_desk(cast.collector)
    for on in ("0", "0", "1"):
        desk.post(reverse("feed-switch", args=[feed.pk]), {"on": on})
    feed.refresh_from_db()
    assert feed.active and len(said("switch a feed off", feed)) == len(said("switch a feed on", feed)) == 1


def test_the_page_shows_health_readings_refusals_and_what_happened(feed, cast, server, now, at_desk):
    desk = at_desk(cast.collector)
    assert "not read yet" in desk.get("/signals/feeds/").content.decode()
    read(feed, now)
    page = desk.get(feed.get_absolute_url()).content.decode()
    assert "in order" in page and "Neither its title nor its text tells of a risk" in page
    assert "Feed added" in page and "本市召开表彰大会" in page
    server.pages["/feed"] = RSS[:200]
    for _turn in range(3):
        read(feed, now)
    page = desk.get(feed.get_absolute_url()).content.decode()
    assert "3 failures in a row" in page and "breaks off" in page and "A feed is broken" in page
    assert "A feed is broken" in desk.get("/notifications/").content.decode()


def test_the_pages_cost_few_queries_however_many_feeds_there_are(
    feed, cast, now, at_desk, django_assert_max_num_queries
):
    for number in range(30):
        kept(cast, now, "https://example.org/", name=f"feed {number}", active=False)
        read(feed, now)
    desk = at_desk(cast.collector)
    for address in ("/signals/feeds/", feed.get_absolute_url()):
        with django_assert_max_num_queries(15):
            assert desk.get(address).status_code == 200


def test_a_feed_is_for_its_centers_collectors_only(feed, cast, at_desk, now):
    for name, viewer in cast.people.items():
        beyond = 404 if viewer.kind == Kind.MERCHANT else 403
        expected = {"collector": 200, "other_collector": 404}.get(name, beyond)
        desk = at_desk(viewer)
        assert desk.get(feed.get_absolute_url()).status_code == expected, name
        assert desk.get(reverse("feed-change", args=[feed.pk])).status_code == expected, name
        if expected != 200:
            assert desk.post(reverse("feed-read", args=[feed.pk])).status_code == expected, name
            off = desk.post(reverse("feed-switch", args=[feed.pk]), {"on": "0"})
            assert off.status_code == expected, name
    with pytest.raises(Forbidden):
        feeds.read_now(feed, by=cast.other_collector, now=now)
    assert not feed.runs.exists() and not RiskSignal.objects.exists()


def test_the_database_refuses_a_source_of_another_channel(cast, now):
    with pytest.raises(ValidationError):
        Feed(
            center=cast.center, name="x", address="x", kind="rss", channel="d", sub_channel="hotline_12315"
        ).validate_constraints()
