"""How does a purchase end without a sample, and what is stated then? (6.2-2; form 4.5)"""

from __future__ import annotations

from decimal import Decimal

import pytest

from casework.flow import Refused
from documents.models import Document
from sampling.deliveries.actions import ends
from sampling.deliveries.models.refunds import RefundDue
from sampling.purchases.flow.ends import END, ENDS
from tests.sampling import given, stated, walks
from tests.sampling.walks import post


@pytest.mark.parametrize("step", END)
def test_each_end_is_stated_on_its_paper_with_its_cause_and_proof(cast, now, at_desk, step):
    purchase = given.before(step)(cast, now)
    actor = getattr(cast, str(END[step].by))
    answer = post(at_desk, actor, purchase, step, walks.ending(purchase, cast, step))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    paper = Document.objects.filter(record=purchase.pk).latest("pk")
    said = paper.content
    assert (paper.paper, said["shop"]) == (END[step].paper, purchase.shop.name)
    assert said["happened"] == "The page is gone." and said["cause"] and said["evidence"]
    assert purchase.attachments.filter(kind=END[step].proof[0]).exists()


@pytest.mark.clause("6.2-2")
def test_where_production_stopped_the_local_authority_confirms_it(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    data = {**walks.failure(purchase, cast), "cause": "stopped"}
    assert post(at_desk, cast.buyer, purchase, "not_found", data).status_code == 422
    stamped = {**walks.failure(purchase, cast), "cause": "stopped", "stamped": given.picture()}
    assert post(at_desk, cast.buyer, purchase, "not_found", stamped).status_code == 302
    assert set(purchase.attachments.values_list("kind", flat=True)) == {"shot_search", "authority_opinion"}


@pytest.mark.parametrize(
    ("step", "made"),
    [
        ("seller_cancelled", given.assigned_purchase),
        ("wrong_goods", given.delivered_purchase),
        ("not_found", given.ordered_purchase),
        ("delisted", given.ordered_purchase),
        ("refuse", given.shipped_purchase),
    ],
)
def test_an_end_is_entered_only_where_it_can_have_come(cast, now, at_desk, step, made):
    purchase = made(cast, now)
    actor = getattr(cast, str(END[step].by))
    assert post(at_desk, actor, purchase, step, walks.ending(purchase, cast, step)).status_code == 409


def test_a_reason_that_belongs_to_another_end_is_not_taken(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    data = {**walks.failure(purchase, cast), "cause": "no_answer"}
    assert post(at_desk, cast.buyer, purchase, "not_found", data).status_code == 422
    said = {**stated.ending(now, "not_found"), "cause": "no_answer"}
    with pytest.raises(Refused, match="does not fit"):
        ends.fail(purchase, by=cast.buyer, now=now, step="not_found", **said)


def test_a_shop_is_sought_twice_before_it_counts_as_unreachable(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    data = walks.ending(purchase, cast, "shop_unreachable")
    once = {name: value for name, value in data.items() if not name.startswith("attempt1")}
    assert post(at_desk, cast.buyer, purchase, "shop_unreachable", once).status_code == 422
    ahead = {**walks.ending(purchase, cast, "shop_unreachable"), "attempt0_at": "2030-01-01T10:00"}
    answer = post(at_desk, cast.buyer, purchase, "shop_unreachable", ahead)
    assert answer.status_code == 422 and "lies in the future" in answer.text


def test_the_attempts_stand_on_the_page_of_the_center(cast, now, at_desk):
    purchase = given.failed_purchase(cast, now, "shop_unreachable")
    page = at_desk(cast.organiser).get(purchase.get_absolute_url()).text
    assert page.count("No answer") >= 2 and "400-1" in page


def test_a_seller_who_declines_in_the_chat_is_entered_without_an_authority(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    data = {**walks.ending(purchase, cast, "seller_cancelled"), "cause": "declined"}
    assert post(at_desk, cast.buyer, purchase, "seller_cancelled", data).status_code == 302
    purchase.refresh_from_db()
    assert (purchase.state, purchase.cause) == ("seller_cancelled", "declined")


@pytest.mark.parametrize("missing", ["samplers", "witness", "opinion", "opinion_on", "stamped"])
def test_a_refusal_is_signed_witnessed_and_judged_by_the_local_authority(cast, now, at_desk, missing):
    purchase = given.assigned_purchase(cast, now)
    data = walks.ending(purchase, cast, "refuse")
    del data[missing]
    assert post(at_desk, cast.buyer, purchase, "refuse", data).status_code == 422


@pytest.mark.parametrize(
    "end", [end for end in ENDS if "assigned" not in end.sources], ids=lambda end: end.step
)
def test_an_end_after_the_payment_leaves_money_owed(cast, now, end):
    purchase = given.failed_purchase(cast, now, end.step)
    assert RefundDue.objects.get(purchase=purchase).left == Decimal("119.70")


def test_nothing_is_owed_before_an_order_or_for_what_was_accepted_or_refunded(cast, now):
    given.failed_purchase(cast, now, "not_found")
    given.accepted_purchase(cast, now, rows=[given.row(80)])
    given.refunded_purchase(cast, now, rows=[given.row(81)])
    assert not RefundDue.objects.open().exists()
