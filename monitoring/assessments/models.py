"""How was a case assessed: by whom, on which scenarios, and what did each member think? (6.1.3)"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Facts, Particulars, Said, Sayings
from monitoring.criteria.matrix import RiskLevel, probability
from monitoring.criteria.matrix.flips import Flip, Harm, exactly, flips, governing
from monitoring.criteria.matrix.published import DEFAULT
from monitoring.criteria.models import Criteria
from monitoring.risks.flow.risk import ASSESSMENT_FLOW
from monitoring.risks.models.riskcases import RiskCase
from monitoring.vocabulary import PANEL_OF_THREE, Evidence, Mode, Outcome, Severity, Spread
from trail.days import Day, Moment
from trail.enumerations import enumerated
from trail.keys import to, to_maybe

BASIS = "assessment_basis"


def lacking(mode: str, panel: int, files: int, account: str, sitting: bool) -> tuple[str, str] | None:
    """(field, what this mode of assessment asks for and has not got), or None.

    panel, files: how many.
    """
    if mode in PANEL_OF_THREE and panel < 3:
        return "panel", gettext("An assessment by specialists needs a panel of at least three.")
    if mode == Mode.TECHNICAL and not files:
        return "evidence", gettext("A technical assessment rests on a test or a paper: attach it.")
    if mode == Mode.SURVEY and not account:
        return "account", gettext("A survey is told: write who went where and when, and what they found.")
    if mode == Mode.SURVEY and not files:
        return "evidence", gettext("A survey is proved: attach photos or the record of the visit.")
    if mode == Mode.JOINT and not sitting:
        return "mode", gettext("A joint session assesses several cases in one sitting: open that first.")
    if sitting and mode != Mode.JOINT:
        return "mode", gettext("This case is assessed in a joint session.")
    return None


class Sitting(models.Model):
    """A joint session of a center, as each quarter: several cases assessed in one sitting."""

    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    title = models.CharField(_("title"), max_length=120)
    held_on = Day(_("held on"))
    center = to(Organisation, _("monitoring center"), editable=False, limit_choices_to={"kind": Kind.CENTER})

    class Meta:
        verbose_name = _("joint session")
        verbose_name_plural = _("joint sessions")

    def __str__(self) -> str:
        return f"{self.title} {self.held_on.isoformat()}"

    def get_absolute_url(self) -> str:
        return reverse("sitting", args=[self.token])


@dataclass(frozen=True)
class Shift:
    """One factor of the governing scenario. factor, value: in words. flips: where it changes the level."""

    factor: str
    value: str
    flips: tuple[str, ...]


class Assessment(Filed):
    """What a panel of specialists made of a case (6.1.3, form 4.2)."""

    flow = ASSESSMENT_FLOW
    prefix, graded = "RA", "level"
    distinguished_by = ("mode",)
    opens_from = {"riskcase": ("registered",)}

    riskcase = to(RiskCase, _("risk case"), back="assessments")
    supersedes = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="newer",
        verbose_name=_("takes the place of"),
    )
    sitting = to_maybe(Sitting, _("joint session"), back="assessments", blank=True)
    mode = models.CharField(_("mode of assessment"), max_length=20, choices=Mode, blank=True)
    account = models.TextField(_("account of the survey"), blank=True)
    panel = models.ManyToManyField(User, related_name="+", blank=True, verbose_name=_("panel"))
    criteria = to(
        Criteria, _("criteria and their version"), back="assessments", to_field="version", default=DEFAULT
    )
    units_in_use = models.PositiveIntegerField(_("items in use"), null=True, blank=True)
    # Of the scenario that governs.
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, null=True, blank=True)
    spread = models.CharField(_("spread"), max_length=12, choices=Spread, blank=True)
    level = models.CharField(_("risk level"), max_length=10, choices=RiskLevel, blank=True, editable=False)
    reason = models.TextField(_("reason"), blank=True)
    dissent = models.TextField(_("dissenting opinions"), blank=True)
    absence = models.TextField(_("absences, and why"), blank=True)
    notified = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("whom to notify")
    )
    outside = models.TextField(_("units outside the system to notify, one a line"), blank=True)

    says: ClassVar[Sayings] = {
        "panel": Said(_("Panel")),
        "superseded_by": Said(_("Superseded by"), each=True),
        "outcome": Said(_("Outcome"), Outcome),
        "notified": Said(_("Whom to notify")),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("risk assessment")
        verbose_name_plural = _("risk assessments")

    @cached_property
    def laid(self) -> list[Scenario]:
        """Its scenarios with their steps, in their order."""
        return list(self.scenarios.prefetch_related("steps"))

    def harms(self, severities: Collection[int] = ()) -> list[Harm]:
        """Its scenarios as the matrix sees them. severities: of each, where not those agreed on."""
        scenarios = self.laid
        agreed = list(severities) or [scenario.severity or 0 for scenario in scenarios]
        return [
            Harm(severity, tuple(step.probability for step in scenario.steps.all()))
            for severity, scenario in zip(agreed, scenarios, strict=True)
        ]

    def governing(self) -> Scenario | None:
        """The highest scenario, once the severities are agreed on."""
        if not self.severity:
            return None
        place = governing(self.criteria.matrix, self.harms(), self.units_in_use)
        return self.laid[place]

    def sensitivity(self, severities: Collection[int] = ()) -> list[Shift]:
        """Factor by factor of the governing scenario: at which value the level changes.

        severities: as if these were agreed on, of each scenario.
        """
        matrix, harms = self.criteria.matrix, self.harms(severities)
        place = governing(matrix, harms, self.units_in_use)
        found = list(flips(matrix, harms, self.units_in_use))
        shifts = [
            self._shift(
                gettext("Step %(n)d: %(what)s") % {"n": step.position, "what": step.description},
                exactly(step.probability),
                (flip for flip in found if (flip.factor, flip.place) == ("step", step.position)),
            )
            for step in self.laid[place].steps.all()
        ]
        severity = str(Severity(harms[place].severity).label)
        by_severity = (flip for flip in found if flip.factor == "severity")
        shifts.append(self._shift(gettext("Severity"), severity, by_severity))
        if matrix.raises:
            units = gettext("not known") if self.units_in_use is None else str(self.units_in_use)
            by_units = (flip for flip in found if flip.factor == "units")
            shifts.append(self._shift(gettext("Items in use"), units, by_units))
        return shifts

    def _shift(self, factor: str, value: str, found: Iterator[Flip]) -> Shift:
        told = tuple(str(flip) for flip in found)
        return Shift(factor, value, told or (gettext("This alone does not change the level."),))

    def standing_votes(self) -> Any:
        """The votes of those without a conflict of interest."""
        return self.votes.filter(conflict=False)

    def units(self) -> list[str]:
        """The names of the units outside the system that are to be notified."""
        return list(dict.fromkeys(filter(None, map(str.strip, self.outside.splitlines()))))

    def needed(self) -> int:
        """How many must have scored before an outcome may be proposed."""
        return 3 if self.mode in PANEL_OF_THREE else 1

    def short(self) -> bool:
        """Whether fewer have scored than its mode asks for."""
        return bool(self.standing_votes().count() < self.needed())

    def dissenting(self) -> list[Vote]:
        """The votes for another measure than the one proposed."""
        if not self.outcome:
            return []
        against = self.standing_votes().exclude(outcome=self.outcome)
        return list(against.select_related("assessor").order_by("pk"))

    def particulars(self, viewer: Viewer) -> Particulars:
        panel = [self.said("panel", enumerated(self.panel.all()))] if self.mode else []
        newer = [self.said("superseded_by", each) for each in self.newer.all()]
        chain = [*self.facts("supersedes"), *newer]
        result: Facts = []
        if self.outcome:
            result.append(self.said("outcome", self.outcome))
        notified = [*map(str, self.notified.all()), *self.units()] if self.outcome else []
        result += [self.said("notified", enumerated(notified))] if notified else []
        result += self.facts("spread", "reason", "dissent", "absence")
        about = self.facts("riskcase", "mode", "sitting")
        return [
            (_("Assessment"), [*about, *panel, *self.facts("criteria", "account"), *chain]),
            (_("Risk"), self.facts("severity", "units_in_use", "level")),
            (_("Result"), result),
        ]


class Scenario(models.Model):
    """A way in which the product comes to hurt somebody. severity: what the panel agreed on."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="scenarios")
    position = models.PositiveSmallIntegerField()
    description = models.TextField(_("injury scenario"))
    severity = models.PositiveSmallIntegerField(_("severity"), choices=Severity, null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["assessment", "position"], name="scenario_place"),
        ]

    def __str__(self) -> str:
        return gettext("Scenario %(n)d") % {"n": self.position}

    @property
    def probability(self) -> Fraction:
        """The probability of harm over the product's life: the product of the steps'."""
        return probability(step.probability for step in self.steps.all())


class ScenarioStep(models.Model):
    """A step of an injury scenario with its probability, an exact fraction."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    description = models.CharField(_("what happens"), max_length=200)
    numerator = models.PositiveBigIntegerField()
    denominator = models.PositiveBigIntegerField()
    evidence = models.CharField(_("evidence"), max_length=12, choices=Evidence)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["scenario", "position"], name="scenario_step_place"),
            models.CheckConstraint(
                condition=Q(denominator__gt=0) & Q(numerator__lte=F("denominator")),
                name="scenario_step_probability",
            ),
        ]

    @property
    def probability(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)


class Vote(models.Model):
    """What one assessor thinks; with a declared conflict of interest, nothing.

    severities: of each scenario, in their order.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="votes")
    assessor = to(User)
    conflict = models.BooleanField(_("I have a conflict of interest and do not vote"), default=False)
    severities = ArrayField(
        models.PositiveSmallIntegerField(choices=Severity),
        verbose_name=_("severity"),
        default=list,
        blank=True,
    )
    spread = models.CharField(_("spread"), max_length=12, choices=Spread, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    remark = models.TextField(pgettext_lazy("assessment", "grounds"), blank=True)
    at = Moment()

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "assessor"], name="vote_one"),
            models.CheckConstraint(
                condition=Q(conflict=True) | (~Q(severities=[]) & ~Q(spread="") & ~Q(outcome="")),
                name="vote_or_conflict",
            ),
        ]

    def severity_said(self) -> str:
        """The severity of each scenario, as it is read."""
        if len(self.severities) == 1:
            return str(Severity(self.severities[0]).label)
        return enumerated(
            gettext("scenario %(n)d: %(severity)d") % {"n": place, "severity": severity}
            for place, severity in enumerate(self.severities, start=1)
        )
