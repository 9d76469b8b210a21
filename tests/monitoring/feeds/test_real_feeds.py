"""Are the recalls and headlines that others gave out read from an address as they are from a file?"""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from xml.sax.saxutils import escape

import pytest

from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.feeds.feed_samples import kept, read
from tests.monitoring.notice_samples import REAL

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not (REAL / "recalls").is_dir(), reason="the real lists are not here: set WANGJIAN_REAL_DATA"
    ),
]
HOUR = timedelta(hours=1)
# Path below the data, kind, channel; lines read, new signals, lines refused.
GIVEN_OUT = [
    ("recalls/eu_safety_gate_with_risk_text.csv", "safety_gate", "e", 182, 182, 0),
    ("recalls/cpsc_by_category_2013/Toy+Vehicles.json", "cpsc", "e", 42, 31, 11),
]


def headlines() -> bytes:
    """The headlines as the feed of a news agency."""
    text = (REAL / "media" / "media_headlines.csv").read_bytes().decode("utf-8", "replace")
    lines = [line for line in csv.reader(io.StringIO(text)) if len(line) == 6]
    found = "".join(
        f"<item><title>{escape(line[4])}</title><link>{escape(line[5])}</link></item>" for line in lines
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{found}</channel></rss>'.encode()


@pytest.mark.parametrize(("path", "kind", "channel", "lines", "new", "refused"), GIVEN_OUT)
def test_a_list_of_a_foreign_body_is_read_once(cast, now, server, path, kind, channel, lines, new, refused):
    server.pages["/list"] = (REAL / path).read_bytes()
    feed = kept(cast, now, server.address("/list"), kind=kind, channel=channel)
    file = import_signals(server.pages["/list"], "list", channel, by=cast.collector, now=now, dry_run=True)
    run = read(feed, now)
    assert (file.total, file.signals, len(file.refused)) == (lines, new, refused)
    assert (run.error, run.lines, run.signals, run.refused) == ("", lines, new, refused)
    assert read(feed, now + HOUR).ended == "nothing"
    server.validators = False
    server.pages["/list"] += b"\n"
    again = read(feed, now + 2 * HOUR)
    assert (again.signals, RiskSignal.objects.count()) == (0, new)


def test_the_recalls_of_every_category_are_one_signal_each(cast, now, server):
    feed = kept(cast, now, server.address("/list"), kind="cpsc", channel="e")
    for turn, path in enumerate(sorted((REAL / "recalls" / "cpsc_by_category_2013").glob("Toy*.json"))):
        server.pages["/list"] = path.read_bytes()
        run = read(feed, now + turn * HOUR)
        assert run.error == "" and run.lines
    prints = RiskSignal.objects.values_list("fingerprint", flat=True)
    assert 0 < len(prints) == len(set(prints))


def test_headlines_come_as_a_feed_and_a_second_reading_adds_none(cast, now, server):
    server.pages["/feed"] = headlines()
    feed = kept(cast, now, server.address("/feed"))
    run = read(feed, now)
    assert run.error == "" and run.signals == RiskSignal.objects.count() > 1000
    server.pages["/feed"] += b" "
    again = read(feed, now + HOUR)
    assert (again.signals, again.ended) == (0, "nothing")
    assert run.lines == run.signals + run.known + run.refused


def test_the_same_headline_from_a_file_and_from_a_feed_is_one_signal(cast, now, server):
    server.pages["/feed"] = headlines()
    read(kept(cast, now, server.address("/feed"), words="移动电源\n手机", sub_channel="main_media"), now)
    assert RiskSignal.objects.exists()
    assert not RiskSignal.objects.exclude(product__in=["移动电源", "手机"]).exists()
