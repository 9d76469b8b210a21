"""How do goods that are in order become samples? (6.2-7-a)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import System, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Refused
from sampling.custody.papers import sampling_form
from sampling.deliveries.models.discrepancies import as_text, discrepancies
from sampling.evidence.actions.capsules import close
from sampling.purchases.actions.orders import explained
from sampling.purchases.actions.tallies import tally
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models import otherwise
from sampling.purchases.models.entries import Entry
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow.samples import Part
from sampling.samples.models.samples import Sample


@PURCHASE_FLOW.handles("accept")
@transaction.atomic
@carries("6.2-7-a", "O18-06")
def accept(
    purchase: Purchase,
    *,
    checks: dict[str, Any],
    goods: dict[str, Any],
    quantity: int,
    entry: dict[str, Any] | None = None,
    backup: int = 0,
    by: Viewer,
    now: datetime,
) -> list[Sample]:
    """Accept what arrived, and register it as a test sample and, where some is kept, a backup sample.

    checks: the check list, all of it yes. goods: the sample's fields as they stand on the goods. entry: what
    the sampling form says besides, fields of Entry; with goods_why where the goods are not what a changed
    page showed. That form follows at once; in a supervision check, where
    a backup must be kept, when both are sealed. Where the goods name another maker, brand or model than the
    listing, the trail says so.
    """
    plan = purchase.scheme.plan
    lock(plan, purchase.scheme, purchase)
    if not all(checks.values()):
        raise Refused(_("Something on the check list is not in order: reject the sample instead."))
    supervised = purchase.scheme.supervised
    if supervised and not backup:
        raise Refused(_("A supervision check needs a backup sample: register how much is kept as one."))
    said = {name: goods.get(name, "") for name in ("producer", "brand", "model")}
    explained(
        otherwise.of_goods(purchase, goods["product"], said["brand"], said["model"]),
        (entry or {}).get("goods_why", ""),
    )
    differing = discrepancies(purchase, **said)
    event = take("accept", purchase, by=by, now=now, note=as_text(differing), **checks)
    Entry.objects.update_or_create(purchase=purchase, defaults=entry or {})
    place = {name: getattr(purchase, name) for name in ("center", "province", "category", "platform")}
    parts = {Part.TEST: quantity, **({Part.BACKUP: backup} if backup else {})}
    samples = [
        open_record(
            Sample,
            by=by,
            now=now,
            purchase=purchase,
            title=" ".join(filter(None, (goods["product"], goods.get("brand"), goods.get("model"))))[:200],
            role=part,
            quantity=count,
            item_id=purchase.listing.item_id,
            sampled_on=local_day(now),
            **goods,
            **place,
        )
        for part, count in parts.items()
    ]
    tally(plan, System(event.pk), now)
    if not supervised:
        sampling_form(purchase, by=by, now=now)
    close(purchase, by=by, now=now)
    return samples
