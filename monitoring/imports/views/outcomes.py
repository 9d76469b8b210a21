"""What came of a file, as its page shows it?"""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.filetypes import XLSX
from monitoring.importers.channels import NOTICES
from monitoring.importers.handouts import MOST_RETURNED
from monitoring.origins.actions import lines as intake
from trail.enumerations import enumerated

# What is handed back to be put right travels in the page; beyond this it is only listed.
MOST_TRAVELLING = 4_000_000
SHOWN = 200


def result(filename: str, channel: str, outcome: intake.Outcome, returned_url: str = "") -> dict[str, Any]:
    """What came of an import, as the page shows it. returned_url: where the refused lines are kept."""
    fields = list(dict.fromkeys(field for line in outcome.taken for field, _text in line.said))
    rows = [
        {
            "product": line.product,
            "place": _place(line),
            "became": _became(line, outcome.dry_run),
            "hazard": _hazard(line),
            "said": [dict(line.said).get(field, "") for field in fields],
        }
        for line in outcome.taken
    ]
    counts = [
        (_("Lines read"), outcome.total),
        (_("New risk signals"), outcome.signals),
        (_("Already known"), outcome.known),
        (_("Refused"), outcome.refused_count),
    ]
    if channel == NOTICES:
        counts.insert(1, (_("New findings"), outcome.findings))
        counts += [
            (_("Earlier readings of this file put right"), outcome.corrected),
            (_("Lines that go on with the product above"), outcome.continued),
            (_("Inspections refused"), len(outcome.declined)),
            (_("Outcomes matched to an earlier finding"), outcome.matched),
            (_("Outcomes that wait for a person"), outcome.waiting),
            (_("Outcomes known already"), outcome.known_outcomes),
        ]
    elif outcome.passed:
        counts.insert(2, (_("Without a fault"), outcome.passed))
    reasons = sorted(outcome.reasons.items(), key=lambda one: -one[1])
    return {
        "file": filename,
        "layouts": enumerated(outcome.layouts),
        "read_by": outcome.read_by,
        "dry_run": outcome.dry_run,
        "counts": counts,
        "strange": list(dict.fromkeys(text for head in outcome.heads for text in head.strange)),
        "skipped": outcome.skipped,
        "refused": outcome.refused[:SHOWN],
        "refused_count": outcome.refused_count,
        "reasons": reasons[:20] if outcome.refused_count > SHOWN else [],
        "returned": "" if returned_url else _returned(outcome),
        "returned_url": returned_url,
        "most": MOST_RETURNED,
        "origin_url": reverse("signal-origin", args=[outcome.origin]) if outcome.origin else "",
        "in_vain": 0 < outcome.refused_count == outcome.total,
        "fields": fields,
        "rows": rows,
        "rows_count": outcome.findings + outcome.known
        if channel == NOTICES
        else outcome.total - outcome.refused_count,
        "waiting": outcome.waiting,
        "declined": [
            (f"{one.sheet} · {one.line}", " · ".join(filter(None, (one.hazard, one.product))))
            for one in outcome.declined[:SHOWN]
        ],
    }


def _hazard(line: intake.Taken) -> str:
    """The item, and where none is named the line as it lies."""
    if not line.read:
        return line.hazard
    return _("%(item)s (assumed; the line as it lies: %(line)s)") % {"item": line.hazard, "line": line.read}


def _place(line: intake.Taken) -> str:
    """Where a line stands, and how many below it go on with it."""
    place = f"{line.sheet} · {line.line}"
    if not line.more:
        return place
    return ngettext(
        "%(place)s, and one line that goes on with it",
        "%(place)s, and %(count)d that go on with it",
        line.more,
    ) % {"place": place, "count": line.more}


def _became(line: intake.Taken, dry_run: bool) -> dict[str, str]:
    if not line.number:
        known = {"text": _("Already known"), "tone": "grey"}
        return known if line.hazard else {"text": _("Conforms"), "tone": "green"}
    return {"text": _("would be new") if dry_run else line.number, "tone": "blue"}


def _returned(outcome: intake.Outcome) -> str:
    """The refused lines as JSON for `signal_refused`; "" where there are none, or too many to travel."""
    if not outcome.refused:
        return ""
    sheets = [
        {
            "sheet": head.sheet,
            "title": head.title,
            "header": head.header,
            "lines": [[one.reason, one.cells] for one in outcome.refused if one.sheet == head.sheet],
        }
        for head in outcome.heads
    ]
    text = json.dumps([sheet for sheet in sheets if sheet["lines"]], ensure_ascii=False)
    return text if len(text.encode()) < MOST_TRAVELLING else ""


def workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook to be kept."""
    answer = HttpResponse(content, content_type=XLSX)
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx") or ""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
