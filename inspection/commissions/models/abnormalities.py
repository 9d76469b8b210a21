"""What came in the way of testing, of which samples, and what was decided on each? (6.3-3)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Flow
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars, Said, Sayings
from catalogue.models import TestItem
from inspection.commissions.models.commissions import EntrustedSample, Entrustment, person
from inspection.flow.abnormalities import ABNORMALITY_FLOW, Decision
from inspection.flow.reports import UNSIGNED, ReportState
from inspection.flow.vocabulary import Addressee, Situation
from inspection.laboratories.models import organisation
from monitoring.plans.models.milestones import part_of_a_plan
from trail.days import Moment
from trail.enumerations import enumerated
from trail.keys import to


class Abnormality(Filed):
    """A failed sample or an impossible test, as it happened; its proof is filed with it (form 4.8)."""

    flow: ClassVar[Flow] = ABNORMALITY_FLOW
    prefix = "AB"
    distinguished_by = ("situation",)

    entrustment = to(Entrustment, _("entrustment"), back="abnormalities")
    laboratory = organisation(Kind.LABORATORY, _("laboratory"))
    regulator = organisation(Kind.REGULATOR, _("task set by"), null=True, blank=True)
    situation = models.CharField(_("situation"), max_length=12, choices=Situation)
    found_at = Moment(_("found at"))
    account = models.TextField(_("what happened"))
    reported_to = models.CharField(_("reported to"), max_length=12, choices=Addressee)
    reported_by = person(_("reported by"))
    decision = models.TextField(pgettext_lazy("abnormality", "decision"), blank=True)
    decided_by = person(_("decided by"))

    closed_to = frozenset({Role.BUYER})

    says: ClassVar[Sayings] = {"entrustment": Said(_("entrustment"))}

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("abnormality")
        verbose_name_plural = _("abnormalities")

    def concerning(self) -> models.QuerySet[AbnormalSample]:
        """Its samples, in the order in which they were entrusted."""
        return self.concerned.select_related("entrusted__sample", "entrusted__report").order_by("entrusted")

    def particulars(self, viewer: Viewer) -> Particulars:
        """All of it: the laboratory, the center and its regulators are its parties."""
        what = ("situation", "found_at", "account", "reported_to", "laboratory", "reported_by")
        return [
            (
                _("Abnormality"),
                [self.said("entrustment", self.entrustment.number), *self.facts(*what)],
            ),
            (_("Decision"), self.facts("decision", "decided_by")),
        ]


class AbnormalSample(models.Model):
    """A sample of an abnormality, and what was decided on it. left_out: the items tested no more."""

    abnormality = to(Abnormality, back="concerned")
    entrusted = to(EntrustedSample, back="abnormal")
    decision = models.CharField(
        pgettext_lazy("abnormality", "decision"), max_length=8, choices=Decision, blank=True
    )
    left_out = models.ManyToManyField(TestItem, related_name="+", verbose_name=_("items left out"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["abnormality", "entrusted"], name="abnormal_sample_one")
        ]

    def __str__(self) -> str:
        return str(self.entrusted)

    def choices(self) -> list[Decision]:
        """What may be decided on the sample: what is signed stays, and is neither replaced nor ended."""
        report = self.entrusted.report
        if report and report.state not in UNSIGNED:
            return [Decision.GO_ON]
        begun = report is not None and report.state != ReportState.ENTERING
        return [each for each in Decision if not (begun and each == Decision.IN_PART)]

    def preview(self) -> str:
        """What is lost by which decision, and what has been entered so far: whoever leaves an item out is to
        know, too."""
        loss = self.entrusted.loss(entries=False)
        if len(self.choices()) == 1:
            return loss
        said = gettext("If a substitute is bought or it is tested no more: %(loss)s") % {"loss": loss}
        return " ".join(filter(None, (said, self.entrusted.entered())))

    def left_undone(self) -> str:
        """Which items were left out once it was decided, and what had been entered beside them."""
        items = enumerated(self.left_out.all())
        return ". ".join(filter(None, (items, self.entrusted.entered() if items else "")))


def undecided() -> models.QuerySet[AbnormalSample]:
    """The samples of abnormalities that are not decided on."""
    return AbnormalSample.objects.exclude(abnormality__turn="")


@part_of_a_plan
def abnormalities_open(plan: Any) -> models.QuerySet[Abnormality]:
    """The abnormalities of a plan's samples that are not decided on."""
    of_it = Q(concerned__entrusted__sample__purchase__scheme__plan=plan)
    found: models.QuerySet[Abnormality] = Abnormality.objects.filter(of_it).exclude(turn="")
    return found


def held_up(entrusted: EntrustedSample) -> Abnormality | None:
    """The abnormality of a sample that is not decided on, if there is one."""
    of_it = Q(concerned__entrusted=entrusted)
    found: Abnormality | None = Abnormality.objects.filter(of_it).exclude(turn="").first()
    return found


def items_left_out(entrusted: EntrustedSample) -> dict[int, Abnormality]:
    """The items of which a sample is tested no more, by key, each with the abnormality that says so."""
    rows = entrusted.abnormal.filter(decision=Decision.IN_PART).select_related("abnormality")
    return {item.pk: row.abnormality for row in rows for item in row.left_out.all()}
