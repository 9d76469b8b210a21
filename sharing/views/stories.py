"""Of which matters do some words speak? A story of many records is one line, with what of it was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Viewer
from casework import river
from casework.deadlines.chips import chip
from casework.models import Record
from casework.pages.lists import whose_turn
from monitoring.risks.models.riskcases import RiskCase
from trail.enumerations import enumerated

# So many of a matter's records are named beside it.
NAMED = 3


def columns() -> list[dict[str, Any]]:
    return [
        {"label": _("Matter"), "key": "what", "kind": "title"},
        {"label": _("Found in"), "key": "found"},
        {"label": _("State"), "key": "state", "kind": "pair"},
        {"label": _("Due"), "key": "clock", "kind": "clock"},
    ]


def rows(records: Collection[Record], viewer: Viewer) -> list[dict[str, Any]]:
    """The matters to which records belong, those first of which something was found last. A record whose
    risk case the viewer may not see belongs to none."""
    above = river.origins([each.pk for each in records])
    wanted = {pk for pks in above.values() for pk in pks} | {each.pk for each in records}
    cases = RiskCase.objects.visible_to(viewer).filter(pk__in=wanted).select_related("holder").in_bulk()
    found: dict[int, list[Record]] = defaultdict(list)
    for record in records:
        for pk in sorted((above[record.pk] | {record.pk}) & cases.keys()):
            found[pk].append(record)
    return [_row(cases[pk], those, viewer) for pk, those in found.items()]


def _row(case: RiskCase, found: list[Record], viewer: Viewer) -> dict[str, Any]:
    names = (f"{each.filed_class._meta.verbose_name} {each.number}" for each in found)
    dues = [each.next_due_at for each in (case, *found) if each.turn and each.next_due_at]
    return {
        "what": {"text": case.title, "sub": case.number, "url": reverse("matter", args=[case.number])},
        "found": enumerated(names, NAMED),
        "state": {"text": case.get_state_display(), "sub": whose_turn(case, viewer)},
        # That of the case, or of what was found of it: whichever is due first.
        "clock": chip(min(dues, default=None), timezone.now(), case.still_since),
    }
