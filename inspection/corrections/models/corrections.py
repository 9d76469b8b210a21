"""How is what stands in a report corrected? (6.3-5)"""

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
from casework.models.facts import Facts, Particulars, Said, Sayings
from casework.river import below
from catalogue.models import Verdict
from documents.models import Attachment
from inspection.commissions.models.commissions import person
from inspection.flow.corrections import CORRECTION_FLOW, CorrectionState
from inspection.flow.reports import ISSUED
from inspection.flow.vocabulary import MEASURED, Entry, Particular
from inspection.judgement.by_figures import ItemVerdict
from inspection.laboratories.models import organisation
from inspection.reports.models.as_text import shown
from inspection.reports.models.before import IN_THE_LABORATORY
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from monitoring.plans.models.milestones import part_of_a_plan
from trail.days import Day, Moment
from trail.keys import to, to_maybe

# Of corrections: they count, and by them an item fails no more.
UNFAILS = Q(state=CorrectionState.APPLIED, item_before=ItemVerdict.NON_CONFORMING) & ~Q(
    item_after=ItemVerdict.NON_CONFORMING
)


def _verdict(choices: Any) -> Any:
    return models.CharField(max_length=16, choices=choices, blank=True, editable=False)


class Correction(Filed):
    """A correction of a result, of what the report says of goods and days, or of a raw record (更正记录)."""

    flow: ClassVar[Flow] = CORRECTION_FLOW
    prefix = "RX"
    distinguished_by = ("result__name", "entry", "report__number")
    opens_from = {"report": ("entering", "submitted", "reviewed", "signed", "issued", "delivered", "final")}

    report = to(Report, _("test report"), back="corrections")
    laboratory = organisation(Kind.LABORATORY, _("laboratory"))
    regulator = organisation(Kind.REGULATOR, _("task set by"), null=True, blank=True)
    result = to_maybe(Result, _("test item"), back="corrections", blank=True)
    entry = models.CharField(
        _("what is corrected"), max_length=16, choices=[*Entry.choices, *Particular.choices], blank=True
    )
    raw = to_maybe(RawRecord, _("raw record"), back="corrections", blank=True)
    old_value = models.CharField(_("old value"), max_length=200, blank=True)
    new_value = models.CharField(_("new value"), max_length=200, blank=True)
    new_file = models.OneToOneField(
        Attachment, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("new file")
    )
    taken_on = Day(_("raw record written down on"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    # What it turns, as it was when somebody last looked: the verdict on the item, and that of the report.
    item_before, item_after = _verdict(ItemVerdict), _verdict(ItemVerdict)
    outcome_before, outcome_after = _verdict(Verdict), _verdict(Verdict)
    conclusion_after = models.TextField(blank=True, editable=False)
    # The inspector of the report (检验人员), who alone may confirm.
    tester = person(_("tester"))
    proposed_by = person(_("proposed by"))
    confirmed_by = person(_("confirmed by the inspector"))
    confirmed_at = Moment(_("confirmed at"), null=True, editable=False)
    reviewed_by = person(_("confirmed by the reviewer"))
    reviewed_at = Moment(_("reviewed at"), null=True, editable=False)
    approved_by = person(_("approved by"))
    approved_at = Moment(_("approved at"), null=True, editable=False)
    decided_at = Moment(_("applied at"), null=True, editable=False)

    # Until the signatory has approved it, it may still be dropped.
    unsent = (CorrectionState.PROPOSED, CorrectionState.CONFIRMED, CorrectionState.REVIEWED)
    writers = frozenset({Kind.LABORATORY})
    closed_to = frozenset({Role.BUYER})

    says: ClassVar[Sayings] = {
        "report": Said(_("test report")),
        "place": Said(pgettext_lazy("correction", "Place")),
        "old_value": Said(_("old value")),
        "new_value": Said(_("new value")),
        "verdict_on_item": Said(_("verdict on the item")),
        "verdict_of_report": Said(_("verdict of the report")),
        "conclusion": Said(_("conclusion")),
        "state_of_report": Said(_("state of the report")),
        "resting_on_it": Said(_("what rests on it")),
        "proposed_at": Said(_("proposed at")),
    }

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        constraints = [
            models.CheckConstraint(
                condition=(Q(result=None) & Q(raw__isnull=False) & Q(entry=""))
                | (Q(raw=None) & Q(result__isnull=False) & Q(entry__in=Entry.values))
                | (Q(raw=None) & Q(result=None) & Q(entry__in=Particular.values)),
                name="correction_of_one_place",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_has_reason"),
        ]

    @property
    def amends(self) -> bool:
        """Whether a new version of an issued report comes of it."""
        return self.raw_id is None and self.report.state in ISSUED

    @property
    def remeasured(self) -> bool:
        """Whether it changes what was measured, and so rests on a raw record."""
        return self.result_id is not None and self.entry in MEASURED

    @property
    def turns_the_report(self) -> bool:
        """Whether the verdict of the report as a whole becomes another."""
        return bool(self.outcome_before) and self.outcome_before != self.outcome_after

    @property
    def turns(self) -> bool:
        """Whether any verdict becomes another, of the item or of the report."""
        return (self.result_id is not None and self.item_before != self.item_after) or self.turns_the_report

    @property
    def unfails(self) -> bool:
        """Whether an item that failed fails no more by it (UNFAILS, of one read already)."""
        fails = ItemVerdict.NON_CONFORMING
        return bool(self.item_before == fails and self.item_after != fails)

    def taking_back(self) -> str:
        """What it changed of an item that failed, and why; with the limit, and what stands there now."""
        assert self.result is not None
        known = {"change": self.change, "correction": self.number, "reason": self.reason}
        return self.result.against(gettext("%(change)s by correction %(correction)s: %(reason)s") % known)

    def turned(self) -> str:
        """The verdict of the report before and after it: "Non-conforming → Conforming"."""
        both = self.outcome_before, self.outcome_after
        return " → ".join(str(Verdict(verdict).label) if verdict else "–" for verdict in both)

    def consequences(self) -> Facts:
        """Which verdicts and which conclusion it turns; a sentence where it turns none."""
        found: Facts = []
        if self.result is not None and self.item_before != self.item_after:
            both = ItemVerdict(self.item_before), ItemVerdict(self.item_after)
            change = " → ".join(str(verdict.label) for verdict in both)
            label = gettext("verdict on %(item)s") % {"item": self.result.name}
            found.append(self.said("verdict_on_item", change, label))
        if self.turns_the_report:
            found.append(self.said("verdict_of_report", self.turned()))
            found.append(self.said("conclusion", self.conclusion_after))
        return found or [self.said("verdict_of_report", gettext("No verdict turns."), _("verdict"))]

    def in_words(self) -> str:
        """What it changes, and which verdicts turn by that, as one sentence."""
        limit = self.result.held_against if self.result is not None else ""
        held = [gettext("limit: %(limit)s") % {"limit": limit}] if limit else []
        return "; ".join([self.change, *held, *(f"{label}: {text}" for label, text in self.consequences())])

    @property
    def place(self) -> str:
        """What is corrected, in words: "Lead · Measured value"."""
        if self.result is not None:
            return f"{self.result.name} · {self.get_entry_display()}"
        return str(Particular(self.entry).label) if self.entry else str(self.raw)

    @property
    def old(self) -> str:
        return shown(self.entry, self.old_value) if self.entry else str(self.raw)

    @property
    def new(self) -> str:
        return shown(self.entry, self.new_value) if self.entry else gettext("a new file")

    @property
    def change(self) -> str:
        """What is changed, in one line: "Lead · Measured value: 91 → 19"."""
        return f"{self.place}: {self.old} → {self.new}"

    def resting(self, viewer: Viewer) -> Facts:
        """Where the report stands, and what rests on it, as far as the viewer may see it."""
        resting = [str(each) for each in below(self.report, viewer) if each.kind != self.kind]
        shown, state = self.report.get_state_display(), self.report.state
        found: Facts = [self.said("state_of_report", shown, code=state)]
        return [*found, self.said("resting_on_it", resting)] if resting else found

    def particulars(self, viewer: Viewer) -> Particulars:
        """All of it; of the people, their names for the laboratory and the center, as a report shows them."""
        hands = ("proposed_by", "confirmed_by", "confirmed_at", "reviewed_by", "reviewed_at")
        return [
            (
                _("Correction"),
                [
                    self.said("report", self.report.number),
                    self.said("place", self.place),
                ],
            ),
            (
                _("Change"),
                [
                    *self.facts("laboratory"),
                    self.said("old_value", self.old),
                    self.said("new_value", self.new),
                ],
            ),
            (_("What it turns"), [*self.consequences(), *self.resting(viewer)]),
            (_("Reason"), self.facts("reason")),
            (
                _("Confirmations"),
                [
                    self.said("proposed_at", self.opened_at),
                    *self.facts(*hands, "approved_by", "approved_at", "decided_at"),
                ],
            ),
        ]


@part_of_a_plan
def corrections_open(plan: Any) -> models.QuerySet[Correction]:
    """The corrections of a plan's reports that are not decided on."""
    of_it = Correction.objects.filter(report__sample__purchase__scheme__plan=plan)
    found: models.QuerySet[Correction] = of_it.exclude(turn="")
    return found


def before_the_center() -> models.QuerySet[Correction]:
    """The corrections of issued reports on which the center's leader has not decided yet."""
    return Correction.objects.filter(state=CorrectionState.BEFORE_CENTER)


def in_the_laboratory() -> models.QuerySet[Correction]:
    """The corrections of reports that their laboratory has not put before the center yet."""
    return Correction.objects.filter(state__in=IN_THE_LABORATORY, raw=None)
