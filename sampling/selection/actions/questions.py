"""What is asked when a scheme's targets are chosen? The listing as a file of codes, and what is wanted of it.

The file is what `sampling/check.py` reads: whoever has it can check the choice without the portal. Shops,
brands and enterprises stand there as codes, numbered by the line on which they come first; the price is that
of all that is bought of a batch.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO
from itertools import pairwise
from typing import Any

from django.db.models import Min
from django.utils.translation import gettext as _

from casework.deadlines.clocks import local_day
from casework.flow import Refused
from catalogue.models import Enterprise
from monitoring.plans.models.plans import ANY_PRICE, Band, PlanItem, Quota, holds
from sampling.listings.actions.identities import LINKS, joined, marks, product_of, same, sampled
from sampling.purchases.actions.repeats import TOGETHER, Room
from sampling.schemes.models import Listing, Scheme
from sampling.selection.actions.weights import Names, weights
from sampling.selection.solver.market import Wanted
from sampling.selection.solver.markets import Table, caps, fen

FIRST = ("listing", "platform", "shop", "brand", "enterprise", "category", "price")
COLUMNS = (*FIRST, "risk", "band", "known")
LETTER = {"shop": "S", "brand": "B", "enterprise": "E"}
READ = (
    *("line", "platform__name", "shop_id", "brand_id", "enterprise_id", "plan_item_id", "price", "price_to"),
    *("model", "standard", "item_id", "shop__name", "brand__name", "enterprise__name"),
)


@dataclass(frozen=True)
class Question:
    """file: the listing as CSV. asked: as `Choosing.asked` has it."""

    file: bytes
    asked: dict[str, Any]

    def wanted(self, table: Table, seed: str) -> Wanted:
        """The same for the engine; table: the file as it was read."""
        asked = [(cap["where"], cap["most"]) for cap in self.asked["caps"]]
        budget = self.asked["budget"]
        return Wanted(
            self.asked["quota"],
            caps(table, asked),
            budget=None if budget is None else max(fen(budget)[1], 0),
            seed=seed,
            allowed=frozenset(self.asked["allowed"]),
        )


def question(scheme: Scheme, now: datetime) -> Question:
    """What a scheme asks now. Refused where nothing is wanted, or the plan's price bands overlap."""
    left = Room(scheme.plan)
    items = {item.pk: item for item in scheme.plan.items.select_related("category")}
    quota = sum(left.of(pk) for pk in items)
    if not quota:
        raise Refused(_("Every batch of the plan has its purchase: nothing is to be chosen."))
    bands = _apart(scheme.plan.bands())
    asked = {
        "quota": quota,
        "caps": [
            *({"where": {"category": _item(items[pk])}, "most": left.of(pk)} for pk in items),
            *({"where": _where(each), "most": max(many, 0)} for each, many in left.quotas.items()),
        ],
        "budget": None if left.budget is None else f"{max(left.budget, Decimal(0)):.2f}",
        "bands": [],
        "allowed": list(
            scheme.listings.exclude(exception="").order_by("line").values_list("line", flat=True)
        ),
    }
    return Question(_file(scheme, items, bands, now), asked)


def _file(scheme: Scheme, items: Mapping[int, PlanItem], bands: Sequence[Band], now: datetime) -> bytes:
    """The listing, a line at a time: hundreds of thousands of them are never held as rows."""
    shops, brands, enterprises = (_codes(scheme, name) for name in LINKS)
    enterprises_named = Enterprise.objects.filter(pk__in=scheme.listings.values("enterprise"))
    producers = {same(name) for name in enterprises_named.values_list("name", flat=True).iterator()}
    known = sampled({"", *producers}, now)
    weighed = weights(scheme.center, local_day(now))
    categories = {pk: str(item.category) for pk, item in items.items()}
    named = {pk: _item(item) for pk, item in items.items()}
    out = StringIO()
    file = csv.writer(out, lineterminator="\n")
    file.writerow(COLUMNS)
    rows = scheme.listings.order_by("line").values_list(*READ)
    for (
        line,
        platform,
        shop,
        brand,
        enterprise,
        item,
        price,
        price_to,
        model,
        standard,
        item_id,
        *names,
    ) in rows.iterator(TOGETHER):
        shop_name, brand_name, producer = (each or "" for each in names)
        weight = weighed.of(Names(categories[item], producer, brand_name, shop_name, item_id))
        again = known.has(product_of(producer, brand_name, model), standard)
        file.writerow(
            (
                *(line, platform, shops[shop], brands.get(brand, ""), enterprises.get(enterprise, "")),
                *(named[item], _priced(price, price_to, items[item].quantity)),
                *(weight, _band(bands, price), int(again)),
            )
        )
    return out.getvalue().encode()


def _codes(scheme: Scheme, name: str) -> dict[int, str]:
    """The code of each shop, brand or enterprise of a scheme, by the line that names it first."""
    firsts = scheme.listings.exclude(**{name: None}).order_by().values_list(name).annotate(first=Min("line"))
    order = [pk for pk, _first in firsts.order_by("first").iterator()]
    model: Any = Listing._meta.get_field(name).related_model
    named = model.objects.filter(pk__in=scheme.listings.values(name))
    known = {each.pk: marks(each) for each in named.iterator()}
    numbers = joined(known[pk] for pk in order)
    return {pk: f"{LETTER[name]}{number + 1}" for pk, number in zip(order, numbers, strict=True)}


def _item(item: PlanItem) -> str:
    """A product of the plan as the file names it: two of one name stay two."""
    return f"{item.position} {item.product}"


def _priced(price: Decimal | None, price_to: Decimal | None, quantity: int) -> str:
    if price is None:
        return ""
    whole = f"{price * quantity:.2f}"
    return whole if price_to is None else f"{whole}-{price_to * quantity:.2f}"


def _where(quota: Quota) -> dict[str, str]:
    where = {}
    if quota.platform:
        where["platform"] = quota.platform.name
    if quota.item:
        where["category"] = _item(quota.item)
    if quota.band != ANY_PRICE:
        where["band"] = _name(quota.band)
    return where


def _name(band: Band) -> str:
    """A price band as the file names it: "0.00-50.00", with its end not in it."""
    low, high = band
    return f"{low or Decimal(0):.2f}-{'' if high is None else f'{high:.2f}'}"


def _apart(bands: list[Band]) -> list[Band]:
    """The price bands of a plan; Refused where two overlap, as the file has one band for each listing."""
    for (_low, high), upper in pairwise(bands):
        if high is None or high > (upper[0] or Decimal(0)):
            raise Refused(
                _("The plan's price bands overlap before %(band)s: have the plan changed.")
                % {"band": _name(upper)}
            )
    return bands


def _band(bands: Sequence[Band], price: Decimal | None) -> str:
    return next((_name(band) for band in bands if holds(band, price)), "")
