"""How do people meet corrections?"""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Viewer
from casework.models.facts import Facts
from casework.pages.beside import Card, cards
from documents.models import Attachment
from inspection.corrections.models.corrections import Correction
from inspection.reports.views.raws import raws_of


def about_correction(correction: Correction, viewer: Viewer) -> dict[str, Any]:
    """Old and new side by side; of a raw record, the two files."""
    old: dict[str, Any] = {"text": correction.old, "url": ""}
    new: dict[str, Any] = {"text": correction.new, "url": ""}
    raw = correction.raw
    if correction.remeasured and correction.new_file is not None:
        new |= {"file": _file(correction.new_file, viewer), "taken_on": correction.taken_on}
    if raw is not None:
        old = _file(raw.attachment, viewer)
        new = _file(correction.new_file, viewer)
    return {"change": {"place": correction.place, "old": old, "new": new, "reason": correction.reason}}


def _file(file: Attachment | None, viewer: Viewer) -> dict[str, Any]:
    """A file to look at, as far as the viewer may."""
    if file is None or not Attachment.objects.visible_to(viewer).filter(pk=file.pk).exists():
        return {"text": _("A file that only the laboratory and the authorities see."), "url": ""}
    return {"text": file.name, "url": file.get_absolute_url()}


def what_it_turns(correction: Correction, viewer: Viewer) -> list[Card]:
    """What is changed and why; which verdicts turn by it, and what rests on the report."""
    changed: Facts = [
        (pgettext("correction", "Place"), correction.place),
        (_("Old"), correction.old),
        (_("New"), correction.new),
    ]
    if correction.result is not None:
        changed.append((_("Limit"), correction.result.held_against))
    turned = [*correction.consequences(), *correction.resting(viewer)]
    return [
        Card(_("What it turns"), [("", [*changed, (_("Reason"), correction.reason)]), ("", turned)]),
        *([Card(_("Raw records"), [("", raws)])] if (raws := raws_old_and_new(correction, viewer)) else []),
    ]


def raws_old_and_new(correction: Correction, viewer: Viewer) -> Facts:
    """The raw records of what it changes, and the one that came with it: what it is held against."""
    result, new = correction.result, correction.new_file
    old = raws_of(correction.report, [result], viewer) if result is not None else []
    if correction.raw is not None:
        old = [(_("Old"), _linked(_file(correction.raw.attachment, viewer)))]
    if new is None:
        return old
    day = [(_("Written down on"), correction.taken_on)] if correction.taken_on else []
    return [*old, (_("Raw record of the new value"), _linked(_file(new, viewer))), *day]


def _linked(file: dict[str, Any]) -> Any:
    return format_html('<a href="{}">{}</a>', file["url"], file["text"]) if file["url"] else file["text"]


TURNING = cards(what_it_turns)
