"""What is asked of the center, the platform and the regulator at each step?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Organisation, Viewer
from accounts.roles import Kind
from casework.clocks import local_day
from casework.forms import StepForm, day
from catalogue.models import Verdict
from disposal.flow.vocabulary import Penalty
from disposal.models import Compilation, EnforcementCase, MeasureTaken, NationalReport, PlatformDisposal
from documents.forms import CheckedFile, CheckedFiles
from inspection.flow import ReportState
from inspection.models import Report


class ReportChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Test reports, each with its product, platform and verdict."""

    def label_from_instance(self, report: Report) -> str:
        verdict = Verdict(report.outcome).label
        return f"{report.number} · {report.title} · {report.platform} · {verdict}"


class CompilationForm(StepForm):
    """Which delivered reports are compiled, and what is said about them."""

    reports = ReportChoice(
        label=_("Test reports"), queryset=Report.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    period_from, period_to = day(label=_("Monitored from")), day(label=_("Monitored until"))
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
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Report.objects.visible_to(self.viewer).filter(
            center=self.viewer.organisation, state=ReportState.DELIVERED
        )
        choice = self.fields["reports"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        choice.queryset = waiting.select_related("platform", "category").order_by("id")
        if self.instance.pk:
            self.initial["reports"] = list(self.instance.reports.values_list("pk", flat=True))
        elif named := waiting.filter(pk=self.initial.get("report", 0)).first():
            self.initial.update(self._proposed(named))

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
        _check_period(self, data)
        self.not_ahead("period_to")
        return data


def _check_period(form: StepForm, data: dict[str, Any]) -> None:
    """A period ends on or after the day on which it begins, and has begun."""
    form.not_ahead("period_from")
    first, last = data.get("period_from"), data.get("period_to")
    if first and last and last < first:
        form.add_error("period_to", _("The period ends before it begins."))


class MeasureForm(forms.ModelForm):  # type: ignore[type-arg]
    """One measure of the platform's feedback form (4.11), with its evidence."""

    asked_on = day(label=_("Asked for on"), required=False, help_text=_("When the shop was urged to act."))
    done_on = day(label=_("Done on"))
    evidence = CheckedFile(label=_("Evidence"))

    class Meta:
        model = MeasureTaken
        fields = (
            "items",
            "measure",
            "carried_out_by",
            "asked_on",
            "done_on",
            "internal_rule",
            "amount",
        )
        widgets = {"items": forms.CheckboxSelectMultiple}

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        now: Any,
        instance: PlatformDisposal,
        **kwargs: Any,
    ) -> None:
        self.disposal, self.today = instance, local_day(now)
        kwargs["instance"] = MeasureTaken(disposal=instance, at=now)
        super().__init__(*args, **kwargs)
        self.file_types = self.base_fields["evidence"].said  # type: ignore[attr-defined]
        choice = self.fields["items"]
        assert isinstance(choice, forms.ModelMultipleChoiceField)
        choice.queryset = instance.items.all()
        self.initial["items"] = list(instance.items.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in self.disposal.unless_measured(data, self.today).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


class FinishForm(StepForm):
    """The last day of the handling, from which the five days run; and why less was done than proposed."""

    handled_on = day(label=_("Handling finished on"))

    class Meta:
        model = PlatformDisposal
        fields = ("handled_on", "below_reason")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found = self.instance.unless_finished(
            data.get("handled_on"), data.get("below_reason", ""), local_day(self.now)
        )
        for name, sentence in found.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


class FeedbackForm(StepForm):
    """What the platform reports (4.11): how far it reached, its opinion, and whom to ask."""

    class Meta:
        model = PlatformDisposal
        fields = (
            "pieces",
            "orders",
            "refunded",
            "consumers_told",
            "same_products",
            "opinion",
            "contact",
            "contact_phone",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].required = self.fields["contact_phone"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        orders, refunded = data.get("orders"), data.get("refunded")
        if orders is not None and refunded is not None and refunded > orders:
            self.add_error("refunded", _("More orders cannot have been refunded than were concerned."))
        return data


class VerifyForm(StepForm):
    """What the center checked itself: the product is gone, and has not come back."""

    checked_on = day(label=_("Checked on"))
    unreachable = forms.BooleanField(label=_("The product can no longer be reached"))
    not_relisted = forms.BooleanField(label=_("The product has not been listed again"))

    class Meta:
        model = PlatformDisposal
        fields = ("checked_on", "unreachable", "not_relisted", "check_account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["check_account"].required = True

    def clean_checked_on(self) -> date:
        """Not ahead, and not before the platform had finished."""
        checked_on: date = self.cleaned_data["checked_on"]
        handled_on = self.instance.handled_on
        if checked_on > local_day(self.now):
            raise forms.ValidationError(_("This lies in the future: enter when it happened."))
        if handled_on and checked_on < handled_on:
            raise forms.ValidationError(
                gettext("The platform finished on %(day)s: check after that.") % {"day": handled_on}
            )
        return checked_on


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


class FileForm(CaseForm):
    """What the inspection found, and the case that is filed."""

    must = ("filed_on", "case_number", "violation", "control", "cause", "cause_detail")

    class Meta:
        model = EnforcementCase
        fields = (*FOUND, "filed_on", "case_number", "violation")


class NotFileForm(CaseForm):
    """What the inspection found, and why no case is filed."""

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


def quarter_before(today: date) -> tuple[date, date]:
    """The first and the last day of the last quarter that has ended."""
    begins = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    last = begins - timedelta(days=1)
    return date(last.year, last.month - 2, 1), last


class PeriodForm(StepForm):
    """Which period is reported, and to whom."""

    period_from, period_to = day(label=_("From")), day(label=_("Until"))

    class Meta:
        model = NationalReport
        fields = ("regulator", "period_from", "period_to")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["regulator"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = Organisation.objects.filter(kind=Kind.REGULATOR, level=Level.NATION, active=True)
        self.initial.setdefault("regulator", choice.queryset.first())
        first, last = quarter_before(local_day(self.now))
        self.initial.setdefault("period_from", first)
        self.initial.setdefault("period_to", last)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        _check_period(self, data)
        return data


class NationalForm(StepForm):
    """The text that goes with the figures."""

    class Meta:
        model = NationalReport
        fields = ("summary", "analysis", "advice")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["summary"].required = True
