"""What is asked of those who buy? (form 4.4)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.forms import StepForm, day, moment
from documents.checks import PICTURES
from documents.forms import CheckedFile, CheckedFiles
from sampling.actions import buyers_of, free_listings
from sampling.actions.purchases import SHOTS
from sampling.forms.schemes import AskForm
from sampling.models import Change, Confirmation, Listing, Purchase


def yes_no(label: Any) -> forms.TypedChoiceField:
    """A question that has to be answered, not a box that may be overlooked."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


class AssignForm(AskForm):
    """Who buys. Who receives the parcel follows from the rotation."""

    buyer = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Buyer"),
        help_text=_(
            "Buyers of the scheme who have signed the confidentiality undertaking. The recipient is drawn: "
            "the least exposed of those whom the shop and its operator do not know."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buyer: Any = self.fields["buyer"]
        scheme = self.record.scheme
        ours = scheme.buyers.filter(pk__in=buyers_of(scheme.center), undertakings__center=scheme.center)
        buyer.queryset = ours.distinct().order_by("name", "pk")


class ConfirmForm(StepForm):
    """Shop and item as they are now, before anything is ordered (O18-05)."""

    shot_shop = CheckedFile(label=_("Screenshot of the shop"), types=PICTURES, camera=False)
    shot_item = CheckedFile(label=_("Screenshot of the product"), types=PICTURES, camera=False)
    changes = forms.MultipleChoiceField(
        label=_("Changed since it was chosen"),
        choices=Change.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nothing, if it is the same. What is another thing altogether may be ended instead."),
    )

    class Meta:
        model = Confirmation
        fields = ("title_seen", "price_seen", "changes", "differences")
        widgets = {"differences": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, instance: Purchase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listing = instance.listing if instance.pk else None
        if listing:
            said = {"title_seen": listing.product, "price_seen": listing.price}
            for name, chosen in said.items():
                self.fields[name].help_text = _("When it was chosen: %(was)s") % {"was": chosen}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("changes") and not data.get("differences"):
            self.add_error("differences", _("Say what has changed since it was chosen."))
        return data


class OrderForm(StepForm):
    """The order, as an ordinary consumer placed it, with screenshots of order and payment (O18-05)."""

    account = forms.CharField(label=_("Buying account"), max_length=120)
    payment = forms.CharField(label=_("Paid with (method and account)"), max_length=120)
    ordered_at, paid_at = moment(label=_("Ordered")), moment(label=_("Paid"))
    natural_person = yes_no(_("The shop is run by a natural person"))
    shot_order = CheckedFile(label=_("Screenshot of the order"), types=PICTURES, camera=False)
    shot_payment = CheckedFile(label=_("Screenshot of the payment"), types=PICTURES, camera=False)

    class Meta:
        model = Purchase
        fields = (
            *("order_number", "natural_person", "licence", "unit_price", "quantity", "unit", "freight"),
            *("amount", "ordered_at", "paid_at"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = name != "licence"
        self.fields["licence"].help_text = _("As the shop shows it; a natural person may have none.")
        # What the recipient has of their own is used, and not asked for.
        own = self.instance.identifiers.values_list("kind", flat=True) if self.instance.pk else ()
        for name in {"account", "payment"} & set(own):
            del self.fields[name]
        self.groups = [
            (_("Shop"), ["natural_person", "licence"]),
            (_("Goods"), ["unit_price", "quantity", "unit"]),
            (_("Order"), ["order_number", "account", "ordered_at"]),
            (_("Payment"), ["freight", "amount", "payment", "paid_at"]),
            (_("Evidence"), list(SHOTS)),
        ]
        self.groups = [
            (title, [name for name in names if name in self.fields]) for title, names in self.groups
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("ordered_at")
        self.not_ahead("paid_at")
        ordered, paid = data.get("ordered_at"), data.get("paid_at")
        if ordered and paid and paid < ordered:
            self.add_error("paid_at", _("It was paid before it was ordered: correct one of the times."))
        supervised = self.instance.scheme.supervised
        if supervised and data.get("quantity") == 1:
            self.add_error("quantity", _("A supervision check needs two sets: buy at least two."))
        if data.get("natural_person") is False and not data.get("licence"):
            self.add_error("licence", _("Enter the licence number that the shop shows."))
        return data


class ShipForm(StepForm):
    """The parcel, as the seller announced it."""

    shipped_on = day(label=_("Sent on"))

    class Meta:
        model = Purchase
        fields = ("carrier", "tracking_number", "shipped_on", "sent_from")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].required = self.fields["tracking_number"].required = True
        self.from_label("tracking_number")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("shipped_on")
        return data


class DeliverForm(StepForm):
    """The delivery, with photos of the parcel before it is opened."""

    delivered_at = moment(label=_("Delivered at"))
    packing = CheckedFiles(label=_("Photos of the outer packing"), types=PICTURES)

    class Meta:
        model = Purchase
        fields = ("delivered_at", "packing_state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["packing_state"].required = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("delivered_at")
        delivered = data.get("delivered_at")
        if delivered and self.instance.ordered_at and delivered < self.instance.ordered_at:
            self.add_error("delivered_at", _("It was delivered before it was ordered: correct the time."))
        return data


class ReplaceForm(AskForm):
    """What is bought instead."""

    listing = forms.ModelChoiceField(
        Listing.objects.none(),
        label=_("Listing"),
        help_text=_("Only shops, brands and enterprises not sampled in this scheme."),
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purchase, field = self._purchase(), self.fields["listing"]
        free = [listing.pk for listing in free_listings(purchase.scheme, self.now, instead_of=purchase)]
        field.queryset = purchase.scheme.listings.select_related("shop").filter(pk__in=free)  # type: ignore[attr-defined]
        field.initial = purchase.listing_id

    def _purchase(self) -> Purchase:
        purchase: Purchase = self.record
        return purchase
