"""Who comes to a risk signal: on a page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.gate import member
from accounts.models import Viewer
from monitoring.risks.actions.voidings import may_void
from monitoring.risks.models.signals import RiskSignal


def seen_signals(viewer: Viewer) -> QuerySet[RiskSignal]:
    """Those that the viewer may know of, with what their particulars name."""
    return RiskSignal.objects.visible_to(viewer).with_parties()


of_signal = member.of(seen_signals, "number")


THE_CENTERS = _("Only a risk information officer of the center that received it may void it.")


of_received = of_signal.where(may_void, THE_CENTERS)
