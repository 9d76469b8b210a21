"""What does a province need, is it there, and who sees to it? Whoever has something of it says so here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accounts.models import Level, Region, Viewer, places
from accounts.roles import Kind, Role
from casework.flow import Text


@dataclass(frozen=True)
class Met:
    """Whether a need is met, and in words what is there or what is missing."""

    done: bool
    told: str


@dataclass(frozen=True)
class Need:
    """Something without which a province does not work.

    order: its place in the list. title: what it is. who, roles: who sees to it. route: the page where that
    is done. met: asked of (province, today).
    """

    order: int
    title: Text
    who: Text
    route: str
    met: Callable[[Region, date], Met]
    roles: frozenset[Role]


NEEDS: list[Need] = []
Asked = Callable[[Region, date], Met]


def needed(
    order: int, title: Text, who: Text, route: str, role: Role = Role.ADMINISTRATOR
) -> Callable[[Asked], Asked]:
    """Let a function say whether something is there that a province needs."""

    def mark(met: Asked) -> Asked:
        NEEDS.append(Need(order, title, who, route, met, frozenset({role})))
        NEEDS.sort(key=lambda need: need.order)
        return met

    return mark


def province_of(viewer: Viewer) -> Region | None:
    """The province whose beginning somebody sees to: who has something to do for it in its bureau or its
    center."""
    bureau = viewer.kind is Kind.REGULATOR and viewer.organisation.level == Level.PROVINCE
    roles = {role for need in NEEDS for role in need.roles}
    concerned = (bureau or viewer.kind is Kind.CENTER) and viewer.roles & roles
    return places(viewer.organisation.region).get(Level.PROVINCE) if concerned else None


def left_to(viewer: Viewer, today: date) -> int:
    """How much is missing that this person sees to; administrators see to it that all is there."""
    province = province_of(viewer)
    if province is None:
        return 0
    all_of_it = Role.ADMINISTRATOR in viewer.roles
    own = [need for need in NEEDS if all_of_it or viewer.roles & need.roles]
    return sum(not need.met(province, today).done for need in own)


def asked(province: Region, today: date) -> list[tuple[Need, Met]]:
    """Every need of a province, in order, and how it stands."""
    return [(need, need.met(province, today)) for need in NEEDS]
