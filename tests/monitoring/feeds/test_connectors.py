"""Does each connector bring what its address says, in files that the importers read?"""

from __future__ import annotations

import json

import pytest

from documents.quarantine import Limits
from monitoring.feeds.connectors import Asked, Broken, Brought, Written, responses
from monitoring.feeds.connectors.kinds import CONNECTORS, bring
from monitoring.feeds.connectors.rss import lines
from monitoring.feeds.connectors.unwrapped import tree
from monitoring.feeds.models import Feed, FeedKind
from monitoring.importers import Column, items, workbook
from monitoring.importers.channels import of_channel
from monitoring.importers.list_reader import Entry, entries, read
from monitoring.importers.notice_reader import Rejected
from tests.monitoring.feeds.feed_samples import (
    ATOM,
    CPSC,
    MAPPING,
    NOTICES,
    RSS,
    SAFETY_GATE,
    Server,
)


def brought(server: Server, kind: str, content: bytes, channel: str = "d", **asked: object) -> Brought:
    server.pages["/page"] = content
    return bring(kind, Asked(server.address("/page"), channel, **asked))  # type: ignore[arg-type]


def understood(content: Brought, channel: str) -> list[Entry | Rejected]:
    """The lines of the one file, as the importers understand them."""
    [file] = content.files
    layouts = [items.items(channel)] if file.written == Written.ITEMS else of_channel(channel)
    found = [entry for table in read(file.content, layouts).tables for entry in entries(table)]
    return [entry for entry in found if isinstance(entry, Entry | Rejected)]


def test_every_kind_that_can_be_chosen_has_a_connector():
    assert set(CONNECTORS) == set(FeedKind.values)


def test_items_of_rss_become_risks_unless_they_tell_of_none(server):
    fire, stroller, meeting = understood(brought(server, "rss", RSS), "d")
    assert isinstance(fire, Entry) and isinstance(stroller, Entry)
    assert fire.values["hazard_type"] == "fire_explosion" and fire.values["hazard_item"] == "起火"
    assert fire.values["injury"] == "一只 充电宝 起火，无人受伤"
    assert fire.reported_on is not None and fire.reported_on.isoformat() == "2026-11-21"
    assert stroller.values["source_ref"] == server.address("/2.html")
    assert stroller.values["product"] == "儿童推车夹伤手指" and "product" in stroller.derived
    assert isinstance(meeting, Rejected) and "tells of a risk" in meeting.reason


def test_an_item_names_what_is_looked_for_or_is_left_out(server):
    [fire] = understood(brought(server, "rss", RSS, words=("手机", "充电宝")), "d")
    assert isinstance(fire, Entry)
    assert fire.values["product"] == "充电宝" and "product" not in fire.derived
    assert fire.values["injury"].startswith("旅客的充电宝在候车室起火")
    assert brought(server, "rss", RSS, words=("手机",)).files == ()


def test_an_entry_of_atom_is_read_with_the_address_for_readers(server):
    [kettle] = understood(brought(server, "rss", ATOM, "e"), "e")
    assert isinstance(kettle, Entry)
    assert kettle.values["source_ref"] == "https://example.org/9"
    assert (kettle.source, kettle.values["hazard_type"]) == ("foreign_body", "fire_explosion")


def test_an_item_is_the_same_whatever_else_changes_in_the_feed(server):
    [one, *_others] = understood(brought(server, "rss", RSS), "d")
    [two, *_others] = understood(brought(server, "rss", RSS.replace("无人受伤".encode(), b"!")), "d")
    assert isinstance(one, Entry) and isinstance(two, Entry) and one.fingerprint == two.fingerprint


ITEM = "<rss><channel><item><title>x</title>%s</item></channel></rss>"


@pytest.mark.parametrize(
    ("inside", "field", "said"),
    [
        ("<guid>https://example.org/7</guid>", items.ADDRESS, "https://example.org/7"),
        ("<guid>n-7</guid>", items.ADDRESS, "n-7"),
        ("<pubDate>Fri, 20 Nov 2026 23:30:00</pubDate>", items.DAY, "2026-11-20"),
        ("<pubDate>2026-11-20T20:00:00Z</pubDate>", items.DAY, "2026-11-21"),
        ("<pubDate>yesterday</pubDate>", items.DAY, ""),
        ("<pubDate>0001-01-01T00:00:00+14:00</pubDate>", items.DAY, ""),
        ("<description>&lt;i&gt;a&amp;amp;b&lt;/i&gt;</description>", items.TEXT, "a&b"),
    ],
)
def test_what_an_item_says_beside_its_title(inside, field, said):
    [line] = lines((ITEM % inside).encode(), "https://news.example.org/")
    assert line[field] == said


def test_a_feed_in_gb2312_is_read():
    content = RSS.decode().replace('encoding="utf-8"', 'encoding="gb2312"').encode("gb18030")
    assert lines(content, "https://news.example.org/")[0][items.TITLE] == "旅客的充电宝在候车室起火"


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss>&b;</rss>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (RSS[: len(RSS) // 2], "breaks off"),
        (b"", "breaks off"),
        (b"<!DOCTYPE html><html><body>Sign in</body></html>", "web page"),
        (b"<html><body>Sign in</body></html>", "web page"),
        (b'{"a": 1}', "not sound"),
        (b"<sitemap/>", "neither RSS nor Atom"),
        (BOMB, "document type"),
        (OUTSIDE, "document type"),
        (b"<a>" * 101, "more elements"),
        (b"<rss>" + b"<a/>" * 400_000 + b"</rss>", "more elements"),
        (b'<?xml version="1.0" encoding="no-such"?><rss/>', "encoding"),
        (b'<?xml version="1.0" encoding="utf-8"?><rss>\xff\xfe</rss>', "encoding"),
    ],
)
def test_what_is_no_sound_feed_is_said_to_be_broken(content, said):
    with pytest.raises(Broken, match=said):
        lines(content, "https://news.example.org/")


def test_the_names_of_elements_keep_their_namespace_apart():
    assert tree(ATOM).tag == "http://www.w3.org/2005/Atom}feed"


def test_recalls_of_the_cpsc_are_read_as_its_service_answers_them(server):
    [cars] = understood(brought(server, "cpsc", CPSC, "e"), "e")
    assert isinstance(cars, Entry)
    assert (cars.values["product"], cars.values["enterprise"]) == ("Toy Cars", "Acme, of Somewhere")
    assert cars.values["source_ref"] == "https://example.org/26001"
    assert cars.reported_on is not None and cars.reported_on.isoformat() == "2026-11-12"


@pytest.mark.parametrize("kind", ["rss", "cpsc", "safety_gate", "json_list"])
def test_what_is_as_it_was_brings_no_file_and_keeps_its_etag(server, kind):
    content = {"rss": RSS, "safety_gate": SAFETY_GATE}.get(kind, CPSC)
    first = brought(server, kind, content, "e")
    again = brought(server, kind, content, "e", etag=first.etag)
    assert first.files and again.files == () and again.etag == first.etag


def test_of_a_recall_without_a_maker_the_importer_stands_for_it(server):
    [record] = json.loads(CPSC)
    record |= {"Manufacturers": [], "Importers": [{"Name": "Bcme"}], "Injuries": [None], "Hazards": None}
    [cars] = understood(brought(server, "cpsc", json.dumps([record]).encode(), "e"), "e")
    assert isinstance(cars, Entry) and cars.values["enterprise"] == "Bcme"
    assert cars.values["hazard_item"] == "Choking Hazard"


def test_two_signs_that_no_database_keeps_are_left_out(server):
    content = b'[{"a": "toy\\u0000 car\\ud800", "c": "small parts"}]'
    mapping = {"产品名称": "a", "投诉内容": "c"}
    [one] = understood(brought(server, "json_list", content, "a", mapping=mapping), "a")
    assert isinstance(one, Entry) and one.values["product"] == "toy car?"


def test_an_export_of_the_safety_gate_is_handed_on_as_it_is(server):
    [car] = understood(brought(server, "safety_gate", SAFETY_GATE, "e"), "e")
    assert isinstance(car, Entry) and car.values["source_ref"] == "A12/00001/26"


def test_the_keys_of_a_list_are_written_over_as_headers(server):
    content = json.dumps({"list": [{"a": {"b": "充电宝"}, "c": "充电时起火"}]}).encode()
    mapping = {"产品名称": "a.b", "投诉内容": "c"}
    [one] = understood(brought(server, "json_list", content, "a", mapping=mapping), "a")
    assert isinstance(one, Entry)
    assert (one.values["product"], one.values["hazard_item"]) == ("充电宝", "充电时起火")


def test_a_list_of_a_regulator_becomes_a_notice(server):
    mapping = Feed(mapping=MAPPING).mapped()
    found = brought(server, "json_list", json.dumps(NOTICES).encode(), "b", mapping=mapping)
    [file] = found.files
    [sheet] = workbook.read(file.content, file.name).sheets
    assert [line.cells[Column.PRODUCT] for line in sheet.lines] == ["儿童推车", "毛绒玩具"]


@pytest.mark.parametrize("content", [b"[]", b'{"code": 0, "data": {"total": 0, "rows": []}}'])
def test_an_empty_list_is_nothing_new(server, content):
    assert brought(server, "json_list", content, "a").files == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<html>Sign in</html>", "no sound JSON"),
        (b'[{"a": 1', "no sound JSON"),
        (b"[" * 100_000, "no sound JSON"),
        (b'{"error": {"code": 7}}', "no list"),
        (b"[1, 2]", "no list"),
        (b'[{"other": "x"}]', "None of the keys"),
    ],
)
def test_what_is_no_list_is_said_to_be_broken(server, content, said):
    with pytest.raises(Broken, match=said):
        brought(server, "json_list", content, "a", mapping={"产品名称": "name"})


@pytest.mark.parametrize(("kind", "content"), [("rss", RSS), ("cpsc", CPSC), ("json_list", CPSC)])
def test_what_says_more_than_a_list_does_ends_with_its_reader(server, monkeypatch, kind, content):
    monkeypatch.setattr(responses, "LIMITS", Limits(output=1))
    with pytest.raises(Broken, match="more time or memory"):
        brought(server, kind, content, "e")
