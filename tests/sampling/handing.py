"""What do tests of custody start from? Samples on their way, and samples to be disposed of."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from casework.actions import take
from sampling.custody.actions import custody
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.photos import photographed
from tests.sampling import given, sealing


def came(**more: Any) -> dict[str, Any]:
    """Everything was in order on receipt."""
    return {"seal_intact": True, "packing_intact": True, "quantity_met": True, "state_fits": True, **more}


@photographed
def shifted_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    """On its way to another place in the store."""
    sample = given.stored_sample(cast, now, **more)
    custody.shift(sample, to_place="B-7", by=cast.storekeeper, now=now)
    return sample


@photographed
def sample_coming_back(cast: Cast, now: datetime, **more: Any) -> Sample:
    """Rejected by the laboratory, on its way back to the store."""
    sample = given.sample_rejected_by_lab(cast, now, **more)
    custody.recall_to_store(sample, note="Elsewhere.", by=cast.organiser, now=now)
    return sample


@photographed
def sample_going_back(cast: Cast, now: datetime, **more: Any) -> Sample:
    """Tested, on its way back to the center."""
    sample = given.retained_sample(cast, now, **more)
    custody.give_back(sample, note="Tested.", by=cast.receiver, now=now)
    return sample


@photographed
def returned_sample(cast: Cast, now: datetime, **more: Any) -> Sample:
    """Tested, and back in the center's store."""
    sample = sample_going_back(cast, now, **more)
    custody.take_in(sample, step="take_over", location="C-1", by=cast.storekeeper, now=now, **came())
    return sample


@photographed
def sample_at_second_lab(cast: Cast, now: datetime) -> Sample:
    """A backup sample on its way to the laboratory of the second test."""
    backup = sealing.tested_backup(cast, now, "non_conforming")
    custody.send_out(backup, laboratory=cast.other_laboratory, by=cast.storekeeper, now=now)
    return backup


@photographed
def disposing_sample(cast: Cast, now: datetime) -> Sample:
    sample = given.retained_sample(cast, now)
    take("dispose", sample, by=cast.receiver, now=now, note="Its time is over.", disposal="destroyed")
    return sample


@photographed
def discarding_sample(cast: Cast, now: datetime) -> Sample:
    sample = sealing.stored_backup(cast, now)
    take("discard", sample, by=cast.storekeeper, now=now, note="Room needed.", disposal="scrapped")
    return sample
