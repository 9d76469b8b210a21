"""What would the same bands be worth in memory, without a database? By numpy."""

from __future__ import annotations

from typing import Any

import numpy as np

from bench.invented import asked, invented
from monitoring.risks.near import BANDS, compare, signatures


class Memory:
    """The bands of reports by number, sorted, a column a band."""

    def __init__(self, many: int) -> None:
        self.many = many
        self.columns = np.zeros((BANDS, many), dtype=np.int32)
        self.order: Any = None
        self.signed: dict[int, Any] = {}

    def add(self, first: int, bands: np.ndarray) -> None:
        self.columns[:, first : first + len(bands)] = bands.T

    def sort(self) -> None:
        """Call it when all are there."""
        self.order = np.argsort(self.columns, axis=1, kind="stable").astype(np.int32)
        self.columns = np.take_along_axis(self.columns, self.order, axis=1)

    def sign(self, numbers: list[int]) -> None:
        """What is to be asked: the application has its signature when it asks as well."""
        signed = signatures([asked(n, self.many) for n in numbers])
        self.signed = dict(zip(numbers, signed.bands, strict=True))

    def same(self, numbers: list[int]) -> set[tuple[int, int]]:
        """(who asks, who is the same), by the same rule."""
        asks = np.stack([self.signed[n] for n in numbers], axis=1)
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
