"""What is asked about money that comes back, and what are the claims narrowed by?"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.forms import NoteForm
from documents.forms import CheckedFile
from sampling.deliveries.models.refunds import RefundDue
from sampling.evidence.forms import PROOF
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.purchases import Purchase
from trail.days import DayField

STANDINGS = (
    ("open", _("Still to come")),
    ("overdue", _("Overdue")),
    ("settled", _("Settled")),
    ("written_off", _("Written off")),
)


def money(label: Any, **options: Any) -> forms.DecimalField:
    """A sum in yuan."""
    return forms.DecimalField(label=label, min_value=Decimal(0), max_digits=12, decimal_places=2, **options)


@PURCHASE_FLOW.asks("enter_part", "refund")
class RefundForm(forms.Form):
    """What came back of the money, in whole or in part, with its proof."""

    amount = money(_("For the goods (yuan)"))
    freight = money(_("For freight (yuan)"), required=False)
    refunded_on = DayField(label=_("Refunded on"))
    proof = CheckedFile(label=_("Screenshot of the refund"), types=PROOF)

    def __init__(self, *args: Any, viewer: Viewer, now: datetime, instance: Purchase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.claim = now, RefundDue.objects.filter(purchase=instance).first()
        if self.claim:
            self.fields["amount"].initial = self.claim.left
            told = _("Still to come: %(left)s yuan. A part is entered as it comes.")
            self.fields["amount"].help_text = told % {"left": self.claim.left}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("refunded_on") and data["refunded_on"] > local_day(self.now):
            self.add_error("refunded_on", _("This lies in the future: enter when it happened."))
        data["freight"] = data.get("freight") or Decimal(0)
        total = (data.get("amount") or 0) + data["freight"]
        if self.claim and total > self.claim.left:
            self.add_error("amount", _("More than is still to come: correct the amount."))
        if "amount" in data and not total:
            self.add_error("amount", _("Enter how much came back."))
        return data


class ClaimsForm(forms.Form):
    """By what the claims are narrowed."""

    standing = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *STANDINGS]
    )
    platform = OneOf(
        Organisation.objects.none(), label=_("Platform"), required=False, empty_label=_("All platforms")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platforms = Organisation.objects.filter(kind=Kind.PLATFORM).order_by("name")
        self.fields["platform"].queryset = platforms  # type: ignore[attr-defined]

    def narrow(self, claims: QuerySet[RefundDue], today: date) -> QuerySet[RefundDue]:
        """Those of the claims that are asked for, once the form is valid."""
        standing = {
            "open": Q(settled_on=None),
            "overdue": Q(settled_on=None, due_on__lt=today),
            "settled": Q(settled_on__isnull=False),
            "written_off": Q(written_off__gt=0),
        }
        found = claims.filter(standing.get(self.cleaned_data["standing"], Q()))
        platform = self.cleaned_data["platform"]
        return found.filter(platform=platform) if platform else found


PURCHASE_FLOW.asks("write_off")(NoteForm)
