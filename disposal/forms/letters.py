"""What is asked of the regulator that sends an assistance letter, and of the platform that answers it?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Level, Region
from casework.deadlines.clocks import local_day
from casework.pages.forms import StepForm, as_last_time, put_forward
from disposal.flow.letters import ASSISTANCE_FLOW
from disposal.flow.vocabulary import Question
from disposal.models.cases import EnforcementCase
from disposal.models.letters import Assistance
from disposal.redaction import whole
from documents.forms import AwaitedForm, CheckedFiles
from trail.boxes import Several


class CaseChoice(OneOf):
    """Cases, each with its product, its shop and its platform."""

    def label_from_instance(self, case: EnforcementCase) -> str:
        return f"{case.number} · {case.product} · {case.shop} · {case.platform}"


class PlaceChoice(OneOf):
    """Regions, each with those around it, so that the browser finds one by typing its beginning."""

    def label_from_instance(self, region: Region) -> str:
        return whole(region)


@ASSISTANCE_FLOW.asks("open")
class LetterForm(StepForm):
    """About which case, what is asked, on which legal ground, and whom the platform may ask back."""

    case = CaseChoice(EnforcementCase.objects.none(), label=_("Enforcement case"))
    asked = Several(label=_("What is asked"), choices=Question)

    class Meta:
        model = Assistance
        fields = ("case", "asked", "request", "legal_ground", "contact", "contact_phone")
        widgets = {"request": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["case"]
        assert isinstance(choice, OneOf)
        choice.queryset = (
            EnforcementCase.objects.visible_to(self.viewer)
            .filter(
                regulator=self.viewer.organisation,
                state__in=Assistance.opens_from["enforcementcase"],
                shop__isnull=False,
            )
            .select_related("shop", "platform")
            .order_by("-id")
        )
        self.initial.setdefault("case", self.initial.get("enforcementcase"))
        self.initial.setdefault("asked", [Question.IDENTITY, Question.ADDRESS, Question.SALES])
        self._begin_as_before()

    def _begin_as_before(self) -> None:
        """The office asks on the same legal ground as before, and its officer is called as before."""
        officer, office = str(self.viewer.user), self.viewer.organisation
        others = Assistance.objects.visible_to(self.viewer).filter(regulator=office).order_by("-pk")
        as_last_time(self, others, "legal_ground")
        law = gettext("E-commerce Law art. 25; Measures for the Supervision of Online Transactions art. 33")
        put_forward(self, legal_ground=law, contact=officer, contact_phone=office.phone)
        as_last_time(self, others.filter(contact=officer), "contact_phone")


@ASSISTANCE_FLOW.asks("answer")
class AnswerForm(StepForm):
    """The platform's answer: who runs the shop, where, how to reach them, and how much was sold."""

    region = PlaceChoice(Region.objects.none(), label=_("Actual place of business"), required=False)
    evidence = CheckedFiles(
        label=_("Evidence"),
        required=False,
        help_text=_(
            "The licence as registered, a list of the orders. Black out telephone numbers and buyers."
        ),
    )
    groups = (
        (_("Operator"), ("operator", "natural_person", "credit_code")),
        (_("Where and how to reach it"), ("region", "address", "phone", "email")),
        (_("Sales of the product"), ("sold", "amount", "sold_from", "sold_to", "complaints")),
        (_("Answer"), ("remark", "evidence", "answered_by")),
    )

    class Meta:
        model = Assistance
        fields = (
            "operator",
            "natural_person",
            "credit_code",
            "region",
            "address",
            "phone",
            "email",
            "sold",
            "amount",
            "sold_from",
            "sold_to",
            "complaints",
            "remark",
            "answered_by",
        )
        widgets = {
            "complaints": forms.Textarea(attrs={"rows": 3}),
            "remark": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_by"].required = True
        choice = self.fields["region"]
        assert isinstance(choice, OneOf)
        around = Region.objects.exclude(level=Level.NATION).select_related("parent__parent__parent")
        choice.queryset = around.order_by("code")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in self.instance.unless_answered(data, local_day(self.now)).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


@ASSISTANCE_FLOW.asks("cannot")
class CannotForm(StepForm):
    """Why the platform cannot answer."""

    class Meta:
        model = Assistance
        fields = ("cannot_why", "answered_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cannot_why"].required = self.fields["answered_by"].required = True


@ASSISTANCE_FLOW.asks("ask_again")
class AgainForm(StepForm):
    """What the answer leaves open."""

    class Meta:
        model = Assistance
        fields = ("again",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["again"].required = True
        self.initial["again"] = ""


ASSISTANCE_FLOW.asks("serve")(AwaitedForm)
