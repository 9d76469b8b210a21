"""The program that begets readers: one for each file, with bounded time, memory and output.

Run beside each process of ours, with a socket to it as standard input. It reads no file itself: it has loaded
what readers need, and a reader is a copy of it that lives for one file.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import socket
from collections.abc import Callable, Iterable
from typing import Any

from documents.quarantine import Objection, is_full

# The longest thing that is asked, in bytes; and how much longer than of the processor it may take.
ASKED, LONGER = 65_536, 10


def main() -> None:
    """Beget a reader for each thing asked, until whoever asks is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    line = socket.socket(fileno=os.dup(0))
    while True:
        message, files, _flags, _address = socket.recv_fds(line, ASKED, 2)
        if not message:
            return
        asked = json.loads(message)
        reader = _reader(asked["reader"])
        if not os.fork():
            line.close()
            os.close(0)
            _read(reader, asked, *files)
        for one in files:
            os.close(one)
        line.send(b"+")


def _reader(named: str) -> Callable[..., Iterable[Any]]:
    module, _colon, name = named.partition(":")
    found: Callable[..., Iterable[Any]] = getattr(importlib.import_module(module), name)
    return found


def _read(reader: Callable[..., Iterable[Any]], asked: dict[str, Any], file: int, answer: int) -> None:
    """Read one file and end; whatever goes wrong ends without the last line."""
    try:
        _bind(asked["limits"])
        with os.fdopen(answer, "wb", buffering=2**16) as said, os.fdopen(file, "rb") as content:
            content.seek(0)
            said.write(_end(reader, content, asked["given"], said))
            said.flush()
    finally:
        os._exit(0)


def _end(reader: Callable[..., Iterable[Any]], content: Any, given: list[Any], said: Any) -> bytes:
    """Say all that the reader finds; returns the last line, which says how it ended."""
    try:
        why = _say(reader, content, given, said)
    except Exception as error:
        if is_full(error):
            return b"#\n"
        raise
    return b"!" + _line(why) if why else b".\n"


def _say(reader: Callable[..., Iterable[Any]], content: Any, given: list[Any], said: Any) -> str:
    """Say all that the reader finds; returns its objection, "" for none."""
    try:
        for value in reader(content, *given):
            said.write(b"=" + _line(value))
    except Objection as why:
        if is_full(why):  # what the file cannot help
            raise
        return str(why)
    return ""


def _line(value: Any) -> bytes:
    """Half a sign, of which no text can be made, is a question mark."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def _bind(limits: dict[str, int]) -> None:
    """Put the limits on; a reader that reaches one is ended by the system or by its own MemoryError."""
    for kind, most in (
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_FSIZE, limits["written"]),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.alarm(limits["seconds"] * LONGER)


if __name__ == "__main__":
    main()
