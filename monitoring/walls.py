"""Who comes to a risk signal, and to the outcomes of earlier failures: on a page and as a program?"""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.gate import holds, member, works_in
from accounts.models import Viewer
from accounts.roles import Kind, Role
from catalogue.models import PlatformName
from monitoring.actions.platforms import COLLECTORS, keeps_names
from monitoring.actions.voidings import may_void
from monitoring.models.followups import FollowUp
from monitoring.models.signals import RiskSignal


def seen_signals(viewer: Viewer) -> QuerySet[RiskSignal]:
    """Those that the viewer may know of, with what their particulars name."""
    return RiskSignal.objects.visible_to(viewer).with_parties()


of_signal = member.of(seen_signals, "number")
THE_CENTERS = _("Only a risk information officer of the center that received it may void it.")
of_received = of_signal.where(may_void, THE_CENTERS)

collector = member.to(holds(Role.COLLECTOR))
of_follow_up = collector.of(FollowUp.objects.visible_to, "pk")

of_platform_names = member.to(works_in(Kind.CENTER), _("This is for monitoring centers.")).to_post(
    keeps_names, COLLECTORS
)
of_platform_name = member.to(keeps_names, COLLECTORS).of(
    lambda _viewer: PlatformName.objects.select_related("organisation"), "pk"
)
