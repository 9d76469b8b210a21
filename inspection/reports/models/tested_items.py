"""What was found of one item, and how does it stand against its limit?"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.clauses import carries
from catalogue.limited import Limited
from catalogue.models import TestItem
from catalogue.numerals import Unreadable
from inspection.commissions.models.abnormalities import Abnormality, items_left_out
from inspection.commissions.models.commissions import EntrustedSample, person
from inspection.commissions.models.subcontractors import unless_subcontracted
from inspection.judgement.by_figures import Ground, ItemVerdict, Judgement, judge, stated
from inspection.judgement.conclusions import Ruled
from inspection.judgement.determined import all_entered, how_taken, quantified, readings, reported
from inspection.judgement.measured import without_zeros
from inspection.judgement.unusual import Usual, unusual
from sampling.samples.models.samples import Sample, missing_of_a_test
from trail.days import Moment
from trail.keys import to

NOT_LEFT_OUT = _(
    "The commission asks for this item: report an abnormality, and it is left untested where its decision "
    "says so."
)


def above_zero(label: Any) -> Any:
    """A figure that the laboratory knows of its method, in the unit of the item."""
    least = MinValueValidator(Decimal("0.000001"))
    return models.DecimalField(
        label, max_digits=16, decimal_places=6, null=True, blank=True, validators=[least]
    )


class Result(Limited):
    """One item of a report: as it was when the report was begun, what was measured, and the verdict.

    value is in the item's unit; value_as_written is what was typed, where it was converted or respelled.
    """

    report = models.ForeignKey("inspection.Report", on_delete=models.CASCADE, related_name="results")
    item = to(TestItem, back="results")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("test item"), max_length=100)
    method = models.CharField(_("test method"), max_length=260)
    requirement = models.CharField(_("grounds of judgement"), max_length=260)
    declared = models.CharField(_("declared value"), max_length=60, blank=True)
    value = models.CharField(_("measured value"), max_length=200, blank=True)
    value_as_written = models.CharField(_("as it was written"), max_length=200, blank=True)
    lod = above_zero(_("limit of detection"))
    loq = above_zero(_("limit of quantification"))
    uncertainty = above_zero(_("expanded uncertainty (k = 2)"))
    # What fails is measured once more; the first value stays the one that counts.
    repeat = models.CharField(_("repeated measurement"), max_length=200, blank=True)
    # Why there is none, or how it comes that it says something else.
    repeat_said = models.CharField(_("word on the repeated measurement"), max_length=200, blank=True)
    # Why a figure that was asked about is right.
    believed = models.CharField(_("why the unusual figure is right"), max_length=200, blank=True)
    judged = models.CharField(_("verdict by the figures"), max_length=16, choices=ItemVerdict, blank=True)
    verdict = models.CharField(_("verdict"), max_length=16, choices=ItemVerdict, blank=True)
    # Where the figures cannot decide, a person does, and says why; the database wants no other.
    reason = models.CharField(_("reason of the verdict by hand"), max_length=200, blank=True)
    remark = models.CharField(_("remark"), max_length=200, blank=True)
    # By whom the item was tested where the laboratory did not do it itself: a name, and a certificate.
    subcontracted = models.CharField(_("subcontracted to"), max_length=120, blank=True)
    # A sentence a line: whose entry was overwritten, from what to what, by whom and why.
    overruled = models.TextField(_("overwritten"), blank=True, editable=False)
    # Those of them by which the item fails no more.
    taken_back = models.TextField(_("failing results taken back"), blank=True, editable=False)
    entered_by = person(_("entered by"))
    entered_at = Moment(_("entered at"), null=True, editable=False)

    class Meta:
        verbose_name = _("result")
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=["report", "position"], name="result_position"),
            models.CheckConstraint(
                condition=Q(verdict=F("judged")) | (Q(judged="") & ~Q(reason="")),
                name="result_by_hand_has_reason",
            ),
            models.CheckConstraint(condition=Q(lod=None) | Q(lod__gt=0), name="result_lod_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def by_hand(self) -> str:
        """The verdict that the tester set where the figures cannot decide; "" where it follows from them."""
        return self.verdict if self.verdict != self.judged else ""

    @property
    def held_against(self) -> str:
        """The limit as people read it, or the requirement in words where it has no figures; with what the
        product states of itself where it breaks that."""
        limit = self.limit_shown or self.requirement
        if self.ruled().stated != ItemVerdict.NON_CONFORMING:
            return limit
        return gettext("%(limit)s; stated: %(stated)s") % {"limit": limit, "stated": self.declared}

    def ruled(self) -> Ruled:
        """How it came out by the grounds of judgement, and by what the product states of itself."""
        grounds = {} if self.by_hand or not self.declared else self.by_figures().grounds
        if Ground.STATED not in grounds:
            return Ruled(self.name, self.verdict)
        by = {ground: verdict or ItemVerdict.NOT_JUDGED for ground, verdict in grounds.items()}
        return Ruled(self.name, by.get(Ground.REQUIREMENT, ""), by[Ground.STATED])

    @property
    def reported(self) -> str:
        """The result as a report states it: "0.13" where the value holds three determinations."""
        try:
            return reported(self.value, self.limit, self.determined, unit=self.unit, lod=self.lod)
        except Unreadable:  # of before
            return self.value

    def arithmetic(self) -> str:
        """How what was entered gives the result; "" where it is the result."""
        return how_taken(self.value, self.reported, self.determined) if self.value else ""

    def failed_by(self) -> str:
        """Its value beside what it is held against: "Lead: 91 (limit: ≤ 90 mg/kg)"."""
        said = {"item": self.name, "value": self.reported or "–", "limit": self.held_against}
        return gettext("%(item)s: %(value)s (limit: %(limit)s)") % said

    def stands(self) -> str:
        """What stands there now, with its verdict: "91 mg/kg: Non-conforming"."""
        value = " ".join(part for part in (self.reported or "–", self.unit if self.value else "") if part)
        return f"{value}: {self.get_verdict_display() or '–'}"

    def against(self, line: str) -> str:
        """A line of what was taken back, with the limit, what the former value was and what stands now."""
        now = self.get_verdict_display() if self.verdict else "–"
        known = {"line": line, "limit": self.held_against, "now": now}
        return gettext("%(line)s (limit: %(limit)s; before: non-conforming, now: %(now)s)") % known

    @carries("6.3-3")
    def left_out(self) -> Abnormality | None:
        """The abnormality whose decision leaves its item untested."""
        entrusted = EntrustedSample.objects.filter(report=self.report_id).first()
        return items_left_out(entrusted).get(self.item_id) if entrusted else None

    def leave_out(self, abnormality: Abnormality) -> None:
        """Write down, unsaved, that its item is tested no more."""
        self.verdict = ItemVerdict.NOT_TESTED
        self.reason = gettext("Left out: %(abnormality)s") % {"abnormality": abnormality.number}

    def unless_subcontracted(self, on: date) -> str:
        """Why it cannot have been found by whom it names; "" if it can, or was found by the laboratory."""
        return unless_subcontracted(self.subcontracted, self.item, self.report.entrustment, on)

    def untested_alone(self) -> bool:
        """Whether the laboratory left it untested by itself."""
        return self.verdict == ItemVerdict.NOT_TESTED and not self.left_out()

    def write_down(self, text: str) -> None:
        """Take a value as it was typed. Raises Unreadable where it is no value of this item."""
        limit = self.limit
        if self.lod is not None and self.loq is not None and self.loq < self.lod:
            raise Unreadable(_("The limit of quantification does not lie below the limit of detection."))
        self.value = self._entered(text)
        if self.value and limit is not None and limit.share:
            stated(self.declared, self.unit)
        self.value_as_written = text.strip() if text.strip() != self.value else ""

    def write_repeat(self, text: str) -> None:
        """Take what was measured once more, as it was typed. Raises Unreadable like `write_down`."""
        self.repeat = self._entered(text)

    def _entered(self, text: str) -> str:
        how, limit = self.determined, self.limit
        value = all_entered(text, limit, unit=self.unit, lod=self.lod, how=how)
        if value and self.loq is not None and not (limit and limit.absent):
            quantified(readings(value, how, unit=self.unit, lod=self.lod), self.loq)
        return value

    def unusual(self) -> str:
        """What is asked of whoever enters the figures that stand here; "" where they are usual."""
        usual = Usual(self.item.plausible_low, self.item.plausible_high)
        try:
            each = readings(self.value, self.determined, unit=self.unit, lod=self.lod) if self.value else []
            found = unusual(each, self.limit, usual)
        except Unreadable:  # of before
            return ""
        asked = gettext(
            "%(why)s: check figure, decimal point and unit. If it is right, say why in “Why the unusual "
            "figure is right” and save again."
        )
        return asked % {"why": found} if found else ""

    def repeated(self) -> str:
        """The verdict of what was measured once more; "" for none."""
        return self._judged(self.repeat).verdict if self.repeat else ""

    @carries("6.3-7")
    def unconfirmed(self) -> str:
        """What is lacking before it may be said that the item fails, or that it does not although it did when
        it was measured once more; "" for nothing."""
        if self.repeat_said:
            return ""
        if not self.repeat and self.judged == ItemVerdict.NON_CONFORMING:
            return gettext(
                "%(item)s fails: measure it once more and enter that, or say why it cannot be."
            ) % {"item": self.name}
        if not self.repeat or self.repeated() == self.judged:
            return ""
        known = {"item": self.name, "first": self.reported or "–", "repeat": self.repeat}
        said = gettext("%(item)s: %(first)s and the repeated %(repeat)s say two things: say how that comes.")
        return said % known

    def said_besides(self) -> list[str]:
        """What the paper says of a result besides the figure: how it was worked out and what surrounds it."""
        said = {
            gettext("limit of quantification %(figure)s"): without_zeros(self.loq),
            gettext("U = %(figure)s (k = 2)"): without_zeros(self.uncertainty),
            gettext("repeated: %(figure)s"): self.repeat,
        }
        told = [form % {"figure": figure} for form, figure in said.items() if figure]
        return [part for part in (self.arithmetic(), self._by_each(), *told, self.repeat_said) if part]

    def _by_each(self) -> str:
        """The verdict by each ground, where there are two."""
        ruled = self.ruled()
        if not (ruled.required and ruled.stated):
            return ""
        said = {"required": ItemVerdict(ruled.required).label, "stated": ItemVerdict(ruled.stated).label}
        return gettext("by the requirement: %(required)s; by what the product states: %(stated)s") % said

    def by_figures(self) -> Judgement:
        """What the figures that stand here say."""
        return self._judged(self.value)

    def _judged(self, text: str) -> Judgement:
        try:
            limit, how = self.limit, self.determined
        except Unreadable as unreadable:  # a limit of before limits were kept as written
            return Judgement("", unreadable.why)
        return judge(
            text,
            limit,
            unit=self.unit,
            lod=self.lod,
            comparison=self.comparison,
            interval=self.interval,
            declared=self.declared,
            how=how,
        )

    def weigh(self, by_hand: str = "") -> Judgement:
        """Judge anew what stands here; by_hand: the verdict that the tester sets where no figure decides."""
        found = self.by_figures() if self.value else Judgement("")
        self.judged = found.verdict
        self.verdict = by_hand or self.judged
        return found


@missing_of_a_test
def results_missing(sample: Sample) -> list[str]:
    """A sentence for each item that a commission asks of a sample and that has no result yet."""
    asked = EntrustedSample.objects.filter(sample=sample.pk, released=False).select_related("report").first()
    if asked is None:
        return []
    if asked.report is None:
        return [gettext("No result has been entered of this sample: begin its test report first.")]
    found: list[str] = asked.report.unentered()
    return found
