"""What does a province need, is it there, and who sees to it? Whoever has something of it says so here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region, Viewer, places
from accounts.roles import Kind, Role
from casework.flow import Text


@dataclass(frozen=True)
class Met:
    """Whether a need is met, and in words what is there or what is missing."""

    done: bool
    told: str


@dataclass(frozen=True)
class Keeper:
    """Who sees to something: called so on the page, with this role in organisations of these kinds; without a
    role nobody who logs in here."""

    called: Text
    role: Role | None
    kinds: tuple[Kind, ...] = ()

    def is_(self, viewer: Viewer) -> bool:
        return viewer.kind in self.kinds and self.role in viewer.roles


BUREAU = Keeper(_("Administrator of the bureau"), Role.ADMINISTRATOR, (Kind.REGULATOR,))
CENTER = Keeper(_("Organiser of the monitoring center"), Role.ORGANISER, (Kind.CENTER,))
ADMINISTRATORS = Keeper(
    _("Administrators of bureau and center"), Role.ADMINISTRATOR, (Kind.REGULATOR, Kind.CENTER)
)
LEGAL_REVIEWER = Keeper(_("Legal reviewer of the bureau"), Role.LEGAL_REVIEWER, (Kind.REGULATOR,))
APPROVER = Keeper(_("Approver of the bureau"), Role.APPROVER, (Kind.REGULATOR,))
PLATFORM = Keeper(_("Administrator of each platform"), None)
SERVER = Keeper(_("Who runs the server"), None)


@dataclass(frozen=True)
class Need:
    """Something without which a province does not work.

    order: its place in the list. title: what it is. who: who sees to it. route: the page where that is done;
    "" where it is done on none. met: asked of (province, today).
    """

    order: int
    title: Text
    who: Keeper
    route: str
    met: Callable[[Region, date], Met]


NEEDS: list[Need] = []
Asked = Callable[[Region, date], Met]


def needed(order: int, title: Text, who: Keeper, route: str = "") -> Callable[[Asked], Asked]:
    """Let a function say whether something is there that a province needs."""

    def mark(met: Asked) -> Asked:
        NEEDS.append(Need(order, title, who, route, met))
        NEEDS.sort(key=lambda need: need.order)
        return met

    return mark


def province_of(viewer: Viewer) -> Region | None:
    """The province whose beginning somebody sees to: who has something to do for it in its bureau or its
    center."""
    bureau = viewer.kind is Kind.REGULATOR and viewer.organisation.level == Level.PROVINCE
    concerned = (bureau or viewer.kind is Kind.CENTER) and any(need.who.is_(viewer) for need in NEEDS)
    return places(viewer.organisation.region).get(Level.PROVINCE) if concerned else None


def left_to(viewer: Viewer, today: date) -> int:
    """How much is missing that this person sees to."""
    province = province_of(viewer)
    if province is None:
        return 0
    return sum(not need.met(province, today).done for need in NEEDS if need.who.is_(viewer))


def asked(province: Region, today: date) -> list[tuple[Need, Met]]:
    """Every need of a province, in order, and how it stands."""
    return [(need, need.met(province, today)) for need in NEEDS]
