"""Is an address read through the proxy of the house, and are private addresses refused there too?"""

from __future__ import annotations

import importlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import settings as chosen
from monitoring.feeds.connectors import Broken
from monitoring.feeds.connectors.web import fetch
from tests.monitoring.feeds.feed_samples import HERE, RSS, serving
from tests.monitoring.feeds.test_web import certificate

__all__ = ["certificate"]


class Proxy:
    """asked: (method, target, Proxy-Authorization). leads: the port of this machine where tunnels end."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str | None]] = []
        self.leads = 0


@contextmanager
def proxying() -> Iterator[tuple[Proxy, int]]:
    """A proxy on this machine for the block, with its port; what is asked plainly it answers itself."""
    proxy = Proxy()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._note()
            self.send_response(200)
            self.send_header("Content-Length", str(len(RSS)))
            self.end_headers()
            self.wfile.write(RSS)

        def do_CONNECT(self) -> None:
            self._note()
            self.send_response(200 if proxy.leads else 403)
            self.end_headers()
            if proxy.leads:
                with socket.create_connection(("127.0.0.1", proxy.leads)) as there:
                    back = threading.Thread(target=_pump, args=(there, self.connection))
                    back.start()
                    _pump(self.connection, there)
                    back.join()

        def _note(self) -> None:
            proxy.asked.append((self.command, self.path, self.headers["Proxy-Authorization"]))

        def log_message(self, *args) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield proxy, listening.server_port
        finally:
            listening.shutdown()
            thread.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while piece := source.recv(65_536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return  # one of the two has gone


@pytest.fixture
def proxy(settings) -> Iterator[Proxy]:
    settings.FEED_PRIVATE_NETWORKS = []
    with proxying() as (found, port):
        settings.FEED_PROXY = f"http://house:s%40fe@127.0.0.1:{port}"
        yield found


def why(address: str) -> str:
    with pytest.raises(Broken) as broken:
        fetch(address)
    return str(broken.value)


def test_a_plain_address_is_asked_of_the_proxy_which_resolves_its_name(proxy):
    assert fetch("http://news.invalid:8080/feed?a=1").body == RSS
    assert proxy.asked == [("GET", "http://news.invalid:8080/feed?a=1", "Basic aG91c2U6c0BmZQ==")]


def test_over_tls_the_proxy_sees_the_name_alone(proxy, settings, certificate, monkeypatch):
    settings.FEED_PRIVATE_NETWORKS = HERE
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate) as server:
        server.pages["/feed"] = RSS
        proxy.leads = urlsplit(server.url).port
        assert fetch(server.address("/feed")).body == RSS
        assert "no sound certificate" in why(f"https://news.invalid:{proxy.leads}/feed")
    assert proxy.asked[0] == ("CONNECT", server.url[len("https://") :], "Basic aG91c2U6c0BmZQ==")


def test_a_proxy_that_lets_nobody_through_is_told(proxy):
    assert "fails or breaks off" in why("https://news.invalid/feed")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "2130706433",
        "0x7f.1",
        "[::1]",
        "10.0.0.7",
        "169.254.169.254",
        "localhost",
        "a.localhost.",
    ],
)
def test_a_private_address_is_refused_before_the_proxy_hears_of_it(proxy, host):
    assert not proxy.asked and why(f"http://{host}/")
    assert why(f"https://{host}/") and proxy.asked == []


def test_a_proxy_that_is_no_address_is_refused_when_the_installation_starts(monkeypatch):
    monkeypatch.setenv("FEED_PROXY", "proxy.example:3128")
    with pytest.raises(ImproperlyConfigured, match="FEED_PROXY"):
        importlib.reload(chosen)
    monkeypatch.delenv("FEED_PROXY")
    importlib.reload(chosen)


def test_a_handshake_of_a_byte_now_and_then_is_given_up(settings):
    settings.FEED_PRIVATE_NETWORKS, settings.FEED_SECONDS = HERE, 0.5
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            line, _from = listening.accept()
            with line:
                for piece in (b"\x16", b"\x03", b"\x03", b"\x40", b"\x00", *([b"x"] * 400)):
                    if over.wait(0.05):
                        return
                    line.send(piece)

        thread = threading.Thread(target=drip)
        thread.start()
        begun = time.monotonic()
        assert "does not answer within" in why(f"https://127.0.0.1:{listening.getsockname()[1]}/")
        over.set()
        thread.join()
    assert time.monotonic() - begun < 10
