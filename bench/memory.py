"""What would the same bands be worth in memory, without a database? By numpy, where it is installed."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from bench.invented import asked, invented
from monitoring.near import BANDS, compare, sign

np: Any = import_module("numpy") if find_spec("numpy") else None


class Memory:
    """The bands of reports by number, sorted, a column a band."""

    possible = np is not None

    def __init__(self, many: int) -> None:
        self.many = many
        self.columns = np.zeros((BANDS, many), dtype=np.int32)
        self.order: Any = None
        self.signed: dict[int, Any] = {}

    def add(self, first: int, signatures: list[list[int]]) -> None:
        self.columns[:, first : first + len(signatures)] = np.array(signatures, dtype=np.int32).T

    def sort(self) -> None:
        """Call it when all are there."""
        self.order = np.argsort(self.columns, axis=1, kind="stable").astype(np.int32)
        self.columns = np.take_along_axis(self.columns, self.order, axis=1)

    def sign(self, numbers: list[int]) -> None:
        """What is to be asked: the application has its signature when it asks as well."""
        self.signed = {n: sign(asked(n, self.many).grams).bands for n in numbers}

    def same(self, numbers: list[int]) -> set[tuple[int, int]]:
        """(who asks, who is the same), by the same rule."""
        asks = np.array([self.signed[n] for n in numbers], dtype=np.int32).T
        met: list[set[int]] = [set() for _number in numbers]
        for column, order, wanted in zip(self.columns, self.order, asks, strict=True):
            first = np.searchsorted(column, wanted, "left")
            last = np.searchsorted(column, wanted, "right")
            for place in np.nonzero(last > first)[0]:
                met[place].update(order[first[place] : last[place]].tolist())
        found = set()
        for number, others in zip(numbers, met, strict=True):
            one = asked(number, self.many)
            found |= {(number, other) for other in others if compare(one, invented(other)).same}
        return found
