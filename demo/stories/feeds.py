"""Which addresses does the invented center have read? News, a list that broke, and one switched off.

Each reading is a real one, of what the demo itself serves: nobody outside is asked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from demo.telling.teller import Teller
from documents.actions import SITE
from monitoring.feeds.actions import feeds, readings
from monitoring.feeds.models import Feed

# The day before yesterday's edition; today's stands among the static files and has more.
EDITIONS = Path(__file__).parent / "news"
TODAY = f"{SITE}/static/demo/news.xml"
GONE = f"{SITE}/static/demo/recalls.json"
ABROAD = "https://recalls.example/list.json"


def tell(teller: Teller) -> None:
    teller.on(5)
    with _served(EDITIONS) as house:
        news = _kept(teller, name="云泽晚报消费版", kind="rss", channel="d", address=f"{house}/news.xml")
        _read(teller, news)
        teller.on(4)
        _read(teller, news)
    news.address = TODAY
    feeds.keep_feed(news, **teller.by("collector"))
    columns = "产品名称 = product\n危害 = hazard\n网址 = url"
    gone = _kept(teller, name="临岳省召回清单", kind="json_list", channel="e", address=GONE, mapping=columns)
    for ago in (4, 3, 2):
        teller.on(ago)
        _read(teller, gone)
    abroad = _kept(
        teller, name="境外召回通报", kind="json_list", channel="e", address=ABROAD, mapping=columns
    )
    feeds.switch_feed(abroad, False, **teller.by("collector"))


def _kept(teller: Teller, **fields: Any) -> Feed:
    return feeds.keep_feed(Feed(**fields), **teller.by("collector"))


def _read(teller: Teller, feed: Feed) -> None:
    """A person has it read, and a worker does so."""
    run = feeds.read_now(feed, **teller.by("collector"))
    now = teller.days.next()
    if brought := readings.fetch_feed(run.pk, now):
        readings.take_feed(run.pk, brought, now, _no_chance)


def _no_chance() -> float:
    return 0.0


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Nobody reads it."""


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    """The address of a server of this folder, on this machine, for the time of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
