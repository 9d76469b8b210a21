"""What is there to sample and to measure? Shops, brands, enterprises, test items, and who tests them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import NamedTuple

from accounts.roles import Kind, Role
from catalogue.limits import read_limit
from catalogue.models import Brand, Category, Enterprise, Shop, Standard, TestItem
from catalogue.names import pinyin_key
from catalogue.severities import ItemSeverity
from demo.scale.offices import Country, Land, Place
from demo.scale.register import Office
from demo.scale.sheets import Sheets
from demo.scale.sizes import Size
from demo.scale.words import DEALERS, GOODS, ITEMS, WORDS, Goods, Item
from inspection.judgement.by_figures import judge
from inspection.laboratories.models import AuthorisedSignatory, Qualification, QualificationScope
from sampling.recipients import personal
from sampling.recipients.actions import consents
from sampling.recipients.models.consents import Declaration, Declaring
from sampling.recipients.models.recipients import NEEDED, Consent, Identifier, Means, Piece, Recipient, Sealed

SAMPLES_A_SHOP, FEWEST = 15, 80
RESPONDENT = ((Role.RESPONDENT,),)
VARIANTS = 16
# Method and grounds by the kind of measurement: numbers of the demo's standards, and one of our own.
OWN = ("T/YZYS 001-2025", "日用制品安全通用要求（演示团体标准）")
STANDARDS = {
    "electric": ("GB 4706.1-2005", "GB 4706.1-2005"),
    "toy": ("GB 6675.2-2014", "GB 6675.1-2014"),
    "textile": ("GB/T 2912.1-2009", "GB 31701-2015"),
    "contact": ("GB 31604.8-2021", "GB 4806.7-2023"),
    "material": (OWN[0], OWN[0]),
}
RECIPIENTS = 12


@dataclass(slots=True)
class Store:
    """A shop with its brand and producer; merchant and maker answer notices for shop and producer."""

    pk: int
    name: str
    shop_id: str
    platform: Office
    place: Place
    brand: int
    brand_name: str
    enterprise: int
    producer: str
    merchant: Office
    maker: Office

    @property
    def licence(self) -> str:
        return f"演示执照{self.shop_id}"

    @property
    def address(self) -> str:
        """Where its producer works."""
        return f"{self.producer[:2]}工业园区{self.enterprise % 60 + 1}号"


class Measured(NamedTuple):
    """A test item, with rows of results as text: (value, verdict) where it conforms, and where it fails."""

    pk: int
    name: str
    laid_down: str
    fixed: str
    good: list[str]
    bad: list[str]


class Ware(NamedTuple):
    """A class of products with its category, standards and test items."""

    goods: Goods
    category: int
    method: Standard
    grounds: Standard
    items: list[Measured]
    category_name: str


class Market:
    """What the catalogue holds, and who may be told of a result."""

    def __init__(self, sheets: Sheets, size: Size, country: Country, seed: str) -> None:
        self.random = Random(f"{seed} market")  # noqa: S311
        self.country = country
        self.brands = sheets.begin(Brand, "id", "name", "name_key", "pinyin", "owner")
        self.enterprises = sheets.begin(
            Enterprise, "id", "name", "name_key", "pinyin", "region", "organisation"
        )
        self.shops = sheets.begin(
            Shop,
            *("id", "platform", "shop_id", "url", "name", "name_key", "pinyin", "operator", "place"),
            "organisation",
        )
        self.items = sheets.begin(
            TestItem,
            *("id", "category", "name", "method", "requirement", "unit"),
            *("limit_text", "limit_low", "limit_high"),
            severity=ItemSeverity.ORDINARY,
        )
        self.certificates = sheets.begin(
            Qualification, "id", "laboratory", "cma_number", "valid_from", "valid_until"
        )
        self.scopes = sheets.begin(QualificationScope, "id", "qualification", "category")
        self.signatories = sheets.begin(AuthorisedSignatory, "id", "qualification", "person", "category")
        self.recipients = sheets.begin(
            Recipient,
            *("id", "pseudonym", "center", "area", "key_id", "person_index", "added_by"),
            added_at=country.stamp,
        )
        self.declarations = sheets.begin(
            Declaration, *("id", "center", "kind", "version", "text"), written_at=country.stamp
        )
        self.identifiers = sheets.begin(
            Identifier, *("id", "recipient", "kind", "index"), added_at=country.stamp
        )
        self.sealed = sheets.begin(Sealed, "id", "recipient", "piece", "identifier", "content")
        self.consents = sheets.begin(
            Consent, *("id", "recipient", "declaration", "scope"), given_at=country.stamp
        )
        self.wares = self._wares()
        self.stores = {land.code: self._stores(land, size) for land in country.lands}
        self.helpers = {land.code: self._recipients(land) for land in country.lands}
        self._certify()

    def _wares(self) -> list[Ware]:
        Standard.objects.get_or_create(number=OWN[0], defaults={"title": OWN[1]})
        standards = {standard.number: standard for standard in Standard.objects.all()}
        categories = {category.code: category for category in Category.objects.all()}
        found = []
        for goods in GOODS:
            method, grounds = (standards[number] for number in STANDARDS[goods.items])
            category = categories[goods.code]
            items = [self._item(item, category.pk, method, grounds) for item in ITEMS[goods.items]]
            found.append(Ware(goods, category.pk, method, grounds, items, category.name))
        return found

    def _item(self, item: Item, category: int, method: Standard, grounds: Standard) -> Measured:
        limit = limit_of(item)
        pk = self.items.row(category, item.name, method.pk, grounds.pk, item.unit, limit, item.low, item.high)
        bounds = [r"\N" if bound is None else bound for bound in (item.low, item.high)]
        fixed = "\t".join([str(pk), item.name, item.unit, str(method), str(grounds), limit, *bounds])
        good = [_judged(item, self.random.randint(*item.usual)) for _variant in range(VARIANTS)]
        bad = [_judged(item, self.random.randint(*item.bad)) for _variant in range(VARIANTS)]
        kept = TestItem(name=item.name, method=method, requirement=grounds, unit=item.unit, limit_text=limit)
        return Measured(pk, item.name, kept.laid_down(), fixed, good, bad)

    def _stores(self, land: Land, size: Size) -> list[Store]:
        number = max(FEWEST, round(size.samples * land.weight / SAMPLES_A_SHOP))
        if size.provinces == 1:
            number = max(FEWEST, size.samples // SAMPLES_A_SHOP)
        platforms = self.random.choices(self.country.platforms, self.country.platform_weights, k=number)
        return [self._store(land, platform) for platform in platforms]

    def _store(self, land: Land, platform: Office) -> Store:
        place = self.random.choice(land.places)
        one, other = self.random.sample(WORDS, 2)
        county = place[2] or place[1] or place[0]
        producer, shop = f"{one}{other}制品厂", f"{one}{other}{self.random.choice(DEALERS)}"
        maker = self.country.open(Kind.MERCHANT, producer, place, posts=RESPONDENT)
        enterprise = self.enterprises.row(producer, producer, _sound(one, other, "制品厂"), county, maker.pk)
        sound = _sound(one, other)
        brand = self.brands.row(f"{one}{other}", f"{one}{other}", sound, enterprise)
        merchant = self.country.open(Kind.MERCHANT, producer, place, short=shop, posts=RESPONDENT)
        pk = self.shops.take()
        shop_id = f"S{pk:08}"
        url = f"https://shop.example/{shop_id}"
        sound = _sound(one, other, shop[4:])
        self.shops.add(pk, platform.pk, shop_id, url, shop, shop, sound, producer, county, merchant.pk)
        return Store(
            *(pk, shop, shop_id, platform, place, brand, f"{one}{other}", enterprise, producer),
            *(merchant, maker),
        )

    def _recipients(self, land: Land) -> list[int]:
        """Volunteers of a center; who they are is sealed as it is in the forms."""
        keeper = land.center.person(Role.ADDRESS_KEEPER)
        kind, version = Declaring.CONSENT, "知情同意书 2026-1"
        declaration = self.declarations.row(land.center.pk, kind, version, consents.WORDS[kind])
        found = []
        for n in range(RECIPIENTS):
            place = self.random.choice(land.places)
            helper = Recipient(pseudonym=f"VO-{self.random.getrandbits(32):08X}")
            said = f"{self.random.choice(WORDS)}路{n + 1}号"
            phone = f"1990000{n:04}"
            key, kept = helper.keep(f"志愿者{n + 1}", phone)
            found.append(
                self.recipients.row(
                    *(helper.pseudonym, land.center.pk, place[2] or place[0], helper.key_id),
                    *(helper.person_index, keeper),
                )
            )
            for piece, content in kept.items():
                self.sealed.row(found[-1], piece, None, _bytes(content))
            for means, text in ((Means.PHONE, phone), (Means.ADDRESS, said)):
                identifier = self.identifiers.row(found[-1], means, personal.index(text, means))
                content = personal.seal(key, text.encode(), helper.about(means))
                self.sealed.row(found[-1], Piece.IDENTIFIER, identifier, _bytes(content))
            for scope in NEEDED:
                self.consents.row(found[-1], declaration, scope)
        return found

    def _certify(self) -> None:
        """A certificate for every laboratory, over all categories, in which its signatory signs."""
        since = self.country.since
        until = since + timedelta(days=2000)
        for land in self.country.lands:
            for laboratory in land.laboratories:
                pk = self.certificates.row(laboratory.pk, f"CMA-演示-S{laboratory.pk:04}", since, until)
                for ware in self.wares:
                    self.scopes.row(pk, ware.category)
                    self.signatories.row(pk, laboratory.person(Role.SIGNATORY), ware.category)


def _judged(item: Item, units: int) -> str:
    """A measured value with its verdict, as three columns of a result: value, judged, verdict."""
    value = str(Decimal(units).scaleb(-item.places))
    verdict = judge(value, read_limit(limit_of(item)), unit=item.unit).verdict
    return f"{value}\t{verdict}\t{verdict}"


def limit_of(item: Item) -> str:
    """The limit as a standard writes it: "≤ 0.75", "4.0~7.5"."""
    if item.low and item.high:
        return f"{item.low}~{item.high}"
    return f"≤ {item.high}" if item.high else f"≥ {item.low}"


@cache
def _heard(word: str) -> str:
    return pinyin_key(word)


def _sound(*words: str) -> str:
    return " ".join(map(_heard, words))


def _bytes(value: bytes) -> str:
    return r"\\x" + value.hex()
