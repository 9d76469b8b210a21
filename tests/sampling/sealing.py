"""What do tests of seals and backups start from? Purchases and samples of a supervision check."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from accounts.models import System
from casework.actions import take
from catalogue.models import Finding
from sampling.custody.actions import custody, samples, seals
from sampling.purchases.models.purchases import Purchase
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.photos import photographed
from tests.sampling import given

CHECK = {"legal_mode": "supervision_check"}


@photographed
def accepted_purchase(cast: Cast, now: datetime, **more: Any) -> Purchase:
    """Of a supervision check: a test and a backup sample are registered."""
    return given.accepted_purchase(cast, now, backup=1, **{**CHECK, **more})


@photographed
def stored_sets(cast: Cast, now: datetime, **more: Any) -> tuple[Sample, Sample]:
    """The test and the backup sample of a supervision check, in the store."""
    test, backup = accepted_purchase(cast, now, **more).samples.order_by("pk")
    return given.stored(test, cast, now), given.stored(backup, cast, now)


def sealed_once(sample: Sample, cast: Cast, now: datetime) -> Sample:
    """The first person has sealed it."""
    photos: dict[str, Any] = {"front": given.picture("front.png"), "back": given.picture("back.png")}
    seals.seal(sample, by=cast.storekeeper, now=now, seal_number=f"F-{sample.pk}", **photos)
    return sample


def sealed(sample: Sample, cast: Cast, now: datetime) -> Sample:
    """Two persons have sealed it."""
    sealed_once(sample, cast, now)
    seals.witness(sample, by=cast.verifier, now=now)
    return sample


@photographed
def sealed_sets(cast: Cast, now: datetime, **more: Any) -> tuple[Sample, Sample]:
    test, backup = stored_sets(cast, now, **more)
    return sealed(test, cast, now), sealed(backup, cast, now)


@photographed
def handed_over(cast: Cast, now: datetime) -> Sample:
    """A sealed test sample of a supervision check, on its way to the laboratory."""
    test, _backup = sealed_sets(cast, now)
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    custody.hand_over(test, by=cast.storekeeper, now=now)
    return test


@photographed
def half_sealed(cast: Cast, now: datetime) -> Sample:
    """A test sample that one person has sealed."""
    return sealed_once(stored_sets(cast, now)[0], cast, now)


@photographed
def set_to_put_aside(cast: Cast, now: datetime) -> Sample:
    """A backup sample that two persons have sealed."""
    return sealed_sets(cast, now)[1]


@photographed
def stored_backup(cast: Cast, now: datetime, **more: Any) -> Sample:
    """In the store, its test sample tested: nothing keeps it any more for risk monitoring."""
    test = given.tested_sample(cast, now, backup=1, **more)
    return given.stored(test.purchase.samples.get(role="backup"), cast, now)


@photographed
def sealed_backup(cast: Cast, now: datetime, **more: Any) -> Sample:
    """Kept under seal, in a supervision check; its test sample is in the store."""
    backup = sealed_sets(cast, now, **more)[1]
    seals.set_aside(backup, by=cast.storekeeper, now=now, kept_at="Cold room 2")
    return backup


def found(sample: Sample, cast: Cast, verdict: str = "conforming") -> None:
    """The report on the test sample has been issued: what inspection appends then."""
    Finding.objects.create(
        on=sample.sampled_on,
        organisation=cast.center.name,
        product=sample.product,
        batch=sample.batch,
        item_id=sample.item_id,
        verdict=verdict,
        source="Test report",
        sample=sample.purchase.samples.get(role="test").number,
        fingerprint=sha256(f"{sample.pk}{verdict}".encode()).hexdigest(),
    )


@photographed
def tested_backup(cast: Cast, now: datetime, verdict: str = "conforming", **more: Any) -> Sample:
    """Kept under seal; the test sample has been tested, and its report issued."""
    backup = sealed_backup(cast, now, **more)
    test = backup.purchase.samples.get(role="test")
    take("commission", test, by=System(), now=now, laboratory=cast.laboratory)
    custody.hand_over(test, by=cast.storekeeper, now=now)
    samples.receive(test, by=cast.receiver, now=now, **given.receipt())
    take("begin", test, by=cast.tester, now=now)
    take("finish", test, by=cast.tester, now=now)
    found(backup, cast, verdict)
    return backup


@photographed
def free_backup(cast: Cast, now: datetime) -> Sample:
    """Nobody can object any more: the period ended yesterday."""
    backup = tested_backup(cast, now - timedelta(days=20))
    yesterday = now.date() - timedelta(days=1)
    seals.settle(backup, by=cast.organiser, now=now, objection_ended_on=yesterday)
    return backup
