"""How does a purchase end without a sample, and on which paper is it stated? (6.2-2; form 4.5)"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By, System
from casework.actions import lock, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from sampling.deliveries.actions.refunds import owe
from sampling.deliveries.models.endings import Attempt, Ending
from sampling.deliveries.papers import PAPERS
from sampling.evidence.actions.capsules import close
from sampling.purchases.actions.proving import prove
from sampling.purchases.actions.tallies import tally
from sampling.purchases.flow.ends import END, Cause
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.purchases import STATED, Purchase


@PURCHASE_FLOW.handles(*END)
@transaction.atomic
@carries("6.2-2")
def fail(
    purchase: Purchase,
    *,
    step: str,
    cause: str,
    happened: str,
    evidence: Iterable[File[bytes]],
    by: By,
    now: datetime,
    stamped: File[bytes] | None = None,
    attempts: Iterable[Mapping[str, Any]] = (),
    way_back: str = "",
    **stated: Any,
) -> None:
    """End a purchase without a sample: reason, account, proof, and its form.

    step: one of ENDS (flow.ends). stamped: the local authority's opinion. attempts: how a shop was sought,
    each the fields of an Attempt. stated: fields of Ending. What was paid is owed from now on. Raises
    Refused for a reason that does not fit the end.
    """
    end = END[step]
    if cause not in end.causes:
        raise Refused(_("This reason does not fit this end: choose one of those of the form."))
    plan = purchase.scheme.plan
    lock(plan, purchase.scheme, purchase)
    said = {"cause": Cause(cause).value, "happened": happened, **({"way_back": way_back} if way_back else {})}
    event = take(step, purchase, by=by, now=now, counts=False, **said)
    Ending.objects.create(purchase=purchase, **{name: stated[name] for name in STATED if stated.get(name)})
    Attempt.objects.bulk_create(Attempt(purchase=purchase, **tried) for tried in attempts)
    for file in evidence:
        prove(purchase, file, end.proof[0], by=by, now=now)
    if stamped:
        prove(purchase, stamped, "authority_opinion", by=by, now=now)
    if purchase.paid_at:
        owe(purchase, purchase.amount, local_day(now))
    tally(plan, System(event.pk), now)
    PAPERS[end.paper](purchase, by=by, now=now)
    close(purchase, by=by, now=now)
