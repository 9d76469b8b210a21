"""How is a file let go of that came in and was not taken in? It is erased, with a reason that stays."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.flow import Refused
from casework.work import charge

ERASED = gettext_lazy(
    "The file and its refused lines are erased and count no longer. Its name, its digest and your reason"
    " stay."
)


@transaction.atomic
def discard(work: Any, *, reason: str, by: Viewer, now: datetime) -> None:
    """Erase the file and its refused lines: they count no longer. The row stays, with digest and reason.

    work: a Begun that has file, returned, size, sha256, discarded_at, `under_way`, `taken_in`, and `erased`:
    the fields that are emptied, each with what empties it. Raises Forbidden where somebody else answers for
    it, Refused where it is being taken in, or was.
    """
    current = charge.locked(work)
    charge.owned(current, by)
    if current.discarded_at:
        raise Refused(_("This file was discarded already."))
    if current.under_way:
        raise Refused(_("This file is being taken in: stop that first."))
    if current.taken_in:
        raise Refused(_("Lines of this file were taken in: it is kept as what proves them."))
    names = [file.name for file in (current.file, current.returned) if file]
    said = {"reason": reason, "sha256": current.sha256, "size": current.size}
    event = charge.tell(charge.DISCARD, current, by, now, **said)
    current.discarded_at = now
    for name, empty in current.erased.items():
        setattr(current, name, empty)
    current.save(update_fields=["discarded_at", *current.erased])
    sender = getattr(current, current.beginner)
    if sender and sender != by.user:
        charge.say(sender, [(current, event)], by, now)
    transaction.on_commit(lambda: _erase(names))


def _erase(names: list[str]) -> None:
    """What is not erased in this moment is swept up as named by no row (documents.orphans)."""
    for name in names:
        default_storage.delete(name)


def unless_discarded(work: Any) -> None:
    """Raises Refused where the file is gone."""
    if work.discarded_at:
        raise Refused(_("This file was discarded: send it in again."))
