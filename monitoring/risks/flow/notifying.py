"""How is a notice to a unit or region sent on paper, delivered and answered? Clause 6.1.3 b as a table."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.deadlines.urging import urges
from casework.flow import Flow, Refused, Step
from casework.lifting import wait
from casework.terms.table import term


class NoticeState(TextChoices):
    DRAFTED = "drafted", _("Drafted")
    # At an addressee is what was sent there; from its delivery on it is with them.
    AT_PLATFORM = "at_platform", _("Sent to the platform, not delivered yet")
    AT_REGULATOR = "at_regulator", _("Sent to the regulator, not delivered yet")
    AT_UNIT = "at_unit", _("Sent to a unit outside the system, not delivered yet")
    WITH_PLATFORM = "with_platform", _("Delivered to the platform")
    WITH_REGULATOR = "with_regulator", _("Delivered to the regulator")
    WITH_UNIT = "with_unit", _("Delivered to a unit outside the system")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    VOIDED = "voided", _("Voided")


# Sent is not delivered: until it is, the clock of whoever serves it runs; then that of whoever answers.
DELIVER = term("W-17")
ANSWER = term("W-10", start="delivered_on")
PAPER = "risk_notice"


@wait
def for_a_platform(notice: Any, now: datetime) -> None:
    if notice.platform_id is None:
        raise Refused(_("This notice is not addressed to a platform: send it to whom it is addressed."))


@wait
def for_a_regulator(notice: Any, now: datetime) -> None:
    if notice.regulator_id is None:
        raise Refused(_("This notice is not addressed to a regulator: send it to whom it is addressed."))


@wait
def for_a_unit(notice: Any, now: datetime) -> None:
    if not notice.unit:
        raise Refused(
            _("This notice is not addressed to a unit outside the system: send it to whom it is addressed.")
        )


N = NoticeState
UNDELIVERED = (N.AT_PLATFORM, N.AT_REGULATOR, N.AT_UNIT)
COLLECTOR = (Role.COLLECTOR,)


def serve(name: str, source: NoticeState, target: NoticeState) -> Step:
    """The step that follows the service of the paper; through the portal the system takes it."""
    return Step(
        name,
        _("Note the service"),
        (source,),
        target,
        (Role.COLLECTOR, Role.SYSTEM),
        "T-13",
        meets=(DELIVER,),
        starts=(ANSWER,),
        follows=PAPER,
    )


def acknowledge(name: str, source: NoticeState, target: NoticeState, role: Role) -> Step:
    """Who says in the portal that it has the notice has it, however it came."""
    return Step(
        name,
        _("Confirm receipt"),
        (source,),
        target,
        (role,),
        "T-13",
        meets=(DELIVER,),
        starts=(ANSWER,),
    )


NOTICE_FLOW = Flow(
    N,
    Step("open", _("Draft a notice"), (), N.DRAFTED, (Role.SYSTEM,), "6.1.3-b"),
    Step(
        "send_platform",
        _("Send to the platform"),
        (N.DRAFTED,),
        N.AT_PLATFORM,
        COLLECTOR,
        "6.1.3-b",
        guards=(for_a_platform,),
        starts=(DELIVER,),
        admits=(Kind.PLATFORM,),
    ),
    Step(
        "send_regulator",
        _("Send to the regulator"),
        (N.DRAFTED,),
        N.AT_REGULATOR,
        COLLECTOR,
        "6.1.3-b",
        guards=(for_a_regulator,),
        starts=(DELIVER,),
        admits=(Kind.REGULATOR,),
    ),
    Step(
        "send_unit",
        _("Send to the unit outside the system"),
        (N.DRAFTED,),
        N.AT_UNIT,
        COLLECTOR,
        "6.1.3-b",
        guards=(for_a_unit,),
        starts=(DELIVER,),
    ),
    serve("serve_platform", N.AT_PLATFORM, N.WITH_PLATFORM),
    serve("serve_regulator", N.AT_REGULATOR, N.WITH_REGULATOR),
    serve("serve_unit", N.AT_UNIT, N.WITH_UNIT),
    acknowledge("acknowledge_platform", N.AT_PLATFORM, N.WITH_PLATFORM, Role.QUALITY_OFFICER),
    acknowledge("acknowledge", N.AT_REGULATOR, N.WITH_REGULATOR, Role.CASE_OFFICER),
    # Who answers has received.
    Step(
        "answer_platform",
        _("Answer"),
        (N.AT_PLATFORM, N.WITH_PLATFORM),
        N.ANSWERED,
        (Role.QUALITY_OFFICER,),
        "6.1.3-b",
        meets=(DELIVER, ANSWER),
    ),
    Step(
        "answer",
        _("Answer"),
        (N.AT_REGULATOR, N.WITH_REGULATOR),
        N.ANSWERED,
        (Role.CASE_OFFICER,),
        "6.1.3-b",
        meets=(DELIVER, ANSWER),
    ),
    # A unit outside the system answers on paper, and whoever wrote to it enters that.
    Step(
        "enter_answer",
        _("Enter an answer on paper"),
        (N.WITH_UNIT,),
        N.ANSWERED,
        COLLECTOR,
        "6.1.3-b",
        meets=(ANSWER,),
    ),
    Step("close", _("Close"), (N.ANSWERED,), N.CLOSED, COLLECTOR, "6.1.3-b"),
    *urges(N.WITH_PLATFORM, N.WITH_REGULATOR, N.WITH_UNIT, by=COLLECTOR, clause="6.1.3-b"),
    turns={
        N.DRAFTED: Role.COLLECTOR,
        **dict.fromkeys(UNDELIVERED, Role.COLLECTOR),
        N.WITH_PLATFORM: Role.QUALITY_OFFICER,
        N.WITH_REGULATOR: Role.CASE_OFFICER,
        N.WITH_UNIT: Role.COLLECTOR,
        N.ANSWERED: Role.COLLECTOR,
    },
    main=(N.DRAFTED, N.ANSWERED, N.CLOSED),
    waits=dict.fromkeys((N.DRAFTED, N.ANSWERED), term("W-20")),
    voids=(Role.LEADER,),
)
