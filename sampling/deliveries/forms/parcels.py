"""What is asked about the parcels of an order? (form 4.4)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from casework.pages.forms import QuestionForm, done_today
from documents.filetypes import PICTURES
from documents.forms import CheckedFile, CheckedFiles
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.parcels import Parcel, TakenIn
from trail.days import DayField, MomentField
from trail.enumerations import enumerated


def _named(parcel: Parcel) -> str:
    return f"{parcel.carrier} {parcel.tracking_number}"


@PURCHASE_FLOW.asks("ship", "add_parcel")
class ShipForm(QuestionForm):
    """A parcel, as the seller announced it."""

    carrier = forms.CharField(label=_("Carrier"), max_length=60)
    tracking_number = forms.CharField(
        label=_("Tracking number"), max_length=60, widget=forms.TextInput(attrs={"data-code": True})
    )
    shipped_on = DayField(label=_("Sent on"))
    sent_from = forms.CharField(label=_("Sent from"), max_length=100, required=False)
    contents = forms.CharField(
        label=_("What is in it"),
        max_length=200,
        required=False,
        help_text=_("Where it comes in several parcels."),
    )
    pieces = forms.IntegerField(label=_("Quantity in it"), min_value=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done_today(self, self.now, "shipped_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("shipped_on") and data["shipped_on"] > timezone.localdate(self.now):
            self.add_error("shipped_on", _("This lies in the future: enter when it happened."))
        bought, pieces = self.record.quantity, data.get("pieces")
        if bought and pieces and pieces > bought:
            self.add_error("pieces", _("More than was bought: correct the quantities."))
        return data


@PURCHASE_FLOW.asks("deliver")
class DeliverForm(QuestionForm):
    """The arrival of a parcel, with photos of it before it is opened."""

    delivered_at = MomentField(label=_("Delivered at"))
    taken_in = forms.ChoiceField(label=_("Taken in by"), choices=TakenIn, initial=TakenIn.RECIPIENT)
    packing_state = forms.CharField(label=_("State of the outer packing"), max_length=200)
    packing = CheckedFiles(label=_("Photos of the outer packing"), types=PICTURES)
    shot_receipt = CheckedFile(
        label=_("Screenshot of the courier's receipt"), types=PICTURES, camera=False, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coming = [_named(one) for one in self.record.parcels.under_way()]
        self.fields["delivered_at"].help_text = gettext("Parcel: %(which)s") % {"which": enumerated(coming)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        delivered, ordered = data.get("delivered_at"), self.record.ordered_at
        if delivered and delivered > self.now:
            self.add_error("delivered_at", _("This lies in the future: enter when it happened."))
        if delivered and ordered and delivered < ordered:
            self.add_error("delivered_at", _("It was delivered before it was ordered: correct the time."))
        return data


@PURCHASE_FLOW.asks("receive_parcel")
class ReceiveParcelForm(DeliverForm):
    """The arrival of one of several parcels, which names that one alone."""

    field_order = ("parcel",)
    parcel = OneOf(Parcel.objects.none(), label=_("Which parcel"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parcel"]
        field.queryset = self.record.parcels.under_way()
        chosen = field.found(self["parcel"].value())
        self.fields["delivered_at"].help_text = (
            gettext("Parcel: %(which)s") % {"which": _named(chosen)}
            if chosen
            else gettext("Of the parcel that you choose above.")
        )


@PURCHASE_FLOW.asks("rest_missing")
class MissingForm(QuestionForm):
    """Why what has not come is given up."""

    note = forms.CharField(
        label=_("What was done to find the missing parcels"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
