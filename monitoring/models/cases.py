"""What is made of risk signals: which cases, how assessed, and who was notified?"""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from casework.models import Deadline, Filed, RecordQuerySet
from catalogue.models import Bare
from monitoring.flow import ASSESSMENT_FLOW, NOTICE_FLOW, RISK_CASE_FLOW, NoticeState, WorkPlanState
from monitoring.flow.vocabulary import Evidence, Mode, Outcome, Severity, Spread
from monitoring.matrix import DEFAULT, MATRICES, RiskLevel, probability

Particulars = list[tuple[Any, list[tuple[Any, Any]]]]


def regulator_party(label: Any) -> Any:
    """The regulator that a record of this stage is the business of."""
    return models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Kind.REGULATOR},
        verbose_name=label,
    )


class RiskCase(Filed):
    """One matter made of one or more signals: what is assessed, and what one of three measures follows."""

    flow = RISK_CASE_FLOW
    prefix = "RC"

    regulator = regulator_party(_("regulator"))
    product = models.CharField(_("product"), max_length=200)
    hazard_item = models.CharField(_("item that is hazardous"), max_length=400)
    summary = models.TextField(_("what is known"))
    level = models.CharField(_("risk level"), max_length=10, choices=RiskLevel, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="merged",
        editable=False,
        verbose_name=_("merged into"),
    )
    # The signals that went with it, so that it comes back with exactly these.
    brought = ArrayField(models.BigIntegerField(), default=list, editable=False)

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("risk case")
        verbose_name_plural = _("risk cases")
        indexes = [models.Index(Bare("product"), name="case_name")]

    def particulars(self, viewer: Viewer) -> Particulars:
        measure = [(_("Measure"), Outcome(self.outcome).label)] if self.outcome else []
        facts = self.facts(
            "product", "category", "hazard_item", "summary", "platform", "level", "merged_into"
        )
        parties = self.facts("center", "regulator")
        return [(_("Risk"), facts + measure), (_("Responsible"), parties)]

    def awaits_answers(self, now: datetime) -> bool:
        """Whether a notice of the case is still to be sent, or to be answered within its time."""
        open_notices = self.notices.filter(
            state__in=(NoticeState.DRAFTED, NoticeState.AT_PLATFORM, NoticeState.AT_REGULATOR)
        )
        if open_notices.filter(state=NoticeState.DRAFTED).exists():
            return True
        running = Deadline.objects.running().filter(record__in=open_notices.values("pk"))
        return running.filter(due_at__gt=now).exists()

    def in_assessment(self) -> bool:
        """Whether an assessment of the case is under way."""
        return self.assessments.filter(state__in=tuple(ASSESSMENT_FLOW.turns)).exists()

    def in_a_plan(self) -> bool:
        """Whether a work plan that stands takes the case up."""
        return self.plans.exclude(state__in=(WorkPlanState.VOIDED, WorkPlanState.WITHDRAWN)).exists()


class Assessment(Filed):
    """What a panel of specialists made of a case (6.1.3, form 4.2)."""

    flow = ASSESSMENT_FLOW
    prefix = "RA"
    opens_from = {"riskcase": ("registered",)}

    riskcase = models.ForeignKey(
        RiskCase, on_delete=models.PROTECT, related_name="assessments", verbose_name=_("risk case")
    )
    mode = models.CharField(_("mode of assessment"), max_length=20, choices=Mode, blank=True)
    panel = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("panel"))
    criteria = models.CharField(
        _("criteria and their version"),
        max_length=30,
        choices=[(version, matrix.label) for version, matrix in MATRICES.items()],
        default=DEFAULT,
    )
    scenario = models.TextField(_("injury scenario"), blank=True)
    units_in_use = models.PositiveIntegerField(_("items in use"), null=True, blank=True)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, null=True, blank=True)
    spread = models.CharField(_("spread"), max_length=12, choices=Spread, blank=True)
    level = models.CharField(_("risk level"), max_length=10, choices=RiskLevel, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    dissent = models.TextField(_("dissenting opinions"), blank=True)
    absence = models.TextField(_("absences, and why"), blank=True)
    notified = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("whom to notify")
    )

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")

    @property
    def probability(self) -> Fraction:
        """The probability of harm over the product's life, as the product of the scenario's steps."""
        return probability(step.probability for step in self.steps.all())

    def particulars(self, viewer: Viewer) -> Particulars:
        panel = [(_("Panel"), ", ".join(str(user) for user in self.panel.all()))] if self.mode else []
        risk = self.facts("scenario", "severity", "units_in_use", "level")
        result = [(_("Outcome"), Outcome(self.outcome).label)] if self.outcome else []
        result += self.facts("spread", "reason", "dissent", "absence")
        return [
            (_("Assessment"), [*self.facts("riskcase", "mode"), *panel, *self.facts("criteria")]),
            (_("Risk"), risk),
            (_("Result"), result),
        ]


class ScenarioStep(models.Model):
    """A step of an injury scenario with its probability, an exact fraction."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("what happens"), max_length=200)
    numerator = models.PositiveBigIntegerField()
    denominator = models.PositiveBigIntegerField()
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="scenario_step_place"),
            models.CheckConstraint(
                condition=Q(denominator__gt=0) & Q(numerator__lte=F("denominator")),
                name="scenario_step_probability",
            ),
        ]

    @property
    def probability(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class Vote(models.Model):
    """What one assessor thinks; with a declared conflict of interest, nothing."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="votes")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    conflict = models.BooleanField(_("I have a conflict of interest and do not vote"), default=False)
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, null=True, blank=True)
    spread = models.CharField(_("spread"), max_length=12, choices=Spread, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    remark = models.TextField(_("grounds"), blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "assessor"], name="vote_one"),
            models.CheckConstraint(
                condition=Q(conflict=True) | (Q(severity__isnull=False) & ~Q(spread="") & ~Q(outcome="")),
                name="vote_or_conflict",
            ),
        ]


class Notice(Filed):
    """A notice to one unit or region that a local risk concerns, and its answer (6.1.3 b)."""

    flow = NOTICE_FLOW
    prefix = "NT"

    riskcase = models.ForeignKey(
        RiskCase, on_delete=models.PROTECT, related_name="notices", verbose_name=_("risk case")
    )
    regulator = regulator_party(_("regulator addressed"))
    text = models.TextField(_("text of the notice"), blank=True)
    reply = models.TextField(_("answer"), blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(
                fields=["riskcase", "regulator"],
                condition=Q(regulator__isnull=False),
                name="notice_regulator_once",
            ),
        ]

    def path(self) -> tuple[str, ...]:
        """It goes to a platform or to a regulator, never to both."""
        sent = NoticeState.AT_PLATFORM if self.platform_id else NoticeState.AT_REGULATOR
        return (NoticeState.DRAFTED, sent, NoticeState.ANSWERED, NoticeState.CLOSED)

    def particulars(self, viewer: Viewer) -> Particulars:
        addressee = self.facts("platform", "regulator", "text")
        return [(_("Notice"), addressee), (_("Answer"), self.facts("reply", "contact"))]
