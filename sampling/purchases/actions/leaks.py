"""On whom do sellers cancel more often than on the rest? Then somebody is known to them.

A cancellation by the seller, "out of stock" after the order, and a refusal to sell are what happens to a
buyer who was recognised. Each is compared with everybody else by Fisher's exact test, one-sided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from numpy import arange, exp, log
from scipy.special import betaln  # scipy.stats would take every process half a second to import

from accounts.models import Organisation, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions.consents import note
from sampling.recipients.models.recipients import Means, Recipient
from trail import verbs

verbs.register("let a recipient rest", gettext_lazy("Let a recipient rest"))

# How unlikely chance must be before somebody is to look at it, and after how many cancellations at the least.
SUSPECT, FEWEST = 0.05, 2
# How far back is counted, and for how long a suspect is left alone.
LOOKED_AT, REST = timedelta(days=730), timedelta(days=180)
CANCELLED = Q(state__in=("seller_cancelled", "refused", "out_of_stock", "shop_unreachable"))
# Substituted since, it is told by why it ended.
TOLD = Q(state="replaced", cause__in=("cancelled", "not_shipped", "declined", "out_of_stock", "no_answer"))


@dataclass(frozen=True)
class Rate:
    """How often sellers cancelled on one, beside all the rest. chance: how likely so many or more would be if
    nobody were known. kind: "recipient", "buyer" or one of Means. who: a pseudonym, or the buyer's name."""

    kind: str
    who: str
    cancelled: int
    ordered: int
    others_cancelled: int
    others_ordered: int
    chance: float

    @property
    def suspect(self) -> bool:
        return self.cancelled >= FEWEST and self.chance < SUSPECT


@carries("6.2-6", "PV-07")
def rates(center: Organisation, now: datetime) -> list[Rate]:
    """The rates of those of a center's recipients, their things and its buyers on whom sellers cancelled at
    all, the least likely first.

    Things are named by their kind and their person's pseudonym. Counted are purchases assigned of which the
    outcome is known: ordered, or ended by the seller.
    """
    counted = Purchase.objects.filter(center=center, recipient__isnull=False, opened_at__gt=now - LOOKED_AT)
    counted = counted.filter(Q(ordered_at__isnull=False) | CANCELLED | TOLD).order_by()
    found: list[Rate] = []
    for kind, group, name in (
        ("recipient", "recipient", "recipient__pseudonym"),
        ("buyer", "buyer", "buyer__name"),
    ):
        found += _compared(kind, counted.values_list(group, name))
    for means in Means.values:
        things = counted.filter(identifiers__kind=means, identifiers__index__gt="")
        rows = things.values_list("identifiers__index", "identifiers__recipient__pseudonym")
        found += _compared(means, rows)
    return sorted(found, key=lambda rate: (rate.chance, -rate.cancelled, rate.who))


def _compared(kind: str, rows: Any) -> Iterable[Rate]:
    """Each group of purchases of which one was lost against all the others: one query. rows: (group, its
    name)."""
    counts = rows.annotate(
        all=Count("pk", distinct=True), lost=Count("pk", distinct=True, filter=CANCELLED | TOLD)
    )
    merged: dict[Any, tuple[set[str], int, int]] = {}
    for key, name, ordered, lost in counts:
        names, before, gone = merged.get(key, (set(), 0, 0))
        merged[key] = (names | {name}, before + ordered, gone + lost)
    everything = sum(ordered for _names, ordered, _lost in merged.values())
    all_lost = sum(lost for _names, _ordered, lost in merged.values())
    for names, ordered, lost in merged.values():
        if not lost:
            continue
        chance = by_chance(lost, ordered=ordered, all_lost=all_lost, everything=everything)
        who = " / ".join(sorted(names))
        yield Rate(kind, who, lost, ordered, all_lost - lost, everything - ordered, chance)


def by_chance(lost: int, *, ordered: int, all_lost: int, everything: int) -> float:
    """How likely so many or more of these orders are lost where so many of everything are, whichever they
    are: the tail of the hypergeometric distribution."""
    fewest = max(lost, ordered - (everything - all_lost))
    counts = arange(fewest, min(ordered, all_lost) + 1)
    ways = _ways(all_lost, counts) + _ways(everything - all_lost, ordered - counts)
    return min(float(exp(ways - _ways(everything, ordered)).sum()), 1.0)


def _ways(of: int, many: Any) -> Any:
    """The logarithm of how many ways there are to take so many of these."""
    return -betaln(of - many + 1, many + 1) - log(of + 1)


def may_look(viewer: Viewer) -> bool:
    """The keeper and the leader of a center."""
    return bool({Role.ADDRESS_KEEPER, Role.LEADER} & viewer.roles)


@transaction.atomic
@carries("6.2-6")
def rest(recipient: Recipient, *, by: Viewer, now: datetime) -> None:
    """Leave somebody alone for half a year: a seller seems to know them. Raises Forbidden or Refused."""
    if not may_look(by):
        raise Forbidden(_("Only the keeper of recipients and the leader of the center may do this."))
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.erased_at or (recipient.rests_until and recipient.rests_until > now):
        raise Refused(_("This recipient is left alone already."))
    recipient.rests_until = now + REST
    recipient.save(update_fields=["rests_until"])
    note("let a recipient rest", recipient, by, now, until=recipient.rests_until.date().isoformat())
