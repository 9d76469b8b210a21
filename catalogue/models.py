"""Which products, standards, shops, enterprises and brands are there, and what is known of them?"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError as NumberError

from accounts.models import Organisation, Region
from catalogue.limited import Limited
from catalogue.monitoring_rules import MonitoringRules as MonitoringRules
from catalogue.names import key, on_one_line, pinyin_key
from catalogue.platforms import PlatformName as PlatformName
from catalogue.registered import Entry, ending, following
from catalogue.severities import ItemSeverity
from catalogue.severities import SeverityChange as SeverityChange
from catalogue.verdicts import PASSED as PASSED
from catalogue.verdicts import Verdict as Verdict
from trail.days import Day, DayLongAgo
from trail.keys import to, to_maybe


def check_credit_code(value: str) -> None:
    """Refuse a unified social credit code whose check digit is wrong (GB 32100-2015)."""
    try:
        uscc.validate(value)
    except NumberError as error:
        raise ValidationError(
            _("%(value)s is not a unified social credit code: copy its 18 characters from the licence."),
            params={"value": value},
        ) from error


def part_of(field: str, name: str) -> GinIndex:
    """An index that finds three or more characters anywhere in a text, for `icontains`."""
    return GinIndex(OpClass(Upper(field), name="gin_trgm_ops"), name=name)


# What two spellings of one product's name may differ in, after width and case, as SQL has it. It stands in an
# index: who changes it makes the index anew.
IDLE = ' \t-_/.,;:·•*+~|"()[]{}<>!?&#、。，；：（）【】《》“”‘’—…「」'


class Bare(models.Func):
    """A text without what spellings differ in: width, case, spaces and signs.

    The database writes it so, both what is stored and what is looked for, and keeps an index of it.
    """

    template = f"translate(lower(normalize(%(expressions)s, NFKC)), '{IDLE}', '')"
    output_field = models.TextField()


class Folded(models.Func):
    """A text without width, case, spaces and kinds of brackets, as `catalogue.names.folded` writes it.

    Unlike `Bare` it keeps the signs: models 1.5 and 15 are two. It stands in indexes as well.
    """

    template = "translate(lower(normalize(%(expressions)s, NFKC)), '[{〔【〖]}〕】〗 \t\n\r', '((((()))))')"
    output_field = models.TextField()


class Named(models.Model):
    """Something that is found by its name however it is written."""

    name = models.CharField(_("name"), max_length=200)
    name_key = models.CharField(max_length=200, editable=False)
    pinyin = models.CharField(max_length=200, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The name is stored as it was written; key and pinyin are for matching and sorting."""
        self.name = on_one_line(self.name)
        self.name_key, self.pinyin = key(self.name)[:200], pinyin_key(self.name)[:200]
        super().save(*args, **kwargs)


class Category(Entry):
    """A class of products (产品大类 and below). national_code: its code in the national classification.

    continued_as: the class under which its series of figures goes on once it has ended.
    """

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("part of")
    )
    national_code = models.CharField(_("national code"), max_length=20, blank=True)
    continued_as = following("continues", _("goes on as"))
    ended_on = ending()

    class Meta:
        verbose_name = _("product category")
        verbose_name_plural = _("product categories")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Standard(Entry):
    """An edition of a standard that testing or judgement rests on (6.3-4): a new edition is another entry.

    replaced_by: the edition that came in its place.
    """

    ends = "withdrawn_on"

    number = models.CharField(
        pgettext_lazy("standard", "number"),
        max_length=60,
        unique=True,
        help_text=_("With its year, such as GB 6675.1-2014."),
    )
    title = models.CharField(pgettext_lazy("standard", "title"), max_length=200)
    scope = models.CharField(pgettext_lazy("standard", "scope"), max_length=500, blank=True)
    in_force_since = DayLongAgo(_("in force since"), null=True, blank=True)
    withdrawn_on = DayLongAgo(_("withdrawn on"), null=True, blank=True, editable=False)
    replaced_by = following("replaces", _("replaced by"))

    class Meta:
        verbose_name = _("standard")
        verbose_name_plural = _("standards")
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class TestItem(Entry, Limited):
    """What is measured, by which method, against which limit.

    condition: for which of the goods the limit holds, where a standard has several ("A 类", "36 个月以下").
    plausible_low, plausible_high: between which values a laboratory's figure is believed without a question.
    """

    __test__ = False  # not a test class, whatever pytest makes of the name

    category = models.ForeignKey(Category, on_delete=models.PROTECT, verbose_name=_("product category"))
    name = models.CharField(_("test item"), max_length=100)
    condition = models.CharField(
        _("holds for"),
        max_length=60,
        blank=True,
        help_text=_("Where the standard has several limits: the class or age that this one is for."),
    )
    aliases = models.CharField(
        _("also called"), max_length=200, blank=True, help_text=_("Other names, with 、 between them.")
    )
    method = to(Standard, _("test method"), back="methods")
    requirement = to(Standard, _("grounds of judgement"), back="requirements")
    # "" until somebody has set it: it is asked for, and never taken for the lesser one.
    severity = models.CharField(
        _("severity"), max_length=8, choices=ItemSeverity, blank=True, default="", editable=False
    )

    plausible_low = models.DecimalField(
        _("plausible from"), max_digits=16, decimal_places=6, null=True, blank=True
    )
    plausible_high = models.DecimalField(
        _("plausible up to"), max_digits=16, decimal_places=6, null=True, blank=True
    )
    ended_on = ending()

    class Meta:
        verbose_name = _("test item")
        verbose_name_plural = _("test items")
        ordering = ("category", "name")
        constraints = [
            models.UniqueConstraint(fields=["category", "name", "method", "condition"], name="test_item_one")
        ]
        indexes = [models.Index(fields=["name", "id"], name="test_item_name")]

    def __str__(self) -> str:
        return f"{self.name} ({self.condition})" if self.condition else self.name

    def laid_down(self) -> str:
        """What is tested, by which standards, against which limit: "Lead · GB/T 1-2020 · ≤ 90 mg/kg"."""
        standards = dict.fromkeys((self.method.number, self.requirement.number))
        return " · ".join(filter(None, (str(self), *standards, f"{self.limit_text} {self.unit}".strip())))

    def by_what(self) -> list[tuple[Any, str]]:
        """(what it is, by which standards it is tested and judged, against which limit); "—" for no limit."""
        limit = f"{self.limit_text} {self.unit}".strip()
        told = (("method", self.method.number), ("requirement", self.requirement.number))
        named = [(self._meta.get_field(name).verbose_name, number) for name, number in told]  # type: ignore[union-attr]
        return [*named, (_("limit"), limit or "—")]

    def withdrawn(self) -> list[Standard]:
        """Those of its standards that are in force no longer."""
        standards = dict.fromkeys((self.method, self.requirement))
        return [standard for standard in standards if standard.withdrawn_on]


def by_standards(items: Iterable[TestItem]) -> tuple[list[Standard], list[Standard]]:
    """The standards by which items are tested, and those by which they are judged; each once."""
    both = [(item.method, item.requirement) for item in items]
    return list(dict.fromkeys(one for one, _other in both)), list(dict.fromkeys(one for _other, one in both))


def _attached() -> Any:
    """The organisation as which it answers notices; attached when the first one is served on it."""
    return to_maybe(Organisation, _("answers as"), blank=True, editable=False)


class Enterprise(Named):
    """A producer or brand owner (企业)."""

    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    address = models.CharField(_("address"), max_length=200, blank=True)
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("region")
    )

    organisation = _attached()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        indexes = [
            models.Index(fields=["name_key"], name="enterprise_key"),
            part_of("name_key", "enterprise_part"),
        ]


class Brand(Named):
    """A trade mark."""

    owner = models.ForeignKey(
        Enterprise, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("owner")
    )

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        indexes = [models.Index(fields=["name_key"], name="brand_key")]


class Shop(Named):
    """A shop on a platform (电商, 电子商务站内经营者), a company's or a natural person's."""

    platform = models.ForeignKey(Organisation, on_delete=models.PROTECT, verbose_name=_("platform"))
    shop_id = models.CharField(_("shop ID"), max_length=60)
    url = models.URLField(_("address on the web"), blank=True)
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    natural_person = models.BooleanField(_("run by a natural person"), default=False)
    # Where it really does business: jurisdiction follows from it (市场监督管理行政处罚程序规定 art. 10).
    place = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("actual place of business")
    )

    organisation = _attached()

    class Meta:
        verbose_name = _("shop")
        verbose_name_plural = _("shops")
        constraints = [models.UniqueConstraint(fields=["platform", "shop_id"], name="shop_one")]
        indexes = [models.Index(fields=["name_key"], name="shop_key"), part_of("name_key", "shop_part")]


SIX = 6  # months in which a product is not sampled twice


class StandingFindings(models.Manager["Finding"]):
    """The findings of which nothing was voided."""

    def get_queryset(self) -> models.QuerySet[Finding]:
        return super().get_queryset().filter(standing=True)


class Finding(models.Model):
    """What is known of a product from any sampling: ours, another body's, an imported notice.

    Appended by importers, sampling and inspection; read by "already known?", by ranking and by the
    rule that the same product is not sampled twice within six months (Order 18). What came of a record that
    was voided stands no more: `objects` leaves it out, so that it counts for nothing anywhere.
    """

    on = Day(_("sampled on"))
    organisation = models.CharField(_("sampled by"), max_length=120)
    product = models.CharField(_("product"), max_length=200)
    # As the source names the class of products: one of the catalogue's, or what a notice's title says.
    category = models.CharField(_("product category"), max_length=80, blank=True)
    producer = models.CharField(_("producer"), max_length=200, blank=True)
    producer_key = models.CharField(max_length=200, blank=True, editable=False)
    standard = models.CharField(_("standard"), max_length=1000, blank=True)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    batch = models.CharField(_("date of production or batch"), max_length=120, blank=True)
    shop = models.CharField(_("shop"), max_length=200, blank=True)
    platform = models.CharField(_("platform"), max_length=120, blank=True)
    item_id = models.CharField(_("product ID"), max_length=60, blank=True)
    price = models.DecimalField(_("price"), max_digits=12, decimal_places=2, null=True, blank=True)
    targeted = models.BooleanField(_("targeted, not drawn at random"), default=True)
    verdict = models.CharField(_("verdict"), max_length=16, choices=Verdict)
    failing = models.CharField(_("non-conforming items"), max_length=400, blank=True)
    laboratory = models.CharField(_("laboratory"), max_length=120, blank=True)
    source = models.CharField(_("source"), max_length=200)
    # The number of the sample that was tested, where it is ours: its verdict is read from here.
    sample = models.CharField(_("sample"), max_length=20, blank=True, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    # The numbers of the records that it came of: report, sample, purchase, scheme, plan. Shown to nobody.
    came_of = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    standing = models.BooleanField(default=True, editable=False)

    objects = StandingFindings()
    everything = models.Manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [
            GinIndex(fields=["came_of"], name="finding_came_of"),
            models.Index("producer_key", Folded("brand"), Folded("model"), "on", name="finding_product"),
            models.Index(fields=["-on", "-id"], name="finding_new"),
            models.Index(Bare("product"), "on", name="finding_name"),
            models.Index(fields=["item_id", "on"], condition=~Q(item_id=""), name="finding_item"),
            models.Index(fields=["sample"], condition=~Q(sample=""), name="finding_sample"),
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.on})"


# What `same_make` compares, as aliases of whatever has a brand and a model.
FOLDED_MAKE = {"folded_brand": Folded("brand"), "folded_model": Folded("model")}


def same_make(producer_field: str, producer: Any, brand: str, model: str) -> Q:
    """The condition that producer, brand and model are these, on rows with the aliases FOLDED_MAKE."""
    make = {
        producer_field: producer,
        "folded_brand": Folded(Value(brand)),
        "folded_model": Folded(Value(model)),
    }
    return Q(**make)


def six_months_before(day: date) -> date:
    """The day six months earlier, or the last of its month (O18-02: none twice within six months)."""
    year, month = divmod(day.year * 12 + day.month - 1 - SIX, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def known_since(producer: str, brand: str, model: str, since: date) -> models.QuerySet[Finding]:
    """Findings of the same producer, brand and model sampled on or after a day (Order 18: six months)."""
    same = same_make("producer_key", key(producer)[:200], brand, model)
    return Finding.objects.alias(**FOLDED_MAKE).filter(same, on__gte=since)
