"""What of a person's open work passes to whom, when they leave?"""

from __future__ import annotations

from dataclasses import replace

import pytest
import time_machine

from accounts.addresses import code_of
from accounts.models import Membership, StandIn
from accounts.roles import Role
from casework.handover import open_work
from casework.models import Notification
from casework.pages.contents import trail
from monitoring.assessments.actions import score
from sampling.purchases.models.purchases import Purchase
from tests.accounts.test_stand_ins import entrusted
from tests.cast import person
from tests.conftest import NOW
from tests.monitoring.given import assessment_in_scoring
from tests.sampling import given
from trail.models import Event


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def successor(cast):
    return person("newbuyer", cast.center, Role.BUYER)


def posted(at_desk, cast, leaver, successor, *work, **more):
    url = f"/hand-over/?leaver={code_of(leaver.user)}"
    data = {"work": list(work), "reason": "Leaves", **more}
    if successor:
        data["successor"] = successor.user
    return at_desk(cast.center_administrator).post(url, data, follow=True)


def work_of(viewer):
    return {share.key: len(share.records) for share in open_work(viewer.user, viewer.organisation)}


def test_what_waits_for_a_person_by_name_is_shown(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    assert work_of(cast.buyer) == {"purchase.buyer": 1, "scheme.buyers": 1}
    page = at_desk(cast.center_administrator).get(f"/hand-over/?leaver={code_of(cast.buyer.user)}")
    assert purchase.number in page.content.decode()


def test_a_purchase_passes_to_the_new_buyer_who_goes_on(cast, now, at_desk, successor):
    purchase = given.assigned_purchase(cast, now)
    answer = posted(at_desk, cast, cast.buyer, successor, "purchase.buyer", "scheme.buyers")
    assert "Records handed over: 2." in answer.content.decode()
    assert Purchase.objects.get().buyer == successor.user
    assert Notification.objects.filter(user=successor.user, record=purchase.pk).count() == 1
    given.ordered(purchase, replace(cast, people=cast.people | {"buyer": successor}), now)


def test_each_record_tells_of_it_and_a_secret_name_is_not_told(cast, now, at_desk, successor):
    purchase = given.assigned_purchase(cast, now)
    posted(at_desk, cast, cast.buyer, successor, "purchase.buyer")
    event = Event.objects.of("record", purchase.pk)[0]
    assert (event.verb, event.role) == ("hand over", "administrator")
    assert event.detail == {"field": "buyer", "note": "Leaves"}
    assert trail(purchase, cast.buyer)[0].label == "Hand over to a colleague"


def test_of_several_purchases_the_successor_reads_how_many(cast, now, at_desk, successor):
    scheme = given.buying_scheme(cast, now, rows=[given.row(1), given.row(2)], batches=2)
    for purchase in scheme.purchases.all():
        given.assigned(purchase, cast, now)
    posted(at_desk, cast, cast.buyer, successor, "purchase.buyer")
    note = Notification.objects.get(user=successor.user, event__verb="hand over")
    assert note.url == "/purchases/" and "2" in note.title


def test_who_lacks_the_role_takes_nothing_over(cast, now, at_desk):
    given.assigned_purchase(cast, now)
    answer = posted(at_desk, cast, cast.buyer, cast.storekeeper, "purchase.buyer")
    assert answer.status_code == 422 and "does not hold the role" in answer.content.decode()
    assert Purchase.objects.get().buyer == cast.buyer.user


def test_separation_keeps_a_purchase_from_who_checked_it(cast, now, at_desk):
    Membership.objects.filter(user=cast.verifier.user).update(roles=[Role.VERIFIER, Role.BUYER])
    purchase = given.rejected_purchase(cast, now)
    ending = {"ends": "on", "unsettled": "on"}
    answer = posted(at_desk, cast, cast.buyer, cast.verifier, "purchase.buyer", **ending)
    page = answer.content.decode()
    assert purchase.number in page and "The membership goes on" in page
    assert Purchase.objects.get().buyer == cast.buyer.user
    assert Membership.objects.get(user=cast.buyer.user).left_on is None


def test_what_is_past_the_person_stays_as_it_was(cast, now):
    given.accepted_purchase(cast, now)
    assert "purchase.buyer" not in work_of(cast.buyer)


def test_the_membership_ends_with_its_stand_ins_once_nothing_is_open(cast, now, at_desk, successor):
    given.assigned_purchase(cast, now)
    entrusted(cast, cast.buyer, cast.storekeeper, Role.BUYER, first=now.date(), last=now.date())
    posted(at_desk, cast, cast.buyer, successor, "purchase.buyer", "scheme.buyers", ends="on")
    assert Membership.objects.get(user=cast.buyer.user).left_on == now.date()
    assert StandIn.objects.get().ended_on == now.date()


def test_a_membership_with_open_work_goes_on(cast, now, at_desk, successor):
    given.assigned_purchase(cast, now)
    answer = posted(at_desk, cast, cast.buyer, successor, "purchase.buyer", ends="on")
    assert "The membership goes on" in answer.content.decode()
    assert Membership.objects.get(user=cast.buyer.user).left_on is None


def test_the_last_administrator_does_not_leave(cast, at_desk):
    answer = posted(at_desk, cast, cast.center_administrator, None, ends="on")
    assert answer.status_code == 422 and "needs an administrator" in answer.content.decode()


def test_a_seat_on_a_panel_passes_on(cast, now, at_desk):
    assessment = assessment_in_scoring(cast, now)
    deputy = person("assessor9", cast.center, Role.ASSESSOR)
    assert work_of(cast.assessor) == {"assessment.panel": 1}
    posted(at_desk, cast, cast.assessor, deputy, "assessment.panel")
    panel = assessment.panel.values_list("pk", flat=True)
    assert deputy.user.pk in panel and cast.assessor.user.pk not in panel


def test_who_has_scored_keeps_the_seat(cast, now):
    other = person("assessor9", cast.center, Role.ASSESSOR)
    assessment = assessment_in_scoring(cast, now, others=[other.user])
    score(assessment, by=cast.assessor, now=now, severities=[3], spread="regional", outcome="sample")
    assert work_of(cast.assessor) == {} and work_of(other) == {"assessment.panel": 1}


def test_nobody_of_another_organisation_takes_over(cast, now, at_desk):
    given.assigned_purchase(cast, now)
    answer = posted(at_desk, cast, cast.buyer, cast.other_buyer, "purchase.buyer")
    assert answer.status_code == 422 and Purchase.objects.get().buyer == cast.buyer.user


def test_the_work_of_other_organisations_is_not_shown(cast, now, at_desk):
    Membership.objects.create(user=cast.buyer.user, organisation=cast.other_center, roles=[Role.BUYER])
    given.assigned_purchase(cast, now)
    assert open_work(cast.buyer.user, cast.other_center) == []
    page = at_desk(cast.center_administrator).get(f"/hand-over/?leaver={code_of(cast.other_verifier.user)}")
    assert "Show" in page.content.decode() and "Nothing is open" not in page.content.decode()
