"""What does a seal service do, as docs/sealing.md has it? One with keys made here."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

from tests.sealers import aside, sealer

DRIP = 4  # bytes at once
TOKEN = "the-token-of-this-installation"


@dataclass
class SealService:
    """A service and what it was asked. seals: in whose name it signs, by the office that asks; people: for
    whom it holds a certificate; declines: why it will not, by the number of the paper; answers: what it says
    instead of a signature, (status, body). drips: seconds between four bytes and the next."""

    url: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    seals: dict[str, str] = field(default_factory=dict)
    people: set[str] = field(default_factory=set)
    declines: dict[str, str] = field(default_factory=dict)
    answers: tuple[int, bytes] | None = None
    drips: float = 0

    def answer(self, question: dict[str, Any], token: str) -> tuple[int, bytes]:
        self.asked.append(question)
        if token != f"Bearer {TOKEN}":
            return 401, b""
        if self.answers:
            return self.answers
        if why := self.declines.get(question["paper"]["number"]):
            return 409, json.dumps({"detail": why}).encode()
        office, person = question["office"]["name"], question["person"]
        if question["hand"] == "signatory" and person not in self.people:
            return 204, b""
        name = person or self.seals.get(office, office)
        return 200, json.dumps(
            {"cms": b64encode(signed(name, question["digest"]["value"])).decode()}
        ).encode()


def signed(name: str, digest: str) -> bytes:
    """A CMS signature of a digest in a name."""
    made = sealer(name).async_sign(bytes.fromhex(digest), "sha256", use_pades=True)
    found: bytes = aside(partial(asyncio.run, made)).dump()
    return found


@contextmanager
def running() -> Iterator[SealService]:
    service = SealService()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, body = service.answer(question, self.headers.get("Authorization", ""))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            piece = DRIP if service.drips else len(body) or 1
            with suppress(OSError):  # whoever asked has gone
                for start in range(0, len(body), piece):
                    sleep(service.drips)
                    self.wfile.write(body[start : start + piece])

        def log_message(self, *said: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    service.url = f"http://127.0.0.1:{server.server_port}/sign"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
