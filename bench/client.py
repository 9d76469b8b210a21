"""How long does one request take? From the first byte sent to the last one read, over one open connection."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPConnection

from bench.counting import ASK, TELL


@dataclass(frozen=True)
class Side:
    """What is asked: the port of the server, the address, and the headers of who asks. slow: asked
    once in a round; once: in the first round alone."""

    port: int
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    slow: bool = False
    once: bool = False


class Client:
    """Keeps one connection to each server open."""

    def __init__(self) -> None:
        self.open: dict[int, HTTPConnection] = {}

    def get(self, side: Side, **more: str) -> tuple[float, bytes, dict[str, str]]:
        """(milliseconds, body, headers). Raises ValueError for any answer but 200."""
        connection = self.open.setdefault(side.port, HTTPConnection("127.0.0.1", side.port, timeout=300))
        try:
            return self._ask(connection, side, more)
        except (ConnectionError, OSError):
            connection.close()
            return self._ask(connection, side, more)

    def _ask(
        self, connection: HTTPConnection, side: Side, more: dict[str, str]
    ) -> tuple[float, bytes, dict[str, str]]:
        began = time.perf_counter()
        connection.request("GET", side.path, headers={**side.headers, **more})
        response = connection.getresponse()
        body = response.read()
        taken = (time.perf_counter() - began) * 1000
        if response.status != 200:
            raise ValueError(f"{side.path}: {response.status}")
        return taken, body, dict(response.headers)

    def queries(self, side: Side) -> int:
        """How many queries the page asks, once it is warm."""
        return int(self.get(side, **{ASK: "1"})[2][TELL])

    def close(self) -> None:
        for connection in self.open.values():
            connection.close()
