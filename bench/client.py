"""How long does one request take? From the first byte sent to the last one read, over one open connection."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse

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
        taken, response, body = self._answer(side, more)
        if response.status != 200:
            raise ValueError(f"{side.path}: {response.status}")
        return taken, body, dict(response.headers)

    def visit(self, side: Side) -> tuple[float, int, bytes]:
        """(milliseconds, status, body) of whatever is answered."""
        taken, response, body = self._answer(side, {})
        return taken, response.status, body

    def _answer(self, side: Side, more: dict[str, str]) -> tuple[float, HTTPResponse, bytes]:
        connection = self.open.setdefault(side.port, HTTPConnection("127.0.0.1", side.port, timeout=300))
        try:
            return _asked(connection, side, more)
        except (ConnectionError, OSError):
            connection.close()
            return _asked(connection, side, more)

    def queries(self, side: Side) -> int:
        """How many queries the page asks, once it is warm."""
        return int(self.get(side, **{ASK: "1"})[2][TELL])

    def close(self) -> None:
        for connection in self.open.values():
            connection.close()


def _asked(connection: HTTPConnection, side: Side, more: dict[str, str]) -> tuple[float, HTTPResponse, bytes]:
    began = time.perf_counter()
    connection.request("GET", side.path, headers={**side.headers, **more})
    response = connection.getresponse()
    body = response.read()
    return (time.perf_counter() - began) * 1000, response, body
