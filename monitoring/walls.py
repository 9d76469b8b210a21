"""Who comes to a risk signal: on its page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.gate import member
from accounts.models import Viewer
from monitoring.models import RiskSignal


def seen_signals(viewer: Viewer) -> QuerySet[RiskSignal]:
    """Those that the viewer may know of, with what their particulars name."""
    return RiskSignal.objects.visible_to(viewer).with_parties()


of_signal = member.of(seen_signals, "number")
