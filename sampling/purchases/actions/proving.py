"""How is a file kept that proves a purchase: for the center alone, sealed where it shows the recipient?"""

from __future__ import annotations

from datetime import datetime

from django.core.files import File

from accounts.models import By
from casework.clauses import carries
from documents.actions import attach
from documents.models import Attachment
from documents.sealing import Seal
from sampling.purchases.flow.proofs import CALLED, SHOW_A_PERSON
from sampling.purchases.models.purchases import Purchase


@carries("PV-03")
def prove(purchase: Purchase, file: File[bytes], kind: str, *, by: By, now: datetime) -> Attachment:
    """Keep a file that proves a purchase. What comes after the recipient was erased shows them no more.

    Refused where the same file is on record already as a proof of another kind.
    """
    others = set(purchase.attachments.exclude(kind=kind).values_list("kind", flat=True))
    seal = _seal(purchase, kind)
    return attach(purchase, file, kind, by=by, now=now, private=True, seal=seal, unlike=others)


def _seal(purchase: Purchase, kind: str) -> Seal | None:
    recipient = purchase.recipient
    if kind not in SHOW_A_PERSON or recipient is None or recipient.erased_at:
        return None
    return Seal(recipient.pseudonym, recipient.key(), str(CALLED[kind]))
