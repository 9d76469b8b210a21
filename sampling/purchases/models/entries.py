"""What does the sampling form say of shop, platform and producer, beside order and goods? (form 4.4)"""

from __future__ import annotations

from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalogue.models import check_credit_code
from sampling.purchases.models.purchases import ORDER, PLATFORM, PRODUCER, PRODUCT, SHOP, SIGNED, Purchase
from trail.reasons import validate_reason


class Certificate(models.TextChoices):
    """The certificate that a product carries."""

    LICENCE = "licence", _("Production licence for industrial products")
    QS = "qs", "QS"
    CCC = "ccc", "CCC"
    OTHER = "other", _("Another certificate")


class SampleType(models.TextChoices):
    """What a sample is taken of (样品类型)."""

    FINISHED = "finished", _("Finished product")
    SEMIFINISHED = "semifinished", _("Semi-finished product")
    MATERIAL = "material", _("Raw material or accessory")


class Source(models.TextChoices):
    """Where what is sold comes from (样品来源)."""

    BOUGHT_IN = "bought_in", _("Bought in")
    OWN = "own", _("Made by the seller")
    COMMISSIONED = "commissioned", _("Made on commission")


class Economy(models.TextChoices):
    """The economic type of a producer (经济类型)."""

    STATE = "state", _("State-owned")
    COLLECTIVE = "collective", _("Collective")
    PRIVATE = "private", _("Private")
    LIMITED = "limited", _("Limited company")
    SHARES = "shares", _("Company limited by shares")
    POOLED = "pooled", _("Jointly operated")
    COOPERATIVE = "cooperative", _("Share cooperative")
    JOINT = "joint", _("Joint venture")
    COOPERATION = "cooperation", _("Contractual cooperation")
    HONGKONG = "hongkong", _("Hong Kong, Macao or Taiwan investment")
    FOREIGN = "foreign", _("Foreign investment")
    OTHER = "other", _("Another type")


def _text(label: object, length: int = 120) -> models.CharField[str, str]:
    return models.CharField(label, max_length=length, blank=True)  # type: ignore[arg-type]


class Entry(models.Model):
    """The sampling form's fields that neither the order nor the goods carry."""

    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, related_name="entry")
    # the shop
    operator = _text(_("business behind the shop"), 200)
    credit_code = models.CharField(
        _("unified social credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    permit = _text(_("permit to trade or licence of entry"))
    shop_address = _text(_("address of the shop's business"), 200)
    shop_responsible = _text(_("legal representative of the shop"), 60)
    shop_contact = _text(_("contact of the shop and telephone"))
    # the platform
    platform_url = models.CharField(
        _("the platform's address on the web"), max_length=200, blank=True, validators=[URLValidator()]
    )
    platform_licence = _text(_("the platform's licence number"), 60)
    platform_address = _text(_("the platform's address"), 200)
    platform_contact = _text(_("contact of the platform and telephone"))
    # the order
    order_why = models.TextField(
        _("why the order is not as its page was"), blank=True, max_length=500, validators=[validate_reason]
    )
    stock_shown = _text(_("stock that the shop shows"), 60)
    sampling_fee = models.DecimalField(
        _("fee for the sample"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    invoice = _text(_("invoice"), 60)
    # the product
    goods_why = models.TextField(
        _("why the goods are not what the page showed"),
        blank=True,
        max_length=500,
        validators=[validate_reason],
    )
    grade = _text(_("grade of the product"), 60)
    produced_on = _text(_("date of production"), 60)
    shelf_life = _text(_("shelf life"), 60)
    imported = models.BooleanField(_("imported"), default=False)
    origin = _text(_("place of origin"), 60)
    certificate = models.CharField(_("certificate"), max_length=8, choices=Certificate, blank=True)
    certificate_number = _text(_("number of the certificate"), 60)
    sample_type = models.CharField(_("type of sample"), max_length=12, choices=SampleType, blank=True)
    source = models.CharField(_("source of the sample"), max_length=12, choices=Source, blank=True)
    # the producer
    producer_code = models.CharField(
        _("the producer's credit code"), max_length=18, blank=True, validators=[check_credit_code]
    )
    producer_postcode = _text(_("the producer's postcode"), 12)
    producer_responsible = _text(_("the producer's legal representative"), 60)
    producer_contact = _text(_("contact of the producer and telephone"))
    economy = models.CharField(_("economic type"), max_length=12, choices=Economy, blank=True)
    staff = models.PositiveIntegerField(_("number of staff"), null=True, blank=True)
    turnover = _text(_("turnover"), 60)
    # signing
    confirmed = models.BooleanField(
        _("the enterprise confirms that it is made and sold at home and passed its own inspection"),
        default=False,
    )
    remark = models.TextField(_("remark"), blank=True, max_length=500)

    class Meta:
        verbose_name = _("sampling form's further fields")
        verbose_name_plural = _("sampling forms' further fields")

    def __str__(self) -> str:
        return str(self.purchase)


AT_ORDER = (*SHOP, *PLATFORM, *ORDER, "order_why")
AT_CHECK = (*PRODUCT, *PRODUCER, *SIGNED, "goods_why")
# What may not be left empty: always (M of form 4.4), and of a company's shop in a supervision check (M2).
MANDATORY = ("platform_url", "platform_licence", "platform_address")
MANDATORY_AT_CHECK = ("sample_type", "source")
SUPERVISED = ("operator", "credit_code")
