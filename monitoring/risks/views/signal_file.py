"""How does the draft of a signal go out as a file, and come back? (form 4.1)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.work import charge
from documents.form_files.fillings import Ask, FormFile
from monitoring.risks.actions.signals import SUBJECT, edit_signal, takes_down
from monitoring.risks.forms.signals import SignalForm
from monitoring.risks.models.signals import RiskSignal
from monitoring.risks.walls import seen_signals


def writes(signal: RiskSignal, viewer: Viewer) -> bool:
    """Whether a draft is this viewer's to go on with."""
    own = signal.organisation_id == viewer.organisation.pk
    return own and takes_down(viewer) and charge.answers_for(signal, viewer)


def asks(signal: RiskSignal, viewer: Viewer, now: datetime) -> Sequence[Ask]:
    """The form of a draft; it stays one unless its file says otherwise."""

    def make(*posted: Any) -> SignalForm:
        form = SignalForm(*posted, instance=signal, viewer=viewer, now=now)
        if not form.is_bound:
            form.initial["submit_now"] = False
        return form

    def act(data: dict[str, Any]) -> None:
        draft = seen_signals(viewer).get(pk=signal.pk)  # the form has written into the other
        edit_signal(draft, by=viewer, now=now, **data)

    return [Ask(signal.number, signal.product, make, act)] if signal.open else []


SIGNAL = FormFile(
    kind="signal",
    name="draft",
    at="signals",
    label=_("Risk information"),
    about=_("The draft of this piece of risk information (form 4.1). It stays a draft unless you say so."),
    scope=seen_signals,
    may=writes,
    asks=asks,
    subject=lambda signal: (SUBJECT, signal.pk),
)
