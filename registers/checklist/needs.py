"""What does a province need, is it there, and who sees to it? Whoever has something of it says so here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.gate import administers, keeps_organisations
from accounts.models import Level, Region, Viewer, places
from accounts.roles import Kind
from casework.flow import Text


@dataclass(frozen=True)
class Met:
    """Whether a need is met, and in words what is there or what is missing."""

    done: bool
    told: str


@dataclass(frozen=True)
class Need:
    """Something without which a province does not work.

    order: its place in the list. title: what it is. who: who sees to it. route: the page where that is done.
    met: asked of (province, today).
    """

    order: int
    title: Text
    who: Text
    route: str
    met: Callable[[Region, date], Met]


NEEDS: list[Need] = []
Asked = Callable[[Region, date], Met]


def needed(order: int, title: Text, who: Text, route: str) -> Callable[[Asked], Asked]:
    """Let a function say whether something is there that a province needs."""

    def mark(met: Asked) -> Asked:
        NEEDS.append(Need(order, title, who, route, met))
        NEEDS.sort(key=lambda need: need.order)
        return met

    return mark


def province_of(viewer: Viewer) -> Region | None:
    """The province whose beginning somebody sees to: an administrator of its bureau or of its center."""
    concerned = keeps_organisations(viewer) or (administers(viewer) and viewer.kind is Kind.CENTER)
    return places(viewer.organisation.region).get(Level.PROVINCE) if concerned else None


def asked(province: Region, today: date) -> list[tuple[Need, Met]]:
    """Every need of a province, in order, and how it stands."""
    return [(need, need.met(province, today)) for need in NEEDS]
