"""How is evidence added that a purchase still lacks? (O18-05, O18-06)"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import lock
from casework.flow import Forbidden, Refused
from sampling.purchases.actions.proving import prove
from sampling.purchases.flow.proofs import Need, completeness
from sampling.purchases.models.purchases import Purchase

OPEN = ("ordered", "shipped", "delivered", "checking")


def lacking(purchase: Purchase, viewer: Viewer) -> list[Need]:
    """What is missing now and this viewer may add: the buyer their part, a verifier theirs."""
    if viewer.organisation.pk != purchase.center_id or purchase.state not in OPEN:
        return []
    here = OPEN.index(purchase.state)
    held = {Role.BUYER} if purchase.bought_by(viewer) else set()
    held |= {Role.VERIFIER} & viewer.roles
    missing = completeness(purchase).missing
    return [need for need in missing if need.by in held and OPEN.index(need.at) <= here]


def to_add(purchase: Purchase, viewer: Viewer) -> list[Need]:
    """What is missing and this viewer's to add. Raises Forbidden where that is nothing."""
    needs = lacking(purchase, viewer)
    if not needs:
        raise Forbidden(_("There is no evidence that you could add now."))
    return needs


@transaction.atomic
def add_evidence(
    purchase: Purchase, *, kind: str, evidence: Iterable[File[bytes]], by: Viewer, now: datetime
) -> None:
    """Add files of a kind that is missing. Raises Forbidden, and Refused where nothing of it is missing."""
    lock(purchase)
    purchase.refresh_from_db()
    if by.organisation.pk != purchase.center_id or not (purchase.bought_by(by) or Role.VERIFIER in by.roles):
        raise Forbidden(_("Only the buyer assigned and the verifiers may do this."))
    if kind not in {need.kind for need in lacking(purchase, by)}:
        raise Refused(_("Nothing of this kind is missing now: load the page again."))
    for file in evidence:
        prove(purchase, file, kind, by=by, now=now)
