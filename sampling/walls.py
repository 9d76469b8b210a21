"""Who comes to claims, to counts of the store and to what proves a purchase: on its page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.gate import member
from accounts.models import Viewer
from sampling.actions import capsules
from sampling.actions.counts import counts_stock
from sampling.actions.refunds import sees_money
from sampling.models.counts import Stocktaking
from sampling.models.purchases import Purchase
from sampling.models.refunds import RefundDue

of_purchase = member.of(Purchase.objects.visible_to, "number")
opener = of_purchase.where(
    capsules.may_open, _("Only the buyer, the verifier and those who lead the sampling may do this.")
)


def claims(viewer: Viewer) -> QuerySet[RefundDue]:
    """What is owed to the viewer's center, as far as it is theirs to follow."""
    return RefundDue.objects.visible_to(viewer).select_related("purchase__shop", "platform")


SEES_MONEY = _("Only the buyers and organisers of a center, and its leader, see money.")
insider = member.to(sees_money, SEES_MONEY)
of_claim = insider.of(claims, ("number", "purchase__number"))


def counts(viewer: Viewer) -> QuerySet[Stocktaking]:
    """The counts of the viewer's store."""
    return Stocktaking.objects.visible_to(viewer).select_related("opened_by", "closed_by")


counter = member.to(counts_stock, _("The store is counted by its storekeepers and verifiers."))
of_count = counter.of(counts, "token")
