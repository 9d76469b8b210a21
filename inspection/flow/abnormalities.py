"""How does an abnormality move? Reported by the laboratory, decided by whom it is reported to, as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step
from casework.terms.table import term


class AbnormalityState(TextChoices):
    REPORTED = "reported", _("Reported to the center")
    REFERRED = "referred", _("Reported to the department that set the task")
    DECIDED = "decided", _("Decided")
    VOIDED = "voided", _("Voided")


class Decision(TextChoices):
    """What is to become of a sample of an abnormality (4.8: 处理意见)."""

    GO_ON = "go_on", _("Test it on")
    IN_PART = "in_part", _("Test it in part")
    REPLACE = "replace", _("Buy a substitute")
    END = "end", _("Test it no more")


# Reported at once, or late: the laboratory says when it noticed the abnormality.
REPORT_AT_ONCE = term("DL-07", start="found_at")
DECIDING = term("DL-07b")


def has_department(abnormality: Any, now: datetime) -> None:
    """The commission names the department that set the task."""
    if abnormality.regulator_id is None:
        raise Refused(_("The commission names no department that set the task: report it to the center."))


ABNORMALITY_FLOW = Flow(
    AbnormalityState,
    Step(
        "open",
        _("Report an abnormality"),
        (),
        AbnormalityState.REPORTED,
        (Role.TESTER,),
        "6.3-3",
        starts=(DECIDING,),
        prompt=(REPORT_AT_ONCE,),
        admits=(Kind.LABORATORY,),
    ),
    Step(
        "refer",
        _("Pass on to the department that set the task"),
        (AbnormalityState.REPORTED,),
        AbnormalityState.REFERRED,
        (Role.ORGANISER, Role.SYSTEM),
        "6.3-3",
        guards=(has_department,),
        reason="note",
        starts=(DECIDING,),
        primary=False,
    ),
    Step(
        "decide",
        _("Decide on each sample"),
        (AbnormalityState.REPORTED,),
        AbnormalityState.DECIDED,
        (Role.ORGANISER,),
        "6.3-3",
        meets=(DECIDING,),
        reason="note",
    ),
    Step(
        "decide_above",
        _("Decide on each sample, as the department that set the task"),
        (AbnormalityState.REFERRED,),
        AbnormalityState.DECIDED,
        (Role.PLANNER,),
        "6.3-3",
        meets=(DECIDING,),
        reason="note",
    ),
    turns={AbnormalityState.REPORTED: Role.ORGANISER, AbnormalityState.REFERRED: Role.PLANNER},
    main=(AbnormalityState.REPORTED, AbnormalityState.DECIDED),
    voids=(Role.SIGNATORY, Role.SYSTEM),
    # What lies before the department is the department's to decide.
    lasting=(AbnormalityState.REFERRED,),
)
