"""What if a buyer leaves before their money is settled? It stays theirs, and is not lost from sight."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Membership
from accounts.roles import Role
from casework.handover import open_work
from casework.models import Notification
from sampling.actions import advances, money
from sampling.models import Purchase
from sampling.models.money import Advance, Settlement
from tests.cast import person
from tests.sampling import accounting, given

pytestmark = pytest.mark.django_db


@pytest.fixture
def purchase(cast, now):
    """It is paid for, and on its way."""
    return given.ordered_purchase(cast, now)


@pytest.fixture
def successor(cast, purchase):
    return person("newbuyer", cast.center, Role.BUYER)


@pytest.fixture
def leaves(cast, purchase, successor, at_desk):
    """The buyer leaves, and all of their work is handed over."""

    def leave(**more):
        url = f"/hand-over/?leaver={code_of(cast.buyer.user)}"
        desk = at_desk(cast.center_administrator)
        work = [share.key for share in open_work(cast.buyer.user, cast.center)]
        said = {"work": work, "reason": "Leaves", "successor": successor.user, "ends": "on"}
        return desk.post(url, said | more)

    return leave


def still_there(cast) -> bool:
    return Membership.objects.filter(user=cast.buyer.user, organisation=cast.center, left_on=None).exists()


def test_nobody_ends_a_buyer_in_haste_whose_money_is_not_settled(cast, purchase, leaves):
    answer = leaves()
    assert answer.status_code == 422 and purchase.scheme.number in answer.text and still_there(cast)
    assert Purchase.objects.get().buyer == cast.buyer.user, "nothing was handed over either"
    assert leaves(unsettled="on").status_code == 302 and not still_there(cast)


def test_the_organisers_are_told_and_see_who_buys_no_more(cast, leaves, at_desk):
    leaves(unsettled="on")
    note = Notification.objects.get(user=cast.organiser.user, event__verb="leave money unsettled")
    assert note.url == reverse("money") and str(cast.buyer.user) in note.title
    assert "buys here no more" in at_desk(cast.organiser).get(reverse("money")).text


def test_what_somebody_paid_is_not_owed_to_whoever_takes_their_work_over(cast, purchase, leaves, successor):
    leaves(unsettled="on")
    bought = Purchase.objects.get()
    assert (bought.buyer, bought.payer) == (successor.user, cast.buyer.user)
    paid = money.account(bought.scheme, cast.buyer.user, cast.organiser)
    assert paid.balance == -bought.amount
    assert money.account(bought.scheme, successor.user, cast.organiser).spent == 0
    lines = list(money.ledger(type(bought.scheme).objects.filter(pk=bought.scheme_id), cast.organiser))
    assert {line.buyer for line in lines} == {str(cast.buyer.user)}


def test_a_settlement_stays_that_of_who_paid(cast, now, purchase, leaves, successor):
    settlement = accounting.draft(cast, now, purchase.scheme)
    leaves(unsettled="on")
    settlement.refresh_from_db()
    assert (settlement.buyer, settlement.claimant) == (cast.buyer.user, successor.user)


def test_a_colleague_settles_for_somebody_who_has_left_and_for_nobody_else(
    cast, purchase, leaves, successor, at_desk
):
    colleague, url = at_desk(successor), reverse("settlement-open")
    asked = {"scheme": code_of(purchase.scheme), "buyer": code_of(cast.buyer.user)}
    assert colleague.post(url, asked).status_code == 422 and not Settlement.objects.exists()
    leaves(unsettled="on")
    assert colleague.post(url, asked).status_code == 302
    settlement = Settlement.objects.get()
    assert (settlement.buyer, settlement.claimant) == (cast.buyer.user, successor.user)
    assert settlement.spent == Purchase.objects.get().amount


def test_what_somebody_brings_back_after_they_left_is_entered_by_one_organiser_and_confirmed_by_another(
    cast, purchase, leaves, at_desk
):
    second = person("organiser2", cast.center, Role.ORGANISER)
    back = {"scheme": purchase.scheme, "buyer": cast.buyer.user, "kind": "paid_back", "amount": "20"}
    back |= {"on": "2026-11-25", "means": "cash"}
    assert at_desk(cast.organiser).post(reverse("money-give"), back).status_code == 422
    leaves(unsettled="on")
    assert at_desk(cast.organiser).post(reverse("money-give"), back).status_code == 302
    confirm = reverse("advance-confirm", args=[Advance.objects.get().token])
    assert at_desk(cast.organiser).post(confirm).status_code == 403
    assert at_desk(second).post(confirm).status_code == 302
    paid_back = money.account(purchase.scheme, cast.buyer.user, cast.organiser).paid_back
    assert paid_back == 20


def test_the_door_to_an_advance_holds_no_button_without_a_word(cast, now, purchase, at_desk):
    said = {"buyer": cast.buyer.user, "kind": "given", "amount": Decimal(500), "on": now.date()}
    advances.enter_advance(purchase.scheme, **said, means="cash", by=cast.organiser, now=now)
    form = said | {"scheme": purchase.scheme, "amount": "500", "on": "2026-11-25", "means": "cash"}
    page = at_desk(cast.organiser).post(reverse("money-give"), form).text
    assert page.count('name="another"') == 1 and "formnovalidate" not in page
