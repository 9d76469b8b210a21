"""What if the goods are of no use? Sent back and bought again (6.2-7-b); an abnormality, reported (6.3-3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.addresses import code_of
from accounts.roles import Role
from inspection.commissions.models.abnormalities import Abnormality
from inspection.commissions.models.commissions import Entrustment
from inspection.flow.commissions import TESTING
from sampling.purchases.flow.purchases import CHECKING, RETURNING
from sampling.purchases.models.purchases import CHECKS, Purchase
from tests.cast import Cast
from tests.inspection import given as inspection
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, handed_over, picture
from tests.sampling import given as sampling
from tests.sampling import stated

pytestmark = JOURNEY
FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.clause("6.2-7-b")
def test_a_rejected_sample_goes_back_and_is_bought_again(cast: Cast, come: Come, now: datetime) -> None:
    purchase = sampling.delivered_purchase(cast, now)
    verifier, buyer, organiser = come(cast.verifier), come(cast.buyer), come(cast.organiser)
    verifier.takes(purchase, "check", unpacking=picture(verifier))
    checks = {**dict.fromkeys(CHECKS, True), "labels_complete": False}
    verifier.takes(
        purchase,
        "reject",
        **checks,
        defect="There is no label.",
        way_back="quality",
        evidence=picture(verifier),
    )

    handed_over(purchase, Role.BUYER, buyer)
    assert buyer.reads_clock(purchase, CHECKING).status == "still"
    # Wed 25 November + 7 = Wed 2 December
    assert buyer.reads_clock(purchase, RETURNING).day == date(2026, 12, 2)
    parcel = {"return_carrier": "Express", "return_tracking": "T-9", "sent_back_on": now.date()}
    buyer.takes(purchase, "send_back", **parcel, receipt=picture(buyer))
    assert buyer.reads_clock(purchase, RETURNING).status == "still"
    came = {"amount": "119.70", "refunded_on": now.date(), "proof": picture(buyer)}
    buyer.takes(purchase, "refund", **came)

    handed_over(purchase, Role.ORGANISER, organiser)
    organiser.takes(purchase, "replace", listing=purchase.listing, note="The seller labels its goods now.")
    substitute = Purchase.objects.get(replaces=purchase)
    assert purchase.state == "replaced" and organiser.sees_on_worklist(substitute)
    buy_again(substitute, organiser, buyer, cast, now)
    assert substitute.recipient != purchase.recipient


def buy_again(substitute: Purchase, organiser: Person, buyer: Person, cast: Cast, now: datetime) -> None:
    """With another recipient, for the shop knows the first one now."""
    sampling.recipient(cast, now)
    organiser.takes(substitute, "assign", buyer=cast.buyer.user)
    handed_over(substitute, Role.BUYER, buyer)
    seen = {**stated.item_data(substitute), **{name: picture(buyer) for name in ("shot_shop", "shot_item")}}
    buyer.takes(substitute, "confirm_item", **{name: value for name, value in seen.items() if value})
    order = sampling.order_data(now)
    order |= order.pop("entry")
    order |= {name: picture(buyer) for name in order if name.startswith("shot_")}
    buyer.takes(substitute, "order", **order)
    assert substitute.state == "ordered"


@pytest.mark.clause("6.3-3")
def test_an_abnormality_stops_the_clock_until_the_center_decides(
    cast: Cast, come: Come, now: datetime, clock: time_machine.Traveller
) -> None:
    entrustment = inspection.in_progress(cast, now)
    tester, organiser = come(cast.tester), come(cast.organiser)
    # 20 working days from Wed 25 November: Wed 23 December
    assert tester.reads_clock(entrustment, TESTING).day == date(2026, 12, 23)
    tester.takes(entrustment, "report_abnormality", **abnormality(entrustment, "equipment", tester))

    stands = Abnormality.objects.get()
    handed_over(stands, Role.ORGANISER, organiser)
    assert tester.reads_clock(entrustment, TESTING).status == "still"
    clock.move_to(FRIDAY)
    organiser.takes(stands, "decide", **decision(stands, "go_on"))
    handed_over(entrustment, Role.TESTER, tester)
    going_on = tester.reads_clock(entrustment, TESTING)
    assert (going_on.day, going_on.status) == (date(2026, 12, 25), "ok")

    tester.takes(entrustment, "report_abnormality", **abnormality(entrustment, "broken", tester))
    broken = Abnormality.objects.latest("pk")
    organiser.takes(broken, "decide", **decision(broken, "replace"))
    entrustment.refresh_from_db()
    [entrusted] = entrustment.entrusted.all()
    assert (entrustment.state, entrusted.sample.state) == ("cancelled", "invalid")
    assert organiser.sees_on_worklist(Purchase.objects.get(replaces=entrusted.sample.purchase))


def decision(abnormality: Abnormality, what: str) -> dict[str, Any]:
    """What is decided on all its samples."""
    return {f"decision_{code_of(row)}": what for row in abnormality.concerning()} | {"note": "So be it."}


def abnormality(entrustment: Entrustment, situation: str, tester: Person) -> dict[str, Any]:
    """What is reported of all its samples, with a photo."""
    return {
        "samples": list(entrustment.live()),
        "situation": situation,
        "found_at": entrustment.opened_at,
        "account": "The balance does not answer.",
        "reported_to": "center",
        "proof": picture(tester),
    }
