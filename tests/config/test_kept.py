"""Is what ends by itself started again, and given up where that is of no use?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from config.restarting import SETTLED_SECONDS, Ended, Kept

Keeping = Callable[[str], Kept]


@pytest.fixture
def keeping() -> Iterator[Keeping]:
    """Keeps a line of Python running, and counts in how many processes it ran."""
    kept: list[Kept] = []

    def keep(code: str) -> Kept:
        kept.append(Kept("it", lambda: subprocess.Popen([sys.executable, "-c", code]), lambda: "Bye."))
        return kept[-1]

    yield keep
    for each in kept:
        each.end()


def test_what_runs_is_left_alone(keeping: Keeping) -> None:
    kept = keeping("import time; time.sleep(60)")
    first = kept.running
    assert (kept.look(), kept.running) == (False, first)


def test_what_was_killed_is_started_again(keeping: Keeping) -> None:
    kept = keeping("import time; time.sleep(60)")
    first = kept.running
    first.kill()
    first.wait()
    assert kept.look() and kept.running.pid != first.pid and not kept.look()


def test_what_cannot_begin_is_not_tried_again(keeping: Keeping) -> None:
    kept = keeping("raise SystemExit(1)")
    kept.running.wait()
    with pytest.raises(Ended, match=r"The process `it` has ended by itself\. Bye\."):
        kept.look()


def test_what_failed_after_it_had_begun_is_started_again(keeping: Keeping) -> None:
    kept = keeping("raise SystemExit(1)")
    kept.running.wait()
    kept.began -= SETTLED_SECONDS
    assert kept.look()


def test_what_ends_again_and_again_is_given_up(keeping: Keeping) -> None:
    kept = keeping("pass")
    for _time in range(4):
        kept.running.wait()
        assert kept.look()
    kept.running.wait()
    with pytest.raises(Ended):
        kept.look()
