"""What is asked of the center that compiles, and that reports on a period?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Level, Organisation
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.forms import NoteForm, OpinionField, StepForm, may_hand_in, needed_when
from catalogue.models import Verdict
from disposal.actions.compilations import untrue_of
from disposal.actions.national import doubts, nation, quarter_before
from disposal.flow.results import COMPILATION_FLOW, NATIONAL_REPORT_FLOW
from disposal.grading import lowered
from disposal.miscounts import miscounted, uncounted
from disposal.models.compilations import Compilation, NationalReport, compiled_elsewhere
from disposal.naming import named_in, names_somebody
from inspection.corrections.models.corrections import before_the_center, in_the_laboratory
from inspection.corrections.models.no_more import found_no_more
from inspection.flow.reports import ReportState
from inspection.reports.models.reports import Report
from trail.reasons import ReasonField


class ReportChoice(SeveralOf):
    """Test reports, each with its product, platform and verdict."""

    def label_from_instance(self, report: Report) -> str:
        verdict = Verdict(report.outcome).label
        waits = gettext("a correction of it waits for the center's decision") if report.corrected else ""  # type: ignore[attr-defined]
        if report.correcting:  # type: ignore[attr-defined]
            waits = gettext("a correction of it is under way at the laboratory")
        no_more = gettext("found and counts no more: read it") if report.no_more else ""  # type: ignore[attr-defined]
        parts = (report.number, report.title, report.batch, report.platform, verdict, no_more, waits)
        return " · ".join(str(part) for part in parts if part)


@COMPILATION_FLOW.asks("open", "edit")
class CompilationForm(StepForm):
    """Which delivered reports are compiled, and what is said about them."""

    reports = ReportChoice(
        label=_("Test reports"), queryset=Report.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("reports",)

    class Meta:
        model = Compilation
        fields = (
            "task",
            "period_from",
            "period_to",
            "summary",
            "analysis",
            "advice",
            "platform_advice",
            "least",
            "least_reason",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["least_reason"], _("mandatory where a least measure is chosen"))
        waiting = Report.objects.visible_to(self.viewer).filter(
            center=self.viewer.organisation, state=ReportState.DELIVERED
        )
        waiting = waiting.exclude(pk__in=compiled_elsewhere(self.instance).values("pk"))
        choice = self.fields["reports"]
        assert isinstance(choice, SeveralOf)
        of_it = {"report": OuterRef("pk")}
        offered = waiting.annotate(
            corrected=Exists(before_the_center().filter(**of_it)),
            correcting=Exists(in_the_laboratory().filter(**of_it)),
            no_more=found_no_more(),
        )
        choice.queryset = offered.select_related("platform", "category").order_by("id")
        if self.instance.pk:
            self.initial["reports"] = list(self.instance.reports.values_list("pk", flat=True))
        elif named := waiting.filter(pk=self.initial.get("report", 0)).first():
            self.initial.update(self._proposed(named))
        may_hand_in(self)

    def _proposed(self, report: Report) -> dict[str, Any]:
        """What a compilation that begins with a report will probably say."""
        plan = report.sample.purchase.scheme.plan
        today = local_day(self.now)
        return {
            "reports": [report.pk],
            "task": plan.title,
            "period_from": plan.starts_on,
            "period_to": min(plan.ends_on, today),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reports = data.get("reports") or []
        if len({report.sample.purchase.scheme.regulator_id for report in reports}) > 1:
            self.add_error(
                "reports",
                _("These reports belong to tasks of different regulators: compile those of each separately."),
            )
        if named := named_in(data.get("platform_advice", ""), reports):
            self.add_error("platform_advice", names_somebody(named))
        for name, sentence in untrue_of(reports, data).items():
            self.add_error(name, sentence)
        if data.get("least") and not data.get("least_reason"):
            self.add_error("least_reason", _("Say why the least measure is not to follow from the grade."))
        _check_period(self, data)
        self.not_ahead("period_to")
        return data


@COMPILATION_FLOW.asks("approve")
class ApproveForm(StepForm):
    """Whoever approves that less is asked than a product's grade requires says that they saw it; nothing is
    chosen beforehand."""

    less_noticed = forms.BooleanField(label=_("I approve that less is asked than the grade requires"))
    note = OpinionField()

    class Meta:
        model = Compilation
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = lowered(self.instance) if self.instance.pk else []
        if not found and self.instance.pk:
            del self.fields["less_noticed"]
            self.nothing_asked = _(
                "Whoever approves answers for what is printed and for what is asked for: both stand above."
            )
            return
        reason = gettext("Reason given: %(reason)s") % {"reason": self.instance.least_reason}
        sentences = " ".join([*found, reason])
        self.fields["less_noticed"].help_text = sentences
        self.fields["less_noticed"].error_messages["required"] = sentences


def _check_period(form: StepForm, data: dict[str, Any]) -> None:
    """A period ends on or after the day on which it begins, and has begun."""
    form.not_ahead("period_from")
    first, last = data.get("period_from"), data.get("period_to")
    if first and last and last < first:
        form.add_error("period_to", _("The period ends before it begins."))


@NATIONAL_REPORT_FLOW.asks("open")
class PeriodForm(StepForm):
    """Which period is reported, and to whom."""

    class Meta:
        model = NationalReport
        fields = ("regulator", "period_from", "period_to")
        field_classes = {"regulator": OneOf}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["regulator"]
        assert isinstance(choice, OneOf)
        choice.queryset = Organisation.objects.filter(kind=Kind.REGULATOR, level=Level.NATION, active=True)
        self.initial.setdefault("regulator", nation())
        first, last = quarter_before(local_day(self.now))
        self.initial.setdefault("period_from", first)
        self.initial.setdefault("period_to", last)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _check_period(self, data)
        return data


@NATIONAL_REPORT_FLOW.asks("write")
class NationalForm(StepForm):
    """The text that goes with the figures; what it tells of that they do not count is noticed first."""

    acknowledged = forms.BooleanField(label=_("I have noticed this"), required=False)

    class Meta:
        model = NationalReport
        fields = ("summary", "analysis", "advice")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = True
        said = {name: str(self.data.get(self.add_prefix(name)) or "") for name in self.Meta.fields}
        self.told = uncounted(self.instance.figures, **said)
        if self.instance.pk and not self.told:
            del self.fields["acknowledged"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        said = {name: data.get(name, "") for name in self.Meta.fields}
        for name, sentence in miscounted(self.instance.figures, **said).items():
            self.add_error(name, sentence)
        if self.told and not data.get("acknowledged"):
            self.add_error("acknowledged", " ".join(self.told))
        return data


@NATIONAL_REPORT_FLOW.asks("review", "send")
class NationalConfirmForm(StepForm):
    """Whoever confirms, approves or sends a report that is in doubt says that they saw it, and why it is
    right."""

    acknowledged = forms.BooleanField(label=_("I have noticed this"), required=False)
    note = ReasonField(
        label=_("Why the report is right"),
        max_length=500,
        required=False,
    )

    class Meta:
        model = NationalReport
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.doubts = doubts(self.instance, self.now)
        self.fields["acknowledged"].help_text = " ".join(self.doubts)
        if self.instance.pk and not self.doubts:
            self.fields.clear()
        elif self.doubts:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = _("Say why the report is right.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.doubts and not data.get("acknowledged"):
            self.add_error("acknowledged", " ".join(self.doubts))
        return data


@NATIONAL_REPORT_FLOW.asks("approve")
class NationalApprovalForm(NationalConfirmForm):
    """The same of whoever approves it, who may also say something about one that is not in doubt."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.setdefault("note", OpinionField())


COMPILATION_FLOW.asks("return")(NoteForm)


NATIONAL_REPORT_FLOW.asks("return", "send_back")(NoteForm)
