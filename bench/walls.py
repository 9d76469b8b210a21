"""What does it cost that everybody sees only what is theirs (P13)? Against no check, and against guardian."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from statistics import median

from guardian.core import ObjectPermissionChecker
from guardian.shortcuts import get_objects_for_user

from bench.viewers import SEATS, Seat
from casework.models import Record

TENANTS = ("platform", "lab")
PAGE = 51


class Wall:
    """Four ways to the first page of a tenant's list."""

    def __init__(self, seat: Seat) -> None:
        self.kind, self.viewer = seat.listed, seat.viewer
        self.own = {seat.column: seat.key}

    def ours(self) -> list[Record]:
        return list(Record.objects.listed(self.kind, self.viewer).page())

    def unchecked(self) -> list[Record]:
        """By the party's column alone."""
        return list(Record.objects.filter(kind=self.kind, **self.own).page())

    def guardian_list(self) -> list[Record]:
        seen = get_objects_for_user(
            self.viewer.user, "casework.view_record", Record, accept_global_perms=False
        )
        return list(seen.filter(kind=self.kind).order_by("-id")[:PAGE])

    def guardian_rows(self) -> list[bool]:
        """Each of fifty rows by itself."""
        checker = ObjectPermissionChecker(self.viewer.user)
        rows = Record.objects.filter(kind=self.kind, **self.own)[: PAGE - 1]
        return [checker.has_perm("view_record", row) for row in rows]


def costs(rounds: int) -> dict[str, dict[str, float]]:
    """By tenant and way, milliseconds: the median of the rounds."""
    found = {}
    for name in TENANTS:
        wall = Wall(SEATS[name])
        viewer = wall.viewer
        viewer.user.groups.add(viewer.organisation.group_id)  # guardian asks the user's groups
        found[name] = _timed((wall.ours, wall.unchecked, wall.guardian_list, wall.guardian_rows), rounds)
    return found


def _timed(ways: Sequence[Callable[[], object]], rounds: int) -> dict[str, float]:
    taken: dict[str, list[float]] = {way.__name__: [] for way in ways}
    for way in ways:
        way()
    for _round in range(rounds):
        for way in ways:
            began = time.perf_counter()
            way()
            taken[way.__name__].append((time.perf_counter() - began) * 1000)
    return {name: median(times) for name, times in taken.items()}
