"""Does a reader that a file makes busy, greedy or talkative harm nobody but itself?"""

from __future__ import annotations

import io
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from documents.quarantine import WARD, Harmful, Limits, Objection, lines

SMALL = Limits(seconds=1, memory=256 * 2**20, output=2**20)


def said(reader: str, file: Any = b"abc", *given: Any, limits: Limits = SMALL) -> list[Any]:
    return list(lines(f"tests.documents.readers:{reader}", file, *given, limits=limits))


@pytest.mark.parametrize("kind", ["bytes", "path", "open", "in memory", "sent in"])
def test_a_file_is_read_from_its_beginning_however_it_comes(kind, tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    sent = SimpleUploadedFile("a.txt", b"abc")
    sent.read(2)
    with path.open("rb") as opened:
        held = io.BytesIO(b"abc")
        ways = {"bytes": b"abc", "path": path, "open": opened, "in memory": held, "sent in": sent}
        assert said("length", ways[kind], "甲", 1) == [[3, "甲", 1]]
        assert not opened.closed


@pytest.mark.parametrize("reader", ["busy", "greedy", "talkative", "verbose", "writing", "dying"])
def test_a_limit_that_is_reached_ends_the_reader_and_nobody_else(reader):
    """Time, memory, output in all and at once, the disk, and a reader that is killed."""
    begun = perf_counter()
    with pytest.raises(Harmful):
        said(reader)
    assert perf_counter() - begun < 15
    assert said("length") == [[3]]


def test_an_objection_comes_as_its_word_and_what_was_said_before_as_it_was():
    heard = lines("tests.documents.readers:wary", b"", limits=SMALL)
    assert next(heard) == 1
    with pytest.raises(Objection, match=r"^odd$"):
        next(heard)


def test_half_a_sign_does_not_come_back():
    assert said("half_a_sign") == ["a?b"]


def test_a_ward_that_was_killed_is_begun_anew():
    said("length")
    os.kill(WARD.process.pid, signal.SIGKILL)
    WARD.process.wait()
    assert said("length") == [[3]]


def test_a_busy_reader_keeps_no_other_waiting():
    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(said, "busy")
        assert said("length") == [[3]] and not busy.done()
        assert isinstance(busy.exception(), Harmful)


@pytest.mark.parametrize("reader", ["on_a_full_disk", "blaming"])
def test_a_full_disk_is_no_fault_of_the_file(reader):
    with pytest.raises(OSError, match="No space left"):
        said(reader)
    assert said("length") == [[3]]
