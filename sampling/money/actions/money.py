"""How does money go to buyers and come back, and what do they owe?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import Count, F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.models import By, User, Viewer
from accounts.roles import Role
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from catalogue.yuan import NOTHING
from sampling.deliveries.actions.refunds import settles
from sampling.deliveries.models.refunds import Refund
from sampling.money.flow import SETTLEMENT_FLOW
from sampling.money.models import (
    Advance,
    Claim,
    ClaimKind,
    Invoice,
    MoveKind,
    Settlement,
    account_of,
)
from sampling.purchases.actions.proving import prove
from sampling.purchases.models.purchases import UNDERTAKE_FIRST, Purchase
from sampling.schemes.actions.buyers import still_buys
from sampling.schemes.models import Scheme
from trail import verbs
from trail.models import write

verbs.register("enter an invoice", gettext_lazy("Enter an invoice"))

# The ledger


@dataclass(frozen=True)
class Account:
    """What one buyer had to do with in one scheme, in yuan. waiting: advances still to be confirmed."""

    scheme: Scheme
    buyer: User
    advanced: Decimal = NOTHING
    paid_back: Decimal = NOTHING
    spent: Decimal = NOTHING
    refunded: Decimal = NOTHING
    settled: Decimal = NOTHING
    purchases: int = 0
    waiting: int = 0

    @property
    def balance(self) -> Decimal:
        """Above nought the buyer holds the center's money, below it the center owes them."""
        return self.advanced - self.paid_back - self.spent + self.refunded

    @property
    def unsettled(self) -> Decimal:
        """What was spent, less what was refunded, and is in no settlement yet."""
        return self.spent - self.refunded - self.settled


def _sum(field: str, **condition: Any) -> Any:
    return Sum(field, filter=Q(**condition), default=NOTHING)


def paid_purchases(schemes: QuerySet[Scheme] | Sequence[Scheme]) -> QuerySet[Purchase]:
    """The purchases for which somebody paid, whatever became of them."""
    return Purchase.objects.filter(scheme__in=schemes, payer__isnull=False, amount__isnull=False)


def accounts(schemes: Sequence[Scheme], viewer: Viewer) -> list[Account]:
    """The accounts of some schemes that a viewer may see, summed by the database in three queries."""
    advances = Advance.objects.visible_to(viewer).filter(scheme__in=schemes)
    cash = (
        advances.order_by()
        .values_list("scheme", "buyer")
        .annotate(
            advanced=_sum(
                "amount", kind__in=[MoveKind.GIVEN, MoveKind.TOPPED_UP], confirmed_at__isnull=False
            ),
            paid_back=_sum("amount", kind=MoveKind.PAID_BACK, confirmed_at__isnull=False),
            waiting=Count("pk", filter=Q(confirmed_at=None, denied_at=None, withdrawn_at=None)),
        )
    )
    goods = (
        paid_purchases(schemes)
        .filter(account_of(viewer, "scheme", "payer"))
        .order_by()
        .values_list("scheme", "payer")
        .annotate(spent=Sum("amount"), refunded=Sum("refund_amount", default=NOTHING), purchases=Count("pk"))
    )
    claims = (
        Claim.objects.filter(counts=True, settlement__scheme__in=schemes)
        .filter(account_of(viewer, "settlement__scheme", "settlement__buyer"))
        .order_by()
        .values_list("settlement__scheme", "settlement__buyer")
        .annotate(spent=_sum("amount", kind="purchase"), refunded=_sum("amount", kind="refund"))
    )
    found: dict[tuple[int, int], dict[str, Any]] = {}
    for scheme, buyer, advanced, paid_back, waiting in cash:
        said = {"advanced": advanced, "paid_back": paid_back, "waiting": waiting}
        found.setdefault((scheme, buyer), {}).update(said)
    for scheme, buyer, spent, refunded, count in goods:
        said = {"spent": spent, "refunded": refunded, "purchases": count}
        found.setdefault((scheme, buyer), {}).update(said)
    for scheme, buyer, spent, refunded in claims:
        found.setdefault((scheme, buyer), {})["settled"] = spent - refunded
    users = User.objects.in_bulk({buyer for _scheme, buyer in found})
    place = {scheme.pk: scheme for scheme in schemes}
    return [
        Account(place[scheme], users[buyer], **said)
        for (scheme, buyer), said in sorted(found.items(), key=lambda one: (-one[0][0], one[0][1]))
    ]


def account(scheme: Scheme, buyer: User, viewer: Viewer) -> Account:
    """One buyer's account in one scheme; all nought where there is nothing."""
    found = [one for one in accounts([scheme], viewer) if one.buyer.pk == buyer.pk]
    return found[0] if found else Account(scheme, buyer)


@dataclass(frozen=True)
class Line:
    """One entry of the ledger. amount: above nought for the buyer, below it against them."""

    on: date
    scheme: str
    buyer: str
    what: str
    of: str
    amount: Decimal
    invoice: str = ""
    settled: str = ""


def ledger(schemes: QuerySet[Scheme], viewer: Viewer) -> Iterator[Line]:
    """Every entry of some schemes that a viewer may see, scheme by scheme, the oldest first."""
    for scheme in schemes.order_by("-pk").iterator(chunk_size=200):
        yield from sorted(_lines(scheme, viewer), key=lambda line: line.on)


def _lines(scheme: Scheme, viewer: Viewer) -> Iterator[Line]:
    cash = Advance.objects.visible_to(viewer).counting().filter(scheme=scheme)
    bought = paid_purchases([scheme]).filter(account_of(viewer, "scheme", "payer")).order_by("pk")
    for one in cash.select_related("buyer"):
        signed = one.amount * MoveKind(one.kind).sign
        yield Line(one.on, scheme.number, str(one.buyer), one.get_kind_display(), one.means, signed)
    claims = Claim.objects.filter(counts=True, settlement__scheme=scheme)
    known = claims.values_list("purchase", "refund", "settlement__number")
    claimed: dict[tuple[int, int | None], str] = {(of, refund): number for of, refund, number in known}
    for purchase in bought.select_related("payer", "invoice"):
        assert purchase.amount is not None and purchase.ordered_at is not None
        of, who = purchase.number, str(purchase.payer)
        invoice = str(getattr(purchase, "invoice", ""))
        day = local_day(purchase.paid_at or purchase.ordered_at)
        settled = claimed.get((purchase.pk, None), "")
        said = str(ClaimKind.PURCHASE.label)
        yield Line(day, scheme.number, who, said, of, -purchase.amount, invoice, settled)
    came = Refund.objects.filter(claim__purchase__in=bought).select_related("claim__purchase__payer")
    for refund in came:
        purchase = refund.claim.purchase
        settled = claimed.get((purchase.pk, refund.pk), "")
        said, who = str(ClaimKind.REFUND.label), str(purchase.payer)
        yield Line(refund.refunded_on, scheme.number, who, said, purchase.number, refund.total, "", settled)


# Invoices


def with_invoices_of(viewer: Viewer) -> QuerySet[Purchase]:
    """The purchases that a viewer may see, and those that they claim for somebody who has left."""
    claimed = Claim.objects.filter(counts=True, settlement__claimant=viewer.user)
    bought = Purchase.objects.visible_to(viewer).values("pk")
    return Purchase.objects.filter(pk__in=bought.union(claimed.values("purchase")))


WHO_ENTERS = gettext_lazy("Only the buyer of a purchase, who claims it, or an organiser enters its invoice.")


def enters_invoice(purchase: Purchase, viewer: Viewer) -> bool:
    """Whether this viewer enters a purchase's invoice: its buyer, who stands in for them, who claims what it
    cost, an organiser."""
    if viewer.organisation.pk != purchase.center_id:
        return False
    return purchase.bought_by(viewer) or Role.ORGANISER in viewer.roles or settles(purchase, viewer)


@transaction.atomic
def enter_invoice(
    purchase: Purchase, *, by: Viewer, now: datetime, file: File[bytes] | None = None, **data: Any
) -> Invoice:
    """Enter a purchase's invoice, or why there is none; again until a settlement of it is submitted."""
    if not enters_invoice(purchase, by):
        raise Forbidden(str(WHO_ENTERS))
    lock(purchase)
    purchase.refresh_from_db()
    if purchase.amount is None:
        raise Refused(_("Nothing was paid for this purchase yet."))
    if purchase.claims.filter(counts=True).exclude(settlement__state="draft").exists():
        raise Refused(_("This purchase is in a settlement that was submitted: its invoice stays as it is."))
    try:
        with transaction.atomic():
            invoice, _created = Invoice.objects.update_or_create(
                purchase=purchase, defaults={**data, "entered_by": by.user, "entered_at": now}
            )
    except IntegrityError as error:
        raise Refused(_("This invoice was handed in for another purchase already.")) from error
    if file:
        prove(purchase, file, "invoice", by=by, now=now)
    detail = {"number": invoice.number, "reason": invoice.none_because}
    write(
        "enter an invoice", ("invoice", purchase.pk), actor=by.actor(), at=now, clause="O18-19", detail=detail
    )
    return invoice


# Settlements


@SETTLEMENT_FLOW.handles("open")
@transaction.atomic
@carries("O18-19")
def open_settlement(*, scheme: Scheme, buyer: User | None = None, by: Viewer, now: datetime) -> Settlement:
    """Claim what a buyer spent in a scheme and has not settled yet: one's own, or a former colleague's."""
    buyer = buyer or by.user
    if buyer != by.user and still_buys(buyer, scheme.center):
        raise Refused(_("Each buyer settles what they spent themselves, until they have left."))
    if buyer != by.user and not by.user.undertakings.filter(center=scheme.center).exists():
        raise Refused(str(UNDERTAKE_FIRST) % {"page": reverse("undertaking")})
    with override(settings.LANGUAGE_CODE):  # others read it too
        title = _("Settlement of %(scheme)s") % {"scheme": scheme.title}
    settlement = open_record(
        Settlement,
        by=by,
        now=now,
        scheme=scheme,
        buyer=buyer,
        claimant=by.user,
        title=title,
        center=scheme.center,
    )
    _claim(settlement)
    if not settlement.claims.exists():
        raise Refused(_("Nothing that %(buyer)s paid in this scheme is left to settle.") % {"buyer": buyer})
    return settlement


@SETTLEMENT_FLOW.handles("gather")
@transaction.atomic
def gather(settlement: Settlement, *, by: By, now: datetime) -> None:
    """Take in what came since the draft was made."""
    take("gather", settlement, by=by, now=now)
    _claim(settlement)


def _claim(settlement: Settlement) -> None:
    """Let a settlement claim every payment and every refund that none claims: what comes back after one was
    approved goes into the next. The purchases are locked: of two settlements at once each gets what is left,
    and the database refuses a second claim whatever happens."""
    purchases = paid_purchases([settlement.scheme]).filter(payer=settlement.buyer).order_by("pk")
    lock(*purchases)
    counting = Claim.objects.filter(counts=True, purchase__in=purchases)
    claimed = set(counting.filter(refund=None).values_list("purchase", flat=True))
    bought = [
        Claim(settlement=settlement, purchase=purchase, kind=ClaimKind.PURCHASE, amount=purchase.amount)
        for purchase in purchases
        if purchase.amount and purchase.pk not in claimed
    ]
    came = Refund.objects.filter(claim__purchase__in=purchases).select_related("claim")
    back = [
        Claim(
            settlement=settlement,
            purchase_id=refund.claim.purchase_id,
            kind=ClaimKind.REFUND,
            refund=refund,
            amount=refund.total,
        )
        for refund in came.exclude(pk__in=counting.filter(refund__isnull=False).values("refund"))
    ]
    Claim.objects.bulk_create([*bought, *back])
    _sums(settlement)


def _sums(settlement: Settlement) -> None:
    sums = settlement.claims.aggregate(
        spent=_sum("amount", kind="purchase"), refunded=_sum("amount", kind="refund")
    )
    Settlement.objects.filter(pk=settlement.pk).update(**sums)
    settlement.refresh_from_db()


@SETTLEMENT_FLOW.handles("submit")
@transaction.atomic
def submit_settlement(settlement: Settlement, *, by: Viewer, now: datetime) -> None:
    """Submit it with the balance of the day. Refused where a payment has changed since it was drafted."""
    lock(settlement)
    settlement.refresh_from_db()
    stale = settlement.claims.filter(kind="purchase").exclude(amount=F("purchase__amount"))
    if stale.exists():
        raise Refused(
            _(
                "What was paid for a purchase has changed: have this settlement voided (%(who)s), and make a"
                " new one."
            )
            % {"who": settlement.flow.voided_by}
        )
    balance = account(settlement.scheme, settlement.buyer, by).balance
    take("submit", settlement, by=by, now=now, balance=balance)


@SETTLEMENT_FLOW.handles("void")
@transaction.atomic
def void_settlement(settlement: Settlement, *, note: str, by: By, now: datetime) -> None:
    """Void a settlement: what it claimed may be settled again."""
    take("void", settlement, by=by, now=now, note=note)
    settlement.claims.update(counts=False)
