"""What is stated of a purchase that ended without a sample, and how was a silent shop sought? (form 4.5)"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sampling.purchases.models.purchases import Purchase
from trail.days import Day, Moment
from trail.keys import to


class Sold(models.TextChoices):
    """Whether there were orders in the last year (最近1年是否有销售订单)."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNKNOWN = "unknown", _("Not known")


class Means(models.TextChoices):
    """By which means somebody tried to reach a shop."""

    CHAT = "chat", _("Chat of the platform")
    PHONE = "phone", _("Telephone")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", pgettext_lazy("paper", "Letter")
    PLATFORM = "platform", _("Through the platform's customer service")
    VISIT = "visit", _("Visit to the address")


class Ending(models.Model):
    """The particulars of an end, beside reason and account, which the purchase itself has."""

    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, related_name="ending")
    sold = models.CharField(_("orders in the last year"), max_length=8, choices=Sold, blank=True)
    goods_went = models.CharField(_("where the products went"), max_length=300, blank=True)
    responsible = models.CharField(_("legal representative"), max_length=60, blank=True)
    contact = models.CharField(_("contact person"), max_length=60, blank=True)
    phone = models.CharField(_("telephone of the contact"), max_length=40, blank=True)
    samplers = models.CharField(_("samplers"), max_length=120, blank=True)
    witness = models.CharField(_("witness"), max_length=60, blank=True)
    opinion = models.TextField(_("opinion of the local authority"), blank=True)
    opinion_on = Day(_("date of the opinion"), null=True, blank=True)

    class Meta:
        verbose_name = _("end without a sample")
        verbose_name_plural = _("ends without a sample")

    def __str__(self) -> str:
        return f"{self.purchase.number}: {self.purchase.get_state_display()}"


class Attempt(models.Model):
    """One attempt to reach a shop: when, by which means, by whom, and what came of it."""

    purchase = to(Purchase, back="attempts")
    at = Moment(_("tried at"))
    means = models.CharField(_("by which means"), max_length=8, choices=Means)
    sought = models.CharField(_("number, account or address tried"), max_length=120)
    made_by = models.CharField(_("tried by"), max_length=60)
    result = models.CharField(pgettext_lazy("attempt", "what came of it"), max_length=300)

    class Meta:
        verbose_name = _("attempt to reach a shop")
        verbose_name_plural = _("attempts to reach a shop")
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.get_means_display()} · {self.sought} · {self.result}"
