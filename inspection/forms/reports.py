"""What is asked of the laboratory about results and raw records?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import StepForm, day
from catalogue.limits import Comparison
from documents.forms import CheckedFile
from inspection.flow import EntrustmentState, Entry, RawKind
from inspection.forms.rows import RowsForm
from inspection.judgement import ItemVerdict
from inspection.models import EntrustedSample, Entrustment, Report, Result


class ReportForm(StepForm):
    """On which sample a report is begun."""

    class Meta:
        model = Report
        fields = ()

    entrusted = forms.ModelChoiceField(EntrustedSample.objects.none(), label=_("Sample"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        testing = Entrustment.objects.visible_to(self.viewer).filter(
            state=EntrustmentState.IN_PROGRESS, laboratory=self.viewer.organisation
        )
        if self.initial.get("entrustment"):
            testing = testing.filter(pk=self.initial["entrustment"])
        waiting = EntrustedSample.objects.filter(entrustment__in=testing, report=None, released=False)
        self.fields["entrusted"].queryset = waiting.select_related("sample", "entrustment")  # type: ignore[attr-defined]


class ResultsForm(RowsForm):
    """Results by item; the verdict follows from the figures unless the tester sets one and says why."""

    tested_from = day(label=_("Testing began on"))
    tested_to = day(label=_("Testing ended on"))

    class Meta:
        model = Report
        fields = ("tested_from", "tested_to", "tested_at", "deviations", "analysis")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tested_at"].required = True
        self.initial.setdefault("tested_at", self.viewer.organisation.address)
        self.rows, self.groups = {}, []
        for result in self.instance.results.all():
            title = " · ".join(part for part in (result.name, result.unit, result.method) if part)
            fields = result_fields(result)
            if self.instance.submitted_once and result.verdict:
                only_to_fill_in(fields)
            self.add_row(title, result.pk, fields)
        self.groups.append((_("Testing"), list(self.Meta.fields)))

    def clean(self) -> dict[str, Any]:
        self.not_ahead("tested_from")
        self.not_ahead("tested_to")
        begun, ended = self.cleaned_data.get("tested_from"), self.cleaned_data.get("tested_to")
        if begun and ended and begun > ended:
            self.add_error("tested_to", _("Testing cannot end before it began."))
        received = self.instance.entrusted.received_on
        if begun and received and begun < received:
            self.add_error("tested_from", _("Testing cannot begin before the sample was received."))
        return super().clean()


def result_fields(result: Any) -> dict[str, forms.Field]:
    """The fields for one result, filled with what stands there."""
    by_hand = result.verdict if result.verdict != result.judged else ""
    return {
        "value": forms.CharField(
            label=_("Measured value"),
            max_length=200,
            required=False,
            initial=result.value,
            help_text=_("A number (0.12), a bound (<0.5), or words."),
        ),
        "lod": forms.DecimalField(
            label=_("Limit of detection"),
            max_digits=16,
            decimal_places=6,
            min_value=Decimal("0.000001"),
            required=False,
            initial=result.lod,
        ),
        "declared": forms.CharField(
            label=_("Declared value"), max_length=60, required=False, initial=result.declared
        ),
        "comparison": forms.ChoiceField(
            label=_("Comparison"), choices=Comparison, required=False, initial=result.comparison
        ),
        "places": forms.IntegerField(
            label=_("Decimal places of the limit"),
            min_value=-6,
            max_value=6,
            required=False,
            initial=result.places,
            help_text=_("Only for a rounded comparison; empty: as the limit shows."),
        ),
        "verdict": forms.ChoiceField(
            label=_("Verdict"),
            choices=[("", _("By the figures")), *ItemVerdict.choices],
            required=False,
            initial=by_hand,
        ),
        "remark": forms.CharField(label=_("Remark"), max_length=200, required=False, initial=result.remark),
        "subcontracted": forms.BooleanField(
            label=_("Subcontracted"), required=False, initial=result.subcontracted
        ),
    }


def only_to_fill_in(fields: dict[str, forms.Field]) -> None:
    """What was submitted before may be read here, not changed: that takes a correction (6.3-5)."""
    for name in (Entry.VALUE, Entry.LOD, Entry.DECLARED, Entry.PLACES, Entry.REMARK):
        if fields[name].initial not in ("", None):
            fields[name].widget.attrs["readonly"] = True


class RawRecordForm(StepForm):
    """A raw record of the test, as a file (6.3-5)."""

    kind = forms.ChoiceField(label=_("Kind of record"), choices=RawKind)
    results = forms.ModelMultipleChoiceField(
        Result.objects.none(),
        label=_("Items that it covers"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each item that was tested needs a raw record before the report is submitted."),
    )
    file = CheckedFile(label=_("File"))
    taken_on = day(label=_("Written down on"))
    instrument = forms.CharField(label=_("Instrument and its number"), max_length=120)

    class Meta:
        model = Report
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["results"].queryset = self.instance.results.all()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("taken_on")
        return data
