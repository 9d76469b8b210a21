"""By which table does a center grade a product that failed? Severity of the item × hazard of its case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from catalogue.severities import ItemSeverity
from disposal.flow.vocabulary import MatterGrade
from monitoring.criteria.matrix import RiskLevel
from trail.days import Moment
from trail.keys import to

OTHER, HIGH, SERIOUS = MatterGrade
# The hazard of a case as a column of the table; "" where the item belongs to no assessed case.
HAZARDS = (RiskLevel.SERIOUS, RiskLevel.HIGH, RiskLevel.MEDIUM, RiskLevel.LOW, "")
Cells = Mapping[str, Mapping[str, str]]


def _row(*grades: MatterGrade) -> dict[str, str]:
    return {str(hazard): str(grade) for hazard, grade in zip(HAZARDS, grades, strict=True)}


# The table that came with the system. Without a case the item's severity alone decides.
FIRST: Cells = {
    str(ItemSeverity.SERIOUS): _row(SERIOUS, SERIOUS, HIGH, HIGH, SERIOUS),
    str(ItemSeverity.ORDINARY): _row(HIGH, HIGH, OTHER, OTHER, OTHER),
}


class GradeTable(models.Model):
    """A version of a center's table; the newest counts, none is ever altered."""

    center = to(Organisation)
    version = models.PositiveIntegerField(_("version"))
    # {severity: {hazard, "" = none: grade}}
    cells = models.JSONField()
    reason = models.CharField(_("reason"), max_length=500)
    made_by = to(User, _("made by"))
    made_at = Moment(pgettext_lazy("table", "made"))

    class Meta:
        verbose_name = _("table of grades")
        verbose_name_plural = _("tables of grades")
        ordering = ("-version",)
        constraints = [
            models.UniqueConstraint(fields=["center", "version"], name="grade_table_version"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="grade_table_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.center} {self.version}"


def cells_of(center: Organisation | None, at: datetime | None = None) -> Cells:
    """The table by which a center grades now, or graded at an instant."""
    made = GradeTable.objects.filter(center=center, **({"made_at__lte": at} if at else {}))
    newest = made.order_by("-version").first()
    return newest.cells if newest else FIRST
