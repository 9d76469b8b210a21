"""What was found of a sample and counts no more: overwritten or corrected in its report, or voided with an
earlier one?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from accounts.prepared import Prepared
from accounts.roles import Kind
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.models.facts import Facts, Particulars, Said, Sayings
from catalogue.models import Verdict
from inspection.flow.corrections import CorrectionState
from inspection.flow.reports import ReportState
from inspection.judgement.by_figures import ItemVerdict, overall
from sampling.purchases.models.otherwise import changed
from sampling.samples.models.samples import CHANGED, DIFFER
from trail.models import Event

# What a report says besides its own fields.
OF_REPORTS: Sayings = {
    "verdict_changed": Said(_("Verdict changed"), each=True),
    "corrections_open": Said(_("Correction not decided yet"), each=True),
    "failing_taken_back": Said(_("Failing results taken back"), each=True),
    "tested_before": Said(_("Tested before"), each=True),
    "bought_otherwise": Said(_("Changed when it was bought"), each=True),
    "label_and_listing_differ": Said(_("Label and listing differ"), each=True),
    "sample": Said(_("sample")),
    "test_grounds": Said(_("grounds of testing")),
    "judgement_grounds": Said(_("grounds of judgement")),
    "verdict": Said(_("verdict"), Verdict),
    "left_open": Said(_("not tested or not judged")),
}
# Nobody above the laboratory knows yet what comes of it.
IN_THE_LABORATORY = (CorrectionState.PROPOSED, CorrectionState.CONFIRMED, CorrectionState.REVIEWED)


def told_of(corrections: Any, viewer: Viewer) -> Any:
    """Those of these corrections of reports that are not decided on and that a viewer hears of: the center of
    all; the regulators and the platform of the goods of what lies before the center."""
    if viewer.kind not in (Kind.REGULATOR, Kind.CENTER, Kind.PLATFORM):
        return corrections.none()
    told = Q(state=CorrectionState.BEFORE_CENTER)
    if viewer.kind == Kind.CENTER:
        told |= Q(state__in=IN_THE_LABORATORY, raw=None)
    return corrections.filter(told)


def awaited_of(reports: Sequence[int], viewer: Viewer, *, model: Any) -> Facts:
    """(label, sentence) of each of those of these reports, by their keys, and not what it would change.
    model: the one of corrections."""
    awaits = gettext("A correction of test report %(report)s awaits the center's decision since %(day)s.")
    begun = gettext("A correction of test report %(report)s is under way at the laboratory since %(day)s.")
    found = []
    for each in _awaited(viewer, reports, model=model):
        waits = each.state == CorrectionState.BEFORE_CENTER
        since = each.approved_at if waits and each.approved_at else each.opened_at
        known = {"report": each.report.number, "day": local_day(since)}
        found.append((_("test report"), (awaits if waits else begun) % known))
    return found


@Prepared
def _awaited(viewer: Viewer, reports: Sequence[int], *, model: Any) -> QuerySet[Any]:
    told = told_of(model._default_manager.filter(report__in=reports), viewer)
    return told.select_related("report").order_by("opened_at", "pk")  # type: ignore[no-any-return]


def that_count(corrections: Any) -> Any:
    """Those of these corrections that count, in the order in which they came to."""
    found = corrections.filter(state=CorrectionState.APPLIED).select_related("result")
    return found.order_by("decided_at", "pk")


@Prepared
def _applied(report: int, *, model: Any) -> QuerySet[Any]:
    return that_count(model._default_manager.filter(report=report))  # type: ignore[no-any-return]


@Prepared
def _voided_before(report: int, sample: int, *, model: Any) -> QuerySet[Any]:
    found = model._default_manager.filter(sample=sample, state=ReportState.VOIDED, pk__lt=report)
    return found.order_by("pk")  # type: ignore[no-any-return]


class Before:
    """What a test report knows of that."""

    @cached_property
    def applied(self: Any) -> list[Any]:
        """The corrections of it that count."""
        found = _applied(self.pk, model=self.corrections.model)
        for each in found:
            each.report = self
        return found

    @cached_property
    def erased(self: Any) -> list[str]:
        """What of it failed and was taken back, overwritten while it was entered or corrected: from what to
        what, by whom or by which correction, and why."""
        overwritten = [
            row.against(line) for row in self.results.all() for line in row.taken_back.splitlines()
        ]
        return [*overwritten, *self.corrected_away()]

    def corrected_away(self: Any) -> list[str]:
        """Those of them that a correction took back."""
        return [each.taking_back() for each in self.applied if each.unfails]

    def taken_back(self: Any) -> Facts:
        return [(_("taken back"), sentence) for sentence in self.erased]

    @carries("6.3-5")
    def unproved(self: Any) -> list[str]:
        """A sentence for each item that failed and does so no more, without a raw record entered since: the
        older one bears out what was taken back."""
        return [
            gettext(
                "%(item)s failed before (%(line)s): add a raw record of the value that stands now; those "
                "entered so far are older."
            )
            % {"item": row.name, "line": row.taken_back.splitlines()[-1]}
            for row in self.results.all()
            if row.value and row.taken_back and not self._proved_since(row)
        ]

    def _proved_since(self: Any, row: Any) -> bool:
        """Whether a raw record of a result was entered after its failing value had been taken back."""
        events = Event.objects.of("record", self.pk).filter(verb="enter").order_by("-pk")
        line = row.taken_back.splitlines()[-1]
        since = next((each.at for each in events if line in each.detail.get("note", "")), None)
        valid = row.raw_records.filter(replaced_by=None)
        return since is None or bool(valid.filter(at__gte=since).exists())

    def awaited(self: Any, viewer: Viewer) -> Facts:
        """Its own corrections on which nobody has decided yet."""
        return awaited_of([self.pk], viewer, model=self.corrections.model)

    @cached_property
    def predecessors(self: Any) -> list[Any]:
        """Reports on the same sample with results, that were voided before this one was begun."""
        voided = _voided_before(self.pk, self.sample_id, model=self._meta.model)
        return [each for each in voided if each.found_something()]

    def found_something(self: Any) -> bool:
        """Whether it has results, or had some that were taken back."""
        return any(row.verdict or row.taken_back for row in self.results.all())

    def tested_before(self: Any) -> Facts:
        """What was found of the sample before and voided, with the reason; and why it was tested again."""
        before = self.predecessors
        found: Facts = [(each.number, each.voided_as()) for each in before]
        return [*found, (_("why it was tested again"), self.retest_reason or "–")] if before else []

    def voided_as(self: Any) -> str:
        """What a voided report had found, and why it was voided: "Non-conforming (Lead: 91). Voided: …"."""
        results = list(self.results.all())
        failing = [row.failed_by() for row in results if row.verdict == ItemVerdict.NON_CONFORMING]
        found = overall(row.verdict for row in results)
        verdict = str(Verdict(found).label) if found else "–"
        event = Event.objects.of("record", self.pk).filter(verb="void").last()
        known = {
            "verdict": f"{verdict} ({'; '.join(failing)})" if failing else verdict,
            "reason": event.detail.get("note", "–") if event else "–",
        }
        return "; ".join([gettext("%(verdict)s. Voided: %(reason)s") % known, *self.erased])

    def noted(self: Any, viewer: Viewer) -> Particulars:
        """What is to be read before the report itself: where label and listing differ, for center and
        regulator; what was bought otherwise than chosen, for the center."""
        sees = viewer.kind in (Kind.CENTER, Kind.REGULATOR)
        differing = [(each.what, str(each)) for each in self.discrepancies()] if sees else []
        bought = changed(self.sample.purchase) if viewer.kind == Kind.CENTER else []
        return [
            (_("Verdict changed"), self.lines("verdict_changed", self.turned())),
            (_("Correction not decided yet"), self.lines("corrections_open", self.awaited(viewer))),
            (_("Failing results taken back"), self.lines("failing_taken_back", self.taken_back())),
            (_("Tested before"), self.lines("tested_before", self.tested_before())),
            (CHANGED, self.lines("bought_otherwise", bought)),
            (DIFFER, self.lines("label_and_listing_differ", differing)),
        ]

    def to_be_seen(self: Any) -> Facts:
        """What whoever receives it is to have seen: what was taken back in it, and what was voided before."""
        return [*self.taken_back(), *self.tested_before()]

    def seen_in_words(self: Any) -> str:
        """The same as one sentence; "" where there is nothing to see."""
        return "; ".join(f"{label}: {text}" for label, text in self.to_be_seen())

    def seen_before(self: Any) -> bool:
        """Whether the center has said that it has seen that, and nothing was taken back since."""
        events = Event.objects.of("record", self.pk).filter(verb__in=("see_before", "apply a correction"))
        numbers = [f"({each.number})" for each in self.applied if each.unfails]
        for event in events.order_by("-pk"):
            if event.verb == "see_before":
                return True
            if event.detail.get("note", "").endswith(tuple(numbers)):
                return False
        return False
