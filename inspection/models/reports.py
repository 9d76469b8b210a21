"""What was found of a sample, and what does the report say?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Flow
from casework.models import Filed, Record, RecordQuerySet
from casework.models.facts import Facts, Particulars, Sayings
from catalogue.limited import Limited
from catalogue.models import TestItem, part_of
from catalogue.numerals import Unreadable
from inspection import linter
from inspection.flow.reports import REPORT_FLOW, UNSIGNED
from inspection.judgement import ItemVerdict, Judgement, judge, overall, stated
from inspection.measured import entered
from inspection.models.abnormalities import Abnormality, held_up, items_left_out
from inspection.models.before import OF_REPORTS, Before
from inspection.models.commissions import EntrustedSample, Entrustment, person
from inspection.models.qualifications import organisation, valid_on
from inspection.models.signing import Signing
from sampling.deliveries.models.discrepancies import Discrepancy, discrepancies
from sampling.samples.models.samples import Sample, missing_of_a_test
from trail.days import Day, Moment
from trail.keys import to

NOT_LEFT_OUT = _(
    "The commission asks for this item: report an abnormality, and it is left untested where its decision "
    "says so."
)
# What a conclusion does not cover.
OPEN = (ItemVerdict.NOT_TESTED, ItemVerdict.NOT_JUDGED)


class Report(Before, Signing, Filed):
    """A laboratory's report on one sample (form 4.8)."""

    flow: ClassVar[Flow] = REPORT_FLOW
    prefix = "TR"
    distinguished_by = ("sample__number", "batch", "sampled_on")
    known_by = ("item_id", "producer__icontains")
    opens_from = {"entrustment": ("in_progress",)}
    judged = True

    entrustment = to(Entrustment, back="reports")
    sample = to(Sample, _("sample"), back="reports")
    laboratory = organisation(Kind.LABORATORY, _("laboratory"))
    regulator = organisation(Kind.REGULATOR, _("task set by"), null=True, blank=True)
    # What the sample was when the report was begun: a report stays as it was written.
    product = models.CharField(_("product"), max_length=200)
    brand = models.CharField(_("brand"), max_length=200, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    batch = models.CharField(_("date of production or batch"), max_length=120, blank=True)
    item_id = models.CharField(_("product ID"), max_length=60)
    shop = models.CharField(_("shop"), max_length=200, blank=True)
    producer = models.CharField(_("producer"), max_length=200, blank=True)
    producer_address = models.CharField(_("producer's address"), max_length=200, blank=True)
    sampled_on = Day(_("sampled on"))
    quantity = models.CharField(_("quantity"), max_length=60)
    tested_from = Day(_("testing began on"), null=True, blank=True)
    tested_to = Day(_("testing ended on"), null=True, blank=True)
    tested_at = models.CharField(_("place of testing"), max_length=200, blank=True)
    deviations = models.TextField(_("deviations from the method"), blank=True)
    analysis = models.TextField(_("analysis of the results"), blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True, editable=False)
    retest_reason = models.CharField(_("why it is tested again"), max_length=300, blank=True, editable=False)
    tester = person(_("tester"))
    reviewer = person(_("reviewer"))
    signatory = person(_("authorised signatory"))

    # The regulator that investigates is admitted when a case is opened on it.
    passed = True
    # What nobody has signed is not the laboratory's word yet.
    unsent = UNSIGNED
    writers = frozenset({Kind.LABORATORY})
    closed_to = frozenset({Role.BUYER})

    says: ClassVar[Sayings] = OF_REPORTS
    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("test report")
        verbose_name_plural = _("test reports")
        indexes = [
            models.Index(fields=["item_id"], name="report_item"),
            part_of("producer", "report_producer_part"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(item_id=""), name="report_has_item_id"),
            models.CheckConstraint(
                condition=Q(tested_from=None) | Q(tested_to=None) | Q(tested_to__gte=F("tested_from")),
                name="report_tested_in_order",
            ),
        ]

    @classmethod
    def opens_on(cls, record: Record) -> bool:
        """Not once each sample of the commission has one."""
        return EntrustedSample.objects.filter(entrustment=record.pk, report=None, released=False).exists()

    @property
    def failing(self) -> list[Result]:
        """The results that do not meet the requirements."""
        return [result for result in self.results.all() if result.verdict == ItemVerdict.NON_CONFORMING]

    @property
    def untold(self) -> list[Result]:
        """The items on which the report gives no verdict: its conclusion does not cover them."""
        return [result for result in self.results.all() if result.verdict in OPEN]

    @property
    def submitted_once(self) -> bool:
        """Whether its results were ever submitted: from then on they change by corrections alone (6.3-5)."""
        return self.tester_id is not None

    def concluded(self, results: Sequence[Result] | None = None) -> dict[str, str]:
        """Verdict and conclusion as they follow from the results; the verdict is "" where none was judged.

        results: those that are to stand in it, where these are not yet the ones that do.
        """
        rows = list(self.results.all()) if results is None else results
        failing = [row.name for row in rows if row.verdict == ItemVerdict.NON_CONFORMING]
        untold = [row.name for row in rows if row.verdict in OPEN]
        return {
            "outcome": overall(row.verdict for row in rows),
            "conclusion": linter.conclusion(
                failing, self.entrustment.judgement_grounds, untold, self.entrustment.wording
            ),
        }

    def unless_within(self, day: date, entry: date) -> list[str]:
        """Why nothing can have been written down of the sample on a day. entry: when that is entered."""
        received = self.entrusted_on()
        if received and day < received:
            known = {"day": received.isoformat()}
            return [gettext("The sample was received on %(day)s: a raw record cannot be older.") % known]
        return [gettext("This lies in the future: enter when it happened.")] if day > entry else []

    def entrusted_on(self) -> date | None:
        """When the laboratory received the sample."""
        return (
            self.entrustment.entrusted.filter(sample=self.sample_id)
            .values_list("received_on", flat=True)
            .first()
        )

    def misdated(self) -> list[str]:
        """A sentence for each raw record in force that was not written down while the sample was tested."""
        begun, ended = self.tested_from, self.tested_to
        return [
            gettext("%(raw)s is of %(day)s, testing from %(begun)s to %(ended)s: correct the days.")
            % {"raw": raw, "day": raw.taken_on, "begun": begun, "ended": ended}
            for raw in self.raw_records.filter(replaced_by=None)
            if begun and ended and not begun <= raw.taken_on <= ended
        ]

    def unentered(self) -> list[str]:
        """A sentence for each item without a result, and for each called untested by the laboratory alone."""
        results = list(self.results.all())
        lacking = [
            gettext("Enter the result of %(item)s.") % {"item": result.name}
            for result in results
            if not result.verdict
        ]
        return lacking + [f"{result.name}: {NOT_LEFT_OUT}" for result in results if result.untested_alone()]

    def incomplete(self) -> list[str]:
        """A sentence for each thing the tester has still to enter."""
        found = self.unentered()
        if not (self.tested_from and self.tested_to and self.tested_at):
            found.append(gettext("Enter when and where the sample was tested."))
        return found

    def unrecorded(self) -> list[str]:
        """A sentence for each item tested without a raw record that still holds, of a day of the test.

        What was measured on a calibration that was withdrawn holds no longer.
        """
        held = Q(raw_records__calibration=None) | Q(raw_records__calibration__withdrawn_at=None)
        covered = self.results.filter(held, raw_records__replaced_by=None, raw_records__isnull=False)
        untested = Q(verdict=ItemVerdict.NOT_TESTED, value="")
        lacking = gettext("Add the raw record of %(item)s.")
        doubted = gettext(
            "The calibration on which %(item)s was measured was withdrawn: measure it again, and add the raw "
            "record."
        )
        without = self.results.exclude(untested | Q(pk__in=covered.values("pk")))
        return [
            (doubted if result.raw_records.all() else lacking) % {"item": result.name}
            for result in without.prefetch_related("raw_records")
        ] + [*self.unproved(), *self.misdated()]

    def held_up(self) -> list[str]:
        """A sentence where an abnormality of its sample waits for a decision (6.3-3)."""
        entrusted = getattr(self, "entrusted", None)
        abnormality = held_up(entrusted) if entrusted else None
        if abnormality is None:
            return []
        known = {"abnormality": abnormality.number}
        return [gettext("%(abnormality)s on this sample is not decided on: wait for the decision.") % known]

    def lacks(self, now: datetime) -> list[str]:
        """What the paper would lack if the report were issued now."""
        return self.missing(self.paper(local_day(now)))

    def missing(self, paper: dict[str, Any]) -> list[str]:
        """What this paper lacks."""
        return linter.missing(paper, self.entrustment.wording)

    def paper(self, on: date) -> dict[str, Any]:
        """What the report says on paper if it is issued on a day."""
        return linter.content(self, certificate=valid_on(self.laboratory, on).first())

    def discrepancies(self) -> list[Discrepancy]:
        """Where the goods, as this report describes them, are not what their listing says."""
        said = {"producer": self.producer, "brand": self.brand, "model": self.model}
        return discrepancies(self.sample.purchase, **said)

    def turned(self) -> Facts:
        """That a correction turned its verdict after the issue, and what was written before that."""
        turns = [each for each in self.applied if each.turns_the_report]
        if not turns:
            return []
        last = turns[-1]
        known = {"turned": last.turned(), "correction": last.number, "reason": last.reason}
        said = [(_("verdict"), gettext("%(turned)s by correction %(correction)s: %(reason)s") % known)]
        if self.analysis:
            said.append((_("analysis of the results"), gettext("The analysis was written before that.")))
        return said

    def left_open(self) -> str:
        """Each item without a verdict, with the reason: "Lead (Not tested): Left out: AB-1"."""
        return "; ".join(
            f"{row.name} ({row.get_verdict_display()}): {row.reason or row.remark or '–'}"
            for row in self.untold
        )

    def particulars(self, viewer: Viewer) -> Particulars:
        """The whole report for its parties; where label and listing differ, for center and regulator; what
        was bought otherwise than chosen, for the center."""
        goods = ("product", "brand", "model", "batch", "item_id", "producer", "producer_address", "quantity")
        done = ("tested_from", "tested_to", "tested_at", "deviations", "analysis")
        verdict: Facts = []
        if self.outcome:
            verdict.append(self.said("verdict", self.outcome))
        if self.untold:
            verdict.append(self.said("left_open", self.left_open()))
        return [
            *(group for group in self.noted(viewer) if group[1]),
            (_("Sample"), [self.said("sample", self.sample.number), *self.facts(*goods)]),
            (_("Testing"), self.facts("laboratory", *done)),
            (_("Grounds"), self.entrustment.grounds()),
            (_("Conclusion"), [*verdict, *self.facts("conclusion", "tester", "reviewer", "signatory")]),
        ]


class Result(Limited):
    """One item of a report: as it was when the report was begun, what was measured, and the verdict.

    value is in the item's unit; value_as_written is what was typed, where it was converted or respelled.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="results")
    item = to(TestItem, back="results")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("test item"), max_length=100)
    method = models.CharField(_("test method"), max_length=260)
    requirement = models.CharField(_("grounds of judgement"), max_length=260)
    declared = models.CharField(_("declared value"), max_length=60, blank=True)
    value = models.CharField(_("measured value"), max_length=200, blank=True)
    value_as_written = models.CharField(_("as it was written"), max_length=200, blank=True)
    lod = models.DecimalField(
        _("limit of detection"),
        max_digits=16,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.000001"))],
    )
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
        """The limit as people read it, or the requirement in words where it has no figures."""
        return self.limit_shown or self.requirement

    def failed_by(self) -> str:
        """Its value beside what it is held against: "Lead: 91 (limit: ≤ 90 mg/kg)"."""
        said = {"item": self.name, "value": self.value or "–", "limit": self.held_against}
        return gettext("%(item)s: %(value)s (limit: %(limit)s)") % said

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

    def untested_alone(self) -> bool:
        """Whether the laboratory left it untested by itself."""
        return self.verdict == ItemVerdict.NOT_TESTED and not self.left_out()

    def write_down(self, text: str) -> None:
        """Take a value as it was typed. Raises Unreadable where it is no value of this item."""
        limit = self.limit
        self.value = entered(text, limit, unit=self.unit, lod=self.lod)
        if self.value and limit is not None and limit.share:
            stated(self.declared, self.unit)
        self.value_as_written = text.strip() if text.strip() != self.value else ""

    def by_figures(self) -> Judgement:
        """What the figures that stand here say."""
        try:
            limit = self.limit
        except Unreadable as unreadable:  # a limit of before limits were kept as written
            return Judgement("", unreadable.why)
        return judge(
            self.value,
            limit,
            unit=self.unit,
            lod=self.lod,
            comparison=self.comparison,
            interval=self.interval,
            declared=self.declared,
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
