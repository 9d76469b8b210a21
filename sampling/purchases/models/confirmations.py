"""What did the buyer find on the page of shop and product, compared with what was chosen?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from catalogue.names import key
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Listing
from trail.days import Moment
from trail.keys import to, to_maybe


class Change(models.TextChoices):
    """In what a listing differs from when it was chosen."""

    PRICE = "price", _("the price")
    TITLE = "title", _("the title or the pictures")
    PRODUCT = "product", _("another product or model")
    BRAND = "brand", _("another brand")
    SHOP = "shop", _("another shop or operator")


# It may not be what was chosen any more: the organiser decides whether it is bought all the same.
ANOTHER = frozenset({Change.TITLE, Change.PRODUCT, Change.BRAND, Change.SHOP})
# What another title is told by: by itself, or with the product or brand that it names.
RENAMED = frozenset({Change.TITLE, Change.PRODUCT, Change.BRAND})
# A price more than half above or below is another offer: shops lower and raise theirs by less, day by day.
FAR = Decimal("0.5")


def far_off(price: Decimal, *agreed: Decimal | None) -> bool:
    """Whether a price lies far above or below those agreed on; never where none is known."""
    known = [each for each in agreed if each is not None]
    return bool(known) and not min(known) * (1 - FAR) <= price <= max(known) * (1 + FAR)


def differences(listing: Listing, title: str, price: Decimal | None) -> dict[Change, str]:
    """In what a page differs from the listing that was chosen, each with both as they are written.

    Two titles are compared as names are; of a range of prices none within it differs.
    """
    found = {}
    both = _("on the page %(page)s, when it was chosen %(chosen)s")
    if key(title) != key(listing.product):
        found[Change.TITLE] = str(both % {"page": f"“{title}”", "chosen": f"“{listing.product}”"})
    if price is not None and listing.price is not None:
        most = listing.price if listing.price_to is None else listing.price_to
        if not listing.price <= price <= most:
            found[Change.PRICE] = str(both % {"page": f"{price:.2f}", "chosen": listing.priced()})
    return found


def untold(differs: Mapping[Change, str], told: Collection[str]) -> list[str]:
    """The differences that the changes ticked do not tell, each in a sentence."""
    ticks = {Change.TITLE: RENAMED, Change.PRICE: frozenset({Change.PRICE})}
    said = _("%(what)s: %(both)s. Tick that it has changed.")
    left = [each for each in differs if not ticks[each] & set(told)]
    return [str(said % {"what": each.label, "both": differs[each]}) for each in left]


# By which change each name on the page is told.
NAMES = {
    "brand_seen": Change.BRAND,
    "model_seen": Change.PRODUCT,
    "shop_seen": Change.SHOP,
    "operator_seen": Change.SHOP,
}


def as_chosen(listing: Listing) -> dict[str, str]:
    """The names that the listing had when it was chosen, by the field of its confirmation."""
    return {
        "brand_seen": str(listing.brand or ""),
        "model_seen": listing.model,
        "shop_seen": listing.shop.name,
        "operator_seen": listing.shop.operator,
    }


def unnamed(listing: Listing, changes: Collection[str], page: Mapping[str, Any]) -> dict[str, str]:
    """What a confirmation leaves out of the names on the page: {field: sentence}.

    Nobody can compare "another brand": it is named. A name that is not the one chosen is told as a change.
    """
    known, told = as_chosen(listing), {name: page.get(name) or "" for name in NAMES}
    found = {
        name: str(_("This is not what was chosen (%(chosen)s): tick that it has changed."))
        % {"chosen": chosen}
        for name, chosen in known.items()
        if chosen and told[name] and key(told[name]) != key(chosen) and NAMES[name] not in changes
    }
    lacks = {
        "brand_seen": Change.BRAND in changes and not told["brand_seen"],
        "model_seen": Change.PRODUCT in changes
        and not told["model_seen"]
        and key(page.get("title_seen") or "") == key(listing.product),
        "shop_seen": Change.SHOP in changes and not (told["shop_seen"] or told["operator_seen"]),
    }
    said = _("It has changed: enter what the page names now, or “none” where it names none.")
    return found | {name: str(said) for name, lacking in lacks.items() if lacking}


class Confirmation(models.Model):
    """The buyer's look at the listing, before they learn of the recipient; screenshots are attached."""

    purchase = to(Purchase, back="confirmations")
    buyer = to_maybe(User)
    at = Moment(_("when"))
    title_seen = models.CharField(_("title on the page"), max_length=300)
    price_seen = models.DecimalField(
        _("price on the page"), max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    # What else the page names where that has changed; "" = as it was chosen.
    brand_seen = models.CharField(_("brand on the page"), max_length=200, blank=True)
    model_seen = models.CharField(_("model on the page"), max_length=200, blank=True)
    shop_seen = models.CharField(_("shop on the page"), max_length=200, blank=True)
    operator_seen = models.CharField(_("operator on the page"), max_length=200, blank=True)
    changes = ArrayField(
        models.CharField(max_length=8, choices=Change),
        default=list,
        blank=True,
        verbose_name=_("in what it has changed"),
    )
    differences = models.CharField(_("differences"), max_length=1000, blank=True)
    allowed_at = Moment(_("allowed"), null=True, editable=False)

    class Meta:
        verbose_name = _("confirmation of the item")
        verbose_name_plural = _("confirmations of the item")
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.purchase} · {self.title_seen}"

    @property
    def to_decide(self) -> bool:
        """Whether it may be another thing than the one chosen, by what is ticked or by its price."""
        listing = self.purchase.listing
        return bool(ANOTHER & set(self.changes)) or far_off(self.price_seen, listing.price, listing.price_to)

    def agreed(self) -> list[Decimal | None]:
        """The prices at which it may be ordered: as chosen, and as found where the organiser allowed that or
        none was known."""
        listing = self.purchase.listing
        found = self.allowed_at or listing.price is None
        return [listing.price, listing.price_to, *([self.price_seen] if found else [])]

    def differing(self) -> list[str]:
        """In what the page differs from what was chosen, as both were written."""
        found = differences(self.purchase.listing, self.title_seen, self.price_seen)
        return [f"{change.label}: {both}" for change, both in found.items()]

    def facts(self) -> list[tuple[Any, Any]]:
        """What was found beside what was chosen, for the center."""
        listing = self.purchase.listing
        return [
            (_("title on the page"), self.title_seen),
            (_("title when chosen"), listing.product),
            (_("price on the page"), self.price_seen),
            (_("price when chosen"), listing.priced() or None),
            (_("differs from what was chosen"), self.differing()),
            (_("in what it has changed"), [Change(change).label for change in self.changes]),
            (_("differences"), self.differences),
            (_("looked at"), self.at),
            (_("allowed"), self.allowed_at),
        ]
