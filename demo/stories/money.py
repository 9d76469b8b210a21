"""What was advanced to the buyer in the demo, and what of it is settled? One scheme; another is claimed."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from casework.actions import take
from demo.telling.evidence import paper
from demo.telling.narrator import Narrator
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Settlement
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme

NUMBERS = count(26322000000041700001, 37)
NO_INVOICE = "店铺由自然人经营，不能开具发票，附付款凭证"


def tell(narrator: Narrator) -> None:
    paid = Purchase.objects.filter(buyer=narrator.who("buyer").user, amount__isnull=False)
    first, second = Scheme.objects.filter(pk__in=paid.values("scheme")).order_by("pk")[:2]
    narrator.on(4)
    _advanced(narrator, first, "1500.00")
    _advanced(narrator, second, "2000.00")
    narrator.on(3)
    settlement = _claimed(narrator, first)
    take("check", settlement, **narrator.by("organiser"))
    narrator.on(2)
    take("approve", settlement, **narrator.by("leader"))
    left = money.account(first, settlement.buyer, narrator.who("organiser")).balance
    if left > 0:
        _moved(narrator, first, str(left), "paid_back", login="buyer")
    narrator.on(1)
    _claimed(narrator, second)
    _moved(narrator, second, "500.00", "topped_up")


def _advanced(narrator: Narrator, scheme: Scheme, amount: str) -> None:
    """Given by the organiser, and confirmed by the buyer."""
    advances.confirm_advance(_moved(narrator, scheme, amount, "given"), **narrator.by("buyer"))


def _moved(narrator: Narrator, scheme: Scheme, amount: str, kind: str, login: str = "organiser") -> Advance:
    return advances.enter_advance(
        scheme,
        **narrator.by(login),
        buyer=narrator.who("buyer").user,
        kind=kind,
        amount=Decimal(amount),
        on=narrator.days.day,
        means="银行转账",
    )


def _claimed(narrator: Narrator, scheme: Scheme) -> Settlement:
    """With an invoice for each purchase but the last, which has none."""
    settlement = money.open_settlement(scheme=scheme, **narrator.by("buyer"))
    bought = [claim.purchase for claim in settlement.claims.filter(kind="purchase")]
    for purchase in bought[:-1]:
        money.enter_invoice(
            purchase,
            **narrator.by("buyer"),
            number=str(next(NUMBERS)),
            amount=purchase.amount,
            issued_on=narrator.days.day,
            file=paper("电子发票"),
        )
    money.enter_invoice(bought[-1], **narrator.by("buyer"), none_because=NO_INVOICE)
    money.submit_settlement(settlement, **narrator.by("buyer"))
    return settlement
