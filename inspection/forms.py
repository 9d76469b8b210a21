"""What is asked of the center and the laboratory at each step?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.forms.models import BaseInlineFormSet, inlineformset_factory
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.clocks import local_day
from casework.forms import NoteForm, StepForm, day, moment
from catalogue.models import TestItem
from documents.forms import CheckedFiles
from inspection.flow import Addressee, EntrustmentState, Situation
from inspection.judgement import Comparison, ItemVerdict
from inspection.models import EntrustedSample, Entrustment, Qualification, QualificationScope, Report, fit
from monitoring.models import PlanItem
from sampling.models import Sample

YES_NO = ((True, _("Yes")), (False, _("No")))
Groups = list[tuple[str | Promise, list[str]]]


class RowsForm(StepForm):
    """A step that asks the same of several rows: fields for each, cleaned to {key of row: values}."""

    def add_row(self, title: str, pk: int, fields: dict[str, forms.Field]) -> None:
        """Add the fields of one row, after those of the record itself."""
        self.rows: dict[int, dict[str, str]] = {**getattr(self, "rows", {}), pk: {}}
        for name, field in fields.items():
            self.rows[pk][name] = f"{name}_{pk}"
            self.fields[f"{name}_{pk}"] = field
        self.groups: Groups = [*getattr(self, "groups", []), (title, list(self.rows[pk].values()))]

    def row(self, pk: int) -> dict[str, Any]:
        """What was typed into a row, as far as it is in order."""
        return {name: self.cleaned_data.get(field) for name, field in self.rows[pk].items()}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        rows = {pk: self.row(pk) for pk in self.rows}
        names = {field for row in self.rows.values() for field in row.values()}
        self.cleaned_data = {name: value for name, value in data.items() if name not in names} | {
            "rows": rows
        }
        return self.cleaned_data


class EntrustmentForm(StepForm):
    """The commission (form 4.7). Offered: samples in store, laboratories with a certificate, items."""

    samples = forms.ModelMultipleChoiceField(
        Sample.objects.none(), label=_("Samples"), widget=forms.CheckboxSelectMultiple
    )
    due_on = day(label=_("To be finished by"))
    subcontracting = forms.TypedChoiceField(
        label=_("Subcontracting allowed"),
        choices=YES_NO,
        coerce=lambda value: value in (True, "True"),
        widget=forms.RadioSelect,
    )
    field_order = ("samples", "laboratory", "items")
    groups: Groups = [
        (_("Commission"), ["samples", "laboratory", "items", "obtained", "grade", "lot_size"]),
        (_("Grounds"), ["test_grounds", "judgement_grounds"]),
        (_("Client"), ["client_address", "client_postcode", "client_contact", "client_phone"]),
        (_("Terms"), ["due_on", "urgent", "confidentiality", "subcontracting", "team", "fee"]),
        (_("Report and sample"), ["copies", "sending", "cma_mark", "cnas_mark", "afterwards"]),
    ]

    class Meta:
        model = Entrustment
        fields = (
            "laboratory",
            "items",
            "obtained",
            "grade",
            "lot_size",
            "test_grounds",
            "judgement_grounds",
            "client_address",
            "client_postcode",
            "client_contact",
            "client_phone",
            "due_on",
            "urgent",
            "confidentiality",
            "subcontracting",
            "team",
            "fee",
            "copies",
            "sending",
            "cma_mark",
            "cnas_mark",
            "afterwards",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = self.viewer.organisation
        kept = [entrusted.sample_id for entrusted in self.instance.kept()] if self.instance.pk else []
        elsewhere = EntrustedSample.objects.filter(released=False).exclude(sample__in=kept).values("sample")
        stored = Sample.objects.visible_to(self.viewer).filter(state="stored", role="test")
        offered = stored.exclude(pk__in=elsewhere).order_by("-pk")
        self.fields["samples"].queryset = offered  # type: ignore[attr-defined]
        qualified = Qualification.objects.visible_to(self.viewer).values("laboratory")
        laboratories = Organisation.objects.filter(kind=Kind.LABORATORY, active=True, pk__in=qualified)
        self.fields["laboratory"].queryset = laboratories  # type: ignore[attr-defined]
        items = TestItem.objects.filter(category__in=offered.values("category"))
        self.fields["items"].queryset = items  # type: ignore[attr-defined]
        self.fields["items"].widget = forms.CheckboxSelectMultiple(choices=self.fields["items"].choices)  # type: ignore[attr-defined]
        asked = offered.filter(pk=self.initial.get("sample") or 0).first()
        self.initial.setdefault("samples", kept or ([asked.pk] if asked else []))
        self.initial.setdefault("client_address", own.address)
        self.initial.setdefault("client_phone", own.phone)
        if asked:
            self.as_planned(asked.purchase.plan_item)

    def as_planned(self, planned: PlanItem) -> None:
        """Fill in what the work plan lays down for the product (6.3-4)."""
        self.initial.setdefault("items", list(planned.test_items.all()))
        self.initial.setdefault("test_grounds", str(planned.test_standard))
        grounds = f"{planned.judgement_standard}; {planned.grounds}"
        self.initial.setdefault("judgement_grounds", grounds)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        today = local_day(self.now)
        if data.get("due_on") and data["due_on"] < today:
            self.add_error("due_on", _("This lies in the past: enter a day to come."))
        if data.get("laboratory") and data.get("items"):
            for reason in fit(data["laboratory"], list(data["items"].select_related("method")), today):
                self.add_error("laboratory", reason)
        samples = data.get("samples") or ()
        if samples and data.get("items"):
            categories = {sample.category_id for sample in samples}
            if {item.category_id for item in data["items"]} != categories or len(categories) > 1:
                self.add_error("items", _("Samples and items must be of one product category."))
        if "samples" in data:
            data["samples"] = list(samples)
        if "items" in data:
            data["items"] = list(data["items"])
        return data


class AcceptForm(RowsForm):
    """What the laboratory checks on accepting the commission, sample by sample (6.3-1)."""

    class Meta:
        model = Entrustment
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {}
        for entrusted in self.instance.live():
            sample = entrusted.sample
            received = local_day(sample.received_at or self.now)
            self.add_row(
                str(sample),
                entrusted.pk,
                {
                    "received_on": day(label=_("Received on"), initial=received),
                    "appearance": forms.CharField(
                        label=_("Appearance"), max_length=200, initial=sample.appearance
                    ),
                    "condition": forms.CharField(
                        label=_("Condition"), max_length=200, initial=sample.condition
                    ),
                    "seal": forms.CharField(label=_("State of the seal"), max_length=200),
                    "influences": forms.CharField(
                        label=_("Whatever else may affect the result"),
                        max_length=400,
                        help_text=_("Write “none” if there is nothing."),
                    ),
                },
            )

    def clean(self) -> dict[str, Any]:
        for row in self.rows.values():
            self.not_ahead(row["received_on"])
        return super().clean()


class AbnormalityForm(StepForm):
    """A failed sample or an impossible test, with its proof (6.3-3)."""

    samples = forms.ModelMultipleChoiceField(
        EntrustedSample.objects.none(), label=_("Samples concerned"), widget=forms.CheckboxSelectMultiple
    )
    situation = forms.ChoiceField(label=_("Situation"), choices=Situation)
    found_at = moment(label=_("Found at"))
    account = forms.CharField(
        label=_("What happened"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reported_to = forms.ChoiceField(label=_("Reported to"), choices=Addressee)
    proof = CheckedFiles(label=_("Proof"))

    class Meta:
        model = Entrustment
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["samples"].queryset = self.instance.kept()  # type: ignore[attr-defined]
        self.file_types = self.fields["proof"].said  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("found_at")
        return data


class DecisionForm(NoteForm):
    """What the center decides on an abnormality (处理意见)."""

    note = forms.CharField(label=_("Decision"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


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
            self.add_row(title, result.pk, result_fields(result))
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


class QualificationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A laboratory's certificate; its scope is typed beside it, row by row."""

    valid_from = day(label=_("Valid from"))
    valid_until = day(label=_("Valid until"))

    class Meta:
        model = Qualification
        fields = ("laboratory", "cma_number", "valid_from", "valid_until", "cnas_number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laboratories = Organisation.objects.filter(kind=Kind.LABORATORY, active=True)
        self.fields["laboratory"].queryset = laboratories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("valid_from"), data.get("valid_until")
        if begins and ends and begins > ends:
            self.add_error("valid_until", _("The certificate ends before it begins."))
        return data


class ScopeRows(BaseInlineFormSet):  # type: ignore[type-arg]
    """The scope of a certificate: at least one row, and no row that says nothing."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        for form in kept:
            data = form.cleaned_data if form.is_valid() else {}
            if (
                data
                and not data.get("DELETE")
                and not any(data.get(n) for n in ("category", "item", "standard"))
            ):
                form.add_error(None, _("Name a category, an item or a standard."))
        if not any(not form.cleaned_data.get("DELETE") for form in kept if form.is_valid()):
            raise forms.ValidationError(_("Say what the certificate covers: at least one row."))


ScopeFormSet = inlineformset_factory(
    Qualification, QualificationScope, formset=ScopeRows, fields=("category", "item", "standard"), extra=3
)
