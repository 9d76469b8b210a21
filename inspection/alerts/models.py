"""What did a laboratory find that is so grave that the center hears of it at once?"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Flow
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars, Said, Sayings
from catalogue.models import TestItem
from catalogue.severities import ItemSeverity, as_graded
from inspection.flow.alerts import ALERT_FLOW
from inspection.judgement.by_figures import ItemVerdict
from inspection.laboratories.models import organisation
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from sampling.samples.models.samples import Sample
from trail.keys import to


class GraveFinding(Filed):
    """Items that fail and are graded serious, as they were entered: nobody has signed them yet."""

    flow: ClassVar[Flow] = ALERT_FLOW
    prefix = "GF"
    distinguished_by = ("sample__number",)

    report = to(Report, _("test report"), back="grave_findings")
    sample = to(Sample, _("sample"), back="grave_findings")
    laboratory = organisation(Kind.LABORATORY, _("laboratory"))
    regulator = organisation(Kind.REGULATOR, _("task set by"), null=True, blank=True)
    results = models.ManyToManyField(Result, verbose_name=_("results"), related_name="grave_findings")
    # A sentence a line, which stays whatever is entered later.
    found = models.TextField(_("what was found"))
    answer = models.CharField(_("what the center does"), max_length=500, blank=True)
    asked = models.CharField(_("what the department is asked"), max_length=500, blank=True)

    closed_to = frozenset({Role.BUYER})

    says: ClassVar[Sayings] = {
        "report": Said(_("test report")),
        "sample": Said(_("sample")),
        "product": Said(_("product")),
        "batch": Said(_("date of production or batch")),
        "item_id": Said(_("product ID")),
        "shop": Said(_("shop")),
        "producer": Said(_("producer")),
        "found": Said(_("what was found"), each=True),
        "stands_now": Said(_("what stands now"), each=True),
        "why": Said(_("why it is told before the report")),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("grave finding")
        verbose_name_plural = _("grave findings")

    def particulars(self, viewer: Viewer) -> Particulars:
        """The goods, what was found then, and what stands there now. Its parties: laboratory, center and
        the department that set the task, which is told once it was passed on."""
        report = self.report
        goods = {name: getattr(report, name) for name in ("product", "batch", "item_id", "shop", "producer")}
        found = [(_("what was found"), line) for line in self.found.splitlines()]
        now = [(row.name, row.stands()) for row in self.results.all()]
        return [
            (
                _("Goods"),
                [
                    self.said("sample", self.sample.number),
                    *self.facts("platform"),
                    *(self.said(name, text) for name, text in goods.items() if text),
                ],
            ),
            (
                _("Results"),
                [
                    *self.lines("found", found),
                    *self.lines("stands_now", now),
                    self.said("why", gettext("The center grades a failure of these items as serious.")),
                ],
            ),
            (
                _("Who found it, and what is done"),
                [
                    *self.facts("laboratory"),
                    self.said("report", report.number),
                    *self.facts("answer", "asked"),
                ],
            ),
        ]


def grave(report: Report) -> models.QuerySet[Result]:
    """The results of a report that fail and that its center grades as serious."""
    assert report.center is not None  # it tests for the center that commissioned it
    failing = report.results.filter(verdict=ItemVerdict.NON_CONFORMING)
    items = as_graded(TestItem.objects.filter(results__in=failing), report.center)
    found: Any = failing.filter(item__in=items.filter(severity_here=ItemSeverity.SERIOUS))
    return found  # type: ignore[no-any-return]
