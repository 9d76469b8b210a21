"""How does a regulator ask a platform about one of its shops, and how does the platform answer? (协查)"""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.flow import Flow, Step
from casework.terms import term


class AssistanceState(TextChoices):
    SENT = "sent", _("Sent to the platform")
    RECEIVED = "received", _("Received")
    ANSWERED = "answered", _("Answered")
    CANNOT = "cannot", _("Cannot be answered")
    CLOSED = "closed", _("Closed")
    VOIDED = "voided", _("Voided")


ANSWER = term("W-13")

A = AssistanceState
OPEN: Any = (A.SENT, A.RECEIVED)

ASSISTANCE_FLOW = Flow(
    A,
    Step(
        "open",
        _("Ask the platform for assistance"),
        (),
        A.SENT,
        (Role.CASE_OFFICER,),
        "4.2.1-d",
        starts=(ANSWER,),
        admits=(Kind.PLATFORM,),
    ),
    Step("receive", _("Confirm receipt"), (A.SENT,), A.RECEIVED, (Role.QUALITY_OFFICER,), "W-13"),
    Step("answer", _("Answer"), OPEN, A.ANSWERED, (Role.QUALITY_OFFICER,), "W-13", meets=(ANSWER,)),
    Step(
        "cannot",
        _("Say why it cannot be answered"),
        OPEN,
        A.CANNOT,
        (Role.QUALITY_OFFICER,),
        "W-13",
        meets=(ANSWER,),
        reason="cannot_why",
        primary=False,
    ),
    Step(
        "accept",
        _("Accept the answer"),
        (A.ANSWERED, A.CANNOT),
        A.CLOSED,
        (Role.CASE_OFFICER,),
        "4.2.1-d",
    ),
    Step(
        "ask_again",
        _("Ask again"),
        (A.ANSWERED, A.CANNOT),
        A.SENT,
        (Role.CASE_OFFICER,),
        "W-13",
        starts=(ANSWER,),
        reason="again",
        primary=False,
    ),
    # What was found goes with the case to the regulator that is competent for it.
    Step("follow", _("Goes with the case"), (A.CLOSED,), A.CLOSED, (Role.SYSTEM,), "6.4-3", primary=False),
    turns={
        A.SENT: Role.QUALITY_OFFICER,
        A.RECEIVED: Role.QUALITY_OFFICER,
        A.ANSWERED: Role.CASE_OFFICER,
        A.CANNOT: Role.CASE_OFFICER,
    },
    main=(A.SENT, A.RECEIVED, A.ANSWERED, A.CLOSED),
    voids=(Role.APPROVER,),
)
