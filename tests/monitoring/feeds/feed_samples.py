"""What do the tests of feeds read? Invented feeds, on a server of this machine that answers as it is told."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from casework.models import Outbox
from monitoring.feeds.actions import feeds, readings
from monitoring.feeds.actions.feeds import READ
from monitoring.feeds.models import Feed, FeedRun
from monitoring.tasks import read_task
from tests.cast import Cast

HERE = [ip_network("127.0.0.0/8")]

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>某地新闻</title><link>https://news.example.org/</link>
<item><title>旅客的充电宝在候车室起火</title><link>https://news.example.org/1.html</link>
<pubDate>Fri, 20 Nov 2026 23:30:00 +0000</pubDate>
<description>&lt;p&gt;一只&lt;b&gt;充电宝&lt;/b&gt;起火，无人受伤&lt;/p&gt;</description></item>
<item><title>儿童推车夹伤手指</title><link>/2.html</link><guid>n-2</guid></item>
<item><title>本市召开表彰大会</title><link>https://news.example.org/3.html</link></item>
</channel></rss>""".encode()
ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Recalls</title>
<entry><title>Kettle recalled: fire hazard</title><id>tag:example.org,2026:9</id>
<link rel="self" href="https://example.org/api/9"/><link href="https://example.org/9"/>
<updated>2026-11-20T08:00:00Z</updated><summary>It may overheat.</summary></entry>
</feed>"""
CPSC = json.dumps(
    [
        {
            "RecallID": 10001,
            "RecallNumber": "26001",
            "RecallDate": "2026-11-12T00:00:00",
            "Title": "Acme Recalls Toy Cars Due to Choking Hazard",
            "Description": "Wheels come off.",
            "URL": "https://example.org/26001",
            "Hazards": [{"Name": "The wheels can come off, posing a choking hazard.", "HazardTypeID": "1"}],
            "Manufacturers": [{"Name": "Acme, of Somewhere", "CompanyID": ""}],
            "Products": [{"Name": "Toy cars", "Model": "A-1"}],
        }
    ]
).encode()
SAFETY_GATE = (
    b"alert_number,product_name,product_category,brand,product_description,country_of_origin,risk_type,"
    b"risk_description\n"
    b"A12/00001/26,Toy car,Toys,Acme,Small car,Somewhere,Choking,The wheels come off.\n"
)
NOTICES = {
    "code": 0,
    "data": {
        "rows": [
            {"goods": {"title": "儿童推车"}, "maker": "甲童车有限公司", "verdict": "不合格", "why": ["制动"]},
            {"goods": {"title": "毛绒玩具"}, "maker": "乙玩具有限公司", "verdict": "合格", "why": []},
        ]
    },
}
MAPPING = "产品名称 = goods.title\n生产企业 = maker\n检验结论 = verdict\n不合格项目 = why"


class Server:
    """Answers GET by path. pages: content by path. What was asked stands in `asked`: (path, headers).
    held: what is waited for before a path is answered."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.status: dict[str, tuple[int, dict[str, str]]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.validators = True
        self.url = ""
        self.over = threading.Event()
        self.held: dict[str, threading.Event] = {}

    def address(self, path: str) -> str:
        return f"{self.url}{path}"

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        self.asked.append((to.path, dict(to.headers)))
        if to.path in self.held:
            self.held[to.path].wait(30)
        if to.path in ("/endless", "/drip", "/silent", "/short"):
            return self.badly(to)
        status, headers = self.status.get(to.path, (200 if to.path in self.pages else 404, {}))
        body = self.pages.get(to.path, b"")
        etag = f'"{sha256(body).hexdigest()[:16]}"'
        if status == 200 and self.validators:
            headers = {"ETag": etag, "Last-Modified": "Wed, 25 Nov 2026 00:00:00 GMT", **headers}
            if to.headers.get("If-None-Match") == etag:
                status, body = 304, b""
        to.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            to.send_header(name, value)
        to.end_headers()
        to.wfile.write(body)
        return None

    def badly(self, to: BaseHTTPRequestHandler) -> None:
        """A body without end, a byte now and then, no answer, or less than was said."""
        if to.path == "/silent":
            self.over.wait(30)
            return
        to.send_response(200)
        if to.path == "/short":
            to.send_header("Content-Length", str(len(RSS) + 100))
        to.end_headers()
        to.wfile.write(RSS if to.path == "/short" else b"<rss>")
        while to.path != "/short" and not self.over.is_set():
            to.wfile.write(b"x" * 1_000_000 if to.path == "/endless" else b"x")
            time.sleep(0 if to.path == "/endless" else 0.05)


@contextmanager
def serving(certificate: Path | None = None) -> Iterator[Server]:
    """A server on this machine for the block; with a certificate it speaks TLS."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                server.answer(self)
            except OSError:
                self.close_connection = True

        def log_message(self, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            listening.socket = context.wrap_socket(listening.socket, server_side=True)
        server.url = f"{'https' if certificate else 'http'}://127.0.0.1:{listening.server_port}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.over.set()
            listening.shutdown()
            thread.join()


def kept(cast: Cast, now: datetime, address: str, **fields: Any) -> Feed:
    """A feed that the center's collector keeps: news of channel d unless told otherwise."""
    made = Feed(
        **{"name": "某地新闻", "kind": "rss", "address": address, "channel": "d", "every": 60, **fields}
    )
    return feeds.keep_feed(made, by=cast.collector, now=now)


def worked_off() -> list[FeedRun]:
    """Do the readings that were promised, as a worker does."""
    for row in Outbox.objects.filter(task=READ, done_at=None).order_by("id"):
        read_task(row.pk)
    return list(FeedRun.objects.order_by("id"))


def read(feed: Feed, now: datetime) -> FeedRun:
    """Read a feed once at this time, whenever it is due; the feed is brought up to date."""
    Feed.objects.filter(pk=feed.pk).update(next_at=now)
    assert readings.begin_readings(now) == 1
    under_way = feed.runs.get(ended_at=None).pk
    brought = readings.fetch_feed(under_way, now)
    assert brought is not None
    readings.take_feed(under_way, brought, now, lambda: 0.0)
    Outbox.objects.filter(task=READ, done_at=None).update(done_at=now)
    feed.refresh_from_db()
    run: FeedRun = feed.runs.latest("id")
    return run
