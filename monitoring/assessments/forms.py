"""What is asked of a panel and its chair? (form 4.2)"""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median_high
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation, User, Viewer
from accounts.roles import Role
from casework.pages.forms import NoteForm, OpinionForm, QuestionForm, StepForm, needed_when, put_forward
from casework.pages.rows import Rows
from documents.filetypes import TYPES
from documents.forms import CheckedFiles
from monitoring.assessments.models import BASIS, Assessment, Scenario, Shift, Vote, lacking
from monitoring.criteria.forms import FractionField
from monitoring.criteria.matrix import SEVERITIES
from monitoring.criteria.matrix.flips import exactly
from monitoring.criteria.models import Criteria
from monitoring.risks.flow.risk import ASSESSMENT_FLOW, RiskCaseState
from monitoring.risks.forms.riskcases import ADDRESSEES, NAME, in_the_system
from monitoring.risks.models.riskcases import RiskCase
from monitoring.vocabulary import Evidence, Mode, Outcome, Severity, Spread
from trail.days import DayField
from trail.enumerations import enumerated
from trail.reasons import ReasonField


def choices(vocabulary: Any) -> list[tuple[Any, Any]]:
    return [("", _("Choose")), *vocabulary.choices]


def assessors(viewer: Viewer) -> Any:
    """Who may be on a panel: the assessors of the viewer's center."""
    found = User.objects.filter(
        memberships__organisation=viewer.organisation,
        memberships__roles__contains=[Role.ASSESSOR],
        is_active=True,
    )
    return found.order_by("name", "pk")


@ASSESSMENT_FLOW.asks("open")
class AssessmentForm(StepForm):
    """The case that is to be assessed."""

    class Meta:
        model = Assessment
        fields = ("riskcase",)
        field_classes = {"riskcase": OneOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["riskcase"].queryset = registered(self.viewer)  # type: ignore[attr-defined]


def registered(viewer: Viewer) -> Any:
    """The cases that wait to be assessed."""
    return RiskCase.objects.visible_to(viewer).filter(state=RiskCaseState.REGISTERED).order_by("-pk")


class SittingForm(QuestionForm):
    """A joint session and its cases."""

    title = forms.CharField(label=_("Title"), max_length=120)
    held_on = DayField(label=_("Held on"))
    cases = SeveralOf(RiskCase.objects.none(), label=_("Risk cases"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cases"].queryset = registered(self.viewer)  # type: ignore[attr-defined]

    def clean_cases(self) -> Any:
        cases = self.cleaned_data["cases"]
        if len(cases) < 2:
            raise ValidationError(_("A joint session assesses several cases: choose at least two."))
        return cases


class ScenarioRow(forms.Form):
    description = forms.CharField(
        label=_("Injury scenario"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepRow(forms.Form):
    scenario = forms.IntegerField(
        label=_("Of which scenario"),
        min_value=1,
        max_value=60,
        required=False,
        help_text=_("Left empty: of the same one as the step before."),
    )
    description = forms.CharField(label=_("What happens"), max_length=200)
    probability = FractionField(label=_("Probability"), help_text=_("Such as 1/8, 12.5 % or 0.125."))
    evidence = forms.ChoiceField(label=_("Evidence"), choices=choices(Evidence))


@ASSESSMENT_FLOW.asks("empanel")
class EmpanelForm(StepForm):
    """Who assesses, how, by which criteria, and the injury scenarios with their steps."""

    mode = forms.ChoiceField(label=_("Mode of assessment"), choices=choices(Mode))
    panel = SeveralOf(User.objects.none(), label=_("Panel"))
    evidence = CheckedFiles(
        label=_("Tests, papers, photos"),
        required=False,
        help_text=_("Needed for a technical one and a survey."),
    )
    scenarios = Rows("scenario", _("Scenario %(n)d"), ScenarioRow, spare=3)
    steps = Rows("step", _("Step %(n)d"), StepRow, spare=8)

    class Meta:
        model = Assessment
        fields = ("mode", "panel", "criteria", "account", "evidence", "units_in_use")
        field_classes = {"criteria": OneOf}
        widgets = {"account": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = assessors(self.viewer)  # type: ignore[attr-defined]
        offered = Criteria.objects.offered(self.viewer.organisation)
        self.fields["criteria"].queryset = offered  # type: ignore[attr-defined]
        if not (self.instance.pk and self.instance.laid):
            # A bureau says by which matrix is assessed. Where it has not, people choose one: no form does.
            self.initial["criteria"] = offered.exclude(organisation=None).first()
        self.fields["account"].help_text = _("Needed for a survey: who went where and when, what they found.")
        self.file_types = ",".join(TYPES)
        if self.instance.sitting_id:
            self.initial["mode"] = Mode.JOINT
        self.groups = [
            (_("Panel"), ["mode", "panel", "criteria"]),
            (_("What it rests on"), ["account", "evidence", "units_in_use"]),
            *self.scenarios.lay(self),
            *self.steps.lay(self),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        on_file = len(data.get("evidence") or ()) + self.instance.attachments.filter(kind=BASIS).count()
        sitting = self.instance.sitting_id is not None
        if data.get("mode") and "panel" in data:
            fault = lacking(data["mode"], len(data["panel"]), on_file, data.get("account", ""), sitting)
            if fault:
                self.add_error(*fault)
        scenarios = [{**row, "steps": []} for row in self.scenarios.read(self)]
        place = 1
        for row in self.steps.read(self):
            place = row.pop("scenario") or place
            if place <= len(scenarios):
                scenarios[place - 1]["steps"].append(row)
            elif scenarios:
                said = gettext("A step belongs to scenario %(n)d, which is empty.") % {"n": place}
                self.add_error(None, said)
        for n, scenario in enumerate(scenarios, start=1):
            if not scenario["steps"]:
                self.add_error(None, gettext("Scenario %(n)d has no step yet.") % {"n": n})
        return {**data, "scenarios": scenarios}


def severity_field(initial: int | None = None, required: bool = False) -> forms.Field:
    return forms.TypedChoiceField(
        label=_("Severity"),
        choices=choices(Severity),
        coerce=int,
        empty_value=None,
        required=required,
        initial=initial,
    )


# When what a score consists of is mandatory.
IF_SCORED = _("mandatory unless you have a conflict of interest")


class BySeverity:
    """What a score and a proposal ask for besides: how grave the harm of each scenario is.

    rows: the form's field by scenario, as the API names them. agreed: what a proposal begins with, by
    position; who scores may have a conflict of interest instead, so that there they are not mandatory.
    """

    def __init__(self, form: Any, assessment: Assessment, agreed: dict[int, int] | None = None) -> None:
        self.scenarios = assessment.laid
        form.rows = {one.pk: {"severity": f"severity{one.position}"} for one in self.scenarios}
        self.groups = [(f"{one} · {one.description}", [f"severity{one.position}"]) for one in self.scenarios]
        for one in self.scenarios:
            field = severity_field((agreed or {}).get(one.position), required=agreed is not None)
            form.fields[f"severity{one.position}"] = needed_when(field, IF_SCORED)

    def read(self, form: Any, data: dict[str, Any], needed: bool = True) -> list[int]:
        """The severities in the order of the scenarios, taken out of the cleaned data."""
        found = []
        for one in self.scenarios:
            name = f"severity{one.position}"
            severity = data.pop(name, None)
            if severity is not None:
                found.append(severity)
            elif needed and name not in form.errors:
                form.add_error(name, form.fields[name].error_messages["required"])
        return found


@ASSESSMENT_FLOW.asks("score")
class ScoreForm(QuestionForm):
    """One assessor's own score."""

    row_shape = {"severity": severity_field()}
    conflict = forms.BooleanField(label=_("I have a conflict of interest and do not score"), required=False)
    spread = forms.ChoiceField(label=_("Spread"), choices=choices(Spread), required=False)
    outcome = forms.ChoiceField(label=_("Measure"), choices=choices(Outcome), required=False)
    remark = forms.CharField(
        label=_("Grounds"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, instance: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        self.severity = BySeverity(self, instance)
        for name in ("spread", "outcome"):
            needed_when(self.fields[name], IF_SCORED)
        self.groups = [
            (_("Conflict of interest"), ["conflict"]),
            *self.severity.groups,
            (_("Result"), ["spread", "outcome", "remark"]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        judges = not data.get("conflict")
        for name in ("spread", "outcome") if judges else ():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, self.fields[name].error_messages["required"])
        severities = self.severity.read(self, data, needed=judges)
        return {**data, "severities": severities}


@ASSESSMENT_FLOW.asks("end_scoring")
class EndScoringForm(StepForm):
    """Who has not scored, and why that is not waited for."""

    absence = forms.CharField(label=_("Absences, and why"), widget=forms.Textarea(attrs={"rows": 3}))

    class Meta:
        model = Assessment
        fields = ("absence",)


@ASSESSMENT_FLOW.asks("widen")
class WidenForm(QuestionForm):
    """Who scores besides."""

    members = SeveralOf(User.objects.none(), label=_("Panel"))

    def __init__(self, *args: Any, instance: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        others = assessors(self.viewer).exclude(pk__in=instance.panel.values("pk"))
        self.fields["members"].queryset = others  # type: ignore[attr-defined]


@ASSESSMENT_FLOW.asks("propose")
class ProposeForm(StepForm):
    """What the chair proposes: the measure, and why. Each severity begins with the middle of the scores, the
    spread with what all found; the measure is chosen."""

    row_shape = {"severity": severity_field()}
    outcome = forms.ChoiceField(label=_("Measure"), choices=choices(Outcome))
    spread = forms.ChoiceField(label=_("Spread"), choices=choices(Spread))
    reason = ReasonField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))
    notified = SeveralOf(
        Organisation.objects.filter(kind__in=ADDRESSEES, active=True),
        label=_("Units and regions to notify"),
        required=False,
        widget=forms.SelectMultiple,
        help_text=_("Needed for measure b."),
    )

    class Meta:
        model = Assessment
        fields = ("spread", "outcome", "notified", "outside", "reason", "dissent")
        widgets = {
            "dissent": forms.Textarea(attrs={"rows": 3}),
            "outside": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.votes = list(self.instance.votes.select_related("assessor").order_by("pk"))
        self.severity = BySeverity(self, self.instance, middle(self.votes))
        put_forward(self, spread=agreed(self.votes))
        self.fields["dissent"].help_text = _("Who scored for another measure is named as dissenting anyway.")
        self.groups = [
            *self.severity.groups,
            (_("Result"), ["spread", "outcome", "notified", "outside"]),
            (_("Reason"), ["reason", "dissent"]),
        ]

    def levels(self) -> list[tuple[Scenario, str, list[str]]]:
        """Of each scenario its probability, and the level it has with each severity."""
        matrix, units = self.instance.criteria.matrix, self.instance.units_in_use
        return [
            (
                one,
                exactly(one.probability),
                [str(matrix.level(severity, one.probability, units).label) for severity in SEVERITIES],
            )
            for one in self.severity.scenarios
        ]

    def shifts(self) -> list[Shift]:
        """The sensitivity if the middle of the scores is agreed on."""
        return self.instance.sensitivity(list(middle(self.votes).values())) if middle(self.votes) else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        named = data.get("notified") or data.get("outside")
        if data.get("outcome") == Outcome.NOTIFY and not named:
            self.add_error("notified", _("Name at least one unit or region to notify."))
        if data.get("outcome") == Outcome.EXCLUDE and named:
            self.add_error("notified", _("Nobody is notified of a case that is excluded."))
        severities = self.severity.read(self, data)
        return {**data, "severities": severities}

    def clean_outside(self) -> str:
        """Each name is short enough for a notice."""
        outside: str = self.cleaned_data["outside"]
        if any(len(line) > NAME for line in outside.splitlines()):
            raise ValidationError(
                _("Name one unit a line, each in at most %(most)d characters.") % {"most": NAME}
            )
        if inside := [line for line in outside.splitlines() if in_the_system(line.strip())]:
            raise ValidationError(
                _("These take part in the system: choose them above. %(names)s")
                % {"names": enumerated(inside)}
            )
        return outside


def middle(votes: Any) -> dict[int, int]:
    """The middle of what was scored, by the position of the scenario; of two middles the graver."""
    scored = [vote.severities for vote in votes if not vote.conflict]
    return {position: median_high(each) for position, each in enumerate(zip(*scored, strict=True), start=1)}


def agreed(votes: Iterable[Vote]) -> str:
    """How far the risk reaches as all who scored say; "" where they differ."""
    chosen = {vote.spread for vote in votes if not vote.conflict}
    return str(chosen.pop()) if len(chosen) == 1 else ""


ASSESSMENT_FLOW.asks("return")(NoteForm)
ASSESSMENT_FLOW.asks("approve")(OpinionForm)
