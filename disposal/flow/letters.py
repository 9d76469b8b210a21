"""How does a regulator ask a platform about one of its shops, and how does the platform answer? (协查)"""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import Kind, Role
from casework.deadlines.urging import urges
from casework.flow import Flow, Step
from casework.terms.table import term
from disposal.flow.consequences import not_confirmed
from disposal.flow.reaching import DELIVER


class AssistanceState(TextChoices):
    SENT = "sent", _("Sent, not delivered yet")
    RECEIVED = "received", _("Delivered to the platform")
    ANSWERED = "answered", _("Answered")
    CANNOT = "cannot", _("Cannot be answered")
    CLOSED = "closed", _("Closed")
    VOIDED = "voided", _("Voided")


ANSWER = term("W-13", start="delivered_on")

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
        starts=(DELIVER,),
        admits=(Kind.PLATFORM,),
        primary=False,
    ),
    Step(
        "serve",
        _("Note the service"),
        (A.SENT,),
        A.RECEIVED,
        (Role.CASE_OFFICER, Role.SYSTEM),
        "T-13",
        meets=(DELIVER,),
        starts=(ANSWER,),
        follows="assistance_letter",
    ),
    Step(
        "acknowledge",
        _("Confirm receipt"),
        (A.SENT,),
        A.RECEIVED,
        (Role.QUALITY_OFFICER,),
        "T-13",
        meets=(DELIVER,),
        starts=(ANSWER,),
    ),
    # A courtesy: it moves nothing.
    Step(
        "receive",
        _("Confirm receipt"),
        (A.RECEIVED,),
        A.RECEIVED,
        (Role.QUALITY_OFFICER,),
        "W-13",
        guards=(not_confirmed,),
        primary=False,
    ),
    Step("answer", _("Answer"), OPEN, A.ANSWERED, (Role.QUALITY_OFFICER,), "W-13", meets=(DELIVER, ANSWER)),
    Step(
        "cannot",
        _("Say why it cannot be answered"),
        OPEN,
        A.CANNOT,
        (Role.QUALITY_OFFICER,),
        "W-13",
        meets=(DELIVER, ANSWER),
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
        starts=(DELIVER,),
        reason="again",
        primary=False,
    ),
    # What was found goes with the case to the regulator that is competent for it.
    Step("follow", _("Goes with the case"), (A.CLOSED,), A.CLOSED, (Role.SYSTEM,), "6.4-3", primary=False),
    *urges(A.RECEIVED, by=(Role.CASE_OFFICER,), clause="W-13"),
    turns={
        A.SENT: Role.CASE_OFFICER,
        A.RECEIVED: Role.QUALITY_OFFICER,
        A.ANSWERED: Role.CASE_OFFICER,
        A.CANNOT: Role.CASE_OFFICER,
    },
    main=(A.SENT, A.RECEIVED, A.ANSWERED, A.CLOSED),
    waits={A.ANSWERED: term("W-20"), A.CANNOT: term("W-20")},
    voids=(Role.APPROVER,),
)
