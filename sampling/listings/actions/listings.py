"""What is on offer? Listings typed in or read from a table, each judged for itself."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import StringIO
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from accounts.models import By, Organisation
from casework.actions import lock, take
from casework.flow import Refused
from catalogue.models import Brand, Enterprise, Named, Shop
from catalogue.names import folded, key, normal, on_one_line, pinyin_key
from catalogue.platforms import known_names
from documents.incoming.digits import cut_off, lost
from monitoring.plans.models.plans import PlanItem
from sampling.listings import offer_cells
from sampling.listings.actions.identities import LINKS
from sampling.listings.headings import CALLED, COLUMNS, MANDATORY
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Listing, Scheme
from trail.enumerations import enumerated

N = TypeVar("N", bound=Named)

LENGTHS = {
    "shop": 200,
    "shop_id": 60,
    "product": 200,
    "item_id": 60,
    "url": 500,
    "brand": 200,
    "enterprise": 200,
    "model": 200,
    "standard": 120,
}
_is_url = URLValidator(schemes=["http", "https"])
# A shop of which no ID is known is known by its name.
BY_NAME = "~"


@dataclass(frozen=True)
class Offer:
    """A row that was judged good. shop, brand and enterprise are names, "" where there is none.

    shop_id: "" where the source does not name it. price, price_to: the ends of a range, one price twice.
    sales: how often it was sold, at least.
    """

    plan_item: PlanItem
    platform: Organisation
    shop: str
    shop_id: str
    product: str
    item_id: str
    url: str
    brand: str = ""
    enterprise: str = ""
    model: str = ""
    standard: str = ""
    price: Decimal | None = None
    price_to: Decimal | None = None
    sales: int | None = None


class Judge:
    """Judges rows for one scheme; it knows the plan, the platforms and what is listed already.

    platform, item: of rows that name none; the plan's only ones by themselves.
    """

    def __init__(
        self, scheme: Scheme, platform: Organisation | None = None, item: PlanItem | None = None
    ) -> None:
        self.items = list(scheme.plan.items.select_related("category"))
        allowed = scheme.sampled_on()
        self.names = known_names()
        self.allowed = {one.pk for one in allowed}
        if not scheme.plan.platforms.exists():
            self.allowed = {one.pk for one in self.names.organisations.values()}
        listed = scheme.listings.values_list("platform_id", "item_id")
        self.seen = {(listed_on, folded(item_id)) for listed_on, item_id in listed}
        self.platform = platform or (allowed[0] if len(allowed) == 1 else None)
        self.item = item

    def offer(self, row: Mapping[str, str]) -> Offer | list[str]:
        """The offer of a row (by the names of COLUMNS), or the sentences that say what is wrong with it."""
        cell = {name: row.get(name, "") or "" for name in COLUMNS}
        said = {name: offer_cells.bare(text) for name, text in cell.items()}
        said["shop"], said["platform"] = self.names.told_apart(
            said["shop"], said["platform"], "", str(self.platform or "")
        )
        url, named = offer_cells.address(cell["url"]), offer_cells.first(cell["item_id"])
        said = {name: on_one_line(text) for name, text in said.items()} | {"url": url}
        said["item_id"] = (
            # Some lists have the address where the ID should be.
            (offer_cells.item_id(named) if "://" in named else on_one_line(named))
            or offer_cells.item_id(url)
            or offer_cells.made_id(normal(said["shop"]), normal(said["product"]))
        )
        wrong = [
            _("%(column)s is missing.") % {"column": CALLED[name]} for name in MANDATORY if not said[name]
        ]
        wrong += [
            _("%(column)s is longer than %(length)d characters.") % {"column": CALLED[name], "length": length}
            for name, length in LENGTHS.items()
            if name != "url" and len(said[name]) > length
        ]
        wrong += [lost(CALLED[name]) for name in LENGTHS if cut_off(cell[name])]
        platform = self._platform(said["platform"], wrong)
        item = self._item(said["plan_item"], wrong)
        least, most = self._price(cell["price"], cell["price_to"], wrong)
        self._address(said, wrong)
        if not wrong and platform and (platform.pk, folded(said["item_id"])) in self.seen:
            wrong.append(_("The product ID %(id)s is listed already.") % {"id": said["item_id"]})
        if wrong or platform is None or item is None:
            return wrong
        self.seen.add((platform.pk, folded(said["item_id"])))
        names = ("shop", "shop_id", "product", "item_id", "url", "brand", "enterprise", "model", "standard")
        texts: dict[str, Any] = {name: said[name] for name in names}
        numbers: dict[str, Any] = {
            "price": least,
            "price_to": most,
            "sales": offer_cells.sales(said["sales"]),
        }
        return Offer(plan_item=item, platform=platform, **numbers, **texts)

    def _platform(self, name: str, wrong: list[str]) -> Organisation | None:
        if not name and self.platform is None:
            wrong.append(_("No platform is named: say for the whole file on which it is."))
            return None
        found = self.names.organisation(name) if name else self.platform
        if found is None:
            wrong.append(
                _("The platform %(name)s is not known here: write its registered name.") % {"name": name}
            )
        elif found.pk not in self.allowed:
            wrong.append(_("The scheme does not have samples bought on %(name)s.") % {"name": found})
            return None
        return found

    def _item(self, name: str, wrong: list[str]) -> PlanItem | None:
        """By the product's name, by its category, or the plan's only product where nothing is said."""
        if not name and (self.item or len(self.items) == 1):
            return self.item or self.items[0]
        for names in (lambda i: (i.product,), lambda i: (i.category.name, i.category.code)):
            found = [item for item in self.items if key(name) in {key(said) for said in names(item)}]
            if name and len(found) == 1:
                return found[0]
        products = enumerated(item.product for item in self.items)
        wrong.append(_("Say which product of the plan it is: %(products)s.") % {"products": products})
        return None

    def _price(self, least: str, most: str, wrong: list[str]) -> tuple[Decimal | None, Decimal | None]:
        """The ends of the range of all that the two columns say, each alone or together."""
        ends: list[Decimal] = []
        for text in filter(str.strip, (least, most)):
            found = offer_cells.range_of(text)
            if found is None:
                wrong.append(_("The price %(price)s is no amount of money.") % {"price": text.strip()[:20]})
            ends += found or ()
        return (min(ends), max(ends)) if ends else (None, None)

    def _address(self, said: dict[str, str], wrong: list[str]) -> None:
        """An address too long to keep is dropped, for the product has an ID; what is none is refused."""
        if len(said["url"]) > LENGTHS["url"]:
            said["url"] = ""
        if not said["url"]:
            return
        try:
            _is_url(said["url"])
        except ValidationError:
            wrong.append(_("%(url)s is no address on the web.") % {"url": said["url"][:80]})


def judge(scheme: Scheme, rows: Iterable[tuple[int, Mapping[str, str]]]) -> tuple[list[Offer], list[str]]:
    """Judge (row number, cells) pairs: the good offers, and a sentence for each row that is refused."""
    judging, good, refused = Judge(scheme), [], []
    for number, row in rows:
        judged = judging.offer(row)
        if isinstance(judged, Offer):
            good.append(judged)
        else:
            refused.append(_("Row %(row)d: %(reasons)s") % {"row": number, "reasons": " ".join(judged)})
    return good, refused


class Shelf:
    """Puts offers on a scheme's list by COPY. Shops, brands and enterprises are found by name, or made.

    Use it in a transaction that has locked the scheme; line: of the last one listed.
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme = scheme
        self.line = scheme.listings.aggregate(last=Max("line"))["last"] or 0
        self.shops: dict[tuple[int, str], int] = {}
        self.named: dict[tuple[type[Named], str], int] = {}

    def put(self, offers: Sequence[Offer]) -> None:
        """List some offers, in their order."""
        self._know_shops(offers)
        for model, name in ((Brand, "brand"), (Enterprise, "enterprise")):
            self._know(model, {getattr(offer, name) for offer in offers} - {""})
        out = StringIO()
        file = csv.writer(out)
        for line, offer in enumerate(offers, start=self.line + 1):
            file.writerow(self._row(line, offer))
        self.line += len(offers)
        out.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(
                f"COPY {Listing._meta.db_table} ({', '.join(PUT)}) FROM STDIN"
                f" (FORMAT csv, FORCE_NOT_NULL ({', '.join(TEXTS)}))",
                out,
            )

    def _row(self, line: int, offer: Offer) -> list[Any]:
        brand, enterprise = (
            self.named.get((model, key(name)[:200]), "")
            for model, name in ((Brand, offer.brand), (Enterprise, offer.enterprise))
        )
        price_to = "" if offer.price_to == offer.price else offer.price_to
        return [
            *(self.scheme.pk, line, offer.plan_item.pk, offer.platform.pk, self.shops[_shop_key(offer)]),
            *(brand, enterprise, offer.price, price_to, offer.sales, False),
            *(offer.product, offer.model, offer.standard, offer.item_id, offer.url, "", "", ""),
        ]

    def _know_shops(self, offers: Sequence[Offer]) -> None:
        """The platform's shop of that ID, however its name is written; without an ID, of that name."""
        new = {_shop_key(offer): offer for offer in offers if _shop_key(offer) not in self.shops}
        if not new:
            return
        by_id = {pair for pair, offer in new.items() if offer.shop_id}
        by_name = set(new) - by_id
        platforms = {platform for platform, _id in new}
        known = Shop.objects.filter(platform__in=platforms)
        for pk, platform, shop_id in known.filter(shop_id__in={each for _p, each in new}).values_list(
            "pk", "platform", "shop_id"
        ):
            self.shops[platform, shop_id] = pk
        names = {shop_id.removeprefix(BY_NAME) for _platform, shop_id in by_name}
        for pk, platform, name_key in (
            known.filter(name_key__in=names).order_by("-pk").values_list("pk", "platform", "name_key")
        ):
            self.shops.setdefault((platform, _by_name(name_key)), pk)
        made = [
            Shop(platform=offer.platform, shop_id=pair[1], name=offer.shop, **_keys(offer.shop))
            for pair, offer in new.items()
            if pair not in self.shops
        ]
        for shop in Shop.objects.bulk_create(made):
            self.shops[shop.platform_id, shop.shop_id] = shop.pk

    def _know(self, model: type[N], names: set[str]) -> None:
        """The one of each name however it is written, or a new one."""
        new = {key(name)[:200]: name for name in sorted(names) if (model, key(name)[:200]) not in self.named}
        rows = model._default_manager.filter(name_key__in=new).order_by("-pk").values_list("pk", "name_key")
        self.named |= {(model, name_key): pk for pk, name_key in rows}
        made = [
            model(name=name, **_keys(name)) for each, name in new.items() if (model, each) not in self.named
        ]
        for row in model._default_manager.bulk_create(made):
            self.named[model, row.name_key] = row.pk


PUT = (
    *("scheme_id", "line", "plan_item_id", "platform_id", "shop_id", "brand_id", "enterprise_id"),
    *("price", "price_to", "sales", "chosen", "product", "model", "standard", "item_id", "url"),
    *("reason", "asked", "exception"),
)
TEXTS = PUT[11:]


def _shop_key(offer: Offer) -> tuple[int, str]:
    return offer.platform.pk, offer.shop_id or _by_name(key(offer.shop))


def _by_name(name_key: str) -> str:
    return f"{BY_NAME}{name_key}"[:60]


def _keys(name: str) -> dict[str, str]:
    """What `Named.save` would write beside a name."""
    return {"name_key": key(name)[:200], "pinyin": pinyin_key(name)[:200]}


@SCHEME_FLOW.handles("list")
@transaction.atomic
def add_offers(
    scheme: Scheme, *, offers: Sequence[Offer], by: By, now: datetime, step: str = "list"
) -> QuerySet[Listing]:
    """List judged offers, all or none."""
    lock(scheme)
    again = set(scheme.listings.values_list("platform_id", "item_id"))
    if any((offer.platform.pk, offer.item_id) in again for offer in offers):
        raise Refused(_("One of these products has been listed meanwhile: load the page again."))
    shelf = Shelf(scheme)
    first = shelf.line + 1
    shelf.put(offers)
    said = {"first": first, "last": shelf.line}
    take(step, scheme, by=by, now=now, note=_("Lines %(first)d to %(last)d") % said)
    return scheme.listings.filter(line__gte=first)


@SCHEME_FLOW.handles("unlist")
@transaction.atomic
def remove(scheme: Scheme, *, listings: Sequence[Listing], by: By, now: datetime) -> None:
    """Take listings off a draft; the lines of the others stay as they are."""
    lines = enumerated(str(listing.line) for listing in listings)
    take("unlist", scheme, by=by, now=now, note=_("Lines %(lines)s") % {"lines": lines})
    scheme.listings.filter(pk__in=[listing.pk for listing in listings]).delete()


def with_links(scheme: Scheme) -> Any:
    """The listings of a scheme by line, with all that they name."""
    return scheme.listings.select_related("plan_item", "platform", *LINKS).order_by("line")


def unchanged(scheme: Scheme, digest: str = "") -> None:
    """Refused where what is chosen from is not what was submitted and approved. digest: if known already."""
    if scheme.listings_digest != (digest or scheme.digest()):
        raise Refused(
            _("The listings are not those that were approved: withdraw the scheme and make a new one.")
        )
