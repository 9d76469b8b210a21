"""What is asked of the regulator at each step of a case?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.clocks import local_day
from casework.forms import StepForm
from disposal.flow.vocabulary import Penalty
from disposal.models import EnforcementCase
from documents.forms import CheckedFiles


class CaseForm(StepForm):
    """A step of an enforcement case (4.12): what `must` names is mandatory, days follow one another."""

    must: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.must:
            self.fields[name].required = True
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in self.instance.unless_in_order(data, local_day(self.now)).items():
            self.add_error(name, sentence)
        return data


class ReceiveCaseForm(CaseForm):
    """When the regulator received the report: the clock starts on that day."""

    must = ("received_on",)

    class Meta:
        model = EnforcementCase
        fields = ("received_on",)


class InspectForm(CaseForm):
    """The start of the inspection, and by which right."""

    must = ("started_on",)

    class Meta:
        model = EnforcementCase
        fields = ("started_on", "notice_number", "jurisdiction", "served_on")


FOUND = (
    "control",
    "made",
    "goods_value",
    "sold",
    "stock",
    "sealed",
    "recalled",
    "not_recalled_why",
    "under_control",
    "cause",
    "cause_detail",
)


# As they stand on the feedback form (4.12).
FOUND_GROUPS = [
    (_("Control of the product"), FOUND[: FOUND.index("cause")]),
    (_("Cause"), FOUND[FOUND.index("cause") :]),
]


class FileForm(CaseForm):
    """What the inspection found, and the case that is filed."""

    groups = [*FOUND_GROUPS, (_("Case"), ("filed_on", "case_number", "violation"))]

    must = ("filed_on", "case_number", "violation", "control", "cause", "cause_detail")

    class Meta:
        model = EnforcementCase
        fields = (*FOUND, "filed_on", "case_number", "violation")


class NotFileForm(CaseForm):
    """What the inspection found, and why no case is filed."""

    groups = [*FOUND_GROUPS, (_("Case"), ("not_filed_why",))]

    must = ("not_filed_why", "control", "cause", "cause_detail")

    class Meta:
        model = EnforcementCase
        fields = (*FOUND, "not_filed_why")


class DecideForm(CaseForm):
    """The decision: its penalties, or why there is none."""

    must = ("decided_on", "decision_number")
    penalties = forms.MultipleChoiceField(
        label=_("Penalties"), choices=Penalty, required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = EnforcementCase
        fields = ("decided_on", "decision_number", "penalties", "amount", "not_penalised_why")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        penalties, amount = data.get("penalties"), data.get("amount")
        money = {Penalty.FINE, Penalty.GAINS} & set(penalties or [])
        if not penalties and not data.get("not_penalised_why"):
            self.add_error("not_penalised_why", _("Choose the penalties, or say why there is none."))
        if money and amount is None and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount of the fine and of what was confiscated."))
        if amount is not None and not money:
            self.add_error("amount", _("Only a fine or a confiscation of gains has an amount."))
        return data


class ExecuteForm(CaseForm):
    """When and how the decision was carried out."""

    must = ("executed_on", "execution")

    class Meta:
        model = EnforcementCase
        fields = ("executed_on", "execution")


class CloseForm(CaseForm):
    """The day on which the case was closed: the five days run from it."""

    must = ("closed_on",)

    class Meta:
        model = EnforcementCase
        fields = ("closed_on", "published_on")


class ReportCaseForm(CaseForm):
    """What the center is told, by whom, and who confirmed it."""

    must = ("account", "reported_by", "confirmed_by")
    enclosed = CheckedFiles(label=_("Papers of the case"), required=False)

    class Meta:
        model = EnforcementCase
        fields = ("account", "reported_by", "confirmed_by")
