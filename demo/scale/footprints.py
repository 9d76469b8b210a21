"""By what are signals and cases of a made country found again that tell of one matter?"""

from __future__ import annotations

from demo.scale.sheets import FLUSH, Sheets
from monitoring.risks.actions.matters import Print, leave
from monitoring.risks.near import Report


class Footprints:
    """What signals and cases leave, some ten thousand at a time."""

    def __init__(self, sheets: Sheets) -> None:
        self.sheets = sheets
        self.waiting: list[Print] = []

    def of_signal(self, center: int, pk: int, told: Report) -> None:
        self.waiting.append(Print(center, pk, None, told))

    def of_case(self, center: int, pk: int, told: Report) -> None:
        self.waiting.append(Print(center, None, pk, told))

    def leave(self, least: int = FLUSH) -> None:
        """Keep them, where there are so many."""
        if len(self.waiting) >= least:
            self.sheets.wait()
            leave(self.waiting)
            self.waiting = []
