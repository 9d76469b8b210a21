"""Who can say that the seed was not drawn again until somebody liked the result? (6.2-3)

It is drawn before the listing is frozen. Its SHA-256 goes into the trail and to the regulator at once; the
seed stays sealed until the targets are confirmed, and nobody reads it before.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from django.db import transaction

from accounts.models import By
from accounts.roles import Role
from casework.actions import take
from casework.clauses import carries
from casework.work.notifications import tell
from sampling.recipients import personal
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme


def commitment(seed: str) -> str:
    """What is shown of a seed before it is: its SHA-256."""
    return sha256(seed.encode()).hexdigest()


@SCHEME_FLOW.handles("commit")
@transaction.atomic
@carries("6.2-3")
def commit(scheme: Scheme, *, by: By, now: datetime) -> None:
    """Draw the seed, seal it, and tell the regulator its digest."""
    seed = token_hex(32)
    sealed = personal.lock(seed, about(scheme))
    event = take("commit", scheme, by=by, now=now, seed_commitment=commitment(seed), seed_sealed=sealed)
    tell(scheme, event, scheme.regulator_id, Role.PLANNER)


def seed_of(scheme: Scheme) -> str:
    """The sealed seed, for the choice and for confirmation alone."""
    return personal.unlock(scheme.seed_sealed, about(scheme))


def about(scheme: Scheme) -> str:
    """What a sealed seed is bound to."""
    return f"seed:{scheme.number}"
