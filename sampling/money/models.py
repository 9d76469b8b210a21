"""What was advanced to a buyer, spent, refunded and invoiced, and which of it is settled?

Sums are made in the database, in yuan to the fen. The ledger of a buyer in a scheme adds what was given and
topped up, takes off what they paid back and spent on purchases, and adds what sellers refunded. What is left
is the balance: above nought they hold the center's money, below it the center owes them.
"""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.addresses import token
from accounts.models import User, Viewer
from accounts.roles import Kind
from casework.models import Filed, RecordQuerySet
from casework.models.facts import Particulars
from catalogue.yuan import yuan
from sampling.deliveries.models.refunds import OVERSEERS, Refund
from sampling.money.flow import SETTLEMENT_FLOW, SettlementState
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme
from trail.days import Day, Moment
from trail.keys import to, to_maybe


class MoveKind(models.TextChoices):
    """How cash goes between a center and a buyer."""

    GIVEN = "given", _("Advance given")
    TOPPED_UP = "topped_up", _("Advance topped up")
    PAID_BACK = "paid_back", _("Paid back")

    @property
    def sign(self) -> int:
        return -1 if self is MoveKind.PAID_BACK else 1


def account_of(viewer: Viewer, scheme: str, buyer: str) -> Q:
    """Whether a viewer may see a buyer's account in a scheme: overseers do, the buyer does, and who claims
    for them since they have left. scheme, buyer: the fields that say whose account it is."""
    if OVERSEERS & viewer.roles:
        return Q()
    claimed = Settlement.objects.filter(
        claimant=viewer.user, scheme=OuterRef(scheme), buyer=OuterRef(buyer)
    ).exclude(state=SettlementState.VOIDED)
    return Q(**{buyer: viewer.user}) | Q(Exists(claimed))


class AdvanceQuerySet(models.QuerySet["Advance"]):
    def visible_to(self, viewer: Viewer) -> AdvanceQuerySet:
        """A center's overseers see all of its advances, others those of the accounts that they may see."""
        if viewer.kind != Kind.CENTER:
            return self.none()
        return self.filter(account_of(viewer, "scheme", "buyer"), scheme__center=viewer.organisation)

    def counting(self) -> AdvanceQuerySet:
        """What both sides said."""
        return self.filter(confirmed_at__isnull=False)

    def unsettled(self) -> AdvanceQuerySet:
        """What waits for the other party, or was denied and not yet taken back by who entered it."""
        return self.filter(confirmed_at=None, withdrawn_at=None)

    def standing(self) -> AdvanceQuerySet:
        """What counts or may come to count."""
        return self.filter(denied_at=None, withdrawn_at=None)


class Advance(models.Model):
    """Cash that went one way, as one party entered it; it counts once the other party has confirmed it."""

    scheme = to(Scheme, _("sampling scheme"), back="advances")
    buyer = to(User, _("buyer"))
    kind = models.CharField(_("kind"), max_length=10, choices=MoveKind)
    amount = yuan(_("amount, yuan"))
    on = Day(_("on"))
    means = models.CharField(pgettext_lazy("money", "how"), max_length=100)
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    entered_by = to(User)
    entered_at = Moment(_("entered"))
    confirmed_by = to_maybe(User)
    confirmed_at = Moment(_("confirmed"), null=True)
    denied_at = Moment(_("denied"), null=True)
    denial = models.CharField(_("why it is not so"), max_length=300, blank=True)
    withdrawn_at = Moment(_("withdrawn"), null=True)

    objects: ClassVar = models.Manager.from_queryset(AdvanceQuerySet)()

    class Meta:
        verbose_name = _("advance")
        verbose_name_plural = _("advances")
        ordering = ("id",)
        indexes = [models.Index(fields=["scheme", "buyer"], name="advance_of")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="advance_amount"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(denied_at=None), name="advance_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(withdrawn_at=None), name="advance_confirmed_stays"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount}"

    @property
    def waits(self) -> bool:
        """Whether the other party has still to say whether it is so."""
        return self.confirmed_at is None and self.denied_at is None and self.withdrawn_at is None


class Invoice(models.Model):
    """The seller's invoice for a purchase, or why there is none. None is handed in for two purchases."""

    purchase = models.OneToOneField(
        Purchase, on_delete=models.PROTECT, related_name="invoice", verbose_name=_("purchase")
    )
    number = models.CharField(_("invoice number"), max_length=40, blank=True)
    amount = yuan(_("invoice amount, yuan"), null=True, blank=True, validators=[MinValueValidator(0)])
    issued_on = Day(_("issued on"), null=True, blank=True)
    none_because = models.CharField(_("no invoice because"), max_length=300, blank=True)
    entered_by = to(User)
    entered_at = Moment(_("entered"))

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="invoice_one"),
            models.CheckConstraint(
                condition=Q(number="") ^ Q(none_because=""),
                name="invoice_or_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.none_because


class Settlement(Filed):
    """What a buyer spent in a scheme and got back: claimed by them, checked by another, then approved.

    It is the center's own business, and of the center only its overseers see one that is not theirs.
    """

    flow = SETTLEMENT_FLOW
    prefix = "ST"
    joint = True
    personal = "claimant"
    overseers = OVERSEERS
    opens_from = {"scheme": ("buying", "completed")}

    scheme = to(Scheme, _("sampling scheme"), back="settlements")
    # Whose money it is stays; who sees to the claim may leave, and hand it over.
    buyer = to(User, _("buyer"))
    claimant = to(User, _("claimed by"))
    spent = yuan(_("spent before refunds, yuan"), default=0, editable=False)
    refunded = yuan(_("refunded by sellers, yuan"), default=0, editable=False)
    # What the buyer held, or was owed, when it was submitted.
    balance = yuan(_("balance when submitted, yuan"), default=0, editable=False)

    objects: ClassVar = models.Manager.from_queryset(RecordQuerySet)()

    class Meta:
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")

    def particulars(self, viewer: Viewer) -> Particulars:
        handed_in = () if self.state == SettlementState.DRAFT else ("balance",)
        said = self.facts("scheme", "buyer", "claimant", "spent", "refunded", *handed_in)
        return [(_("Settlement"), said)]


class ClaimKind(models.TextChoices):
    PURCHASE = "purchase", _("Purchase")
    REFUND = "refund", _("Refund by the seller")


class Claim(models.Model):
    """What of a purchase a settlement claims: what was paid, or one refund. counts: until the settlement is
    voided; while it does no other settlement may claim the same."""

    settlement = to(Settlement, back="claims")
    purchase = to(Purchase, back="claims")
    kind = models.CharField(_("kind"), max_length=10, choices=ClaimKind)
    refund = to_maybe(Refund, back="claims")
    amount = yuan(_("amount, yuan"))
    counts = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("claim of a settlement")
        verbose_name_plural = _("claims of a settlement")
        ordering = ("purchase", "kind", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["purchase"], condition=Q(counts=True, refund=None), name="claim_settled_once"
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=Q(counts=True), name="claim_refund_settled_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="purchase", refund=None) | Q(kind="refund", refund__isnull=False),
                name="claim_of_kind",
            ),
        ]
