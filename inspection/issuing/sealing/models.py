"""Which test reports are out without their laboratory's seal, and which were sent to be sealed? (6.3-6)"""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from casework.models import UNDER_WAY, Job
from casework.models.begun import JobQuerySet
from documents.models import Document
from documents.signed.models import SignedCopy
from inspection.flow.reports import ISSUED
from trail.keys import to


def unsealed() -> QuerySet[Document]:
    """The papers of reports, as they stand now, that have not come back sealed."""
    out = Document.objects.filter(paper="test_report", superseded_by=None, record__state__in=ISSUED)
    return out.filter(~Exists(SignedCopy.objects.filter(document=OuterRef("pk"))))


class SealingQuerySet(JobQuerySet["Sealing"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of one's own laboratory."""
        return self.filter(organisation=viewer.organisation)


class Sealing(Job):
    """Reports that a laboratory has its seal service seal, one after the other; what is sealed stays.

    papers: keys of the documents. done: how many of them were sent. refused: those that were not sealed, as
    {"number", "why"}.
    """

    subject, beginner = "sealing", "asked_by"
    organisation = to(Organisation)
    asked_by = to(User)
    papers = ArrayField(models.BigIntegerField())
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)

    objects = models.Manager.from_queryset(SealingQuerySet)()

    class Meta:
        verbose_name = _("sealing of reports")
        verbose_name_plural = _("sealings of reports")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=UNDER_WAY, name="sealing_one")
        ]

    def get_absolute_url(self) -> str:
        return reverse("sealing", args=[self.token])

    @property
    def home(self) -> int | None:
        return self.organisation_id

    @property
    def counted(self) -> tuple[int, int | None]:
        return self.done, len(self.papers)

    @property
    def outcome(self) -> tuple[str | Promise, str]:
        return (
            (_("some were not sealed"), "amber") if self.refused else (_("all of them are sealed"), "green")
        )
