"""Who has noticed that what failed is left without control when a case ends?"""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import override

from casework.flow import Refused
from disposal.models.cases import EnforcementCase
from disposal.models.control import left_uncontrolled


def unless_noticed(case: EnforcementCase, noticed: bool) -> str:
    """What of its product is left without control, for the trail; Refused where nobody says they saw it."""
    with override(settings.LANGUAGE_CODE):
        left = left_uncontrolled(case)
    if left and not noticed:
        raise Refused(left_uncontrolled(case))
    return left
