"""How does a scheme come about? (6.2-1)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import By, Viewer
from casework.actions import lock, open_record, take
from casework.clauses import carries
from monitoring.plans.models.plans import WorkPlan
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Scheme
from sampling.schemes.papers import scheme_paper


@SCHEME_FLOW.handles("open")
@transaction.atomic
@carries("6.2-1")
def open_scheme(*, plan: WorkPlan, by: Viewer, now: datetime, **data: Any) -> Scheme:
    """Draft a scheme for a plan that the center has received; its place and regulator are the plan's."""
    place = {name: getattr(plan, name) for name in ("center", "province", "category", "regulator")}
    return open_record(Scheme, by=by, now=now, plan=plan, **place, **data)


@transaction.atomic
def submit(scheme: Scheme, *, by: By, now: datetime, digest: str = "") -> None:
    """Submit for approval: what is on offer is frozen by its digest.

    digest: where it was just worked out, by a worker.
    """
    lock(scheme)
    take("submit", scheme, by=by, now=now, listings_digest=digest or scheme.digest())


@SCHEME_FLOW.handles("approve")
@transaction.atomic
def approve(scheme: Scheme, *, note: str = "", by: By, now: datetime) -> None:
    """Approve: the paper is issued, with the digests of the listing and of the seed. note: the approver's
    opinion."""
    take("approve", scheme, by=by, now=now, note=note)
    scheme_paper(scheme, by=by, now=now)
