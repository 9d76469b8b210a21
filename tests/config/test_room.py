"""Does a loop at the edge of a chunk of Python's stack map memory with each call?"""

from __future__ import annotations

import resource
from threading import Thread

from config.room import with_room


def at_depth(depth, do) -> None:
    if depth:
        at_depth(depth - 1, do)
    else:
        do()


def hundred_calls() -> None:
    for _each in range(100):
        at_depth(3, int)


def every_depth() -> None:
    for depth in range(300):
        at_depth(depth, hundred_calls)


def faults_of(do) -> int:
    """How many pages were mapped for it, in a thread of its own."""
    counted = []

    def count() -> None:
        before = resource.getrusage(resource.RUSAGE_THREAD).ru_minflt
        do()
        counted.append(resource.getrusage(resource.RUSAGE_THREAD).ru_minflt - before)

    thread = Thread(target=count)
    thread.start()
    thread.join()
    return counted[0]


def test_with_room_no_depth_costs_memory_mapped_anew():
    # Where the second half fails, Python keeps its chunks by itself, and config/room.py can go.
    assert faults_of(with_room(every_depth)) < 100 < faults_of(every_depth)


def test_what_is_called_with_room_gets_its_arguments_and_answers():
    assert with_room(divmod)(7, 2) == (3, 1) and with_room(dict)(a=1) == {"a": 1}
