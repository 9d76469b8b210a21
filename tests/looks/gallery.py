"""How does a browser see a page whose data are gone again? From a server that shows what Django answered."""

from __future__ import annotations

import contextlib
import mimetypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import time_machine
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import transaction
from django.test import Client

from accounts.middleware import SESSION_KEY
from accounts.models import Viewer
from demo.telling.evidence import photo
from tests.conftest import NOW
from tests.looks.sights import Sight

# What is attached to a record is a picture, whichever it is.
FILES = "/files/"
# Fetched by its address, it is compiled once and not on every page.
AXE_PATH = "/axe.js"
KEPT = ("content-type", "content-security-policy")


@dataclass(frozen=True)
class Shot:
    """What Django answered for a sight."""

    sight: Sight
    language: str
    status: int
    headers: dict[str, str]
    body: bytes


def desk(viewer: Viewer | None, language: str) -> Client:
    """A client logged in as this viewer, in this language."""
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if viewer:
        client.force_login(viewer.user)
        session = client.session
        session[SESSION_KEY] = viewer.organisation.pk
        session.save()
    return client


def shoot(sight: Sight, language: str = "zh-hans") -> Shot:
    """Ask Django for the page; whatever that changes is taken back.

    Reads of secrets are written on a connection of their own, which does not see the demo: never committed,
    what they refer to is not looked for.
    """
    with time_machine.travel(NOW, tick=False), transaction.atomic(), transaction.atomic(using="log"):
        client = desk(sight.viewer, language)
        sent = None if sight.data is None else dict(sight.data)
        answer: Any = client.get(sight.path) if sent is None else client.post(sight.path, sent)
        headers = {name: answer[name] for name in KEPT if name in answer}
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="log")
    return Shot(sight, language, answer.status_code, headers, body)


@dataclass
class Gallery:
    """The server: static files, and under its own path the shot that hangs."""

    url: str = ""
    hanging: dict[str, Shot] = field(default_factory=dict)

    def hang(self, shot: Shot) -> str:
        """The address at which a shot is now to be seen."""
        self.hanging[shot.sight.path] = shot
        return self.url + shot.sight.path


@contextlib.contextmanager
def opened() -> Iterator[Gallery]:
    """A gallery, for its time."""
    gallery = Gallery()

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            shot = gallery.hanging.get(self.path)
            if shot:
                # An error page is sent as any other: the browser complains of the status itself.
                self.give(200, shot.headers, shot.body)
            elif self.path.startswith(settings.STATIC_URL):
                name = self.path.removeprefix(settings.STATIC_URL).partition("?")[0]
                self.give_kept(mimetypes.guess_type(name)[0] or "", static(name))
            elif self.path == AXE_PATH:
                self.give_kept("text/javascript", AXE_SCRIPT.encode())
            elif self.path.startswith(FILES):
                self.give(200, {"content-type": "image/png"}, photo("照片").read())
            else:
                self.give(404, {}, b"")

        def give_kept(self, kind: str, content: bytes | None) -> None:
            headers = {"content-type": kind or "application/octet-stream", "cache-control": "max-age=3600"}
            self.give(404 if content is None else 200, headers, content or b"")

        def give(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in {**headers, "content-length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    gallery.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield gallery
    server.shutdown()
    server.server_close()


@cache
def static(name: str) -> bytes | None:
    found = finders.find(name)
    return Path(str(found)).read_bytes() if found else None
