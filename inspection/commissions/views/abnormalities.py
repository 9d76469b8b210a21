"""How do people meet abnormalities?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Viewer
from documents import views as papers
from inspection.commissions.models.abnormalities import Abnormality, AbnormalSample
from trail.enumerations import enumerated


def abnormality_columns() -> list[dict[str, Any]]:
    """Of the abnormalities of a commission."""
    return [
        {"label": _("Abnormality"), "key": "abnormality", "kind": "title"},
        {"label": _("State"), "key": "state"},
        {"label": _("Samples concerned"), "key": "samples"},
        {"label": _("What happened"), "key": "account"},
        {"label": _("Decision"), "key": "decision"},
    ]


def abnormality_row(abnormality: Abnormality) -> dict[str, Any]:
    return {
        "abnormality": {
            "text": abnormality.get_situation_display(),
            "url": abnormality.get_absolute_url(),
            "sub": abnormality.number,
        },
        "state": abnormality.get_state_display(),
        "samples": enumerated(each.entrusted.sample.number for each in abnormality.concerned.all()),
        "account": abnormality.account,
        "decision": abnormality.decision,
    }


def about_abnormality(abnormality: Abnormality, viewer: Viewer) -> dict[str, Any]:
    """The samples concerned: where each stands, what a decision loses or what was decided; and the proof."""
    columns = [
        {"label": _("Sample"), "key": "sample", "kind": "title"},
        {"label": _("State"), "key": "state"},
        {"label": _("Decision"), "key": "decision"},
        {"label": _("What is lost, or was left out"), "key": "loss"},
    ]
    return {
        "concerned_columns": columns,
        "concerned_rows": [_row(each) for each in abnormality.concerning()],
        **papers.about(abnormality, viewer),
    }


def _row(row: AbnormalSample) -> dict[str, Any]:
    sample = row.entrusted.sample
    return {
        "sample": {"text": sample.title, "url": sample.get_absolute_url(), "sub": sample.number},
        "state": sample.get_state_display(),
        "decision": row.get_decision_display() if row.decision else "",
        "loss": row.left_undone() if row.decision else row.preview(),
    }
