"""What is asked of those who send a notice and answer it? (6.1.3)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import OneOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.forms import QuestionForm, StepForm
from documents.forms import PROOFS, AwaitedForm, CheckedFile
from monitoring.risks.flow.notices import NOTICE_FLOW, NoticeState
from monitoring.risks.flow.risk import RISK_CASE_FLOW
from monitoring.risks.models.cases import Notice

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
