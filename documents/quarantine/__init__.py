"""How is a file that a stranger sent read, so that it harms nobody but its reader?

Each is read by a process of its own, which has so much time, memory and output and no more (`ward`). What it
says comes back as lines of JSON, of which nothing is carried out. Nothing here or below it knows Django.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

MEGABYTE = 2**20
# The longest line that a reader says, in bytes.
LINE = 32 * MEGABYTE
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    """What a reader may use. seconds: of the processor; by the clock it has ten times as many. memory: in
    bytes, all that it addresses. written: bytes on the disk. output: bytes that it says."""

    seconds: int = 20
    memory: int = 1024 * MEGABYTE
    written: int = 0
    output: int = 128 * MEGABYTE


class Objection(ValueError):
    """A reader says why it does not read on, in a word that whoever asked has a sentence for."""


class Harmful(ValueError):
    """The reader fell over the file, or reached a limit."""


def is_full(error: BaseException | None) -> bool:
    """Whether the disk, or what of it is ours to fill, had no more room, or that is what it came from."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        error = error.__cause__ or error.__context__
    return False


def lines(
    reader: str, file: IO[bytes] | Path | bytes, *given: Any, limits: Limits | None = None
) -> Iterator[Any]:
    """What a reader says of a file, a JSON value at a time.

    reader: "module:function"; called there as function(file, *given), it yields what JSON can hold. file: a
    path, its content, or open; where it stands in an open one afterwards nobody knows. given: JSON values.
    Raises Objection with the reader's word, OSError where the disk had no room for what it wrote on its way,
    Harmful where it ended in any other way.
    """
    limits = limits or Limits()
    asked = {"reader": reader, "given": given, "limits": asdict(limits)}
    with _opened(file) as content:
        answer = WARD.send(json.dumps(asked).encode(), content.fileno())
    with answer:
        yield from _heard(answer, limits.output)


def _opened(file: IO[bytes] | Path | bytes) -> BinaryIO:
    """The file under a number of its own, so that closing it closes nobody else's."""
    if isinstance(file, Path):
        return file.open("rb")
    try:
        if not isinstance(file, bytes):
            file.flush()
            return os.fdopen(os.dup(file.fileno()), "rb")
    except (OSError, AttributeError):
        pass  # it lies in memory
    held = tempfile.TemporaryFile()  # noqa: SIM115 (whoever asked closes it)
    for piece in (file,) if isinstance(file, bytes) else _pieces(file):
        held.write(piece)
    held.flush()
    return held


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(MEGABYTE):
        yield piece


def _heard(answer: BinaryIO, most: int) -> Iterator[Any]:
    """The reader's lines: each begins with what it is, a value, an objection, a full disk or the end."""
    while line := answer.readline(min(most, LINE) + 1):
        most -= len(line)
        if most < 0 or not line.endswith(b"\n"):
            raise Harmful("it says too much")
        if line == b".\n":
            return
        if line == b"#\n":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        value = json.loads(line[1:])
        if line.startswith(b"!"):
            raise Objection(value)
        yield value
    raise Harmful("it fell over the file")


class Ward:
    """The process that begets a reader for each file; one beside each of ours, begun when first needed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.owner = 0

    def send(self, asked: bytes, file: int) -> BinaryIO:
        """Let a file be read; returns where its reader says what it finds."""
        with self.lock:
            for again in (True, False):
                if self.owner != os.getpid():
                    self._begin()
                try:
                    return self._sent(asked, file)
                except OSError:
                    self.owner = 0
                    if not again:
                        raise
        raise AssertionError

    def _sent(self, asked: bytes, file: int) -> BinaryIO:
        ours, theirs = os.pipe()
        try:
            socket.send_fds(self.line, [asked], [file, theirs])
            if self.line.recv(1) != b"+":
                raise BrokenPipeError
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        return os.fdopen(ours, "rb", buffering=MEGABYTE)

    def _begin(self) -> None:
        self.line, theirs = socket.socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  our own file, no argument from outside
                [sys.executable, "-E", "-s", "-m", f"{__name__}.ward"],
                cwd=ROOT,
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        self.owner = os.getpid()


WARD = Ward()
