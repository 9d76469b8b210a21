"""Which parcels brought what was bought, who took them in, and how did they look?"""

from __future__ import annotations

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models.facts import Facts, Said
from documents.models import Attachment
from sampling.purchases.models.purchases import Purchase
from trail.days import Day, Moment
from trail.keys import to


class TakenIn(models.TextChoices):
    """Who took a parcel in from the courier."""

    RECIPIENT = "recipient", _("The recipient in person")
    LOCKER = "locker", _("A parcel locker or pick-up point")
    OTHER = "other", _("Somebody else at the address")


SAYS = Said(_("the carrier says"))


class ParcelQuerySet(models.QuerySet["Parcel"]):
    def under_way(self) -> Self:
        """Parcels that have not come and are not given up."""
        return self.filter(delivered_at=None, missing=False)


class Parcel(models.Model):
    """One parcel of an order (form 4.4: 快递公司, 单号, 签收时间, 发货地, 外包装状态).

    missing: declared not to come any more. tracked: what the carrier answered last (sampling.tracking).
    """

    purchase = to(Purchase, back="parcels")
    carrier = models.CharField(_("carrier"), max_length=60)
    tracking_number = models.CharField(_("tracking number"), max_length=60)
    shipped_on = Day(_("sent on"), null=True)
    sent_from = models.CharField(_("sent from"), max_length=100, blank=True)
    contents = models.CharField(_("what is in it"), max_length=200, blank=True)
    pieces = models.PositiveIntegerField(
        _("quantity in it"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    delivered_at = Moment(_("delivered"), null=True)
    taken_in = models.CharField(_("taken in by"), max_length=10, choices=TakenIn, blank=True)
    packing_state = models.CharField(_("state of the outer packing"), max_length=200, blank=True)
    missing = models.BooleanField(_("declared missing"), default=False)
    photos = models.ManyToManyField(Attachment, related_name="+")
    tracked = models.JSONField(_("what the carrier says"), default=list)
    tracked_at = Moment(_("asked the carrier"), null=True)

    objects = models.Manager.from_queryset(ParcelQuerySet)()

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        ordering = ("id",)
        indexes = [
            models.Index(fields=["tracking_number"], name="parcel_tracking"),
            models.Index(
                fields=["tracked_at", "id"],
                name="parcel_under_way",
                condition=Q(delivered_at=None, missing=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(missing=False) | Q(delivered_at=None), name="parcel_missing_or_here"
            ),
        ]

    def last_said(self) -> Facts:
        """What the carrier said last, with its own time, for the page."""
        if not self.tracked:
            return []
        last = self.tracked[-1]
        said = " ".join(last[part] for part in ("at", "where", "what"))
        return [SAYS.fact("carrier_says", said)]

    def __str__(self) -> str:
        return f"{self.carrier} {self.tracking_number}"
