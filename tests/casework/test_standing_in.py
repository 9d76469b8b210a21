"""What may somebody do who stands in for a colleague, and what not?"""

from __future__ import annotations

import pytest
import time_machine

from accounts.memberships import viewer_of
from accounts.models import Membership
from accounts.roles import Role
from casework.actions import check, open_record, take
from casework.flow import Refused
from casework.models import Notification, Record
from casework.pages.contents import trail
from casework.work.notifications import unread
from inspection.commissions.models.commissions import Entrustment
from tests.accounts.test_stand_ins import entrusted
from tests.casework.trial import brought, fields
from tests.cast import person
from tests.sampling import given


@pytest.fixture
def standing_in(cast, now):
    """The viewer a colleague is today who stands in: standing_in(absent, substitute, roles …)."""

    def named(absent, substitute, *roles):
        entrusted(cast, absent, substitute, *roles, first=now.date(), last=now.date())
        return viewer_of(substitute.user, substitute.organisation.pk, now.date())

    return named


@pytest.mark.clause("W-07")
def test_a_stand_in_takes_what_is_assigned_to_the_absent_and_the_trail_says_so(cast, now, standing_in):
    record = brought(cast, now, "testing", sent_by=cast.tester.user)
    substitute = standing_in(cast.tester, cast.receiver, Role.TESTER)
    event = take("measure", record, by=substitute, now=now)
    assert (event.actor_id, event.role) == (cast.receiver.user.pk, "tester")
    assert event.detail["for"] == "Tester"


def test_a_colleague_in_the_same_role_who_stands_in_for_nobody_does_not(cast, now):
    record = brought(cast, now, "testing", sent_by=cast.tester.user)
    colleague = person("tester2", cast.laboratory, Role.TESTER)
    with pytest.raises(Refused, match="assigned to somebody else"):
        take("measure", record, by=colleague, now=now)


def test_a_colleague_in_the_same_role_who_stands_in_does(cast, now, standing_in):
    record = brought(cast, now, "testing", sent_by=cast.tester.user)
    colleague = standing_in(cast.tester, person("tester2", cast.laboratory, Role.TESTER), Role.TESTER)
    assert take("measure", record, by=colleague, now=now).detail["for"] == "Tester"


def test_standing_in_counts_in_the_role_entrusted_only(cast, now, standing_in):
    record = brought(cast, now, "testing", sent_by=cast.tester.user)
    Membership.objects.filter(user=cast.tester.user).update(roles=[Role.TESTER, Role.RECEIVER])
    colleague = standing_in(cast.tester, person("tester2", cast.laboratory, Role.TESTER), Role.RECEIVER)
    with pytest.raises(Refused, match="assigned to somebody else"):
        take("measure", record, by=colleague, now=now)


def test_what_somebody_does_in_their_own_right_is_for_nobody(cast, now, standing_in):
    record = brought(cast, now, "testing")
    colleague = standing_in(cast.tester, person("tester2", cast.laboratory, Role.TESTER), Role.TESTER)
    assert "for" not in take("pause", record, by=colleague, now=now).detail


@pytest.mark.clause("W-02", "W-07")
def test_nobody_confirms_what_they_did_in_the_place_of_another(cast, now, standing_in):
    standing_in(cast.organiser, cast.compiler, Role.ORGANISER)
    substitute = standing_in(cast.leader, cast.compiler, Role.LEADER)
    record = open_record(Entrustment, by=substitute, now=now, **fields(cast, now))
    with pytest.raises(Refused, match="You took an earlier step yourself"):
        take("check", record, by=substitute, now=now)


def test_nobody_confirms_in_the_place_of_who_did_it(cast, now, standing_in):
    Membership.objects.filter(user=cast.organiser.user).update(roles=[Role.ORGANISER, Role.LEADER])
    record = brought(cast, now, "draft")
    substitute = standing_in(cast.organiser, cast.compiler, Role.LEADER)
    with pytest.raises(Refused, match="Who you stand in for took an earlier step"):
        take("check", record, by=substitute, now=now)
    check(record.flow["check"], record, cast.leader, now)


def test_the_worklist_holds_what_waits_for_the_absent(cast, now, standing_in):
    record = brought(cast, now, "testing")
    substitute = standing_in(cast.tester, cast.receiver, Role.TESTER)
    assert record.pk in Record.objects.awaiting(substitute).values_list("pk", flat=True)
    assert not Record.objects.awaiting(cast.receiver).exists()


def test_stand_ins_of_the_day_are_told_too(cast, now, standing_in):
    substitute = standing_in(cast.receiver, cast.tester, Role.RECEIVER)
    brought(cast, now, "sent")
    assert unread(substitute).count() == unread(cast.receiver).count() == 1


def test_of_what_is_assigned_only_that_person_is_told_and_who_stands_in(cast, now, standing_in):
    colleague = person("buyer2", cast.center, Role.BUYER)
    substitute = standing_in(cast.buyer, cast.storekeeper, Role.BUYER)
    purchase = given.assigned_purchase(cast, now)
    told = Notification.objects.filter(record=purchase.pk).values_list("user", flat=True)
    assert {cast.buyer.user.pk, substitute.user.pk} <= set(told) and colleague.user.pk not in told


def test_the_trail_says_for_whom_at_home_and_nobody_elsewhere(cast, now, standing_in, at_desk):
    record = brought(cast, now, "sent")
    standing_in(cast.receiver, cast.tester, Role.RECEIVER)
    with time_machine.travel(now, tick=False):
        at_desk(cast.tester).post(f"/entrustments/{record.number}/decline/", {"note": "Full"})
    record.refresh_from_db()
    assert trail(record, cast.signatory)[0].whom == "Receiver"
    assert not any(line.whom for line in trail(record, cast.organiser))
