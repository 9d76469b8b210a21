"""Does exactly one win when four people take the same step on the same record at once?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from accounts.roles import Role
from tests.casework.trial import brought
from tests.cast import Cast, person
from tests.races import AtOnce, race, runners

pytestmark = pytest.mark.django_db(transaction=True)

RACES = 50
STEPS = {
    "send": ("draft", Role.ORGANISER),
    "accept": ("sent", Role.RECEIVER),
    "finish": ("testing", Role.TESTER),
    "void": ("testing", Role.LEADER),
}


@pytest.fixture
def four_at_once(cast: Cast) -> Iterator[AtOnce]:
    with runners(4) as at_once:
        yield at_once


@pytest.mark.parametrize("step", STEPS)
def test_of_four_who_take_a_step_at_once_one_wins(step, four_at_once, cast, now):
    state, role = STEPS[step]
    home = getattr(cast, role).organisation
    people = [person(f"rival {n}", home, role) for n in range(4)]
    for _ in range(RACES):
        record = brought(cast, now, state)
        event = race(four_at_once, step, record, people, now, note="So it is.")
        assert event.actor_id in {rival.user.pk for rival in people}
