"""What is asked about a case: what it is made of, what goes into it or out of it, what is new? (6.1.3)"""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.choices import OneOf, SeveralOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.forms import NoteForm, QuestionForm, StepForm
from catalogue.models import Category
from monitoring.risks.flow.risk import RISK_CASE_FLOW, RiskCaseState, SignalState
from monitoring.risks.models.cases import RiskCase
from monitoring.risks.models.signals import RiskSignal
from trail.reasons import ReasonField

RECENT = 50


class NumbersField(forms.CharField):
    """Numbers of signals, separated by spaces or commas; cleaned to a list of them."""

    def clean(self, value: Any) -> list[str]:
        return [number.upper() for number in re.split(r"[\s,，、;]+", super().clean(value) or "") if number]


def chosen(form: Any, numbers: list[str], state: SignalState) -> list[RiskSignal]:
    """The signals of these numbers that the viewer may see, all in this state; else ValidationError."""
    wanted = list(dict.fromkeys(numbers))
    found = list(
        RiskSignal.objects.visible_to(form.viewer).filter(number__in=wanted, state=state).order_by("pk")
    )
    lacking = set(wanted) - {signal.number for signal in found}
    if lacking:
        raise ValidationError(
            _("No such signal waits to be attached: %(numbers)s."),
            params={"numbers": ", ".join(sorted(lacking))},
        )
    return found


@RISK_CASE_FLOW.asks("open")
class CaseForm(StepForm):
    """A risk case, made of signals or of none."""

    category = OneOf(Category.objects.all(), label=_("Product category"))
    platform = OneOf(
        Organisation.objects.filter(kind=Kind.PLATFORM, active=True), label=_("Platform"), required=False
    )
    signals = NumbersField(
        label=_("Numbers of its risk signals"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Separated by spaces."),
    )

    class Meta:
        model = RiskCase
        fields = ("product", "category", "hazard_item", "platform", "summary")

    def clean_signals(self) -> list[RiskSignal]:
        return chosen(self, self.cleaned_data["signals"], SignalState.SUBMITTED)


@RISK_CASE_FLOW.asks("attach")
class AttachForm(QuestionForm):
    """Signals for a case: the newest that wait, and any other by its number."""

    recent = forms.MultipleChoiceField(
        label=_("The newest that wait"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = NumbersField(label=_("Numbers of others"), required=False, help_text=_("Separated by spaces."))
    mandatory = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = RiskSignal.objects.visible_to(self.viewer).filter(state=SignalState.SUBMITTED)
        self.fields["recent"].choices = [  # type: ignore[attr-defined]
            (signal.number, f"{signal.product} · {signal.hazard_item[:80]} · {signal.number}")
            for signal in waiting.order_by("-pk")[:RECENT]
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        numbers = [*data.get("recent", []), *data.get("others", [])]
        if self.mandatory and not numbers and not self.errors:
            raise ValidationError(_("Choose at least one signal."))
        rest = {name: value for name, value in data.items() if name not in ("recent", "others")}
        return {**rest, "signals": chosen(self, numbers, SignalState.SUBMITTED)}


@RISK_CASE_FLOW.asks("detach")
class DetachForm(QuestionForm):
    """Signals to be taken out of a case, and why."""

    signals = SeveralOf(RiskSignal.objects.none(), label=_("Signals"), widget=forms.CheckboxSelectMultiple)
    note = ReasonField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = RiskSignal.objects.visible_to(self.viewer).filter(case=self.record)
        self.fields["signals"].queryset = mine.order_by("pk")  # type: ignore[attr-defined]


@RISK_CASE_FLOW.asks("merge")
class MergeForm(QuestionForm):
    """The registered case that this one goes into, and why."""

    into = forms.CharField(label=_("Number of the case it goes into"), max_length=14)
    note = ReasonField(label=_("Reason"), max_length=300, required=False)

    def clean_into(self) -> RiskCase:
        registered = RiskCase.objects.visible_to(self.viewer).filter(state=RiskCaseState.REGISTERED)
        number = self.cleaned_data["into"].strip().upper()
        into = registered.filter(number=number).first()
        if into is None or into == self.record:
            raise ValidationError(_("No other registered case has this number."))
        return into


@RISK_CASE_FLOW.asks("reopen")
class ReopenForm(AttachForm):
    """What is new: a reason, and the signals that tell of it."""

    note = ReasonField(label=_("What is new"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    mandatory = False
    field_order = ("note", "recent", "others")


RISK_CASE_FLOW.asks("unmerge", "back")(NoteForm)
