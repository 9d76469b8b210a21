"""Which reports that somebody signed are not out yet, and which were issued at once? (6.3-6)"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from casework.models import UNDER_WAY, Job
from casework.models.begun import JobQuerySet
from inspection.flow.reports import ReportState
from inspection.reports.models.reports import Report
from trail.keys import to


def signed_by(viewer: Viewer) -> QuerySet[Report]:
    """What a viewer has signed for the laboratory and nobody has issued yet; the oldest first.

    What another signed they would issue unread: that is issued report by report.
    """
    own = Report.objects.filter(laboratory=viewer.organisation, signatory=viewer.user)
    return own.filter(state=ReportState.SIGNED).order_by("pk")


class IssuingQuerySet(JobQuerySet["Issuing"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own laboratory."""
        return self.filter(organisation=viewer.organisation)


class Issuing(Job):
    """Reports that whoever signed them issues, one after the other; what is issued stays.

    reports: their keys. done: at how many of them it has been. refused: those that were not issued, as
    {"number", "title", "why"}.
    """

    subject, beginner = "issuing", "asked_by"
    organisation = to(Organisation)
    asked_by = to(User)
    reports = ArrayField(models.BigIntegerField())
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)

    objects = models.Manager.from_queryset(IssuingQuerySet)()

    class Meta:
        verbose_name = _("issue of reports")
        verbose_name_plural = _("issues of reports")
        constraints = [models.UniqueConstraint(fields=["asked_by"], condition=UNDER_WAY, name="issuing_one")]

    def get_absolute_url(self) -> str:
        return reverse("issuing", args=[self.token])

    @property
    def home(self) -> int | None:
        return self.organisation_id

    @property
    def counted(self) -> tuple[int, int | None]:
        return self.done, len(self.reports)

    @property
    def outcome(self) -> tuple[str | Promise, str]:
        return (
            (_("some were not issued"), "amber") if self.refused else (_("all of them are issued"), "green")
        )
