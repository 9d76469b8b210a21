"""What do the goods say otherwise than their listing: who made them, under which brand, which model?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.terms.table import Text
from catalogue.names import key
from sampling.purchases.models.purchases import Purchase


@dataclass(frozen=True)
class Discrepancy:
    """One name as it stands on the label and in the listing; "" where the label names nobody. of_party: who
    answers for the goods hangs on it."""

    what: Text
    label: str
    listing: str
    of_party: bool = True

    def __str__(self) -> str:
        label = self.label or gettext("nothing")
        return gettext("label: %(label)s; listing: %(listing)s") % {"label": label, "listing": self.listing}


def discrepancies(purchase: Purchase, *, producer: str, brand: str, model: str) -> list[Discrepancy]:
    """Where what was read on the goods is not what the listing says; spellings of one name are one name.

    A listing that names nobody contradicts nothing.
    """
    names = (
        Discrepancy(_("producer"), producer, purchase.enterprise.name if purchase.enterprise else ""),
        Discrepancy(_("brand"), brand, purchase.brand.name if purchase.brand else ""),
        Discrepancy(_("model"), model, purchase.listing.model, of_party=False),
    )
    return [each for each in names if each.listing and key(each.label) != key(each.listing)]


def as_text(found: list[Discrepancy]) -> str:
    """The discrepancies in one line."""
    return " · ".join(f"{each.what}: {each}" for each in found)
