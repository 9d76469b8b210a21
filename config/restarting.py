"""What is started again when it ends by itself? Whatever is looked at every now and then."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable

SETTLED_SECONDS = 10  # who fails earlier cannot begin, and would not at the next time
TOO_OFTEN, WITHIN_SECONDS = 5, 60
STOP_SECONDS = 10


class Ended(Exception):
    """A process cannot be kept running: a sentence, with what it wrote last."""


class Kept:
    """A process that runs as long as whoever keeps it looks at it.

    name: for people. start: begins it. last_words: what it wrote last, for the sentence of Ended.
    """

    def __init__(
        self,
        name: str,
        start: Callable[[], subprocess.Popen[bytes]],
        last_words: Callable[[], str] = lambda: "",
    ) -> None:
        self.name, self.start, self.last_words = name, start, last_words
        self.deaths: list[float] = []
        self.begin()

    def begin(self) -> None:
        self.running, self.began = self.start(), time.monotonic()

    def look(self) -> bool:
        """Starts it again if it has ended, which is then the answer. Ended where that is of no use."""
        code, now = self.running.poll(), time.monotonic()
        if code is None:
            return False
        self.deaths = [*(at for at in self.deaths if now - at < WITHIN_SECONDS), now]
        fails = code > 0 and now - self.began < SETTLED_SECONDS
        if fails or len(self.deaths) == TOO_OFTEN:
            raise Ended(f"The process `{self.name}` has ended by itself. {self.last_words()}".strip())
        self.begin()
        return True

    def end(self) -> None:
        self.running.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.running.wait(STOP_SECONDS)
        self.running.kill()
        self.running.wait()
