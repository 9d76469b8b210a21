"""Which product that failed is left without control when its case ends? (6.4-5)

A case is meant where Any stands: it is built upon this module.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from disposal.flow.vocabulary import Control


def left_uncontrolled(case: Any) -> str:
    """What of the product failed, what was ordered about it, and why it is not under control; "" where
    something was ordered and it is, or where no report says any more that it fails. That it is under control
    though nothing was ordered is the officer's word alone."""
    if case.ground_is_gone or (case.under_control and case.control != Control.NONE):
        return ""
    said = {
        "failed": "; ".join(row.failed_by() for row in case.report.failing),
        "control": case.get_control_display() or "–",
        "why": case.not_controlled_why or "–",
    }
    if case.under_control:
        return gettext("The product fails, and nothing was ordered to control it. %(failed)s.") % said
    return (
        gettext(
            "The product fails, and is not under control. %(failed)s. Ordered: %(control)s."
            " Why it is not: %(why)s"
        )
        % said
    )
