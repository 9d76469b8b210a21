"""What is asked of those who buy? (form 4.4)"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Case, Count, QuerySet, When
from django.utils.translation import gettext_lazy as _

from accounts.addresses import code_of
from accounts.coded import OneOf
from accounts.models import User, Viewer
from casework.flow import Refused
from casework.pages.forms import NoteForm, QuestionForm, StepForm, columns_asked, needed_when
from catalogue.names import key, narrow
from documents.filetypes import PICTURES
from documents.forms import CheckedFile
from sampling.purchases.actions.orders import SHOTS
from sampling.purchases.actions.repeats import free_listings
from sampling.purchases.actions.substitutes import not_again_without_a_reason, same_slot
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.confirmations import (
    NAMES,
    Change,
    Confirmation,
    as_chosen,
    differences,
    unnamed,
    untold,
)
from sampling.purchases.models.entries import AT_ORDER, MANDATORY, SUPERVISED, Entry
from sampling.purchases.models.otherwise import last_look, of_order
from sampling.purchases.models.purchases import PLATFORM, SHOP, Purchase
from sampling.schemes.actions.buyers import buyers_of
from sampling.schemes.models import Listing, Scheme
from trail.boxes import Several
from trail.reasons import ask_why


def yes_no(label: Any) -> forms.TypedChoiceField:
    """A question that has to be answered, not a box that may be overlooked."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def assignable(scheme: Scheme) -> QuerySet[User]:
    """Who may be assigned: the scheme's buyers who buy still and have signed the undertaking."""
    ours = scheme.buyers.filter(pk__in=buyers_of(scheme.center), undertakings__center=scheme.center)
    return ours.distinct().order_by("name", "pk")


@PURCHASE_FLOW.asks("assign", "reassign")
class AssignForm(QuestionForm):
    """Who buys. Who receives the parcel follows from the rotation."""

    buyer = OneOf(
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
        buyer.queryset = assignable(self.record.scheme)
        buyer.initial = least_in_hand(buyer.queryset, in_hands(self.viewer))


def in_hands(viewer: Viewer) -> Counter[int | None]:
    """How many purchases each buyer has in hand, of those that the viewer sees."""
    under_way = Purchase.objects.visible_to(viewer).exclude(turn="").order_by()
    return Counter(dict(under_way.values_list("buyer").annotate(n=Count("pk"))))


def least_in_hand(people: Iterable[User], in_hand: Counter[int | None]) -> User | None:
    """Who of them has the fewest purchases in hand."""
    return min(people, key=lambda person: (in_hand[person.pk], person.pk), default=None)


# What a field of the form for many is called before the number of its purchase.
OF_EACH = "buyer "


class AssignManyForm(forms.Form):
    """Who buys each: proposed is whoever has the fewest purchases in hand."""

    # That the page was filled in, and not only asked for.
    filled = forms.CharField(widget=forms.HiddenInput, initial="on")

    def __init__(self, *args: Any, purchases: Sequence[Purchase], viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_hand = in_hands(viewer)
        able = {each.scheme_id: list(assignable(each.scheme)) for each in purchases}
        for purchase in purchases:
            people = able[purchase.scheme_id]
            field = OneOf(assignable(purchase.scheme), label=f"{purchase.title} · {purchase.shop}")
            # Asked once a scheme: each field by itself would ask again.
            field.choices = [(code_of(person), str(person)) for person in people]
            if least := least_in_hand(people, in_hand):
                field.initial = least.pk
                in_hand[least.pk] += 1
            self.fields[OF_EACH + purchase.number] = field


@PURCHASE_FLOW.asks("confirm_item")
class ConfirmForm(StepForm):
    """Shop and item as they are now, before anything is ordered (O18-05)."""

    shot_shop = CheckedFile(label=_("Screenshot of the shop"), types=PICTURES, camera=False)
    shot_item = CheckedFile(label=_("Screenshot of the product"), types=PICTURES, camera=False)
    changes = Several(
        label=_("Changed since it was chosen"),
        choices=Change.choices,
        required=False,
        help_text=_(
            "Nothing, if it is the same. The organiser decides on what has changed in more than its price, "
            "or there by more than half. What is another thing altogether may be ended instead."
        ),
    )

    class Meta:
        model = Confirmation
        fields = ("title_seen", "price_seen", "changes", *NAMES, "differences")
        widgets = {"differences": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, instance: Purchase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needed_when(self.fields["differences"], _("mandatory where something has changed"))
        for name in NAMES:
            needed_when(self.fields[name], _("mandatory where this has changed"))
        self.listing = instance.listing if instance.pk else None
        if self.listing:
            said = {"title_seen": self.listing.product, "price_seen": self.listing.priced() or _("not known")}
            said |= {name: chosen or _("not known") for name, chosen in as_chosen(self.listing).items()}
            for name, chosen in said.items():
                self.fields[name].help_text = _("When it was chosen: %(was)s") % {"was": chosen}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.listing and "title_seen" in data and "changes" in data:
            found = differences(self.listing, data["title_seen"], data.get("price_seen"))
            left = unnamed(self.listing, data["changes"], data)
            for sentence in untold(found, data["changes"]):
                self.add_error("changes", sentence)
            for name, sentence in left.items():
                self.add_error(name, sentence)
        changed = data.get("changes") or self.has_error("changes")
        if changed and not data.get("differences"):
            self.add_error("differences", _("Say what has changed since it was chosen."))
        return data


# What is asked of an order, under which headings, and what of it nobody has to say.
ORDER = (
    (_("Shop"), ("natural_person", "licence", *SHOP)),
    (_("Platform"), PLATFORM),
    (_("Goods"), ("unit_price", "order_why", "quantity", "unit", "stock_shown")),
    (_("Order"), ("order_number", "account", "ordered_at")),
    (_("Payment"), ("freight", "amount", "sampling_fee", "payment", "paid_at", "invoice")),
    (_("Evidence"), SHOTS),
)
OPTIONAL = ("licence",)


@PURCHASE_FLOW.asks("order")
class OrderForm(StepForm):
    """The order, as an ordinary consumer placed it, with screenshots of order and payment (O18-05)."""

    account = forms.CharField(label=_("Buying account"), max_length=120)
    payment = forms.CharField(label=_("Paid with (method and account)"), max_length=120)
    natural_person = yes_no(_("The shop is run by a natural person"))
    shot_order = CheckedFile(label=_("Screenshot of the order"), types=PICTURES, camera=False)
    shot_payment = CheckedFile(label=_("Screenshot of the payment"), types=PICTURES, camera=False)

    class Meta:
        model = Purchase
        fields = [
            name
            for _title, names in ORDER
            for name in names
            if name not in ("account", "payment", *AT_ORDER, *SHOTS)
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].required = name not in OPTIONAL
        purchase: Purchase = self.instance
        self.fields.update(columns_asked(Entry, AT_ORDER))
        for name in AT_ORDER:
            self.fields[name].required = name in MANDATORY
        needed_when(self.fields["sampling_fee"], _("where it is not what was paid"))
        ask_why(self.fields)
        self.initial.update(_known(purchase))
        needed_when(
            self.fields["order_why"], _("mandatory where price or operator are not as they were confirmed")
        )
        said = {"test": purchase.plan_item.test_quantity, "backup": purchase.plan_item.backup_quantity}
        self.fields["quantity"].help_text = _("Planned: %(test)d to test, %(backup)d as a backup.") % said
        self.fields["licence"].help_text = _("As the shop shows it; a natural person may have none.")
        # What the recipient has of their own is used, and not asked for.
        own = self.instance.identifiers.values_list("kind", flat=True) if self.instance.pk else ()
        for name in {"account", "payment"} & set(own):
            del self.fields[name]
        self.groups = [(title, [name for name in names if name in self.fields]) for title, names in ORDER]

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
        if data.get("natural_person") is False:
            self._company(data, supervised)
        self._no_shop_buys_from_itself(data)
        self._as_confirmed(data)
        if data.get("sampling_fee") is None:
            data["sampling_fee"] = data.get("amount")
        data["entry"] = {name: data.pop(name) for name in AT_ORDER if name in data}
        return data

    def _as_confirmed(self, data: dict[str, Any]) -> None:
        """What is not as the page was is explained; where all is, there is nothing to explain."""
        found = of_order(self.instance, data.get("unit_price"), data.get("operator") or "")
        if not found:
            data["order_why"] = ""
        elif not data.get("order_why") and "order_why" not in self.errors:
            said = _("Say why this is so: %(found)s.") % {"found": "; ".join(found)}
            self.add_error("order_why", said)

    def _no_shop_buys_from_itself(self, data: dict[str, Any]) -> None:
        """No order is a consumer's that was placed in the shop's own name, or from an account under it."""
        shop = self.instance.shop
        own = (
            shop.name,
            shop.shop_id,
            shop.operator,
            data.get("operator"),
            shop.credit_code,
            data.get("licence"),
        )
        keys = {key(name) for name in own if name} - {""}
        for name in ("account", "payment"):
            typed = narrow(data.get(name) or "")
            if keys & {key(typed), key(typed.partition(":")[0])}:
                self.add_error(
                    name, _("This is the shop's own: enter what the buyer bought with, as a consumer.")
                )

    def _company(self, data: dict[str, Any], supervised: bool) -> None:
        """What the shop of a company shows besides."""
        if not data.get("permit"):
            said = _("Enter the permit that the shop shows, or “none” where it needs none.")
            self.add_error("permit", said)
        for name in SUPERVISED if supervised else ():
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("A supervision check names the business behind the shop."))


def _known(purchase: Purchase) -> dict[str, Any]:
    """What is on file of shop and platform, and what its page cost, for the form to begin with."""
    shop, platform, look = purchase.shop, purchase.listing.platform, last_look(purchase)
    planned = purchase.plan_item
    return {
        "operator": shop.operator,
        "credit_code": shop.credit_code,
        "platform_licence": platform.credit_code,
        "platform_address": platform.address,
        "platform_contact": platform.phone,
        "unit_price": look.price_seen if look else None,
        "quantity": planned.quantity,
        "unit": planned.unit,
    }


@PURCHASE_FLOW.asks("replace")
class ReplaceForm(QuestionForm):
    """What is bought instead."""

    listing = OneOf(
        Listing.objects.none(),
        label=_("Listing"),
        help_text=_(
            "Only shops, brands and enterprises not sampled in this scheme, besides those of the goods that"
            " are replaced."
        ),
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purchase, field = self._purchase(), self.fields["listing"]
        found = free_listings(purchase.scheme, self.now, instead_of=purchase)
        free = [listing.pk for listing in same_slot(purchase, found)]
        again = Case(When(pk=purchase.listing_id, then=1), default=0)
        listings = purchase.scheme.listings.select_related("shop").filter(pk__in=free)
        field.queryset = listings.order_by(again.asc() if purchase.defect else again.desc(), "line")  # type: ignore[attr-defined]
        field.initial = None if purchase.defect else purchase.listing_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if listing := data.get("listing"):
            try:
                not_again_without_a_reason(self._purchase(), listing, data.get("note") or "")
            except Refused as refused:
                self.add_error("note", str(refused))
        return data

    def _purchase(self) -> Purchase:
        purchase: Purchase = self.record
        return purchase


PURCHASE_FLOW.asks("buy_changed", "leave_changed")(NoteForm)
