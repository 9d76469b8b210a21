"""Which test reports were passed on together, and what was reported to the nation?"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Prefetch, Q, prefetch_related_objects
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.deadlines.clocks import local_day
from casework.flow import NOTHING, VOIDED, Flow
from casework.models import Filed, Record, RecordQuerySet
from casework.models.facts import Facts, Particulars, Said, Sayings
from catalogue.models import TestItem, Verdict
from catalogue.severities import as_graded
from disposal.claims import TEXTS, contradictions
from disposal.flow.results import (
    COMPILATION_FLOW,
    NATIONAL_REPORT_FLOW,
    CompilationState,
    NationalReportState,
)
from disposal.flow.vocabulary import Measure
from disposal.miscounts import differing, miscounted, nothing_counted, uncounted
from disposal.models.parties import decision, in_doubt, names_of, undecided
from inspection.corrections.models.corrections import Correction
from inspection.corrections.models.no_more import found_no_more
from inspection.corrections.models.rested_on import OF_REPORTS_BENEATH, amended_since, changing
from inspection.flow.corrections import DECIDED
from inspection.flow.reports import ReportState
from inspection.judgement.by_figures import ItemVerdict
from inspection.reports.models.lots import reports_of
from inspection.reports.models.reports import Report
from monitoring.plans.models.milestones import part_of_a_plan
from trail.days import Day
from trail.keys import to, to_maybe
from trail.models import Event


def quarter_end(day: date) -> date:
    """The last day of the quarter in which a day lies."""
    month = (day.month - 1) // 3 * 3 + 3
    return date(day.year, month, monthrange(day.year, month)[1])


def regulator_party(label: Any) -> Any:
    """The regulator that a record of this stage is the business of."""
    return to(Organisation, label, limit_choices_to={"kind": Kind.REGULATOR})


def _person(label: Any) -> Any:
    return to_maybe(User, label, editable=False)


class Compilation(Filed):
    """Test reports compiled for the platforms and the regulators concerned (6.4-1)."""

    flow: ClassVar[Flow] = COMPILATION_FLOW
    prefix = "CR"
    distinguished_by = ("task", "period_from", "period_to")
    unsent = (CompilationState.DRAFT, CompilationState.SUBMITTED, CompilationState.APPROVED)
    writers = frozenset({Kind.CENTER})
    closed_to = frozenset({Role.BUYER})
    opens_from = {"report": ("delivered",)}

    regulator = regulator_party(_("task set by"))
    reports = models.ManyToManyField(Report, related_name="compilations", verbose_name=_("test reports"))
    task = models.CharField(_("monitoring task"), max_length=200)
    period_from = Day(_("monitored from"))
    period_to = Day(_("monitored until"))
    # Free text may name any platform or shop: platforms get none of it but what is written for all of them.
    summary = models.TextField(
        _("summary"), help_text=_("For the regulator; platforms get figures of their own.")
    )
    analysis = models.TextField(_("analysis"), blank=True, help_text=_("For the regulator."))
    advice = models.TextField(_("advice to the regulator"), blank=True)
    platform_advice = models.TextField(
        _("advice to platforms"), blank=True, help_text=_("The same for all: name no platform and no shop.")
    )
    least = models.CharField(
        _("least measure proposed"),
        max_length=10,
        choices=Measure,
        blank=True,
        help_text=_("Left empty, it follows from the grade of each product."),
    )
    least_reason = models.CharField(
        _("why this is the least measure"),
        max_length=200,
        blank=True,
        help_text=_("Needed where the least measure is not to follow from the grade."),
    )
    without_photos = models.CharField(
        _("why it was sent without photos that nobody had looked at"), max_length=200, blank=True
    )
    compiled_by = _person(_("compiled by"))
    approved_by = _person(_("approved by"))

    says: ClassVar[Sayings] = {
        **OF_REPORTS_BENEATH,
        "undecided": Said(_("Label and listing differ: the party is to be decided"), each=True),
        "decided_parties": Said(_("Decided parties"), each=True),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("compiled report")
        verbose_name_plural = _("compiled reports")
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="compilation_period")
        ]

    @classmethod
    def opens_on(cls, record: Record) -> bool:
        """A report stands in one compilation: its page shows which."""
        return not compiled_elsewhere(None).filter(pk=record.pk).exists()

    def failed(self) -> models.QuerySet[Report]:
        """Its reports on products that failed: those of which platforms get the redacted form."""
        return self.reports.filter(outcome=Verdict.NON_CONFORMING).select_related("sample").order_by("id")

    def untrue(self) -> list[str]:
        """What its texts claim that its reports contradict, in sentences."""
        failed = list(self.failed().values_list("number", flat=True))
        partly = self.reports.filter(outcome=Verdict.IN_PART).order_by("id")
        in_part = list(partly.values_list("number", flat=True))
        said = {name: getattr(self, name) for name in TEXTS}
        return list(contradictions(failed, in_part, self.least, **said).values())

    def undelivered(self) -> list[str]:
        """The numbers of its reports that the center has not received, or has passed on already."""
        waiting = self.reports.exclude(state=ReportState.DELIVERED)
        return list(waiting.order_by("id").values_list("number", flat=True))

    def being_corrected(self) -> list[str]:
        """The numbers of the corrections of its reports on which nobody has decided yet."""
        open_ones = Correction.objects.filter(report__in=self.reports.all()).exclude(state__in=DECIDED)
        return list(open_ones.order_by("id").values_list("number", flat=True))

    def corrected_since_written(self) -> list[str]:
        """The corrections of its reports that count since its text was written last, in sentences."""
        written = Event.objects.of("record", self.pk).filter(verb__in=("open", "edit")).latest("id")
        return [str(said) for _label, said in amended_since(self.reports.all(), written.at)]

    def compiled(self) -> list[Report]:
        """Its reports with what its page says of them and its steps ask of them, read once."""
        bought = ("scheme", "plan_item", "enterprise", "brand", "listing")
        whole = (
            Report.objects.select_related(
                "platform", "center", *(f"sample__purchase__{name}" for name in bought)
            )
            .prefetch_related("results__item", "party_decisions__enterprise")
            .annotate(no_more=found_no_more())
            .order_by("id")
        )
        prefetch_related_objects([self], Prefetch("reports", queryset=whole))
        return list(self.reports.all())

    def in_doubt(self) -> list[Report]:
        """Its reports on products that failed of which label and listing do not agree."""
        return [report for report in self.compiled() if report.failing and in_doubt(report)]

    def undecided(self) -> list[Report]:
        """Those of them of which nobody has decided who is the party."""
        return [report for report in self.in_doubt() if undecided(report)]

    def ungraded(self) -> list[TestItem]:
        """The test items that failed and whose severity the center has not set."""
        failed = {"results__report__in": self.reports.all(), "results__verdict": ItemVerdict.NON_CONFORMING}
        assert self.center is not None
        items = as_graded(TestItem.objects.filter(**failed), self.center).filter(severity_here="")
        return list(items.distinct().order_by("name", "pk"))

    def sent_at(self) -> datetime | None:
        """When it was sent: it keeps the grades that it had then."""
        sent = Event.objects.of("record", self.pk).filter(verb="send").order_by("id").last()
        return sent.at if sent else None

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything: the center and its regulators alone see the record; platforms get papers."""
        parties = self.in_doubt()
        open_ones = [(each.number, names_of(each)) for each in parties if undecided(each)]
        settled = [
            (each.number, f"{found.account()} {found.where()}")
            for each in parties
            if (found := decision(each))
        ]
        groups: Particulars = [
            *changing(self.reports.all(), self.opened_at, viewer),
            (_("Label and listing differ: the party is to be decided"), self.lines("undecided", open_ones)),
            (_("Task"), self.facts("task", "regulator", "center", "category", "period_from", "period_to")),
            (
                _("Result"),
                self.facts("summary", "analysis", "advice", "platform_advice", "least", "least_reason"),
            ),
            (_("Photos"), self.facts("without_photos")),
            (_("Decided parties"), self.lines("decided_parties", settled)),
        ]
        return [group for group in groups if group[1]]


@part_of_a_plan
def compilations_open(plan: Any) -> models.QuerySet[Compilation]:
    """The compilations with reports of a plan that have not been sent."""
    of_it = Compilation.objects.filter(reports__sample__purchase__scheme__plan=plan)
    found: models.QuerySet[Compilation] = of_it.filter(state__in=Compilation.unsent)
    return found


@part_of_a_plan
def failures_left(plan: Any) -> models.QuerySet[Report]:
    """The issued reports of a plan on what failed that stand in no compiled report: nobody was told yet."""
    told = Compilation.objects.exclude(state__in=NOTHING).filter(reports=models.OuterRef("pk"))
    failed = reports_of(plan).filter(outcome=Verdict.NON_CONFORMING)
    found: models.QuerySet[Report] = failed.exclude(models.Exists(told))
    return found


def compiled_elsewhere(compilation: Compilation | None) -> models.QuerySet[Report]:
    """The reports that another compilation holds, if it was not voided."""
    others = Compilation.objects.exclude(state=VOIDED)
    if compilation is not None and compilation.pk:
        others = others.exclude(pk=compilation.pk)
    return Report.objects.filter(pk__in=others.values("reports"))


class NationalReport(Filed):
    """The center's report on a period to the national authority, with the figures as they were (6.4-6)."""

    flow: ClassVar[Flow] = NATIONAL_REPORT_FLOW
    prefix = "NR"
    unsent = (
        NationalReportState.COLLECTING,
        NationalReportState.COUNTED,
        NationalReportState.COMPILED,
        NationalReportState.REVIEWED,
        NationalReportState.APPROVED,
    )
    writers = frozenset({Kind.CENTER})
    closed_to = frozenset({Role.BUYER})

    regulator = regulator_party(_("national authority"))
    period_from = Day(_("from"))
    period_to = Day(_("until"))
    # As disposal.figures computed them when the report was compiled; never computed again for this report.
    figures = models.JSONField(default=dict, editable=False)
    summary = models.TextField(_("summary"), blank=True)
    analysis = models.TextField(_("analysis"), blank=True)
    advice = models.TextField(_("advice"), blank=True)
    compiled_by = _person(_("compiled by"))
    reviewed_by = _person(_("reviewed by"))
    approved_by = _person(_("approved by"))

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("national report")
        verbose_name_plural = _("national reports")
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="national_period")
        ]

    def doubts(self, today: date) -> list[str]:
        """What whoever confirms or approves the report has to notice first, as sentences."""
        if not self.figures:
            return []
        found = []
        if nothing_counted(self.figures):
            found.append(gettext("Every figure of this period is zero."))
        if today <= (ends := quarter_end(self.period_to)):
            found.append(gettext("The quarter of this period ends on %(day)s only.") % {"day": ends})
        return [*found, *differing(self.figures, **self.texts()), *self.uncounted()]

    def untrue(self) -> list[str]:
        """What its texts claim that its figures contradict, in sentences."""
        return list(miscounted(self.figures, **self.texts()).values())

    def uncounted(self) -> list[str]:
        """What its texts tell of where its figures are zero, in sentences."""
        return uncounted(self.figures, **self.texts())

    def texts(self) -> dict[str, str]:
        """What was written of the figures, by the field."""
        return {"summary": self.summary, "analysis": self.analysis, "advice": self.advice}

    def noticed(self) -> Facts:
        """(step and day, what was noticed and why the report is right) since its figures were compiled."""
        events = list(Event.objects.of("record", self.pk))
        since = next((at for at, event in enumerate(events) if event.verb == "compile"), len(events))
        return [
            (f"{self.flow[event.verb].label}, {local_day(event.at)}", event.detail["note"])
            for event in reversed(events[:since])
            if event.verb in ("review", "approve", "send") and event.detail.get("note")
        ]

    def particulars(self, viewer: Viewer) -> Particulars:
        """Everything: the center and its regulators alone see the record."""
        return [
            (
                pgettext_lazy("report", "Period"),
                self.facts("regulator", "center", "period_from", "period_to"),
            ),
            (_("Report"), self.facts("summary", "analysis", "advice")),
        ]
