"""What was found of a sample, and what does the report say?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.deadlines.clocks import local_day
from casework.flow import Flow
from casework.models import Filed, Record, RecordQuerySet
from casework.models.facts import Facts, Particulars, Sayings
from catalogue.models import part_of
from inspection.commissions.models.abnormalities import held_up
from inspection.commissions.models.commissions import EntrustedSample, Entrustment, person
from inspection.flow.reports import REPORT_FLOW, UNSIGNED
from inspection.judgement.by_figures import ItemVerdict, overall
from inspection.judgement.conclusions import OPEN, conclusion
from inspection.laboratories.models import organisation, valid_on
from inspection.reports import linter
from inspection.reports.models.before import OF_REPORTS, Before
from inspection.reports.models.signing import Signing
from inspection.reports.models.tested_items import NOT_LEFT_OUT, Result
from sampling.deliveries.models.discrepancies import Discrepancy, discrepancies
from sampling.samples.models.samples import Sample
from trail.days import Day
from trail.keys import to


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
        asked, labelled = self.entrustment, self.sample.labelled_standard
        found = [row.ruled() for row in rows]
        return {
            "outcome": overall(row.verdict for row in rows),
            "conclusion": conclusion(found, asked.judgement_grounds, asked.wording, labelled),
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
        found = [*self.unentered(), *filter(None, (row.unconfirmed() for row in self.results.all()))]
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
