"""Which steps are offered to whom, and with which reason are they refused?"""

from __future__ import annotations

from accounts.roles import Role
from casework.actions import offers
from casework.holds import hold
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import brought, opened
from tests.cast import person


def offered(record, viewer, now) -> dict[str, str | None]:
    return {step.name: reason for step, reason in offers(record, viewer, now)}


def test_each_step_of_ones_own_in_the_state_is_offered(cast, now):
    assert offered(opened(cast, now), cast.organiser, now) == {"edit": None, "send": None}
    assert offered(opened(cast, now), cast.leader, now) == {"check": None, "void": None}


def test_nothing_is_offered_to_those_whose_step_it_is_not(cast, now):
    record = opened(cast, now)
    for viewer in (cast.receiver, cast.other_organiser, cast.quality_officer, cast.planner):
        assert offered(record, viewer, now) == {}


def test_the_steps_of_the_system_are_offered_to_nobody(cast, now):
    impostor = person("impostor", cast.laboratory, Role.SYSTEM)
    assert offered(brought(cast, now, "testing"), impostor, now) == {}


def test_a_refused_step_is_offered_with_its_reason(cast, now):
    record = brought(cast, now, "testing")
    hold(record, "objection", "An objection is open.", now)
    found = offered(record, cast.tester, now)
    assert found["finish"] == "An objection is open." and found["pause"] is None
    assert found["measure"] == "This was assigned to somebody else."


def test_a_guard_greys_a_step_with_a_plain_sentence(cast, now):
    record = brought(cast, now, "testing")
    Entrustment.objects.filter(pk=record.pk).update(grade="blocked")
    record.refresh_from_db()
    assert offered(record, cast.tester, now)["finish"] == "The grade is blocked."


def test_a_person_with_two_roles_is_offered_the_steps_of_both(cast, now):
    both = person("both", cast.center, Role.ORGANISER, Role.LEADER)
    assert set(offered(opened(cast, now), both, now)) == {"edit", "send", "check", "void"}


def test_nothing_is_offered_at_the_end(cast, now):
    assert offered(brought(cast, now, "done"), cast.tester, now) == {}
    assert offered(brought(cast, now, "done"), cast.leader, now) == {}


def test_offers_ask_the_database_less_than_once_a_step(cast, now, django_assert_max_num_queries):
    record = brought(cast, now, "testing")
    with django_assert_max_num_queries(2):
        assert len(offered(record, cast.tester, now)) == 4
