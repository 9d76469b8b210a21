"""Readers that do what a hostile file makes one do; begotten by the ward, for test_quarantine alone."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from documents.quarantine import Objection


def length(file: IO[bytes], *given: Any) -> Iterator[Any]:
    yield [len(file.read()), *given]


def busy(_file: IO[bytes]) -> Iterator[Any]:
    while True:
        pass
    yield


def greedy(_file: IO[bytes]) -> Iterator[Any]:
    yield len(bytearray(2**32))


def large(_file: IO[bytes]) -> Iterator[Any]:
    """It says more than is heard at once, and so waits."""
    held = bytearray(b"x" * 10**8)
    for _each in range(9):
        yield "x" * 10**6
    yield len(held)


def talkative(_file: IO[bytes]) -> Iterator[Any]:
    while True:
        yield "word" * 1000


def verbose(_file: IO[bytes]) -> Iterator[Any]:
    yield "x" * 2**26


def writing(_file: IO[bytes]) -> Iterator[Any]:
    with open("/tmp/never", "wb") as never:  # noqa: PTH123
        never.write(b"x" * 10_000)
    yield "written"


def dying(_file: IO[bytes]) -> Iterator[Any]:
    yield 1
    os.kill(os.getpid(), signal.SIGKILL)


def wary(_file: IO[bytes]) -> Iterator[Any]:
    yield 1
    raise Objection("odd")


def half_a_sign(_file: IO[bytes]) -> Iterator[Any]:
    yield "a\ud800b"


def on_a_full_disk(file: Any, *_given: Any) -> Iterator[Any]:
    """What it writes on its way has no room."""
    with Path("/dev/full").open("wb", buffering=0) as disk:
        disk.write(file.read())
    yield 1


def blaming(file: Any, *_given: Any) -> Iterator[Any]:
    """It takes that for a fault of the file."""
    try:
        yield from on_a_full_disk(file)
    except OSError as error:
        raise Objection("damaged") from error
