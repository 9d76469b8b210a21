"""What is asked of a panel, and of those who send and answer notices? (form 4.2)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import Kind, Role
from casework.forms import StepForm
from monitoring.flow import RiskCaseState
from monitoring.flow.vocabulary import PANEL_OF_THREE, Evidence, Mode, Outcome, Severity, Spread
from monitoring.forms.rows import FractionField, Rows, Sheet
from monitoring.models import Assessment, Notice, RiskCase

ADDRESSEES = (Kind.PLATFORM, Kind.REGULATOR)


def choices(vocabulary: Any) -> list[tuple[Any, Any]]:
    return [("", _("Choose")), *vocabulary.choices]


class AssessmentForm(StepForm):
    """The case that is to be assessed."""

    class Meta:
        model = Assessment
        fields = ("riskcase",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = RiskCase.objects.visible_to(self.viewer).filter(state=RiskCaseState.REGISTERED)
        self.fields["riskcase"].queryset = waiting.order_by("-pk")  # type: ignore[attr-defined]


class StepRow(forms.Form):
    description = forms.CharField(label=_("What happens"), max_length=200)
    probability = FractionField(
        label=_("Probability"), help_text=_("A fraction or a decimal: 1/100 or 0.01.")
    )
    evidence = forms.ChoiceField(label=_("Evidence"), choices=choices(Evidence))


class EmpanelForm(StepForm):
    """Who assesses, how, by which criteria, and the injury scenario with its steps."""

    mode = forms.ChoiceField(label=_("Mode of assessment"), choices=choices(Mode))
    panel = forms.ModelMultipleChoiceField(
        User.objects.none(), label=_("Panel"), widget=forms.CheckboxSelectMultiple
    )
    scenario = forms.CharField(label=_("Injury scenario"), widget=forms.Textarea(attrs={"rows": 4}))
    steps = Rows("step", _("Step %(n)d of the scenario"), StepRow, spare=5)

    class Meta:
        model = Assessment
        fields = ("mode", "panel", "criteria", "scenario", "units_in_use")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assessors = User.objects.filter(
            memberships__organisation=self.viewer.organisation,
            memberships__roles__contains=[Role.ASSESSOR],
            is_active=True,
        )
        self.fields["panel"].queryset = assessors.order_by("name", "pk")  # type: ignore[attr-defined]
        steps = self.steps.lay(self)
        self.groups = [
            (_("Panel"), ["mode", "panel", "criteria"]),
            (_("Injury scenario"), ["scenario"]),
            *steps,
            (_("Result"), ["units_in_use"]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        panel = data.get("panel")
        if data.get("mode") in PANEL_OF_THREE and panel is not None and len(panel) < 3:
            self.add_error("panel", _("An assessment by specialists needs a panel of at least three."))
        data["rows"] = self.steps.read(self)
        return data


class ScoreForm(Sheet):
    """One assessor's own score."""

    conflict = forms.BooleanField(label=_("I have a conflict of interest and do not score"), required=False)
    severity = forms.TypedChoiceField(
        label=_("Severity"), choices=choices(Severity), coerce=int, empty_value=None, required=False
    )
    spread = forms.ChoiceField(label=_("Spread"), choices=choices(Spread), required=False)
    outcome = forms.ChoiceField(label=_("Measure"), choices=choices(Outcome), required=False)
    remark = forms.CharField(
        label=_("Grounds"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("conflict"):
            for name in ("severity", "spread", "outcome"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return data


class ProposeForm(StepForm):
    """What the chair proposes: the measure, and why."""

    outcome = forms.ChoiceField(label=_("Measure"), choices=choices(Outcome))
    severity = forms.TypedChoiceField(label=_("Severity"), choices=choices(Severity), coerce=int)
    spread = forms.ChoiceField(label=_("Spread"), choices=choices(Spread))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    notified = forms.ModelMultipleChoiceField(
        Organisation.objects.filter(kind__in=ADDRESSEES, active=True),
        label=_("Units and regions to notify"),
        required=False,
        help_text=_("Needed for measure b."),
    )

    class Meta:
        model = Assessment
        fields = ("severity", "spread", "outcome", "notified", "reason", "dissent", "absence")

    groups = [
        (_("Result"), ["severity", "spread", "outcome", "notified"]),
        (_("Reason"), ["reason", "dissent", "absence"]),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("dissent", "absence"):
            self.fields[name].widget.attrs["rows"] = 3

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("outcome") == Outcome.NOTIFY and not data.get("notified"):
            self.add_error("notified", _("Name at least one unit or region to notify."))
        if data.get("outcome") == Outcome.EXCLUDE and data.get("notified"):
            self.add_error("notified", _("Nobody is notified of a case that is excluded."))
        return data


class SendForm(StepForm):
    """What the addressee is told."""

    text = forms.CharField(label=_("Text of the notice"), widget=forms.Textarea(attrs={"rows": 6}))

    class Meta:
        model = Notice
        fields = ("text",)


class AnswerForm(StepForm):
    """What the addressee found and did."""

    reply = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 6}))
    contact = forms.CharField(label=_("Contact"), max_length=120)

    class Meta:
        model = Notice
        fields = ("reply", "contact")


class MoreForm(Sheet):
    """One more addressee of a notice."""

    addressee = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whom to notify"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = Notice.objects.visible_to(self.viewer).filter(riskcase=self.record)
        parties = [pk for pair in told.values_list("platform", "regulator") for pk in pair if pk]
        others = Organisation.objects.filter(kind__in=ADDRESSEES, active=True).exclude(pk__in=parties)
        self.fields["addressee"].queryset = others  # type: ignore[attr-defined]
