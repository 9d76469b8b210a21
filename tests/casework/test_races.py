"""Does exactly one win when four people take the same step on the same record at once?"""

from __future__ import annotations

import pytest

from accounts.roles import Role
from casework.actions import take
from casework.models import Deadline, Notification
from tests.casework.trial import brought
from tests.races import race, rivals, runners

pytestmark = pytest.mark.django_db(transaction=True)

RACES = 10
STEPS = {
    "send": ("draft", Role.ORGANISER),
    "accept": ("sent", Role.RECEIVER),
    "finish": ("testing", Role.TESTER),
    "void": ("testing", Role.LEADER),
}


@pytest.mark.parametrize("step", STEPS)
def test_of_four_who_take_a_step_at_once_one_wins(step, cast, now):
    state, role = STEPS[step]
    people = rivals(getattr(cast, role).organisation, role)
    with runners(4) as at_once:
        for _ in range(RACES):
            record = brought(cast, now, state)
            race(
                at_once,
                step,
                record,
                people,
                lambda own, by: take(step, own, by=by, now=now, note="Why."),
            )


def test_what_a_step_starts_and_tells_happens_once_in_a_race(cast, now):
    record, organisers = brought(cast, now, "draft"), rivals(cast.center, Role.ORGANISER)
    with runners(4) as at_once:
        race(at_once, "send", record, organisers, lambda own, by: take("send", own, by=by, now=now))
    assert Deadline.objects.get(record=record.pk).term == "DL-06"
    assert Notification.objects.get(event__verb="send").user == cast.receiver.user
