"""What of a purchase is otherwise than it was chosen: on its page, in its order, in the goods?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.models.facts import Facts
from casework.terms.table import Text
from catalogue.names import key
from sampling.purchases.flow.purchases import DECISIONS
from sampling.purchases.models.confirmations import NAMES, Confirmation, as_chosen
from sampling.purchases.models.purchases import Purchase
from trail.models import Event

# What each name on the page is of.
WHAT = {
    "brand_seen": _("brand"),
    "model_seen": _("model"),
    "shop_seen": _("shop"),
    "operator_seen": _("operator"),
}


# What is entered where the page names none: no goods contradict that.
UNNAMED = ("none", "无", "不详", "页面未标明", "未标明")


class Row(NamedTuple):
    """One thing as it was chosen, as each look found it on the page, and as it was ordered; "" = not known
    or not asked."""

    what: Text
    chosen: str
    pages: tuple[str, ...]
    ordered: str
    differing: tuple[bool, ...]

    def told(self) -> str:
        """What was chosen, and what it was last."""
        last = [said for said in (*self.pages, self.ordered) if said][-1]
        said = gettext("chosen: %(chosen)s; in fact: %(last)s")
        return said % {"chosen": self.chosen or gettext("not known"), "last": last}


def compared(purchase: Purchase) -> list[Row]:
    """Title, brand, model, shop, operator and price of what was chosen, beside page and order."""
    listing, looks = purchase.listing, [*reversed(purchase.confirmations.all())]
    known = as_chosen(listing)
    entry = getattr(purchase, "entry", None) if purchase.ordered_at else None
    price = "" if purchase.unit_price is None else f"{purchase.unit_price:.2f}"
    prices = tuple(f"{look.price_seen:.2f}" for look in looks)
    range_of = (listing.price, listing.price_to or listing.price)
    titles = tuple(look.title_seen for look in looks)
    others = tuple(_other(listing.product, title) for title in titles)
    rows = [Row(_("title of the product"), listing.product, titles, "", (*others, False))]
    for name, what in WHAT.items():
        chosen = known[name]
        named = tuple(_named(look, name, chosen) for look in looks)
        ordered = entry.operator if entry and name == "operator_seen" else ""
        differing = (*_differing(looks, name, chosen), _other(chosen, ordered))
        rows.append(Row(what, chosen, named, ordered, differing))
    outside = tuple(not _within(text, *range_of) for text in (*prices, price))
    return [*rows, Row(_("price"), listing.priced(), prices, price, outside)]


def _named(look: Confirmation, name: str, chosen: str) -> str:
    """A name on the page: what is not told as changed was found as it was chosen."""
    said: str = getattr(look, name)
    return said or ("" if NAMES[name] in look.changes else chosen)


def _other(chosen: str, said: str) -> bool:
    """Whether another name is said; what was not known when it was chosen contradicts nothing."""
    return bool(said and chosen) and key(said) != key(chosen)


def _differing(looks: list[Confirmation], name: str, chosen: str) -> tuple[bool, ...]:
    """Whether each look names another: also where it is told as changed from what was not known."""
    return tuple(
        bool(getattr(look, name)) and (NAMES[name] in look.changes or _other(chosen, getattr(look, name)))
        for look in looks
    )


def _within(text: str, least: Decimal | None, most: Decimal | None) -> bool:
    return not text or least is None or most is None or least <= Decimal(text) <= most


def last_look(purchase: Purchase) -> Confirmation | None:
    """What its buyer found last."""
    looks = purchase.confirmations.all()
    return next((look for look in looks if look.buyer_id == purchase.buyer_id), None)


def of_order(purchase: Purchase, unit_price: Any, operator: str) -> list[str]:
    """In what an order is not what its page was when it was confirmed, each in a sentence."""
    look, both = last_look(purchase), _("in the order %(order)s, on the page %(page)s")
    if look is None:
        return []
    found: Facts = []
    if unit_price is not None and Decimal(unit_price) != look.price_seen:
        of_price = {"order": f"{Decimal(unit_price):.2f}", "page": f"{look.price_seen:.2f}"}
        found.append((gettext("the unit price"), both % of_price))
    known = _named(look, "operator_seen", as_chosen(purchase.listing)["operator_seen"])
    if known and operator and key(operator) != key(known):
        found.append((gettext("the operator"), both % {"order": f"“{operator}”", "page": f"“{known}”"}))
    return [f"{what}: {said}" for what, said in found]


def of_goods(purchase: Purchase, product: str, brand: str, model: str) -> list[str]:
    """In what goods, as they are registered, are not what the page showed on which they were bought, each in
    a sentence; where that page had changed and the organiser had it bought all the same."""
    look = last_look(purchase)
    if look is None or not look.to_decide:
        return []
    title, typed = key(look.title_seen), key(product)
    same = not typed or typed in title or title in typed
    found = [] if same else [(gettext("product"), product, look.title_seen)]
    for what, said, page in (
        (gettext("brand"), brand, look.brand_seen),
        (gettext("model"), model, look.model_seen),
    ):
        if page and page.strip().lower() not in UNNAMED and key(said) != key(page):
            found.append((what, said or gettext("nothing"), page))
    both = gettext("%(what)s: on the goods “%(said)s”, on the page “%(page)s”")
    return [both % {"what": what, "said": said, "page": page} for what, said, page in found]


def changed(purchase: Purchase) -> Facts:
    """What was bought otherwise than chosen, and why: for the people of its center, wherever the goods go.

    Of the price alone only where it was decided on, or where the order says why it is another.
    """
    purchase = _with_what_it_compares(purchase)
    look, entry = last_look(purchase), getattr(purchase, "entry", None)
    why = [(_("why the order is not as its page was"), entry.order_why)] if entry and entry.order_why else []
    if entry and entry.goods_why:
        why.append((_("why the goods are not what the page showed"), entry.goods_why))
    decided = bool(look and look.to_decide)
    rows = [row for row in compared(purchase) if _last_differs(row)]
    if not decided and not why and not any(row.what != _("price") for row in rows):
        return []
    return [*((row.what, row.told()) for row in rows), *decisions(purchase), *why]


def _with_what_it_compares(purchase: Purchase) -> Purchase:
    """The same, in two questions instead of six."""
    named = Purchase._base_manager.select_related("entry", "listing__brand", "listing__shop")
    found: Purchase = named.prefetch_related("confirmations").get(pk=purchase.pk)
    return found


def changed_of(samples: Any) -> dict[int, str]:
    """{sample: the same on one line} of those of the samples that were bought otherwise than chosen."""
    told = (
        Q(purchase__confirmations__allowed_at__isnull=False)
        | Q(purchase__entry__order_why__gt="")
        | Q(purchase__entry__goods_why__gt="")
    )
    found = samples.filter(told).distinct().select_related("purchase__listing__shop", "purchase__shop")
    return {sample.pk: in_a_line(changed(sample.purchase)) for sample in found}


def _last_differs(row: Row) -> bool:
    """Whether what was last said of it is not what was chosen."""
    said = [differs for differs, text in zip(row.differing, (*row.pages, row.ordered), strict=True) if text]
    return bool(said) and said[-1]


def decisions(purchase: Purchase) -> list[tuple[Any, Any]]:
    """Each decision of the organiser on what had changed, with its reason."""
    found = Event.objects.of("record", purchase.pk).filter(verb__in=DECISIONS).order_by("pk")
    return [
        (DECISIONS[each.verb], f"{localtime(each.at):%Y-%m-%d %H:%M} · {each.detail.get('note', '')}")
        for each in found
    ]


def in_a_line(found: Facts) -> str:
    """The same on one line, for papers and lists."""
    return " · ".join(f"{what}: {said}" for what, said in found)
