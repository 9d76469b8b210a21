"""Who may sign a report today? (LB-01, LB-12)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from catalogue.models import TestItem
from inspection.laboratories.models import FEW, fit, may_sign, not_authorised
from trail.enumerations import enumerated


class Signing:
    """What a report says of who may sign it."""

    pk: Any
    laboratory: Any

    def items(self) -> list[TestItem]:
        """The items on which it reports."""
        found = TestItem.objects.filter(results__report=self.pk).select_related("method")
        return list(found.order_by("name", "pk"))

    def unfit(self, now: datetime) -> list[str]:
        """Why the laboratory may not report on the items today."""
        return fit(self.laboratory, self.items(), local_day(now))

    def not_authorised(self, by: Viewer, now: datetime) -> list[str]:
        """Why somebody may not sign it today, and who may."""
        return not_authorised(self.laboratory, self.items(), by.user, local_day(now))

    def who_signs(self, now: datetime) -> list[str]:
        """Who may sign it today, in a sentence; or why nobody may."""
        others = may_sign(self.laboratory, self.items(), local_day(now))
        if not others:
            return self.unfit(now)
        return [gettext("Who may sign: %(names)s.") % {"names": enumerated(others, FEW)}]
