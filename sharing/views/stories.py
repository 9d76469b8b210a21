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
from monitoring.plans.models.plans import WorkPlan
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
    """The matters to which records belong, those first of which something was found last: each its risk case,
    or its plan where it has none. A record of which the viewer may see neither belongs to none."""
    known = {record.pk: record for record in records}
    ways = {pk: above | {pk} for pk, above in river.origins(list(known)).items()}
    cases = _visible(RiskCase, ways.values(), viewer)
    plans = _visible(WorkPlan, [way for way in ways.values() if not way & cases.keys()], viewer)
    found: dict[int, list[Record]] = defaultdict(list)
    for pk, way in ways.items():
        for first in sorted(way & cases.keys() or way & plans.keys()):
            found[first].append(known[pk])
    return [_row((cases | plans)[first], those, viewer) for first, those in found.items()]


def _visible(
    model: type[RiskCase] | type[WorkPlan], ways: Collection[set[int]], viewer: Viewer
) -> dict[int, Record]:
    """The records of a kind, on these ways, that the viewer may see."""
    if not ways:
        return {}
    seen = model.objects.visible_to(viewer).filter(pk__in=set().union(*ways))
    return dict(seen.select_related("holder").in_bulk())


def _row(case: Record, found: list[Record], viewer: Viewer) -> dict[str, Any]:
    names = (f"{each.filed_class._meta.verbose_name} {each.number}" for each in found)
    dues = [each.next_due_at for each in (case, *found) if each.turn and each.next_due_at]
    return {
        "what": {"text": case.title, "sub": case.number, "url": reverse("matter", args=[case.number])},
        "found": enumerated(names, NAMED),
        "state": {"text": case.get_state_display(), "sub": whose_turn(case, viewer)},
        # That of the case, or of what was found of it: whichever is due first.
        "clock": chip(min(dues, default=None), timezone.now(), case.still_since),
    }
