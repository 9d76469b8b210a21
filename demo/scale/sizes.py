"""How much is made: a demo, a province or the nation?"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Size:
    """samples and signals: rows of these kinds, all else follows. provinces: 1 is the invented one alone;
    with more of them China's are there as well. offices: of regulators, down to the counties.
    """

    samples: int
    signals: int
    provinces: int
    offices: int
    laboratories: int
    platforms: int

    def of(self, samples: int) -> Size:
        """The same country with another number of samples, and of signals in proportion."""
        return replace(self, samples=samples, signals=max(samples * self.signals // self.samples, 1))


SCALES = {
    "demo": Size(3_000, 3_000, 1, 5, 4, 6),
    "province": Size(83_000, 83_000, 1, 5, 12, 20),
    "nation": Size(1_000_000, 1_000_000, 32, 2_000, 300, 20),
}
