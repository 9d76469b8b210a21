"""How is it shown where samples lie?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sampling.samples.models.storage import Stay, StoragePlace


def stay_columns() -> list[dict[str, str]]:
    """Which sample lay where, and when."""
    return [
        {"label": _("Sample"), "key": "sample", "kind": "title"},
        {"label": _("Place"), "key": "place", "kind": "pair"},
        {"label": _("The place keeps"), "key": "keeps"},
        {"label": _("The sample needs"), "key": "needs"},
        {"label": _("Calibrated until"), "key": "calibrated", "kind": "badge"},
        {"label": _("Since"), "key": "since"},
        {"label": _("Until"), "key": "until"},
    ]


def stay_row(stay: Stay, today: date) -> dict[str, Any]:
    """One stay as a row of those columns."""
    sample, place = stay.sample, stay.place
    return {
        "sample": {"text": sample.title, "url": sample.get_absolute_url(), "sub": sample.number},
        "place": {"text": place.name, "sub": place.equipment},
        "keeps": place.conditions,
        "needs": stay.conditions,
        "calibrated": calibration(place, today),
        "since": stay.since,
        "until": stay.until,
    }


def calibration(place: StoragePlace, today: date) -> dict[str, str]:
    """Until when its equipment may be relied on: red once that is over."""
    tone = "green" if place.calibrated(today) else "red"
    return {"text": place.calibrated_until.isoformat(), "tone": tone}
