"""What was advanced to the buyer in the demo, and what of it is settled? One scheme; another is claimed."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from casework.actions import take
from demo.telling.evidence import paper
from demo.telling.tale import Tale
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Settlement
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme

NUMBERS = count(26322000000041700001, 37)
NO_INVOICE = "店铺由自然人经营，不能开具发票，附付款凭证"


def tell(tale: Tale) -> None:
    paid = Purchase.objects.filter(buyer=tale.who("buyer").user, amount__isnull=False)
    first, second = Scheme.objects.filter(pk__in=paid.values("scheme")).order_by("pk")[:2]
    tale.on(4)
    _advanced(tale, first, "1500.00")
    _advanced(tale, second, "2000.00")
    tale.on(3)
    settlement = _claimed(tale, first)
    take("check", settlement, **tale.by("organiser"))
    tale.on(2)
    take("approve", settlement, **tale.by("leader"))
    left = money.account(first, settlement.buyer, tale.who("organiser")).balance
    if left > 0:
        _moved(tale, first, str(left), "paid_back", login="buyer")
    tale.on(1)
    _claimed(tale, second)
    _moved(tale, second, "500.00", "topped_up")


def _advanced(tale: Tale, scheme: Scheme, amount: str) -> None:
    """Given by the organiser, and confirmed by the buyer."""
    advances.confirm_advance(_moved(tale, scheme, amount, "given"), **tale.by("buyer"))


def _moved(tale: Tale, scheme: Scheme, amount: str, kind: str, login: str = "organiser") -> Advance:
    return advances.enter_advance(
        scheme,
        **tale.by(login),
        buyer=tale.who("buyer").user,
        kind=kind,
        amount=Decimal(amount),
        on=tale.days.day,
        means="银行转账",
    )


def _claimed(tale: Tale, scheme: Scheme) -> Settlement:
    """With an invoice for each purchase but the last, which has none."""
    settlement = money.open_settlement(scheme=scheme, **tale.by("buyer"))
    bought = [claim.purchase for claim in settlement.claims.filter(kind="purchase")]
    for purchase in bought[:-1]:
        money.enter_invoice(
            purchase,
            **tale.by("buyer"),
            number=str(next(NUMBERS)),
            amount=purchase.amount,
            issued_on=tale.days.day,
            file=paper("电子发票"),
        )
    money.enter_invoice(bought[-1], **tale.by("buyer"), none_because=NO_INVOICE)
    money.submit_settlement(settlement, **tale.by("buyer"))
    return settlement
