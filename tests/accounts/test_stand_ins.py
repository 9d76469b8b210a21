"""How does a person name somebody who acts in their place?"""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.memberships import viewer_of
from accounts.models import Membership, StandIn
from accounts.roles import Role
from tests.conftest import NOW
from trail.models import Event

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def asked(absent, substitute, *roles, **changes):
    return {
        "absent": absent.user,
        "substitute": substitute.user,
        "roles": list(roles),
        "first": TODAY.isoformat(),
        "last": (TODAY + timedelta(days=3)).isoformat(),
        "reason": "Leave",
        **changes,
    }


def entrusted(cast, absent, substitute, *roles, first=TODAY, last=TODAY):
    return StandIn.objects.create(
        organisation=absent.organisation,
        absent=absent.user,
        substitute=substitute.user,
        roles=list(roles),
        first=first,
        last=last,
        reason="Leave",
    )


def roles_on(person, day):
    viewer = viewer_of(person.user, None, day)
    assert viewer
    return viewer.roles


@pytest.mark.clause("W-07")
def test_who_is_away_names_who_acts_in_their_place(cast, at_desk):
    answer = at_desk(cast.buyer).post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER))
    assert answer.status_code == 302
    page = at_desk(cast.verifier).get("/").content.decode()
    assert "You stand in for Buyer until" in page and "Buyer, Sample verifier" in page
    place = Membership.objects.get(user=cast.buyer.user)
    assert Event.objects.of("membership", place.pk)[0].verb == "entrust roles"


def test_the_roles_are_held_on_these_days_only(cast):
    entrusted(cast, cast.buyer, cast.verifier, Role.BUYER)
    day = timedelta(days=1)
    held = [Role.BUYER in roles_on(cast.verifier, on) for on in (TODAY - day, TODAY, TODAY + day)]
    assert held == [False, True, False]


def test_a_colleague_may_not_entrust_the_roles_of_others(cast, at_desk):
    answer = at_desk(cast.verifier).post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER))
    assert answer.status_code == 422 and not StandIn.objects.exists()


def test_the_administrator_may_for_everybody_but_only_what_they_hold(cast, at_desk):
    desk = at_desk(cast.center_administrator)
    assert desk.post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER)).status_code == 302
    answer = desk.post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.LEADER))
    assert answer.status_code == 422 and "does not hold" in answer.content.decode()


def test_nobody_of_another_organisation_stands_in(cast, at_desk):
    desk = at_desk(cast.center_administrator)
    answer = desk.post("/stand-ins/", asked(cast.buyer, cast.other_buyer, Role.BUYER))
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"last": "2026-11-20"}, "before the first"),
        ({"first": "2026-11-01", "last": "2026-11-20"}, "is past"),
        ({"last": "2027-02-26"}, "more than 92 days"),
    ],
)
def test_the_days_must_make_sense(changes, said, cast, at_desk):
    answer = at_desk(cast.buyer).post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER, **changes))
    assert answer.status_code == 422 and said in answer.content.decode()


def test_who_is_away_stands_in_for_nobody(cast, at_desk):
    entrusted(cast, cast.verifier, cast.storekeeper, Role.VERIFIER)
    answer = at_desk(cast.buyer).post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER))
    assert answer.status_code == 422 and "absent on some of these days" in answer.content.decode()


def test_a_stand_in_passes_nothing_on(cast, at_desk):
    entrusted(cast, cast.buyer, cast.verifier, Role.BUYER)
    entrusted(cast, cast.verifier, cast.storekeeper, Role.BUYER, Role.VERIFIER)
    assert roles_on(cast.storekeeper, TODAY) == {Role.STOREKEEPER, Role.VERIFIER}
    answer = at_desk(cast.verifier).post("/stand-ins/", asked(cast.verifier, cast.compiler, Role.BUYER))
    assert answer.status_code == 422


def test_the_stand_in_of_an_administrator_entrusts_nothing(cast, at_desk):
    entrusted(cast, cast.center_administrator, cast.leader, Role.ADMINISTRATOR)
    desk = at_desk(cast.leader)
    assert desk.get("/people/").status_code == 200
    assert desk.post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER)).status_code == 422


def test_it_ends_early_by_who_is_back_and_not_by_who_stands_in(cast, at_desk):
    stand_in = entrusted(cast, cast.buyer, cast.verifier, Role.BUYER)
    url = reverse("stand-in-end", args=[stand_in.pk])
    assert at_desk(cast.verifier).post(url).status_code == 403
    assert at_desk(cast.compiler).post(url).status_code == 404
    assert at_desk(cast.buyer).get(url).status_code == 200
    assert at_desk(cast.buyer).post(url).status_code == 302
    assert Role.BUYER not in roles_on(cast.verifier, TODAY)


def test_what_the_absent_no_longer_holds_is_not_lent(cast):
    entrusted(cast, cast.buyer, cast.verifier, Role.BUYER)
    Membership.objects.filter(user=cast.buyer.user).update(roles=[], left_on=date(2026, 11, 1))
    assert roles_on(cast.verifier, TODAY) == {Role.VERIFIER}


def test_a_shop_names_nobody(cast, at_desk):
    assert at_desk(cast.respondent).get("/stand-ins/").status_code == 404
    assert 'href="/stand-ins/"' not in at_desk(cast.respondent).get("/").content.decode()
