"""Which products were to go off sale, and what can whoever verified say of that? (6.4-2)

A disposal and its items are meant where Any stands: they are built upon this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models.facts import Facts, Said, Sayings
from disposal.flow.vocabulary import OFF_SALE, WEIGHTS, Measure
from inspection.corrections.models.rested_on import OF_REPORTS_BENEATH
from trail.enumerations import enumerated

# What is said of a product that was taken off sale, and of no other.
# What a disposal says besides its own fields.
OF_SALE: Sayings = {
    **OF_REPORTS_BENEATH,
    "shortfall": Said(_("Less was done than asked for"), each=True),
    "kept_on_sale": Said(_("neither to be taken off sale, nor taken")),
}
GONE = ("unreachable", "not_relisted")


def failing(disposal: Any) -> list[Any]:
    """The products that still fail: what conforms by now may be on sale."""
    items = disposal.items.select_related("report").prefetch_related("measures")
    return [item for item in items if item.stands]


def goes_off_sale(item: Any) -> bool:
    """Whether a measure that takes the product off sale was asked for, or was taken."""
    asked = WEIGHTS[item.least] >= WEIGHTS[Measure.DELIST]
    return asked or any(taken.measure in OFF_SALE for taken in item.standing())


def off_sale(disposal: Any) -> list[Any]:
    """The products of which the center verifies that they are gone, and have not come back."""
    return [item for item in failing(disposal) if goes_off_sale(item)]


def unless_gone(disposal: Any, data: Mapping[str, Any]) -> dict[str, str]:
    """Why it cannot be called verified: {field: sentence}. Of what nobody took off sale nothing is said."""
    gone = off_sale(disposal)
    if gone:
        said = gettext("Confirm it of: %(products)s.") % {"products": enumerated(gone)}
        return {name: said for name in GONE if not data.get(name)}
    said = gettext("Nothing was asked for or done that takes the products off sale: this is not confirmed.")
    return {name: said for name in GONE if data.get(name)}


def verification(disposal: Any) -> Facts:
    """What was verified, when and how; and of which products nobody says that they are gone."""
    if disposal.checked_on is None:
        return []
    ticked = GONE if disposal.unreachable else ()
    kept = [str(item) for item in failing(disposal) if not goes_off_sale(item)]
    on_sale = [disposal.said("kept_on_sale", kept)] if kept else []
    return [*disposal.facts("checked_on", *ticked), *on_sale, *disposal.facts("check_account")]
