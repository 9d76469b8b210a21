"""Of four who press the same button in the same instant, does one win, and are the others told why not?

By HTTP, on threads and connections of their own: 200 races, 50 for each of four deeds.
"""

from __future__ import annotations

from functools import partial

import pytest
import time_machine
from django.urls import reverse

from accounts.roles import Role
from casework.models import Record
from tests.conftest import NOW
from tests.races import rivals, runners
from tests.test_flows import WALKS
from trail.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

RACES = 50
# kind, step, and whose colleagues press; None where it is one person in four windows
DEEDS = {
    "approve": ("workplan", "approve", Role.APPROVER),
    "accept": ("purchase", "accept", Role.VERIFIER),
    "buy": ("purchase", "order", None),
    "report": ("report", "issue", Role.SIGNATORY),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_of_four_who_press_at_once_one_wins(deed, cast, at_desk):
    kind, step, role = DEEDS[deed]
    walk = next(walk for walk in WALKS if (walk.kind, walk.step) == (kind, step) and walk.cause is None)
    actor = getattr(cast, walk.actor)
    people = rivals(actor.organisation, role) if role else [actor] * 4
    clients = [at_desk(person) for person in people]
    with time_machine.travel(NOW, tick=False), runners(4) as at_once:
        for _ in range(RACES):
            record = walk.given(cast, NOW)
            url = reverse(f"{kind}-step", args=[record.number, step])
            forms = [walk.data(record, cast) for _ in clients]
            presses = [partial(client.post, url, form) for client, form in zip(clients, forms, strict=True)]
            codes = sorted(answer.status_code for answer in at_once(presses))
            assert codes == [302, 409, 409, 409]
            assert Event.objects.filter(subject_kind="record", subject_id=record.pk, verb=step).count() == 1
            assert Record.objects.get(pk=record.pk).state == record.flow[step].target
