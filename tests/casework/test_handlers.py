"""Has each step one handler and one form, which fit, and is it taken by them from wherever it is taken?"""

from __future__ import annotations

import pytest
from django import forms
from django.core.management import call_command

from accounts.roles import Role
from casework.flow import Step
from casework.handlers import perform, unfitting
from casework.models import Record
from tests.casework.test_flow import OPENING, SHUT, flow
from tests.casework.trial import opened

LOCK = Step("lock", "Lock", ("shut",), "shut", (Role.PLANNER,), "1")


class KeyForm(forms.Form):
    key = forms.CharField()


def test_a_handler_for_a_step_that_the_flow_lacks_is_refused():
    with pytest.raises(ValueError, match="lacks: paint"):
        flow(OPENING, SHUT).handles("shut", "paint")(print)


def test_a_step_has_one_handler_and_one_form():
    door = flow(OPENING, SHUT)
    door.handles("shut")(print)
    door.asks("shut")(KeyForm)
    with pytest.raises(ValueError, match="shut of Door has both"):
        door.handles("shut")(print)
    with pytest.raises(ValueError, match="shut of Door has both"):
        door.asks("shut")(forms.Form)


def test_a_handler_of_several_steps_is_told_which_is_taken():
    door = flow(OPENING, SHUT, LOCK)
    door.handles("shut", "lock")(lambda _record, *, step, by, now: step)
    assert [door.handlers[name](None, by=None, now=None) for name in ("shut", "lock")] == ["shut", "lock"]


@pytest.mark.parametrize(
    ("handler", "fault"),
    [
        (lambda record, *, key, by, now: None, None),
        (lambda record, *, by, now, **said: None, None),
        (lambda record, *, key="", lent=False, by, now: None, None),
        (lambda record, *, by, now: None, "KeyForm asks for key, which"),
        (lambda record, *, key, lent, by, now: None, "takes lent, which KeyForm does not ask for"),
    ],
)
def test_a_handler_that_does_not_take_what_its_form_asks_for_is_found(handler, fault):
    door = flow(OPENING, SHUT)
    door.handles("shut")(handler)
    door.asks("shut")(KeyForm)
    found = list(unfitting(door, door["shut"]))
    assert len(found) == (fault is not None) and all(fault in one for one in found)


def test_all_handlers_fit_their_forms():
    call_command("check", "--tag", "urls")


def test_a_step_without_a_handler_moves_its_record(cast, now):
    record = opened(cast, now)
    perform(record.flow["send"], record, by=cast.organiser, now=now)
    assert Record.objects.get(pk=record.pk).state == "sent"
