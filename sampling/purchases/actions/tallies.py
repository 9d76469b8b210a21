"""How far has a plan come by what its schemes bought? (6.2-2)"""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from accounts.models import By, System
from casework.actions import lock, take
from monitoring.plans.models.plans import WorkPlan
from sampling.purchases.flow.ends import SIDE_ENDS
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme


@SCHEME_FLOW.handles("complete")
@transaction.atomic
def complete(scheme: Scheme, *, by: By, now: datetime) -> None:
    """Complete the scheme, and tell the plan how far it has come."""
    lock(scheme.plan, scheme)
    event = take("complete", scheme, by=by, now=now)
    tally(scheme.plan, System(event.pk), now)


def tally(plan: WorkPlan, by: System, now: datetime) -> None:
    """Write on a plan that is not at its end how many batches were accepted, or are not to be had."""
    plan.refresh_from_db()
    if not plan.turn or plan.state == "completed":
        return
    found: dict[str, Counter[str]] = {}
    states = Purchase.objects.filter(scheme__plan=plan).values_list("plan_item_id", "state", "counts")
    for item, state, counts in states:
        if state == "accepted" and counts:
            found.setdefault(str(item), Counter())["accepted"] += 1
        elif state in SIDE_ENDS:
            found.setdefault(str(item), Counter())["not_found"] += 1
    fulfilment = {item: dict(counts) for item, counts in found.items()}
    if plan.state == "executing":
        take("tally", plan, by=by, now=now, fulfilment=fulfilment)
        return
    # It is suspended or being revised: no step of it, but what was bought before counts when it goes on.
    plan.fulfilment = fulfilment
    plan.save(update_fields=["fulfilment"])
