"""How much memory do the processes of the site take, and which are gone? Read off /proc, all the while."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Self

PROC = Path("/proc")
EVERY = 0.02  # seconds
WARD = b"documents.quarantine.ward"


class Watch(threading.Thread):
    """Looks at all that descends from the named processes, by what they do: a name of those given, "ward" or
    "reader". What the system says of a process includes its largest moment, so that a look now and then is
    enough, but for what grows in its last moments."""

    def __init__(self, **roots: int) -> None:
        super().__init__(daemon=True)
        self.roots, self.ended, self.lock = roots, False, threading.Lock()
        self.most: dict[str, int] = {}
        self.addressed = 0
        self.readers: set[int] = set()

    def __enter__(self) -> Self:
        self.begin()
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.ended = True
        self.join()

    def run(self) -> None:
        while not self.ended:
            self.look()
            time.sleep(EVERY)

    def begin(self) -> None:
        """From now on anew."""
        with self.lock:
            self.most = dict.fromkeys((*self.roots, "ward", "reader"), 0)

    def peaks(self) -> dict[str, int]:
        """Bytes of memory, of the largest process of each sort."""
        with self.lock:
            return dict(self.most)

    def look(self) -> None:
        for name, root in self.roots.items():
            for number, within in descendants(root):
                what = "reader" if within else "ward" if is_ward(number) else name
                self._note(number, what)

    def _note(self, number: int, what: str) -> None:
        said = status(number)
        # Of the others the size of now: their largest moment may lie in another turn.
        size = said.get("VmHWM" if what == "reader" else "VmRSS", 0)
        with self.lock:
            self.most[what] = max(self.most[what], size)
            if what == "reader":
                self.readers.add(number)
                self.addressed = max(self.addressed, said.get("VmPeak", 0))

    def serving(self) -> set[int]:
        """The processes that answer requests."""
        return {number for number, within in descendants(self.roots["web"], deep=False) if not within}

    def wrong(self, most_addressed: int) -> list[str]:
        if not self.readers:
            return ["no reader of files was seen"]
        over = self.addressed > most_addressed
        return [f"a reader addressed {self.addressed >> 20} MB"] if over else []


def descendants(root: int, *, deep: bool = True, within: bool = False) -> Iterator[tuple[int, bool]]:
    """(process, whether it lies below a ward)"""
    with suppress(OSError):
        for text in (PROC / f"{root}/task").glob("*/children"):
            for number in map(int, text.read_text().split()):
                yield number, within
                if deep:
                    yield from descendants(number, within=within or is_ward(number))


def is_ward(number: int) -> bool:
    with suppress(OSError):
        return WARD in (PROC / f"{number}/cmdline").read_bytes()
    return False


def status(number: int) -> dict[str, int]:
    """Sizes in bytes."""
    found = {}
    with suppress(OSError):
        for line in (PROC / f"{number}/status").read_text().splitlines():
            name, _colon, value = line.partition(":")
            if value.endswith(" kB"):
                found[name] = int(value.split()[0]) << 10
    return found
