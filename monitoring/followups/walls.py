"""Who comes to the outcomes of earlier failures: on a page and as a program?"""

from __future__ import annotations

from accounts.gate import holds, member
from accounts.roles import Role
from monitoring.followups.models import FollowUp

collector = member.to(holds(Role.COLLECTOR))


of_follow_up = collector.of(FollowUp.objects.visible_to, "pk")
