"""Is everybody in a role told, and whoever stands in today, and nobody else?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Membership, StandIn
from accounts.roles import Role
from casework.members import Asked, members
from tests.cast import person
from tests.conftest import NOW

TODAY = NOW.date()


def names(asked: Asked) -> list[str]:
    return [user.username for user in members([asked], TODAY)[asked]]


def stand_in(absent, substitute, role=Role.TESTER, first=0, last=0, ended_on=None):
    StandIn.objects.create(
        organisation=absent.organisation,
        absent=absent.user,
        substitute=substitute.user,
        roles=[role],
        first=TODAY + timedelta(days=first),
        last=TODAY + timedelta(days=last),
        ended_on=ended_on,
        reason="on leave",
    )


def test_all_in_a_role_of_one_organisation_and_nobody_who_left_or_was_shut_out(cast):
    gone, shut = (person(name, cast.tester.organisation, Role.TESTER) for name in ("gone", "shut"))
    Membership.objects.filter(user=gone.user).update(left_on=TODAY)
    shut.user.is_active = False
    shut.user.save()
    person("elsewhere", cast.county, Role.TESTER)
    person("colleague", cast.tester.organisation, Role.RECEIVER, Role.TESTER)
    assert names(Asked(cast.tester.organisation.pk, Role.TESTER)) == ["tester", "colleague"]


def test_only_the_one_it_was_assigned_to_while_they_hold_the_role(cast):
    lab = cast.tester.organisation
    one = person("assigned", lab, Role.TESTER)
    asked = Asked(lab.pk, Role.TESTER, one.user.pk)
    assert names(asked) == ["assigned"]
    Membership.objects.filter(user=one.user).update(roles=[Role.RECEIVER])
    assert names(asked) == ["tester"]


@pytest.mark.parametrize(
    ("first", "last", "role", "ended", "told"),
    [
        (-1, 1, Role.TESTER, None, True),
        (0, 0, Role.TESTER, None, True),
        (-9, -1, Role.TESTER, None, False),
        (1, 9, Role.TESTER, None, False),
        (-9, 9, Role.REVIEWER, None, False),
        (-9, 9, Role.TESTER, TODAY, False),
    ],
)
def test_who_stands_in_on_the_day_in_that_role_is_told_too(cast, first, last, role, ended, told):
    substitute = person("substitute", cast.tester.organisation, Role.RECEIVER)
    stand_in(cast.tester, substitute, role, first, last, ended)
    assert ("substitute" in names(Asked(cast.tester.organisation.pk, Role.TESTER))) is told
    on_the_day = StandIn.objects.on(TODAY).filter(roles__contains=[Role.TESTER]).exists()
    assert on_the_day is told


def test_who_stands_in_for_another_than_the_assigned_is_not_told(cast):
    one, substitute = (person(name, cast.tester.organisation, Role.TESTER) for name in ("one", "other"))
    stand_in(cast.tester, substitute)
    assert names(Asked(cast.tester.organisation.pk, Role.TESTER, one.user.pk)) == ["one"]


def test_many_questions_are_answered_in_one(cast, django_assert_num_queries):
    asked = [Asked(cast.county.pk, role) for role in (Role.CASE_OFFICER, Role.APPROVER, Role.CASE_OFFICER)]
    with django_assert_num_queries(1):
        found = members(asked, TODAY)
    assert {one: [user.pk for user in found[one]] for one in found} == {
        one: [
            held.user_id
            for held in Membership.objects.filter(organisation=cast.county).order_by("user")
            if one.role in held.roles
        ]
        for one in asked
    }
