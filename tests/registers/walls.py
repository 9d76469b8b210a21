"""Who comes to the registers?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile

from catalogue.models import Category, Standard, TestItem
from catalogue.monitoring_rules import MonitoringRules
from catalogue.registered import Entry
from registers.entries.actions import entry_files
from registers.entries.models import RegisterFile
from registers.goods import STANDARDS
from tests.cast import Cast
from tests.jobs import worked
from tests.monitoring import given as monitoring
from tests.walls import ADMINISTRATORS, STAFFED, Found, Wall

KEEPER = {"regulator_administrator"}


def laboratory(cast: Cast, now: datetime) -> Found:
    return Found((cast.laboratory.pk,))


def center(cast: Cast, now: datetime) -> Found:
    return Found((cast.center.pk,))


def category(cast: Cast, now: datetime) -> Found:
    return Found((cast.category.pk,))


def standard(cast: Cast, now: datetime) -> Found:
    return Found((cast.standard.pk,))


def item(cast: Cast, now: datetime) -> Found:
    made = TestItem.objects.create(
        category=cast.category, name="Lead", method=cast.standard, requirement=cast.standard
    )
    return Found((made.pk,))


def file(cast: Cast, now: datetime) -> Found:
    """A file of standards with a refused line, tried."""
    content = ContentFile(b"number,title\nGB 1,One\nGB 2,\n", name="standards.csv")
    kept = entry_files.keep(
        STANDARDS,
        file=content,
        source="Notice 5",
        reason="The list of 2026.",
        empties=False,
        by=cast.organiser,
        now=now,
    )
    worked(RegisterFile)
    return Found((kept.token,))


def ended(model: type[Entry], given: Callable[[Cast, datetime], Found]) -> Callable[[Cast, datetime], Found]:
    """The same entry, which has ended."""

    def found(cast: Cast, now: datetime) -> Found:
        there = given(cast, now)
        model._default_manager.filter(pk=there.names[0]).update(**{model.ends: now.date()})
        return there

    return found


KEEPERS = {"organiser"}


def rules(cast: Cast, now: datetime) -> Found:
    return Found((monitoring.monitoring_rules(cast).pk,))


REGISTERS: tuple[tuple[str, type[Entry], Callable[[Cast, datetime], Found]], ...] = (
    ("categories", Category, category),
    ("standards", Standard, standard),
    ("test-items", TestItem, item),
    ("monitoring-rules", MonitoringRules, rules),
)
WALLS = [
    Wall("offered-items", STAFFED),
    Wall("offered-rules", STAFFED),
    Wall("checklist", {"center_administrator", "organiser", "approver", "legal_reviewer", *KEEPER}),
    *(
        wall
        for name, model, one in REGISTERS
        for wall in (
            Wall(name, STAFFED),
            Wall(f"api-{name}", STAFFED, posts=KEEPERS),
            Wall(f"api-{name}-one", STAFFED, one, posts=KEEPERS, open_to_all=True),
            Wall(f"{name}-sheet", STAFFED, names=("csv",)),
            Wall(f"{name}-new", KEEPERS),
            Wall(f"{name}-files", KEEPERS),
            Wall(f"{name}-one", STAFFED, one, open_to_all=True),
            Wall(f"{name}-change", KEEPERS, one, open_to_all=True),
            Wall(f"{name}-end", KEEPERS, one, open_to_all=True),
            Wall(f"{name}-resume", KEEPERS, ended(model, one), open_to_all=True),
        )
    ),
    Wall("register-file", KEEPERS, file, {"organiser"}),
    Wall("api-register-file", KEEPERS, file, {"organiser"}),
    Wall("register-file-columns", KEEPERS, file, {"organiser"}, method="POST"),
    Wall("register-file-refused", KEEPERS, file, {"organiser"}),
    Wall("register-file-discard", KEEPERS, file, {"organiser"}),
    Wall("close-of-business", ADMINISTRATORS),
    Wall("portal-service", ADMINISTRATORS),
    Wall("organisations", KEEPER),
    Wall("organisation-open", KEEPER),
    Wall("organisation-detail", ADMINISTRATORS, laboratory, {*KEEPER, "laboratory_administrator"}),
    *(
        Wall(f"organisation-{action}", KEEPER, laboratory)
        for action in ("administrator", "change", "close", "merge", "move", "rename", "resume", "suspend")
    ),
    Wall("organisation-mandate", KEEPER, center),
]
