"""What was advanced to the buyer in the demo, and what of it is settled? One scheme; another is claimed."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from casework.actions import take
from demo.telling.evidence import paper
from demo.telling.teller import Teller
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Settlement
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme

NUMBERS = count(26322000000041700001, 37)
NO_INVOICE = "店铺由自然人经营，不能开具发票，附付款凭证"


def tell(teller: Teller) -> None:
    paid = Purchase.objects.filter(buyer=teller.who("buyer").user, amount__isnull=False)
    first, second = Scheme.objects.filter(pk__in=paid.values("scheme")).order_by("pk")[:2]
    teller.on(4)
    _advanced(teller, first, "1500.00")
    _advanced(teller, second, "2000.00")
    teller.on(3)
    settlement = _claimed(teller, first)
    take("check", settlement, **teller.by("organiser"))
    teller.on(2)
    take("approve", settlement, **teller.by("leader"))
    left = money.account(first, settlement.buyer, teller.who("organiser")).balance
    if left > 0:
        _moved(teller, first, str(left), "paid_back", login="buyer")
    teller.on(1)
    _claimed(teller, second)
    _moved(teller, second, "500.00", "topped_up")


def _advanced(teller: Teller, scheme: Scheme, amount: str) -> None:
    """Given by the organiser, and confirmed by the buyer."""
    advances.confirm_advance(_moved(teller, scheme, amount, "given"), **teller.by("buyer"))


def _moved(teller: Teller, scheme: Scheme, amount: str, kind: str, login: str = "organiser") -> Advance:
    return advances.enter_advance(
        scheme,
        **teller.by(login),
        buyer=teller.who("buyer").user,
        kind=kind,
        amount=Decimal(amount),
        on=teller.days.day,
        means="银行转账",
    )


def _claimed(teller: Teller, scheme: Scheme) -> Settlement:
    """With an invoice for each purchase but the last, which has none."""
    settlement = money.open_settlement(scheme=scheme, **teller.by("buyer"))
    bought = [claim.purchase for claim in settlement.claims.filter(kind="purchase")]
    for purchase in bought[:-1]:
        money.enter_invoice(
            purchase,
            **teller.by("buyer"),
            number=str(next(NUMBERS)),
            amount=purchase.amount,
            issued_on=teller.days.day,
            file=paper("电子发票"),
        )
    money.enter_invoice(bought[-1], **teller.by("buyer"), none_because=NO_INVOICE)
    money.submit_settlement(settlement, **teller.by("buyer"))
    return settlement
