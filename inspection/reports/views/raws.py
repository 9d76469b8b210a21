"""Which raw records may a viewer look at?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.models.facts import Facts
from documents.models import Attachment
from inspection.reports.models.raws import RawRecord
from inspection.reports.models.reports import Report
from inspection.reports.models.tested_items import Result
from trail.enumerations import enumerated

RAW_COLUMNS = [
    {"label": gettext_lazy("Raw record"), "key": "raw", "kind": "title"},
    {"label": gettext_lazy("Items"), "key": "items"},
    {"label": gettext_lazy("Written down on"), "key": "taken_on"},
    {"label": gettext_lazy("Instrument and its number"), "key": "instrument", "kind": "pair"},
    {"label": gettext_lazy("Written down by"), "key": "by"},
    {"label": gettext_lazy("State"), "key": "state"},
]


def raw_rows(report: Report, viewer: Viewer) -> list[dict[str, Any]]:
    """The raw records whose files the viewer may see; one that was replaced says by which."""
    found = _to_look_at(report, viewer)
    return [
        {
            "raw": {"text": raw, "url": raw.attachment.get_absolute_url(), "sub": raw.attachment.name},
            "items": enumerated(result.name for result in raw.results.all()),
            "taken_on": raw.taken_on,
            "instrument": {"text": raw.instrument, "sub": _calibrated(raw), "mark": _late(raw)},
            "by": raw.by if viewer.organisation == report.laboratory else report.laboratory,
            "state": _state(raw),
        }
        for raw in found.select_related("attachment", "by", "replaced_by", "calibration").prefetch_related(
            "results"
        )
    ]


def raws_of(report: Report, results: Iterable[Result], viewer: Viewer) -> Facts:
    """Links to the raw records of these results, each with its items, its day and whether it still holds."""
    found = _to_look_at(report, viewer).filter(results__in=list(results)).distinct()
    return [
        (
            str(raw),
            format_html(
                '<a href="{}">{}</a> · {} · {} · {} · {}',
                raw.attachment.get_absolute_url(),
                raw.attachment.name,
                enumerated(result.name for result in raw.results.all()),
                raw.taken_on,
                " · ".join(filter(None, (raw.instrument, _late(raw)))),
                _state(raw),
            ),
        )
        for raw in found.select_related("attachment", "replaced_by", "calibration").prefetch_related(
            "results"
        )
    ]


def _to_look_at(report: Report, viewer: Viewer) -> Any:
    seen = Attachment.objects.visible_to(viewer)
    return report.raw_records.filter(attachment__in=seen.values("pk"))


def _calibrated(raw: RawRecord) -> str:
    """Until when its instrument was calibrated; "" in a record of before there were instruments."""
    if raw.calibration is None:
        return ""
    return _("calibrated until %(day)s") % {"day": raw.calibration.valid_until.isoformat()}


def _late(raw: RawRecord) -> str:
    """That the calibration was entered only after the day of the record: whoever signs looks at it."""
    if raw.calibration and raw.calibration.withdrawn_at:
        return _("its calibration was withdrawn")
    entered = raw.calibration.entered_after(raw.taken_on) if raw.calibration else None
    return _("calibration entered later, on %(day)s") % {"day": entered.isoformat()} if entered else ""


def _state(raw: RawRecord) -> str:
    return str(_("replaced by %(raw)s") % {"raw": raw.replaced_by} if raw.replaced else _("valid"))
