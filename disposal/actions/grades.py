"""Who says how grave a failure is, and by which table is it graded? Every change has a reason, and stays."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level, Organisation, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from catalogue.models import SeverityChange, TestItem
from catalogue.severities import ItemSeverity, as_graded
from disposal.flow.vocabulary import MatterGrade
from disposal.models.grades import HAZARDS, Cells, GradeTable, cells_of
from trail import verbs
from trail.models import write

verbs.register("change the table of grades", gettext_lazy("Change the table of grades"))
verbs.register("set a severity", gettext_lazy("Set a severity"))

GRADES = list(MatterGrade.values)
CHAIRS = gettext_lazy("Only a chair of a monitoring center sets how grave it is if an item fails.")
LEADERS = gettext_lazy("Only the leader of a monitoring center changes its table of grades.")


def sets_severities(viewer: Viewer) -> bool:
    """Whether somebody sets severities: who chairs the assessments of risks at a center."""
    return viewer.kind == Kind.CENTER and Role.CHAIR in viewer.roles


def makes_tables(viewer: Viewer) -> bool:
    """Whether somebody changes the table: the leader, who answers for what the center sends out."""
    return viewer.kind == Kind.CENTER and Role.LEADER in viewer.roles


@transaction.atomic
@carries("6.4-2")
def set_severity(item: TestItem, *, severity: str, reason: str, by: Viewer, now: datetime) -> SeverityChange:
    """Set how grave it is for one's own center if a test item fails: what it sends from now on is graded so.

    What the national center sets holds for all that have set none of their own.
    """
    if not sets_severities(by):
        raise Forbidden(CHAIRS)
    locked = TestItem.objects.select_for_update(of=("self",)).filter(pk=item.pk)
    before = as_graded(locked, by.organisation).get().severity_here
    if before == severity:
        raise Refused(_("This is its severity already."))
    if by.organisation.level == Level.NATION:
        locked.update(severity=severity)
    made = SeverityChange.objects.create(
        item=item,
        before=before,
        severity=severity,
        reason=reason,
        changed_by=by.user,
        organisation=by.organisation,
        changed_at=now,
    )
    detail = {"item": str(item), "before": before, "after": severity, "reason": reason}
    write("set a severity", ("testitem", item.pk), actor=by.actor(Role.CHAIR), at=now, detail=detail)
    return made


@transaction.atomic
@carries("6.4-2")
def change_table(*, cells: Cells, reason: str, by: Viewer, now: datetime) -> GradeTable:
    """Make the next version of the center's table. cells: {severity: {hazard, "" = none: grade}}."""
    if not makes_tables(by):
        raise Forbidden(LEADERS)
    center = Organisation.objects.select_for_update().get(pk=by.organisation.pk)
    if cells == cells_of(center):
        raise Refused(_("Nothing was changed."))
    if any(milder(cells)):
        raise Refused(
            _("What is serious cannot be graded lower than what is ordinary, nor the graver hazard.")
        )
    last = GradeTable.objects.filter(center=center).order_by("-version").first()
    made = GradeTable.objects.create(
        center=center,
        version=last.version + 1 if last else 1,
        cells=cells,
        reason=reason,
        made_by=by.user,
        made_at=now,
    )
    detail = {"version": made.version, "cells": made.cells, "reason": reason}
    write(
        "change the table of grades",
        ("gradetable", made.pk),
        actor=by.actor(Role.LEADER),
        at=now,
        detail=detail,
    )
    return made


def milder(cells: Cells) -> list[tuple[str, str]]:
    """The cells (severity, hazard) that are graded lower than one that is less grave."""
    serious, ordinary = (cells[str(each)] for each in (ItemSeverity.SERIOUS, ItemSeverity.ORDINARY))
    found = [
        (str(ItemSeverity.SERIOUS), str(hazard))
        for hazard in HAZARDS
        if GRADES.index(serious[hazard]) < GRADES.index(ordinary[hazard])
    ]
    assessed = [str(hazard) for hazard in HAZARDS if hazard]
    for severity, row in cells.items():
        graded = (
            (one, GRADES.index(row[one]), GRADES.index(row[next_])) for one, next_ in pairwise(assessed)
        )
        found += [(severity, hazard) for hazard, own, lesser in graded if own < lesser]
    return found
