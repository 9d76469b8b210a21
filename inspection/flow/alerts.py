"""How does a grave finding move? Told at once, acknowledged, taken back in sight, as a table. (W-26)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Refused, Step
from casework.terms.table import term


class AlertState(TextChoices):
    TOLD = "told", _("Told to the center")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged by the center")
    PASSED_ON = "passed_on", _("Passed on to the department that set the task")
    LAPSED = "lapsed", _("Taken back by the laboratory")
    VOIDED = "voided", _("Voided")


ACKNOWLEDGE = term("W-26")


def a_department_set_the_task(alert: Any, now: datetime) -> None:
    """The commission names the department that set the task."""
    if alert.regulator_id is None:
        raise Refused(_("The commission names no department that set the task: acknowledge it yourselves."))


ALERT_FLOW = Flow(
    AlertState,
    Step(
        "open",
        _("Tell of a grave finding"),
        (),
        AlertState.TOLD,
        (Role.SYSTEM,),
        "W-26",
        also=("6.3-7",),
        starts=(ACKNOWLEDGE,),
        admits=(Kind.LABORATORY,),
    ),
    Step(
        "acknowledge",
        _("Acknowledge, and say what is done"),
        (AlertState.TOLD,),
        AlertState.ACKNOWLEDGED,
        (Role.COMPILER,),
        "W-26",
        meets=(ACKNOWLEDGE,),
        reason="answer",
        primary=False,
        equal=True,
    ),
    Step(
        "pass_on",
        _("Pass on to the department that set the task"),
        (AlertState.TOLD, AlertState.ACKNOWLEDGED),
        AlertState.PASSED_ON,
        (Role.COMPILER,),
        "W-26",
        guards=(a_department_set_the_task,),
        meets=(ACKNOWLEDGE,),
        reason="asked",
        admits=(Kind.REGULATOR,),
        primary=False,
        equal=True,
    ),
    # What the laboratory overwrites is no grave finding any more; whoever acted on it is told.
    Step(
        "lapse",
        _("The laboratory took it back"),
        (AlertState.TOLD, AlertState.ACKNOWLEDGED, AlertState.PASSED_ON),
        AlertState.LAPSED,
        (Role.SYSTEM,),
        "W-26",
        reason="note",
    ),
    turns={AlertState.TOLD: Role.COMPILER},
    main=(AlertState.TOLD, AlertState.ACKNOWLEDGED),
    voids=(Role.LEADER,),
)
