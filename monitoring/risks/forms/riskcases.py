"""What is asked about a case: what it is made of, what goes into it or out of it, whom it is told to?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.pages.forms import NoteForm, QuestionForm, StepForm
from catalogue.models import Category
from documents.forms import PROOFS, AwaitedForm, CheckedFile
from monitoring.risks.flow.notifying import NOTICE_FLOW, NoticeState
from monitoring.risks.flow.risk import RISK_CASE_FLOW, RiskCaseState, SignalState
from monitoring.risks.models.riskcases import Notice, RiskCase
from monitoring.risks.models.signals import RiskSignal
from trail.boxes import Several
from trail.enumerations import enumerated
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
            params={"numbers": enumerated(sorted(lacking))},
        )
    return found


def platform_named(name: str) -> int | None:
    """The platform that a signal names, by its primary key; None where none is called so."""
    called = Q(name=name) | Q(short_name=name)
    found = list(Organisation.objects.filter(called, kind=Kind.PLATFORM, active=True)[:2]) if name else []
    return found[0].pk if len(found) == 1 else None


@RISK_CASE_FLOW.asks("open")
class CaseForm(StepForm):
    """A risk case, made of signals or of none."""

    category = OneOf(Category.objects.offered(), label=_("Product category"))
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

    recent = Several(label=_("The newest that wait"), required=False)
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

    signals = SeveralOf(RiskSignal.objects.none(), label=_("Signals"))
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

    note = ReasonField(label=_("What is new"), max_length=400)
    mandatory = False
    field_order = ("note", "recent", "others")


RISK_CASE_FLOW.asks("unmerge", "back")(NoteForm)


ADDRESSEES = (Kind.PLATFORM, Kind.REGULATOR)
NAME = 120  # characters of the name of a unit outside the system, at most


GOODS = ("model", "batch", "producer", "offered")
SENDER = ("sender_contact", "sender_phone", "sender_address")


@NOTICE_FLOW.asks("send_platform", "send_regulator")
class SendForm(StepForm):
    """What the addressee is told: the risk, which goods are meant, and whom it may ask."""

    groups = [(_("Notice"), ("text",)), (_("Goods"), GOODS), (_("Sender"), SENDER)]

    text = forms.CharField(label=_("Text of the notice"), widget=forms.Textarea(attrs={"rows": 6}))

    class Meta:
        model = Notice
        fields: Sequence[str] = ("text", *GOODS, *SENDER)
        widgets = {"offered": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "batch": _("Leave empty what is not known."),
            "offered": _(
                "A line each: platform, shop, product ID or address of the page; or that it is not known."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        center = self.instance.center
        known = {
            **self.instance.goods(),
            "sender_contact": str(self.viewer.user),
            "sender_phone": center.phone,
            "sender_address": center.address,
        }
        self.initial.update({name: value for name, value in known.items() if not self.initial.get(name)})
        for name in (*SENDER, "offered"):
            self.fields[name].required = True
        self.fields["offered"].error_messages["required"] = _(
            "Say where it is on offer, so that the addressee finds it; where nobody knows, say that."
        )


@NOTICE_FLOW.asks("send_unit")
class SendAwayForm(SendForm):
    """The same, and where the letter goes."""

    groups = [(_("Notice"), ("unit_address", "text")), *SendForm.groups[1:]]

    unit_address = forms.CharField(label=_("Address of the unit"), max_length=200)

    class Meta(SendForm.Meta):
        fields: Sequence[str] = ("unit_address", *SendForm.Meta.fields)


@NOTICE_FLOW.asks("answer_platform", "answer")
class AnswerForm(StepForm):
    """What the addressee found and did."""

    reply = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 6}))
    contact = forms.CharField(label=_("Contact"), max_length=120)

    class Meta:
        model = Notice
        fields = ("reply", "contact")


@NOTICE_FLOW.asks("enter_answer")
class EnterAnswerForm(AnswerForm):
    """The same, as it came on paper, with a scan of it."""

    scan = CheckedFile(label=_("Scan of the answer"), types=PROOFS)


def in_the_system(name: str) -> bool:
    """Whether an organisation that may be notified in the system bears this name: no notice goes by post."""
    called = Q(name=name) | Q(short_name=name)
    return Organisation.objects.filter(called, kind__in=ADDRESSEES, active=True).exists()


@RISK_CASE_FLOW.asks("notify_more", "notify_anew")
class MoreForm(QuestionForm):
    """One more addressee of a notice: in the system, or outside it."""

    addressee = OneOf(Organisation.objects.none(), label=_("Whom to notify"), required=False)
    unit = forms.CharField(label=_("Or a unit outside the system"), max_length=NAME, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Notice.objects.visible_to(self.viewer).filter(riskcase=self.record)
        told = own.exclude(state=NoticeState.VOIDED)
        parties = [pk for pair in told.values_list("platform", "regulator") for pk in pair if pk]
        self.units = set(told.exclude(unit="").values_list("unit", flat=True))
        others = Organisation.objects.filter(kind__in=ADDRESSEES, active=True).exclude(pk__in=parties)
        self.fields["addressee"].queryset = others  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("addressee")) == bool(data.get("unit")) and "addressee" not in self.errors:
            self.add_error("addressee", _("Name one addressee: choose it, or write the name of the unit."))
        if data.get("unit") in self.units:
            self.add_error("unit", _("There is a notice to this unit already."))
        elif data.get("unit") and in_the_system(data["unit"]):
            self.add_error("unit", _("This unit takes part in the system: choose it as the addressee."))
        return data


NOTICE_FLOW.asks("serve_platform", "serve_regulator", "serve_unit")(AwaitedForm)
