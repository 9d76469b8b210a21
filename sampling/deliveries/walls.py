"""Who comes to a center's money, and to what is owed to it: on its page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.gate import member
from accounts.models import Viewer
from sampling.deliveries.actions.refunds import sees_money
from sampling.deliveries.models.refunds import RefundDue


def claims(viewer: Viewer) -> QuerySet[RefundDue]:
    """What is owed to the viewer's center, as far as it is theirs to follow."""
    return RefundDue.objects.visible_to(viewer).select_related("purchase__shop", "platform")


SEES_MONEY = _("Only the buyers and organisers of a center, and its leader, see money.")
insider = member.to(sees_money, SEES_MONEY)
of_claim = insider.of(claims, ("number", "purchase__number"))
