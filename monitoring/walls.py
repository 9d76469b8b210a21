"""Who comes to a risk signal, and to the outcomes of earlier failures: on a page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.gate import holds, member
from accounts.models import Viewer
from accounts.roles import Role
from monitoring.models import FollowUp, RiskSignal


def seen_signals(viewer: Viewer) -> QuerySet[RiskSignal]:
    """Those that the viewer may know of, with what their particulars name."""
    return RiskSignal.objects.visible_to(viewer).with_parties()


of_signal = member.of(seen_signals, "number")

collector = member.to(holds(Role.COLLECTOR))
of_follow_up = collector.of(FollowUp.objects.visible_to, "pk")
