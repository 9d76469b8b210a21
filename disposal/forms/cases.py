"""What is asked of the regulator at each step of a case?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.deadlines.clocks import local_day
from casework.pages.forms import NoteForm, OpinionField, StepForm, done_today, needed_when, put_forward
from disposal.flow.consequences import ENFORCEMENT_CASE_FLOW
from disposal.flow.vocabulary import Control, OwnEvidence
from disposal.models.cases import EnforcementCase
from disposal.models.control import left_uncontrolled
from disposal.models.hearing import unless_heard
from disposal.models.numbering import NUMBERED, next_number
from documents.file_numbers import written
from documents.forms import PROOFS, AwaitedForm, CheckedFile, CheckedFiles, check_signature
from documents.models import Method, Relation
from trail.days import DayField
from trail.reasons import ReasonField, validate_number, validate_reason


class CaseForm(StepForm):
    """A step of an enforcement case (4.12): what `must` names is mandatory, days follow one another."""

    must: tuple[str, ...] = ()
    # Days of what is mostly entered on the day on which it was done.
    today: tuple[str, ...] = ()
    # On what they say others go on: words that say nothing are refused, as with every reason.
    grounds: ClassVar = (
        *("cause_detail", "violation", "own_ground", "review_opinion", "considered", "execution", "account"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done_today(self, self.now, *self.today)
        for name in self.must:
            self.fields[name].required = True
        for name in NUMBERED.keys() & self.fields.keys():
            self.fields[name].validators.append(validate_number)
            if self.instance.pk:
                put_forward(self, **{name: next_number(self.instance, name, local_day(self.now))})
        for name in {"not_controlled_why"} & self.fields.keys():
            needed_when(self.fields[name], _("mandatory unless the product is under control"))
        for name in set(self.grounds) & self.fields.keys():
            self.fields[name].validators.append(validate_reason)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data |= {name: written(data[name]) for name in NUMBERED if data.get(name)}
        for name, sentence in self.instance.unless_in_order(data, local_day(self.now)).items():
            self.add_error(name, sentence)
        return data


@ENFORCEMENT_CASE_FLOW.asks("receive")
class ReceiveCaseForm(CaseForm):
    """When the regulator received the report: the clock starts on that day."""

    must = ("received_on",)

    class Meta:
        model = EnforcementCase
        fields = ("received_on",)


@ENFORCEMENT_CASE_FLOW.asks("inspect")
class InspectForm(CaseForm):
    """The start of the inspection, and by which right."""

    must = today = ("started_on",)

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
    "not_controlled_why",
    "cause",
    "cause_detail",
)


# As they stand on the feedback form (4.12).
FOUND_GROUPS = [
    (_("Control of the product"), FOUND[: FOUND.index("cause")]),
    (_("Cause"), FOUND[FOUND.index("cause") :]),
]


@ENFORCEMENT_CASE_FLOW.asks("evidence", "add_evidence")
class OwnEvidenceForm(CaseForm):
    """What the regulator found itself: of which kind, on which day, and the file."""

    today = ("made_on",)
    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=OwnEvidence)
    made_on = DayField(label=_("Made on"))
    file = CheckedFile(label=_("File"), types=PROOFS)

    class Meta:
        model = EnforcementCase
        fields = ()


@ENFORCEMENT_CASE_FLOW.asks("go_on", "go_on_filed")
class GoOnForm(CaseForm):
    """Upon what a case goes on whose test report has turned."""

    must = ("own_ground",)

    class Meta:
        model = EnforcementCase
        fields = ("own_ground",)


class FoundForm(CaseForm):
    """What the inspection found: where no control was ordered the products are under control, or it says why
    not; and nobody says why not of what is under control."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("control") == Control.NONE or data.get("under_control"):
            for name, sentence in self.instance.unless_controlled(data).items():
                if name not in self.errors:
                    self.add_error(name, sentence)
        return data


@ENFORCEMENT_CASE_FLOW.asks("propose_filing")
class ProposeFilingForm(FoundForm):
    """What the inspection found, and which violation it shows."""

    groups = [*FOUND_GROUPS, (_("Case"), ("violation",))]

    must = ("violation", "control", "cause", "cause_detail")

    class Meta:
        model = EnforcementCase
        fields = (*FOUND, "violation")


@ENFORCEMENT_CASE_FLOW.asks("file")
class FileForm(CaseForm):
    """The case that the head files."""

    must, today = ("filed_on", "case_number"), ("filed_on",)
    note = OpinionField()

    class Meta:
        model = EnforcementCase
        fields = ("filed_on", "case_number")


@ENFORCEMENT_CASE_FLOW.asks("propose_no_filing")
class NotFileForm(FoundForm):
    """What the inspection found, and why no case is filed."""

    groups = [*FOUND_GROUPS, (_("Case"), ("not_filed_why",))]

    must = ("not_filed_why", "control", "cause", "cause_detail")

    class Meta:
        model = EnforcementCase
        fields = (*FOUND, "not_filed_why")


@ENFORCEMENT_CASE_FLOW.asks("review")
class ReviewForm(CaseForm):
    """What the legal reviewer says of facts, grounds and procedure."""

    must = ("review_opinion",)

    class Meta:
        model = EnforcementCase
        fields = ("review_opinion",)


@ENFORCEMENT_CASE_FLOW.asks("serve_notice", "serve_decision")
class CaseServiceForm(CaseForm):
    """The proof that a paper of the case reached the party (送达回证)."""

    method = forms.ChoiceField(label=_("Method"), choices=Method)
    served_on = DayField(label=_("Day of service"))
    signed_by = forms.CharField(label=_("Signed for by"), max_length=60, required=False)
    relation = forms.ChoiceField(
        label=_("Who that is to the addressee"),
        choices=Relation.noted(),
        required=False,
    )
    witness = forms.CharField(label=_("Witness of leaving it"), max_length=60, required=False)
    evidence = CheckedFile(label=_("Proof of service"), types=PROOFS)

    class Meta:
        model = EnforcementCase
        fields = ()

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check_signature(self)
        return data


@ENFORCEMENT_CASE_FLOW.asks("hear")
class HearForm(CaseForm):
    """What the party states in its defence, and how that was considered: added to what was entered before,
    which stands beside the form."""

    files = CheckedFiles(label=_("Files of the party"), required=False)  # type: ignore[assignment]

    class Meta:
        model = EnforcementCase
        fields = ("statement", "considered", "waived")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.initial[name] = False if name == "waived" else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        said = data.get("statement", ""), data.get("considered", "")
        waived = bool(data.get("waived"))
        found = unless_heard(self.instance, *said, data.get("files") or (), waived, self.now)
        for name, sentence in found.items():
            self.add_error(name, sentence)
        return data


@ENFORCEMENT_CASE_FLOW.asks("decide")
class DecideForm(CaseForm):
    """The day and the number of the decision, as the head makes it."""

    must, today = ("decided_on", "decision_number"), ("decided_on",)
    note = OpinionField()

    class Meta:
        model = EnforcementCase
        fields = ("decided_on", "decision_number")
        help_texts = {"decision_number": _("The decision on paper bears this number.")}


@ENFORCEMENT_CASE_FLOW.asks("execute")
class ExecuteForm(CaseForm):
    """When and how the decision was carried out."""

    must, today = ("executed_on", "execution"), ("executed_on",)

    class Meta:
        model = EnforcementCase
        fields = ("executed_on", "execution")


class ReportForm(CaseForm):
    """What the center is told of a case: whether the products are under control, or why not."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, sentence in self.instance.unless_controlled(data).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


@ENFORCEMENT_CASE_FLOW.asks("close")
class CloseForm(ReportForm):
    """The day on which the case was closed, from which the five days run; and the report on it."""

    must, today = ("closed_on", "account"), ("closed_on",)
    enclosed = CheckedFiles(label=_("Papers of the case"), required=False)

    class Meta:
        model = EnforcementCase
        fields = ("closed_on", "published_on", "under_control", "not_controlled_why", "account")


@ENFORCEMENT_CASE_FLOW.asks("amend")
class AmendForm(ReportForm):
    """The report as it is after the center returned it."""

    must = ("account",)
    enclosed = CheckedFiles(label=_("Papers of the case"), required=False)

    class Meta:
        model = EnforcementCase
        fields = ("under_control", "not_controlled_why", "account")


LEFT = "left_noticed"


def left_noticed() -> forms.BooleanField:
    """The tick of whoever lets a case end although its product is not under control."""
    return forms.BooleanField(label=_("I have seen that what failed is left without control"))


def ask_of_control(form: forms.BaseForm, case: EnforcementCase) -> None:
    """Ask for the tick where the product of this case fails and is not under control, and nowhere else;
    nothing is chosen beforehand."""
    if left := left_uncontrolled(case):
        form.fields[LEFT].help_text = left
        form.fields[LEFT].error_messages["required"] = left
    elif case.pk:
        del form.fields[LEFT]


@ENFORCEMENT_CASE_FLOW.asks("sign_filing")
class ReadForm(StepForm):
    """Whoever signs or approves what another proposed has read what stands beside the form."""

    class Meta:
        model = EnforcementCase
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nothing_asked = _("Whoever signs or approves answers for it: what it rests on stands above.")


@ENFORCEMENT_CASE_FLOW.asks("not_file", "feed_back")
class EndForm(ReadForm):
    """The same of whoever approves that a case ends, or its report."""

    left_noticed = left_noticed()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_of_control(self, self.instance)


@ENFORCEMENT_CASE_FLOW.asks("verify")
class VerifyCaseForm(NoteForm):
    """When the center looked at what the regulator reported, and at what."""

    left_noticed = left_noticed()
    checked_on = DayField(label=_("Checked on"))
    note = ReasonField(
        label=_("What was checked, and how"),
        max_length=500,
        help_text=_("Against which papers of the case, and what else was looked at."),
    )
    field_order = ("checked_on", "note", LEFT)

    def __init__(self, *args: Any, now: datetime, instance: EnforcementCase, **kwargs: Any) -> None:
        self.case, self.today = instance, local_day(now)
        super().__init__(*args, now=now, instance=instance, **kwargs)
        done_today(self, now, "checked_on")
        ask_of_control(self, instance)

    def clean_checked_on(self) -> date:
        """Not ahead, and not before the report had come."""
        checked_on: date = self.cleaned_data["checked_on"]
        reported_on = self.case.fed_back_on
        if checked_on > self.today:
            raise forms.ValidationError(_("This lies in the future: enter when it happened."))
        if reported_on and checked_on < reported_on:
            raise forms.ValidationError(
                gettext("The regulator reported on %(day)s: check after that.") % {"day": reported_on}
            )
        return checked_on


ENFORCEMENT_CASE_FLOW.asks("serve", "serve_letter", "serve_return")(AwaitedForm)
ENFORCEMENT_CASE_FLOW.asks("return_filing", "send_back", "reject_decision", "revoke", "return_report")(
    NoteForm
)
