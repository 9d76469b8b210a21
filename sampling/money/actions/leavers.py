"""What becomes of the money of a buyer who leaves? It stays theirs, until it is settled."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.models import Membership, Organisation, User, Viewer
from accounts.roles import Role
from casework.work.notifications import Telling
from sampling.deliveries.models.refunds import RefundDue
from sampling.money.actions.money import accounts, paid_purchases
from sampling.money.models import Advance
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.actions.buyers import buyers_of
from sampling.schemes.models import Scheme
from trail import verbs
from trail.enumerations import enumerated
from trail.models import write

verbs.register("leave money unsettled", gettext_lazy("Left before the money was settled"), notification=True)


def unsettled_of(buyer: User, center: Organisation) -> list[Scheme]:
    """In which of a center's schemes somebody holds its money or is owed some, cash waits for their word, or
    a refund of what they paid is to come."""
    cash = Advance.objects.filter(buyer=buyer).values("scheme")
    goods = Purchase.objects.filter(payer=buyer, amount__isnull=False).values("scheme")
    own = Scheme.objects.filter(pk__in=cash.union(goods), center=center)
    as_buyer = Viewer(buyer, center, frozenset({Role.BUYER}))
    known = accounts(list(own.order_by("-pk")), as_buyer)
    refunds = RefundDue.objects.open().filter(purchase__payer=buyer)
    to_come = set(refunds.values_list("purchase__scheme", flat=True))
    return [one.scheme for one in known if one.balance or one.waiting or one.scheme.pk in to_come]


def leave_unsettled(
    leaver: Membership, schemes: list[Scheme], *, reason: str, by: Viewer, now: datetime
) -> None:
    """Write down that somebody left before their money was settled, and tell those who see to it."""
    role = Role.ADMINISTRATOR if Role.ADMINISTRATOR in by.roles else ""
    numbers = enumerated(scheme.number for scheme in schemes)
    said = {"schemes": numbers, "reason": f"{reason} · {numbers}"}
    event = write(
        *("leave money unsettled", ("membership", leaver.pk)), actor=by.actor(role), at=now, detail=said
    )
    telling = Telling(now)
    for role in (Role.ORGANISER, Role.LEADER):  # what waited for their word is now the leader's to confirm
        telling.tell_of(event, leaver.organisation_id, role, str(leaver.user), reverse("money"))
    telling.send()


def former_buyers(schemes: QuerySet[Scheme], center: Organisation) -> QuerySet[User]:
    """Who paid for purchases of some schemes of a center, and buys there no more."""
    paid = paid_purchases(schemes).values("payer")
    return User.objects.filter(pk__in=paid).exclude(pk__in=buyers_of(center)).order_by("name", "pk")
