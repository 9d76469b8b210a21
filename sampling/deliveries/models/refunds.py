"""What money is to come back from a platform's shop, and what has come?"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import DecimalField, ExpressionWrapper, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind, Role
from catalogue.yuan import NOTHING
from documents.models import Attachment
from sampling.purchases.models.purchases import Purchase
from trail.days import Day, Moment
from trail.keys import to, to_maybe

LEFT = ExpressionWrapper(F("owed") - F("refunded") - F("written_off"), output_field=DecimalField())


def _money(label: Any, **options: Any) -> Any:
    return models.DecimalField(
        label, max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], **options
    )


# Who of a center sees everybody's money; a buyer sees their own.
OVERSEERS = frozenset({Role.ORGANISER, Role.LEADER})


class RefundDueQuerySet(models.QuerySet["RefundDue"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A center's overseers see all of its claims, a buyer those of the purchases that they bought, paid
        or settle, nobody else any.

        A claim names the shop of a purchase.
        """
        if viewer.kind != Kind.CENTER:
            return self.none()
        own = self.filter(center__in=viewer.organisation.selves())
        settled = Purchase.objects.filter(claims__counts=True, claims__settlement__claimant=viewer.user)
        mine = Q(purchase__buyer=viewer.user) | Q(purchase__payer=viewer.user)
        mine |= Q(purchase__in=settled.values("pk"))
        return own if OVERSEERS & viewer.roles else own.filter(mine)

    def open(self) -> Self:
        """Of which something is still to come."""
        return self.filter(settled_on=None)


class RefundDue(models.Model):
    """Money that is to come back for one purchase: goods sent back, or an order that ended after payment.

    since: the day from which the time to refund it counts; due_on: the last day of that time,
    None until the seller has what was sent back. refunded: the
    sum of its refunds. settled_on: the day on which nothing was left of it.
    """

    purchase = models.OneToOneField(
        Purchase, on_delete=models.PROTECT, related_name="refund_due", verbose_name=_("purchase")
    )
    center = to(Organisation)
    platform = to_maybe(Organisation, _("platform"))
    owed = _money(_("owed"))
    since = Day(pgettext_lazy("refund", "since"))
    due_on = Day(_("to be refunded by"), null=True)
    refunded = _money(_("refunded"), default=NOTHING)
    written_off = _money(_("written off"), default=NOTHING)
    reason = models.CharField(_("why it is written off"), max_length=500, blank=True)
    written_off_by = to_maybe(User, _("written off by"))
    settled_on = Day(_("settled on"), null=True)

    objects = models.Manager.from_queryset(RefundDueQuerySet)()

    class Meta:
        verbose_name = _("claim for a refund")
        verbose_name_plural = _("claims for refunds")
        constraints = [
            models.CheckConstraint(
                condition=Q(owed__gte=F("refunded") + F("written_off"))
                & Q(refunded__gte=0)
                & Q(written_off__gte=0),
                name="refund_due_never_exceeded",
            ),
            models.CheckConstraint(
                condition=Q(written_off=0) | (~Q(reason="") & Q(written_off_by__isnull=False)),
                name="refund_due_written_off_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(settled_on=None, owed__gt=F("refunded") + F("written_off"))
                | Q(settled_on__isnull=False, owed=F("refunded") + F("written_off")),
                name="refund_due_settled",
            ),
        ]
        indexes = [
            models.Index(fields=["center", "id"], name="refund_due_new"),
            models.Index(fields=["center", "platform", "id"], name="refund_due_platform"),
            models.Index(fields=["center", "due_on"], condition=Q(settled_on=None), name="refund_due_due"),
        ]

    def __str__(self) -> str:
        return self.purchase.number

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.purchase.number])

    @property
    def left(self) -> Decimal:
        """What is still to come."""
        return Decimal(self.owed - self.refunded - self.written_off)


class Refund(models.Model):
    """A part of a claim that came, with its proof; never altered."""

    claim = to(RefundDue, back="refunds")
    amount = _money(_("for the goods"))
    freight = _money(_("for freight"), default=NOTHING)
    refunded_on = Day(_("refunded on"))
    proof = to_maybe(Attachment, _("proof"))
    by = to_maybe(User, _("entered by"))
    at = Moment(_("when"))

    class Meta:
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0) | Q(freight__gt=0), name="refund_some")
        ]

    def __str__(self) -> str:
        return f"{self.claim}: {self.total}"

    @property
    def total(self) -> Decimal:
        return Decimal(self.amount + self.freight)
