"""What did a laboratory say of a batch as a whole, and of which figures?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from documents.models import Document
from inspection.commissions.models.commissions import EntrustedSample, Entrustment
from trail.days import Moment
from trail.keys import to


class Analysis(models.Model):
    """An analysis as it was submitted; another one after it replaces it, and this one stays.

    figures: as batch_figures.counted has them at that moment.
    """

    entrustment = to(Entrustment, _("entrustment"), back="analyses")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="analysis")
    figures = models.JSONField()
    text = models.TextField(pgettext_lazy("of a batch", "analysis"))
    submitted_by = to(User, _("submitted by"))
    submitted_at = Moment(_("submitted at"))

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = _("analysis of a batch")
        verbose_name_plural = _("analyses of batches")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.document)

    def newer(self) -> list[str]:
        """The reports of the commission that were issued anew since."""
        reports = EntrustedSample.objects.filter(entrustment=self.entrustment_id).values("report")
        papers = Document.objects.filter(paper="test_report", record__in=reports)
        later = papers.filter(issued_at__gt=self.submitted_at).order_by("record__number")
        return list(later.values_list("record__number", flat=True).distinct())


def unsaid(text: str, items: Iterable[dict[str, Any]]) -> list[str]:
    """The items that fail and of which a text says no word. items: those of batch_figures.counted."""
    said = "".join(text.split()).casefold()
    return [
        each["item"]
        for each in items
        if each["failing"] and "".join(each["item"].split()).casefold() not in said
    ]
