"""What was written down while testing? (6.3-5)"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from documents.models import Attachment
from inspection.flow.vocabulary import RawKind
from inspection.instruments.models import Calibration
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from trail.days import Day, Moment
from trail.keys import to, to_maybe


class RawRecord(models.Model):
    """A raw record of a report, as a file. It is never altered: a correction adds one that replaces it.

    The database keeps every row as it is, and which items it covers (migrations 0003 and 0006).
    """

    report = to(Report, back="raw_records")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind of record"), max_length=12, choices=RawKind)
    attachment = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    taken_on = Day(_("written down on"))
    # What it was called then, and the calibration on which it was relied; none in records of before.
    instrument = models.CharField(_("instrument and its number"), max_length=120)
    calibration = to_maybe(Calibration, _("calibration"), back="raw_records")
    by = to(User, _("written down by"))
    at = Moment(_("entered at"))
    results = models.ManyToManyField(
        Result, verbose_name=_("items that it covers"), related_name="raw_records"
    )
    replaces = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name=pgettext_lazy("correction", "replaces"),
    )

    class Meta:
        verbose_name = _("raw record")
        verbose_name_plural = _("raw records")
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="raw_record_position")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.position}"

    @property
    def replaced(self) -> bool:
        """Whether a correction put a newer one in its place."""
        return hasattr(self, "replaced_by")
