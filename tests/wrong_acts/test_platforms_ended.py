"""What is still asked of a platform that had done nothing when the ground of a matter fell away?"""

from __future__ import annotations

import pytest
import time_machine

from disposal.actions.turned import look_for_unmeasured
from disposal.models.disposals import PlatformDisposal
from tests.conftest import NOW
from tests.disposal import given, given_turned
from tests.documents.conftest import picture

WHY = given_turned.WHY


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_who_took_no_measure_is_not_asked_to_lift_any(cast, at_desk, now):
    found = given_turned.untouched(cast, now)
    assert given.press(at_desk(cast.compiler), found, "lapse", WHY).status_code == 302
    served = {**given.service_form(found, cast)}
    assert given.press(at_desk(cast.compiler), found, "serve_end", served).status_code == 302
    found = PlatformDisposal.objects.get(pk=found.pk)
    assert found.state == "lapsed" and found.documents.get(paper="end_letter").services.exists()
    # The one W-20 was the center's, to decide what becomes of it.
    assert found.deadlines.filter(term="W-20").count() == 1 and not found.deadlines.running().exists()
    page = at_desk(cast.quality_officer).get(found.get_absolute_url()).content.decode()
    assert "No measure was taken: nothing is to be lifted" in page


def test_who_took_no_measure_says_of_none_that_it_was_lifted(cast, at_desk, now):
    found = given_turned.lifting_nothing(cast, now)
    lifted = {"lifted_on": NOW.date(), "evidence": picture()}
    refused = given.press(at_desk(cast.quality_officer), found, "lift", lifted)
    assert refused.status_code == 409 and "nothing is to be lifted" in refused.content.decode()
    assert not found.deadlines.running().exists() and look_for_unmeasured(now) == 1
    assert PlatformDisposal.objects.get(pk=found.pk).state == "lapsed"


def test_who_took_a_measure_does_not_call_it_none(cast, at_desk, now):
    found = given_turned.lifting(cast, now)
    refused = given.press(at_desk(cast.quality_officer), found, "conclude")
    assert refused.status_code == 409 and "Measures were taken" in refused.content.decode()
    assert look_for_unmeasured(now) == 0
