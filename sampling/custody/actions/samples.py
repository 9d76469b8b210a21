"""How does a sample get from the store to the laboratory, and what if it is of no use there?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction

from accounts.models import By, System, Viewer
from casework.actions import lock, take
from casework.clauses import carries
from documents.actions import attach
from sampling.custody.actions.custody import end
from sampling.custody.papers import hand_over_paper, registration_paper
from sampling.purchases.actions.substitutes import only_its_slot
from sampling.purchases.actions.tallies import tally
from sampling.purchases.actions.targets import plan_purchase
from sampling.purchases.models.purchases import Purchase
from sampling.samples.actions.storage import lay
from sampling.samples.flow.samples import SAMPLE_FLOW
from sampling.samples.models.samples import RECEIPT, Sample
from sampling.samples.models.storage import RANGES, StoragePlace
from sampling.schemes.flow.schemes import SchemeState
from sampling.schemes.models import Listing


@SAMPLE_FLOW.handles("store")
@transaction.atomic
@carries("6.2-7-a")
def store(
    sample: Sample, *, storage: StoragePlace | None = None, by: Viewer, now: datetime, **data: Any
) -> None:
    """Take a registered sample into the store: whoever does keeps it, and it has its registration form.

    storage: the place of which temperature and humidity are read off, where there is one. data: the fields
    of the registration, and what the sample needs (`models.storage.RANGES`).
    """
    needs = {name: data.pop(name) for name in RANGES if name in data}
    take("store", sample, by=by, now=now, stored_at=now, keeper=by.user, **data)
    if storage is not None:
        lay(sample, storage, by=by, now=now, **needs)
    registration_paper(sample, by=by, now=now)


@SAMPLE_FLOW.handles("receive")
@transaction.atomic
@carries("6.3-1")
def receive(
    sample: Sample,
    *,
    photos: Iterable[File[bytes]] = (),
    front: File[bytes] | None = None,
    back: File[bytes] | None = None,
    by: By,
    now: datetime,
    **data: Any,
) -> None:
    """The laboratory receives it, with what it found on looking at it. front, back: the seal as it came.

    Nothing is kept of a seal that was never put on, whoever says what of it.
    """
    data |= _no_seal(sample)
    take("receive", sample, by=by, now=now, received_at=now, **data)
    end(sample, data, by=by, now=now)
    for file in photos:
        attach(sample, file, "receipt", by=by, now=now)
    _photograph_seal(sample, front, back, by, now)
    hand_over_paper(sample, by=by, now=now)


@SAMPLE_FLOW.handles("reject")
@transaction.atomic
@carries("O18-09")
def reject_sample(
    sample: Sample,
    *,
    photos: Iterable[File[bytes]],
    front: File[bytes] | None = None,
    back: File[bytes] | None = None,
    by: By,
    now: datetime,
    **data: Any,
) -> None:
    """The laboratory rejects it in writing, with proof. front, back: the seal as it came."""
    data |= _no_seal(sample)
    take("reject", sample, by=by, now=now, **data)
    end(sample, data, by=by, now=now, refusal=data["rejection"])
    for file in photos:
        attach(sample, file, "rejection", by=by, now=now)
    _photograph_seal(sample, front, back, by, now)
    hand_over_paper(sample, by=by, now=now)


def _no_seal(sample: Sample) -> dict[str, None]:
    """The points of a receipt that cannot be looked at."""
    return {name: None for name in RECEIPT if name not in sample.points}


def _photograph_seal(
    sample: Sample, front: File[bytes] | None, back: File[bytes] | None, by: By, now: datetime
) -> None:
    """Keep the seal as it came, to be compared with the one that was put on."""
    for kind, file in (("receipt_front", front), ("receipt_back", back)):
        if file is not None:
            attach(sample, file, kind, by=by, now=now, shared=True)


@SAMPLE_FLOW.handles("resample")
@transaction.atomic
@carries("6.3-3", "W-05")
def resample(
    sample: Sample, *, by: By, now: datetime, note: str = "", listing: Listing | None = None
) -> Purchase:
    """Declare a sample invalid and plan a substitute, of the same listing unless another is named."""
    purchase = sample.purchase
    scheme, plan = purchase.scheme, purchase.scheme.plan
    lock(plan, scheme, purchase, sample)
    only_its_slot(purchase, listing or purchase.listing)
    event = take("resample", sample, by=by, now=now, note=note)
    # An accepted purchase stays accepted; it only ceases to use up its quota, shop, brand and enterprise.
    Purchase.objects.filter(pk=purchase.pk).update(counts=False)
    scheme.refresh_from_db()
    if scheme.state == SchemeState.COMPLETED:
        take("reopen", scheme, by=System(event.pk), now=now)
    substitute = plan_purchase(listing or purchase.listing, by=by, now=now, replaces=purchase)
    tally(plan, System(event.pk), now)
    return substitute
