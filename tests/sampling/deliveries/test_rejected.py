"""A sample that does not meet the requirements: returned, refunded, and bought again (6.2-7-b)."""

from functools import partial
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Viewer
from casework.models import Deadline, Filed, Notification
from sampling.purchases.models.purchases import Purchase
from tests.sampling import given, walks
from tests.swept import swept


def done(at_desk: Any, viewer: Viewer, record: Filed, step: str, data: dict[str, Any]) -> None:
    """The step is taken by HTTP, and the record brought up to date."""
    answer = walks.post(at_desk, viewer, record, step, data)
    assert answer.status_code == 302, answer.content.decode()[-4000:]
    record.refresh_from_db()


@pytest.mark.clause("6.2-7-b", "6.2-7", "W-05")
def test_a_rejected_sample_is_returned_refunded_and_bought_again(cast, now, at_desk):
    # given: a parcel that has arrived
    purchase = given.delivered_purchase(cast, now)
    assert running(purchase) == {"DL-10", "DL-11"}

    # when: the verifier unpacks it and finds it wanting
    done(at_desk, cast.verifier, purchase, "check", walks.unpacking(purchase, cast))
    done(at_desk, cast.verifier, purchase, "reject", walks.rejection(purchase, cast))

    # then: it is the buyer's turn, and the seven days run
    assert (purchase.state, purchase.turn) == ("rejected_return", "buyer")
    assert running(purchase) == {"DL-10"}
    assert not purchase.samples.exists()

    # when: it goes back and the money comes
    done(at_desk, cast.buyer, purchase, "send_back", walks.way_back(purchase, cast))
    assert running(purchase) == {"W-20"}
    done(at_desk, cast.buyer, purchase, "arrive", walks.seller_receipt(purchase, cast))
    assert running(purchase) == {"RC-05", "RC-05c"}
    done(at_desk, cast.buyer, purchase, "refund", walks.refund(purchase, cast))

    # then: the organiser buys again, and the substitute names what it replaces
    assert purchase.turn == "organiser"
    done(at_desk, cast.organiser, purchase, "replace", walks.instead(purchase, cast))
    substitute = Purchase.objects.get(replaces=purchase)
    assert (purchase.state, purchase.counts) == ("replaced", False)
    assert (substitute.state, substitute.turn, substitute.counts) == ("planned", "organiser", True)

    # and: the substitute goes its way to a sample, with another recipient
    done(at_desk, cast.organiser, substitute, "assign", walks.people(substitute, cast))
    assert substitute.recipient != purchase.recipient
    done(at_desk, cast.buyer, substitute, "confirm_item", walks.item(substitute, cast))
    done(at_desk, cast.buyer, substitute, "order", walks.order(substitute, cast))
    done(at_desk, cast.buyer, substitute, "ship", walks.parcel(substitute, cast))
    done(at_desk, cast.buyer, substitute, "deliver", walks.arrival(substitute, cast))
    done(at_desk, cast.verifier, substitute, "check", walks.unpacking(substitute, cast))
    done(at_desk, cast.verifier, substitute, "accept", walks.acceptance(substitute, cast))
    assert {sample.role for sample in substitute.samples.all()} == {"test", "backup"}


def running(purchase: Purchase) -> set[str]:
    return set(Deadline.objects.running().filter(record_id=purchase.pk).values_list("term", flat=True))


@pytest.mark.clause("6.2-7-b")
def test_the_seven_days_of_the_return_begin_on_the_day_of_delivery(cast, now, at_desk):
    purchase = given.shipped_purchase(cast, now)
    done(at_desk, cast.buyer, purchase, "deliver", walks.arrival(purchase, cast))
    deadline = Deadline.objects.get(record_id=purchase.pk, term="DL-10")
    assert deadline.raw_end.isoformat() == "2026-12-02"


@pytest.mark.clause("6.2-7-b")
def test_a_rejection_needs_its_reason_and_its_proof(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now)
    url = reverse("purchase-step", args=[purchase.number, "reject"])
    answer = at_desk(cast.verifier).post(url, {"way_back": "quality"})
    assert answer.status_code == 422
    assert answer.content.decode().count("This field is required") >= 3
    purchase.refresh_from_db()
    assert purchase.state == "checking"


@pytest.mark.clause("6.2-7-b")
def test_what_is_in_order_by_the_check_list_is_not_rejected(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now)
    url = reverse("purchase-step", args=[purchase.number, "reject"])
    data = {**walks.rejection(purchase, cast), "labels_complete": "yes"}
    answer = at_desk(cast.verifier).post(url, data)
    assert answer.status_code == 422
    assert "say what is not, or accept it" in answer.content.decode()


def test_what_is_not_in_order_is_not_accepted(cast, now, at_desk):
    purchase = given.checking_purchase(cast, now)
    url = reverse("purchase-step", args=[purchase.number, "accept"])
    data = {**walks.acceptance(purchase, cast), "in_date": "no"}
    assert at_desk(cast.verifier).post(url, data).status_code == 422
    assert not purchase.samples.exists()


@pytest.mark.clause("6.2-7-b", "DL-10")
@pytest.mark.parametrize(
    "made", [given.rejected_purchase, partial(given.failed_purchase, step="wrong_goods")]
)
def test_the_buyer_is_warned_before_the_seven_days_are_over_and_others_too_as_they_end(
    cast, now, at_desk, made
):
    purchase = made(cast, now)
    clock = purchase.deadlines.get(term="DL-10")
    halfway, later, due = clock.tells
    for at in (halfway, later, due):
        swept(at)
    told = {
        (note.event.verb, note.event.detail.get("share"), note.user)
        for note in Notification.objects.filter(record_id=purchase.pk, event__detail__clock=clock.pk)
    }
    buyer, leader = cast.buyer.user, cast.leader.user
    assert told == {
        ("warn", 50, buyer),
        *(("warn", 80, who) for who in (buyer, leader)),
        *(("overdue", None, who) for who in (buyer, leader, cast.approver.user)),
    }
    # What is sent back late is still sent back.
    done(at_desk, cast.buyer, purchase, "send_back", walks.way_back(purchase, cast))
