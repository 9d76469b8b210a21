"""What is asked of those who give, pay back, account for and allow money?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import User
from casework.models import RecordQuerySet
from casework.pages.forms import Meant, NoteForm, OpinionForm, QuestionForm, needed_when
from documents.filetypes import PICTURES
from documents.forms import CheckedFile
from sampling.money.actions import advances
from sampling.money.actions.leavers import former_buyers
from sampling.money.flow import SETTLEMENT_FLOW
from sampling.money.models import Advance, MoveKind
from sampling.schemes.actions.buyers import buyers_of, still_buys
from sampling.schemes.models import Scheme
from trail.days import DayField
from trail.reasons import ReasonField

PAID = (*PICTURES, ".pdf")


def yuan(**options: Any) -> forms.DecimalField:
    """An amount of money, at least a fen."""
    said = {"min_value": _("Enter an amount above nought, in yuan with at most two decimals.")}
    return forms.DecimalField(
        min_value=Decimal("0.01"), max_digits=12, decimal_places=2, error_messages=said, **options
    )


class MoveForm(QuestionForm):
    """How much cash went, when, and how."""

    scheme = OneOf(Scheme.objects.none(), label=_("Sampling scheme"))
    amount = yuan(label=_("Amount, yuan"))
    on = DayField(label=_("On"))
    means = forms.CharField(
        label=pgettext_lazy("money", "How"), max_length=100, help_text=_("For instance: bank transfer, cash.")
    )
    another = Meant(label=_("It is other money"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said: dict[str, Any] = {}
        self.fields["scheme"].queryset = self.schemes().order_by("-pk")  # type: ignore[attr-defined]

    def schemes(self) -> RecordQuerySet[Scheme]:
        found: RecordQuerySet[Scheme] = Scheme.objects.visible_to(self.viewer)
        return found

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on > timezone.localdate(self.now):
            raise forms.ValidationError(_("This lies in the future: enter when it happened."))
        return on

    def clean(self) -> dict[str, Any]:
        """The same amount on the same day is mostly the same money: whoever says that it is not, ticks."""
        data = super().clean() or self.cleaned_data
        data |= self.said
        same = ("scheme", "buyer", "kind", "amount", "on")
        equal = all(name in data for name in same) and advances.entered_before(*(data[name] for name in same))
        if equal:
            self.fields["another"].ask(self, "another", advances.once_more(equal))  # type: ignore[attr-defined]
        return data


def former(user: User) -> str:
    """Somebody who has left, or buys no more, among those who are offered."""
    return gettext("%(name)s (buys here no more)") % {"name": user}


class GiveForm(MoveForm):
    """An advance that the center gave, what it gave later, or what came back from somebody who has left."""

    buyer = OneOf(User.objects.none(), label=_("Buyer"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=MoveKind,
        help_text=_("What they paid back buyers enter themselves, and an organiser once they have left."),
    )
    field_order = ("scheme", "buyer", "kind", "amount", "on", "means", "another")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Q(pk__in=self.schemes().values("buyers"))
        held = Q(pk__in=Advance.objects.visible_to(self.viewer).values("buyer"))
        known = named | held | Q(pk__in=former_buyers(self.schemes(), self.viewer.organisation))
        buyers: Any = self.fields["buyer"]
        buyers.queryset = User.objects.filter(known).order_by("name", "pk")
        here = set(buyers_of(self.viewer.organisation).values_list("pk", flat=True))
        buyers.label_from_instance = lambda user: str(user) if user.pk in here else former(user)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        center, buyer = self.viewer.organisation, data.get("buyer")
        if buyer and data.get("kind") == MoveKind.PAID_BACK and still_buys(buyer, center):
            self.add_error("kind", str(advances.THEIR_OWN))
        return data


class BackForm(MoveForm):
    """What the buyer paid back."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.said = {"buyer": self.viewer.user, "kind": MoveKind.PAID_BACK}

    def schemes(self) -> RecordQuerySet[Scheme]:
        return super().schemes().filter(buyers=self.viewer.user)


class DenyForm(QuestionForm):
    """Why it is not so."""

    denial = ReasonField(label=_("Why it is not so"), max_length=300)


@SETTLEMENT_FLOW.asks("open")
class ClaimForm(QuestionForm):
    """Of which scheme the purchases are settled, and whose they are if somebody who paid has left."""

    scheme = OneOf(Scheme.objects.none(), label=_("Sampling scheme"))
    buyer = OneOf(
        User.objects.none(),
        label=_("Who paid"),
        required=False,
        empty_label=_("I did"),
        help_text=_("Somebody who buys here no more: you claim it, and it stays theirs."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Scheme.objects.visible_to(self.viewer).filter(state__in=("buying", "completed"))
        former = former_buyers(known, self.viewer.organisation)
        theirs = Q(purchases__payer__in=former) if former else Q()
        own = known.filter(Q(buyers=self.viewer.user) | theirs).distinct()
        self.fields["scheme"].queryset = own.order_by("-pk")  # type: ignore[attr-defined]
        self.fields["buyer"].queryset = former  # type: ignore[attr-defined]
        if not former:
            del self.fields["buyer"]


class InvoiceForm(QuestionForm):
    """The invoice of a purchase, or why there is none."""

    number = forms.CharField(label=_("Invoice number"), max_length=40, required=False)
    amount = yuan(label=_("Invoice amount, yuan"), required=False)
    issued_on = DayField(label=_("Issued on"), required=False)
    file = CheckedFile(label=_("The invoice"), types=PAID, required=False, camera=False)
    differs = Meant(label=_("The invoice says another amount than was paid"))
    none_because = forms.CharField(
        label=_("No invoice because"),
        max_length=300,
        required=False,
        help_text=_("Only where there is none."),
    )

    groups = (
        (_("Invoice"), ("number", "amount", "differs", "issued_on", "file")),
        (_("No invoice"), ("none_because",)),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].widget.attrs["data-code"] = True
        for name in ("number", "amount", "file"):
            needed_when(self.fields[name], _("mandatory where there is an invoice"))
        needed_when(self.fields["none_because"], _("mandatory where there is none"))

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].split()).upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, reason = data.get("number"), data.get("none_because")
        if bool(number) == bool(reason) and "number" not in self.errors:
            self.add_error("number", _("Enter either the invoice, or why there is none."))
        kept = self.record.attachments.filter(kind="invoice").exists()
        if number and not data.get("amount") and "amount" not in self.errors:
            self.add_error("amount", _("Enter the amount that stands on the invoice."))
        if number and not data.get("file") and "file" not in self.errors and not kept:
            self.add_error("file", _("Attach the invoice as a photo, a screenshot or a PDF."))
        if not number:
            data["amount"] = data["issued_on"] = None
        amount, paid = data.get("amount"), self.record.amount
        if amount is not None and amount != paid:
            said = gettext("%(invoice)s yuan stand on it, and %(paid)s were paid: correct it, or tick this.")
            doubt = said % {"invoice": amount, "paid": paid}
            self.fields["differs"].ask(self, "differs", doubt)  # type: ignore[attr-defined]
        data.pop("differs", None)
        return data


class OverrunForm(QuestionForm):
    """How much more than the budget, and why."""

    amount = yuan(label=_("Above the budget, yuan"))
    reason = ReasonField(label=_("Reason"), max_length=500)


SETTLEMENT_FLOW.asks("return")(NoteForm)
SETTLEMENT_FLOW.asks("approve")(OpinionForm)
