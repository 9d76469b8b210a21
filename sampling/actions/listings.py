"""What is on offer? Listings typed in or read from a table, each judged, and all kept or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.actions import By, lock, take
from casework.flow import Refused
from catalogue.models import Brand, Enterprise, Named, Shop
from catalogue.names import key, normal
from monitoring.importers.grids import Grid, Unreadable, grids
from monitoring.models import PlanItem
from sampling.models import Listing, Scheme

N = TypeVar("N", bound=Named)

# The columns of a table of listings, by the ways their headings are written.
COLUMNS: dict[str, tuple[str, ...]] = {
    "plan_item": ("plan item", "product of the plan", "计划产品", "监测产品", "产品类别", "category", "类别"),
    "platform": ("platform", "平台", "网络平台名称"),
    "shop": ("shop", "shop name", "店铺", "店铺名称", "网店名称"),
    "shop_id": ("shop id", "店铺id", "店铺编号"),
    "product": ("product", "product name", "商品", "商品名称", "产品名称"),
    "item_id": ("item id", "item_id", "product id", "商品id", "商品编号"),
    "url": ("url", "link", "链接", "商品链接", "网址"),
    "brand": ("brand", "品牌", "商标"),
    "enterprise": ("enterprise", "producer", "生产企业", "生产者", "企业"),
    "model": ("model", "型号", "规格型号"),
    "price": ("price", "价格", "单价"),
}
MANDATORY = ("platform", "shop", "shop_id", "product", "item_id", "url")
LENGTHS = {
    "shop": 200,
    "shop_id": 60,
    "product": 200,
    "item_id": 60,
    "url": 500,
    "brand": 200,
    "enterprise": 200,
    "model": 200,
}
MOST_ROWS = 5_000
_is_url = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True)
class Offer:
    """A row that was judged good. shop, brand and enterprise are names, "" where there is none."""

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
    price: Decimal | None = None


class Judge:
    """Judges rows for one scheme; it knows the plan, the platforms and what is listed already."""

    def __init__(self, scheme: Scheme) -> None:
        self.items = list(scheme.plan.items.select_related("category"))
        allowed = scheme.plan.platforms.all()
        platforms = Organisation.objects.filter(kind=Kind.PLATFORM, active=True)
        self.platforms = {
            key(name): platform
            for platform in platforms
            for name in (platform.name, platform.short_name)
            if name
        }
        self.allowed = {platform.pk for platform in allowed} or {p.pk for p in platforms}
        self.seen = set(scheme.listings.values_list("platform_id", "item_id"))

    def offer(self, row: Mapping[str, str]) -> Offer | list[str]:
        """The offer of a row (by the names of COLUMNS), or the sentences that say what is wrong with it."""
        said = {name: normal(row.get(name, "") or "") for name in COLUMNS}
        said["url"] = (row.get("url", "") or "").strip()
        wrong = [
            _("%(column)s is missing.") % {"column": COLUMNS[name][0].capitalize()}
            for name in MANDATORY
            if not said[name]
        ]
        wrong += [
            _("%(column)s is longer than %(length)d characters.")
            % {"column": COLUMNS[name][0].capitalize(), "length": length}
            for name, length in LENGTHS.items()
            if len(said[name]) > length
        ]
        platform = self._platform(said["platform"], wrong)
        item = self._item(said["plan_item"], wrong)
        price = _price(said["price"], wrong)
        if said["url"]:
            try:
                _is_url(said["url"])
            except ValidationError:
                wrong.append(_("%(url)s is no address on the web.") % {"url": said["url"][:80]})
        if platform and (platform.pk, said["item_id"]) in self.seen:
            wrong.append(_("The product ID %(id)s is listed already.") % {"id": said["item_id"]})
        if wrong or platform is None or item is None:
            return wrong
        self.seen.add((platform.pk, said["item_id"]))
        plain = {name: said[name] for name in ("shop", "shop_id", "product", "item_id", "url")}
        loose = {name: said[name] for name in ("brand", "enterprise", "model")}
        return Offer(plan_item=item, platform=platform, price=price, **plain, **loose)

    def _platform(self, name: str, wrong: list[str]) -> Organisation | None:
        if not name:
            return None
        found = self.platforms.get(key(name))
        if found is None:
            wrong.append(
                _("The platform %(name)s is not known here: write its registered name.") % {"name": name}
            )
        elif found.pk not in self.allowed:
            wrong.append(_("The plan does not have samples bought on %(name)s.") % {"name": found})
            return None
        return found

    def _item(self, name: str, wrong: list[str]) -> PlanItem | None:
        """By the product's name, by its category, or the plan's only product where nothing is said."""
        if not name and len(self.items) == 1:
            return self.items[0]
        for names in (lambda i: (i.product,), lambda i: (i.category.name, i.category.code)):
            found = [item for item in self.items if key(name) in {key(said) for said in names(item)}]
            if name and len(found) == 1:
                return found[0]
        products = ", ".join(item.product for item in self.items)
        wrong.append(_("Say which product of the plan it is: %(products)s.") % {"products": products})
        return None


def _price(written: str, wrong: list[str]) -> Decimal | None:
    bare = written.lstrip("¥$").replace(",", "").removesuffix("元").strip()
    if not bare:
        return None
    try:
        price = Decimal(bare)
        if price.is_finite() and 0 <= price < 10**10:
            return price.quantize(Decimal("0.01"))
    except InvalidOperation:
        pass
    wrong.append(_("The price %(price)s is no amount of money.") % {"price": written[:20]})
    return None


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


def read_offers(scheme: Scheme, content: bytes) -> tuple[list[Offer], list[str]]:
    """Judge a CSV or XLSX file whose first row names the columns; no offers and a sentence if unreadable."""
    try:
        found = [grid for grid in grids(content) if grid.cells]
    except Unreadable as error:
        return [], [str(error)]
    refusals = [grid.refusal for grid in found if grid.refusal]
    if refusals:
        return [], refusals
    if len(found) != 1:
        return [], [_("The file must hold exactly one table: its first row names the columns.")]
    columns = _columns(found[0])
    missing = [COLUMNS[name][0] for name in MANDATORY if name not in columns]
    if missing:
        return [], [_("The first row lacks these columns: %(columns)s.") % {"columns": ", ".join(missing)}]
    rows = _rows(found[0], columns)
    if not rows:
        return [], [_("The file holds no row below its headings.")]
    if len(rows) > MOST_ROWS:
        return [], [_("The file holds more than %(most)d rows: divide it.") % {"most": MOST_ROWS}]
    return judge(scheme, rows)


def _columns(grid: Grid) -> dict[str, int]:
    """Where each known column lies; the first of two that mean the same counts."""
    found: dict[str, int] = {}
    for position in range(len(grid.cells[0])):
        heading = " ".join(grid.text(0, position).replace("_", " ").casefold().split())
        for name, ways in COLUMNS.items():
            if heading in {way.replace("_", " ") for way in ways}:
                found.setdefault(name, position)
    return found


def _rows(grid: Grid, columns: Mapping[str, int]) -> list[tuple[int, dict[str, str]]]:
    """The rows that say anything, numbered as a spreadsheet numbers them."""
    rows = []
    for position in range(1, len(grid.cells)):
        cells = {name: grid.text(position, column).strip() for name, column in columns.items()}
        if any(cells.values()):
            rows.append((position + 1, cells))
    return rows


@transaction.atomic
def add_offers(
    scheme: Scheme, *, offers: Sequence[Offer], by: By, now: datetime, step: str = "import"
) -> list[Listing]:
    """List judged offers, all or none. Shops, brands and enterprises are found by name, or made."""
    lock(scheme)
    last = scheme.listings.aggregate(last=Max("line"))["last"] or 0
    again = set(scheme.listings.values_list("platform_id", "item_id"))
    if any((offer.platform.pk, offer.item_id) in again for offer in offers):
        raise Refused(_("One of these products has been listed meanwhile: load the page again."))
    listings = Listing.objects.bulk_create(
        Listing(
            scheme=scheme,
            line=line,
            plan_item=offer.plan_item,
            platform=offer.platform,
            shop=_shop(offer),
            brand=_named(Brand, offer.brand),
            enterprise=_named(Enterprise, offer.enterprise),
            product=offer.product,
            model=offer.model,
            item_id=offer.item_id,
            url=offer.url,
            price=offer.price,
        )
        for line, offer in enumerate(offers, start=last + 1)
    )
    said = {"first": last + 1, "last": last + len(listings)}
    take(step, scheme, by=by, now=now, note=_("Lines %(first)d to %(last)d") % said)
    return listings


def _shop(offer: Offer) -> Shop:
    """The platform's shop of that ID: the ID counts, however the name is written."""
    return Shop.objects.get_or_create(
        platform=offer.platform, shop_id=offer.shop_id, defaults={"name": offer.shop}
    )[0]


def _named(model: type[N], name: str) -> N | None:
    """The one of that name however it is written, or a new one; None for ""."""
    if not name:
        return None
    known = model._default_manager.filter(name_key=key(name)[:200]).order_by("pk").first()
    return known or model._default_manager.create(name=name)


@transaction.atomic
def remove(scheme: Scheme, *, listings: Sequence[Listing], by: By, now: datetime) -> None:
    """Take listings off a draft; the lines of the others stay as they are."""
    lines = ", ".join(str(listing.line) for listing in listings)
    take("unlist", scheme, by=by, now=now, note=_("Lines %(lines)s") % {"lines": lines})
    scheme.listings.filter(pk__in=[listing.pk for listing in listings]).delete()
