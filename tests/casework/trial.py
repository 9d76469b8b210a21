"""What do the tests of the engine move? A commission to a laboratory, by a table made for the purpose.

The table has one of everything a step can say. The stages' own tables are walked by tests/test_flows.py.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import TextChoices

from accounts.roles import Kind, Role
from casework.actions import open_record, take
from casework.flow import Flow, Refused, Step
from casework.lifting import own
from casework.terms.count import Unit
from casework.terms.table import Term
from inspection.commissions.models.commissions import Entrustment
from tests.cast import Cast


class State(TextChoices):
    DRAFT = "draft", "Draft"
    CHECKED = "checked", "Checked"
    SENT = "sent", "Sent"
    TESTING = "testing", "In testing"
    PAUSED = "paused", "Standing still"
    DONE = "done", "Done"
    DECLINED = "declined", "Declined"
    VOIDED = "voided", "Voided"


REPLY = Term("DL-06", "Reply", 5, Unit.WORKING, "6.3-7", "set by the regulator")
TEST = Term("DL-05", "Test", 7, Unit.CALENDAR, "6.4-1", "set by law", fixed=True)
DATED = Term("DL-09", "Keep the date", 3, Unit.CALENDAR, "6.4-1", "set by law", fixed=True, start="due_on")


@own()
def not_blocked(record: Any, now: datetime) -> None:
    if record.grade == "blocked":
        raise Refused("The grade is blocked.")


FLOW = Flow(
    State,
    Step("open", "Open", (), "draft", (Role.ORGANISER, Role.SYSTEM), "6.3-1", guards=(not_blocked,)),
    Step("edit", "Edit", ("draft",), "draft", (Role.ORGANISER,), "6.3-1"),
    Step("check", "Check", ("draft",), "checked", (Role.LEADER,), "W-02", differs=("open", "edit")),
    Step(
        "send",
        "Send",
        ("draft", "checked"),
        "sent",
        (Role.ORGANISER,),
        "4.2.2-c",
        starts=(REPLY,),
        admits=(Kind.LABORATORY, Kind.PLATFORM),
    ),
    Step(
        "accept",
        "Accept",
        ("sent",),
        "testing",
        (Role.RECEIVER,),
        "4.2.3-a",
        meets=(REPLY,),
        starts=(TEST, DATED),
    ),
    Step("decline", "Decline", ("sent",), "declined", (Role.RECEIVER,), "4.2.3-a", reason="note"),
    Step("measure", "Measure", ("testing",), "testing", (Role.TESTER,), "4.2.3-b", only="sent_by"),
    Step("again", "Begin again", ("testing",), "testing", (Role.TESTER,), "4.2.3-b", starts=(TEST,)),
    Step("pause", "Pause", ("testing",), "paused", (Role.TESTER,), "6.3-3", suspends=(TEST,)),
    Step("resume", "Resume", ("paused",), "testing", (Role.TESTER,), "6.3-3", resumes=(TEST,)),
    Step(
        "finish",
        "Finish",
        ("testing",),
        "done",
        (Role.TESTER, Role.SYSTEM),
        "4.2.3-c",
        guards=(not_blocked,),
        meets=(TEST, DATED),
        heeds_holds=True,
    ),
    turns={
        "draft": Role.ORGANISER,
        "checked": Role.ORGANISER,
        "sent": Role.RECEIVER,
        "testing": Role.TESTER,
        "paused": Role.TESTER,
    },
    main=("draft", "sent", "testing", "done"),
    voids=(Role.LEADER,),
)

WAY = {
    "draft": [],
    "sent": [("send", "organiser")],
    "testing": [("send", "organiser"), ("accept", "receiver")],
    "paused": [("send", "organiser"), ("accept", "receiver"), ("pause", "tester")],
    "done": [("send", "organiser"), ("accept", "receiver"), ("finish", "tester")],
}


def fields(cast: Cast, now: datetime, **more: Any) -> dict[str, Any]:
    """The values of a new commission between the parties of the cast."""
    return {
        "title": "Lead in toys",
        "center": cast.center,
        "regulator": cast.province,
        "laboratory": cast.laboratory,
        "platform": cast.platform,
        "province": cast.province.region,
        "category": cast.category,
        "due_on": now.date(),
        **more,
    }


def opened(cast: Cast, now: datetime, **more: Any) -> Entrustment:
    """A new one, by the organiser."""
    return open_record(Entrustment, by=cast.organiser, now=now, **fields(cast, now, **more))


def brought(cast: Cast, now: datetime, state: str, **more: Any) -> Entrustment:
    """One that has come as far as this state, each step by the person whose it is."""
    record = opened(cast, now, **more)
    for step, person in WAY[state]:
        take(step, record, by=getattr(cast, person), now=now)
    return record


def with_step(name: str, **changes: Any) -> Flow:
    """The table with one step changed."""
    steps = [replace(step, **changes) if step.name == name else step for step in FLOW if step.name != "void"]
    return Flow(State, *steps, turns=FLOW.turns, main=FLOW.main, voids=(Role.LEADER,))
