"""What is asked of somebody who proposes a correction?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.addresses import code_of
from accounts.coded import OneOf
from casework.flow import Refused
from casework.pages.forms import NoteForm, OpinionField, StepForm, needed_when
from documents.forms import CheckedFile
from inspection.corrections.models.corrections import Correction
from inspection.flow.corrections import CORRECTION_FLOW
from inspection.flow.reports import ReportState
from inspection.flow.vocabulary import CORRECTABLE, MEASURED, Particular
from inspection.reports.models.as_text import read, shown, written
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from trail.days import DayField
from trail.reasons import ReasonField


@CORRECTION_FLOW.asks("review")
class HeldForm(StepForm):
    """Whoever confirms or approves a correction by which a verdict turns says that they held it against the
    raw records; nothing is chosen beforehand. Where none turns, nothing is asked."""

    held = forms.BooleanField(
        label=_("I have held the old and the new value against the raw records"),
        error_messages={"required": _("Tick this: no verdict turns before somebody has done so.")},
    )

    class Meta:
        model = Correction
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        if self.asks(self.instance):
            self.fields["held"].help_text = self.instance.in_words()
        else:
            del self.fields["held"]

    @staticmethod
    def asks(correction: Correction) -> bool:
        """Whether it asks anything of this correction: else the step is a single button."""
        return correction.turns


@CORRECTION_FLOW.asks("approve", "pass_on")
class SignOffForm(HeldForm):
    """The same of whoever signs it off, with what they want to say about it."""

    note = OpinionField()


@CORRECTION_FLOW.asks("open")
class CorrectionForm(StepForm):
    """From what to what, and why (更正记录). The places are those of the report chosen."""

    field_order = ("report", "place", "new_value", "file", "taken_on", "reason")
    report = OneOf(Report.objects.none(), label=_("Test report"))
    place = forms.ChoiceField(
        label=_("What is to be corrected"),
        help_text=_("Choose the report first; its entries are then offered."),
    )
    new_value = forms.CharField(
        label=_("New value"),
        max_length=200,
        required=False,
        help_text=_("For a value; empty: nothing. A day as 2026-01-31."),
    )
    file = CheckedFile(
        label=_("Corrected raw record"),
        required=False,
        help_text=_("In place of a raw record; and of a measured value, the raw record that says so."),
    )
    taken_on = DayField(
        label=_("Raw record written down on"), required=False, help_text=_("For a measured value.")
    )
    reason = ReasonField(label=_("Reason"), max_length=500)

    class Meta:
        model = Correction
        fields = ("report", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["file"], _("mandatory for a raw record or a measured value"))
        needed_when(self.fields["taken_on"], _("mandatory for a measured value"))
        own = Report.objects.visible_to(self.viewer).filter(laboratory=self.viewer.organisation)
        asked = self.initial.get("report")
        done = () if asked else (ReportState.FINAL,)
        offered = own.exclude(state__in=(ReportState.VOIDED, *done)).order_by("-pk")
        self.fields["report"].queryset = offered.filter(pk=asked) if asked else offered  # type: ignore[attr-defined]
        chosen = self.fields["report"].found(self["report"].value())  # type: ignore[attr-defined]
        self.results: dict[str, tuple[Result, str]] = {}
        self.raws: dict[str, RawRecord] = {}
        self.fields["place"].choices = self.places(chosen)  # type: ignore[attr-defined]

    def places(self, report: Report | None) -> list[Any]:
        """The entries and raw records of a report, by item; each with what stands there."""
        found: list[Any] = [("", "—")]
        if report is None:
            return found
        for result in report.results.exclude(verdict=""):
            of_item = []
            for entry in CORRECTABLE:
                key = f"{entry}-{code_of(result)}"
                self.results[key] = (result, str(entry))
                of_item.append((key, f"{entry.label}: {shown(entry, written(result, entry))}"))
            found.append((result.name, of_item))
        of_report = {str(entry): entry.label for entry in Particular}
        found.append(
            (
                _("Goods and days"),
                [(key, f"{label}: {shown(key, written(report, key))}") for key, label in of_report.items()],
            )
        )
        newest = report.raw_records.filter(replaced_by=None)
        self.raws = {f"raw-{code_of(raw)}": raw for raw in newest}
        if self.raws:
            found.append((_("Raw records"), [(key, str(raw)) for key, raw in self.raws.items()]))
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        place = data.pop("place", "")
        if place in self.raws:
            data["raw"] = self.raws[place]
            data["new_value"] = ""
            if not data.get("file") and "file" not in self.errors:
                self.add_error("file", _("Attach the corrected raw record."))
        elif place:
            data["result"], data["entry"] = self.results.get(place, (None, place))
            self.measured(data)
            try:
                read(data["entry"], data.get("new_value", ""))
            except Refused as refused:
                self.add_error("new_value", str(refused))
        return data

    def measured(self, data: dict[str, Any]) -> None:
        """Of what was measured the raw record and its day are asked for; of all else there is none."""
        if data["result"] is None or data["entry"] not in MEASURED:
            data["file"] = data["taken_on"] = None
            return
        self.not_ahead("taken_on")
        for name, missing in (
            ("file", _("Attach the raw record of the new value.")),
            ("taken_on", _("Enter its day.")),
        ):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, missing)


CORRECTION_FLOW.asks("reject", "accept", "refuse")(NoteForm)
