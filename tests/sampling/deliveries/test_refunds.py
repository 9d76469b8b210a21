"""Does the money of what came to nothing come back, is it counted to the last fen, and who gives it up?"""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given as each
from hypothesis import settings
from hypothesis import strategies as some

from casework.flow import Refused
from catalogue.yuan import NOTHING
from sampling.deliveries.actions import arrivals, refunds
from sampling.deliveries.actions.refunds import arrive
from sampling.deliveries.models.refunds import RefundDue
from sampling.money.actions import money
from tests.sampling import accounting, given, walks
from tests.sampling.walks import post

CENTS = some.decimals(min_value="0.01", max_value="99.99", places=2)


def claim_of(purchase) -> RefundDue:
    return RefundDue.objects.get(purchase=purchase)


def came(purchase, cast, now, amount: str, **more: Any) -> RefundDue:
    said = {"amount": Decimal(amount), "refunded_on": now.date(), **more}
    return refunds.enter_refund(purchase, by=cast.buyer, now=now, **said)


def enter(at_desk, cast, purchase, **more: Any) -> Any:
    data = {"amount": "10", "refunded_on": walks.TODAY, "proof": given.picture(), **more}
    return at_desk(cast.buyer).post(reverse("claim-enter", args=[purchase.number]), data)


@pytest.mark.clause("6.2-7-b", "RC-05")
def test_goods_sent_back_are_owed_within_seven_days_of_the_sellers_receipt(cast, now, at_desk):
    purchase = given.rejected_purchase(cast, now)
    data = {**walks.way_back(purchase, cast), "return_freight": "8.50"}
    assert post(at_desk, cast.buyer, purchase, "send_back", data).status_code == 302
    claim = claim_of(purchase)
    # A defect: the seller bears the freight of the return too. Its time has not begun.
    assert (claim.owed, claim.due_on) == (Decimal("128.20"), None)
    assert not purchase.deadlines.filter(term="RC-05").exists()
    assert (
        post(at_desk, cast.buyer, purchase, "arrive", walks.seller_receipt(purchase, cast)).status_code == 302
    )
    # Wed 25 November + 7 = Wed 2 December; from Thu 10 December on it is delayed on purpose.
    ends = dict(purchase.deadlines.running().values_list("term", "end"))
    assert ends == {"RC-05": date(2026, 12, 2), "RC-05c": date(2026, 12, 10)}
    assert claim_of(purchase).due_on == date(2026, 12, 2)


def test_the_sellers_receipt_is_proved_entered_once_and_after_the_return(cast, now, at_desk):
    purchase = given.returned_purchase(cast, now)
    data = walks.seller_receipt(purchase, cast)
    for changes in ({"proof": ""}, {"seller_received_on": "2026-11-24"}):
        assert post(at_desk, cast.buyer, purchase, "arrive", {**data, **changes}).status_code == 422
    data = walks.seller_receipt(purchase, cast)
    assert post(at_desk, cast.buyer, purchase, "arrive", data).status_code == 302
    assert (
        post(at_desk, cast.buyer, purchase, "arrive", walks.seller_receipt(purchase, cast)).status_code == 409
    )


@pytest.mark.clause("6.2-7-b")
def test_more_than_was_paid_is_not_asked_for(cast, now, at_desk):
    purchase = given.rejected_purchase(cast, now)
    data = {**walks.way_back(purchase, cast), "owed": "120"}
    assert post(at_desk, cast.buyer, purchase, "send_back", data).status_code == 422
    assert (
        post(
            at_desk, cast.buyer, purchase, "send_back", {**walks.way_back(purchase, cast), "owed": "100"}
        ).status_code
        == 302
    )
    assert claim_of(purchase).owed == 100


def test_an_order_that_ends_after_it_was_paid_is_owed_and_one_before_is_not(cast, now):
    paid = given.failed(given.ordered_purchase(cast, now), cast, now, "seller_cancelled")
    assert claim_of(paid).owed == paid.amount
    other = given.assigned_purchase(cast, now, rows=[given.row(70)])
    given.failed(other, cast, now, "not_found")
    assert not RefundDue.objects.filter(purchase=other).exists()


@pytest.mark.clause("6.2-7-b")
def test_money_comes_in_parts_and_the_last_one_makes_it_refunded(cast, now, at_desk):
    purchase = given.returned_purchase(cast, now)
    assert post(at_desk, cast.buyer, purchase, "enter_part", walks.part(purchase, cast)).status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, claim_of(purchase).left) == ("returned", Decimal(100))
    assert post(at_desk, cast.buyer, purchase, "refund", walks.refund(purchase, cast)).status_code == 422
    rest = {**walks.refund(purchase, cast), "amount": "90", "freight": "10"}
    assert post(at_desk, cast.buyer, purchase, "refund", rest).status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, purchase.refund_amount) == ("refunded", Decimal("119.70"))
    assert claim_of(purchase).settled_on == now.date()
    assert not purchase.deadlines.filter(term="RC-05", met_at=None).exists()


def test_a_refund_needs_its_proof_and_a_day_that_has_come(cast, now, at_desk):
    purchase = given.returned_purchase(cast, now)
    tomorrow = (now.date() + timedelta(days=1)).isoformat()
    for wrong in ({"proof": ""}, {"refunded_on": tomorrow}, {"amount": "0"}, {"amount": "-1"}):
        assert enter(at_desk, cast, purchase, **wrong).status_code == 422, wrong
    assert enter(at_desk, cast, purchase).status_code == 302
    assert purchase.attachments.filter(kind="refund").count() == 1


def test_the_leader_alone_writes_off_with_a_reason(cast, now, at_desk):
    purchase = given.failed(given.ordered_purchase(cast, now), cast, now, "seller_cancelled")
    url = reverse("claim-write-off", args=[purchase.number])
    assert at_desk(cast.buyer).post(url, {"note": "x"}).status_code == 403
    assert at_desk(cast.leader).post(url, {"note": ""}).status_code == 422
    assert at_desk(cast.leader).post(url, {"note": "The shop is gone."}).status_code == 302
    claim = claim_of(purchase)
    assert (claim.written_off, claim.reason, claim.left) == (claim.owed, "The shop is gone.", Decimal(0))
    assert at_desk(cast.leader).post(url, {"note": "Again."}).status_code == 409
    assert "The shop is gone." in at_desk(cast.leader).get(claim.get_absolute_url()).text


def test_money_comes_for_a_purchase_that_was_replaced_meanwhile(cast, now, at_desk):
    purchase = given.returned_purchase(cast, now)
    answer = post(at_desk, cast.organiser, purchase, "replace", walks.instead(purchase, cast))
    assert answer.status_code == 302
    assert enter(at_desk, cast, purchase, amount="119.70").status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, claim_of(purchase).left) == ("replaced", Decimal(0))


def test_only_the_buyer_assigned_enters_a_refund(cast, now, at_desk):
    purchase = given.returned_purchase(cast, now)
    for role in ("organiser", "verifier", "leader"):
        answer = at_desk(getattr(cast, role)).get(reverse("claim-enter", args=[purchase.number]))
        assert answer.status_code == 403
    with pytest.raises(Refused, match="Only the buyer"):
        refunds.enter_refund(purchase, amount=Decimal(1), refunded_on=now.date(), by=cast.leader, now=now)


def test_the_page_tells_totals_by_platform_and_what_is_overdue(cast, now, at_desk):
    first = given.returned_purchase(cast, now)
    second = given.failed(
        given.ordered_purchase(cast, now, rows=[given.row(70)]), cast, now, "seller_cancelled"
    )
    RefundDue.objects.filter(purchase=second).update(due_on=now.date() - timedelta(days=1))
    came(first, cast, now, "19.70")
    desk = at_desk(cast.organiser)
    page = desk.get(reverse("claims")).text
    assert first.number in page and second.number in page and "219.70" in page
    late = desk.get(reverse("claims") + "?standing=overdue").text
    assert second.number in late and first.number not in late
    older = desk.get(reverse("claims") + f"?before={second.number}").text
    assert f"refunds/{second.number}/" not in older.partition("<main")[2]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_claims_are_handed_out_as_a_file_that_is_written_down(cast, now, at_desk, ending, monkeypatch):
    told = []
    purchase = given.returned_purchase(cast, now)
    monkeypatch.setattr("sampling.deliveries.views.write_first", lambda *said, **more: told.append(said))
    answer = at_desk(cast.organiser).get(reverse("claims-sheet", args=[ending]))
    content = b"".join(answer.streaming_content)
    assert told and (ending == "xlsx" or purchase.number in content.decode())
    assert at_desk(cast.organiser).get(reverse("claims-sheet", args=["pdf"])).status_code == 404


@pytest.mark.clause("W-04")
def test_claims_name_shops_and_are_the_centers_own(cast, now, at_desk):
    purchase = given.returned_purchase(cast, now)
    for viewer in (cast.planner, cast.receiver, cast.quality_officer):
        assert at_desk(viewer).get(reverse("claims")).status_code == 403
    other = at_desk(cast.other_organiser)
    assert purchase.number not in other.get(reverse("claims")).text
    assert other.get(claim_of(purchase).get_absolute_url()).status_code == 404


def test_nothing_is_lost_and_nothing_left_below_zero_in_whatever_parts_it_comes(cast, now):
    first = given.returned_purchase(cast, now)
    arrive(first, seller_received_on=now.date(), proof=given.picture(), by=cast.buyer, now=now)
    ended = given.ordered_purchase(cast, now, rows=[given.row(70)])
    second = given.failed(ended, cast, now, "seller_cancelled")

    @settings(max_examples=12)
    @each(parts=some.lists(some.tuples(some.booleans(), CENTS), max_size=6), gives_up=some.booleans())
    def adds_up(parts, gives_up):
        with transaction.atomic():
            expected = {first.pk: NOTHING, second.pk: NOTHING}
            for of_first, part in parts:
                purchase = first if of_first else second
                fits = expected[purchase.pk] + part <= Decimal("119.70")
                with contextlib.suppress(Refused):
                    came(purchase, cast, now, str(part))
                    assert fits
                    expected[purchase.pk] += part
            if gives_up and expected[second.pk] < Decimal("119.70"):
                refunds.write_off(second, note="Gone.", by=cast.leader, now=now)
            *_platforms, together = refunds.totals(RefundDue.objects.all(), now.date() + timedelta(days=90))
            assert together.refunded == sum(expected.values())
            assert together.owed == together.refunded + together.written_off + together.left
            assert together.left == together.overdue >= 0
            transaction.set_rollback(True)

    adds_up()


def other_goods(cast, now):
    return given.failed_purchase(cast, now, "wrong_goods")


@pytest.mark.clause("6.2-7-b", "RC-05")
def test_other_goods_go_back_as_rejected_ones_do_and_their_money_comes(cast, now, at_desk):
    purchase = other_goods(cast, now)
    assert (purchase.turn, purchase.next_due_at is not None) == ("buyer", True)
    assert purchase.deadlines.filter(term="DL-10", met_at=None).exists()
    early = post(at_desk, cast.organiser, purchase, "replace", walks.instead(purchase, cast))
    assert early.status_code == 409
    data = {**walks.way_back(purchase, cast), "return_freight": "8.50"}
    assert post(at_desk, cast.buyer, purchase, "send_back", data).status_code == 302
    claim = claim_of(purchase)
    assert (claim.owed, claim.due_on) == (purchase.amount + Decimal("8.50"), None)
    came(purchase, cast, now, str(claim.owed))
    purchase.refresh_from_db()
    assert (purchase.state, claim_of(purchase).left) == ("refunded", Decimal(0))
    assert (
        post(at_desk, cast.organiser, purchase, "replace", walks.instead(purchase, cast)).status_code == 302
    )


def test_other_goods_that_the_shop_does_not_want_back_end_with_the_money(cast, now):
    purchase = other_goods(cast, now)
    came(purchase, cast, now, "19.70")
    assert purchase.state == "wrong_goods"
    with pytest.raises(Refused, match="yuan have come back already"):
        arrivals.send_back(purchase, by=cast.buyer, now=now, receipt=given.picture(), owed=Decimal(19))
    came(purchase, cast, now, str(claim_of(purchase).left))
    assert (purchase.state, purchase.refund_amount) == ("refunded", purchase.amount)
    assert [clock.term for clock in purchase.deadlines.filter(met_at=None)] == ["W-20"]  # the organiser


def account_of(purchase, cast) -> money.Account:
    return money.account(purchase.scheme, cast.buyer.user, cast.organiser)


@pytest.mark.clause("O18-19")
def test_each_refund_that_comes_later_is_settled_later(cast, now):
    purchase = given.returned_purchase(cast, now)
    accounting.submitted(cast, now, purchase.scheme)
    for part, left in (("60.00", "-59.70"), ("40.00", "-19.70")):
        came(purchase, cast, now, part)
        assert account_of(purchase, cast).unsettled == -Decimal(part)
        later = accounting.submitted(cast, now, purchase.scheme)
        assert (later.spent, later.refunded) == (0, Decimal(part))
        assert account_of(purchase, cast).balance == Decimal(left)
    assert account_of(purchase, cast).unsettled == 0
    with pytest.raises(Refused, match="is left to settle"), transaction.atomic():
        accounting.draft(cast, now, purchase.scheme)
