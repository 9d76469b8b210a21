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
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Settlement
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions.consents import undertake
from tests.cast import person
from tests.sampling import accounting, given

pytestmark = pytest.mark.django_db


@pytest.fixture
def purchase(cast, now):
    """It is paid for, and on its way."""
    return Purchase.objects.get(pk=given.ordered_purchase(cast, now).pk)


@pytest.fixture
def successor(cast, purchase):
    return person("newbuyer", cast.center, Role.BUYER)


@pytest.fixture
def leaves(cast, purchase, successor, at_desk):
    """The buyer leaves, and all of their work is handed over."""

    def leave(desk=None, **more):
        url = f"/hand-over/?leaver={code_of(cast.buyer.user)}"
        desk = desk or at_desk(cast.center_administrator)
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
    cast, now, purchase, leaves, successor, at_desk
):
    undertake(by=successor, now=now)
    colleague, url = at_desk(successor), reverse("settlement-open")
    asked = {"scheme": code_of(purchase.scheme), "buyer": code_of(cast.buyer.user)}
    assert colleague.post(url, asked).status_code == 422 and not Settlement.objects.exists()
    leaves(unsettled="on")
    assert colleague.post(url, asked).status_code == 302
    settlement = Settlement.objects.get()
    assert (settlement.buyer, settlement.claimant) == (cast.buyer.user, successor.user)
    assert settlement.spent == Purchase.objects.get().amount


def cash(desk, scheme, buyer, kind: str, amount: str, **more):
    """What an organiser enters by the page."""
    said = {
        "scheme": scheme,
        "buyer": buyer,
        "kind": kind,
        "amount": amount,
        "on": "2026-11-25",
        "means": "cash",
    }
    return desk.post(reverse("money-give"), said | more)


@pytest.mark.parametrize("answers", ["organiser2", "leader"])
def test_what_comes_back_from_who_left_is_entered_by_one_and_confirmed_by_another_or_the_leader(
    cast, now, purchase, leaves, at_desk, answers
):
    second = person("organiser2", cast.center, Role.ORGANISER)
    accounting.advanced(cast, now, purchase.scheme)
    back = (purchase.scheme, cast.buyer.user, "paid_back", "20")
    assert cash(at_desk(cast.organiser), *back).status_code == 422
    leaves(unsettled="on")
    assert cash(at_desk(cast.organiser), *back).status_code == 302
    confirm = reverse("advance-confirm", args=[Advance.objects.get(kind="paid_back").token])
    assert at_desk(cast.organiser).post(confirm).status_code == 403
    other = second if answers == "organiser2" else cast.leader
    told = Notification.objects.filter(user=other.user, event__verb="enter an advance")
    assert told.exists() and confirm in at_desk(other).get(reverse("money")).text
    assert at_desk(other).post(confirm).status_code == 302
    assert money.account(purchase.scheme, cast.buyer.user, cast.organiser).paid_back == 20


def test_the_leader_confirms_no_cash_of_a_buyer_who_is_still_there(cast, now, purchase, at_desk):
    accounting.advanced(cast, now, purchase.scheme)
    for kind in ("given", "paid_back"):
        advance = accounting.entered(cast, now, purchase.scheme, "10", kind)
        assert at_desk(cast.leader).post(reverse("advance-confirm", args=[advance.token])).status_code == 403


def test_nobody_confirms_what_they_paid_back_themselves_not_even_with_another_role(
    cast, now, purchase, leaves, at_desk
):
    accounting.advanced(cast, now, purchase.scheme)
    leaves(unsettled="on")
    Membership.objects.filter(user=cast.buyer.user).update(roles=[Role.ORGANISER, Role.LEADER], left_on=None)
    assert (
        cash(at_desk(cast.organiser), purchase.scheme, cast.buyer.user, "paid_back", "20").status_code == 302
    )
    back = Advance.objects.get(kind="paid_back")
    assert at_desk(cast.buyer).post(reverse("advance-confirm", args=[back.token])).status_code == 403


def test_what_was_given_and_not_confirmed_before_they_left_waits_for_the_leader(
    cast, now, purchase, leaves, at_desk
):
    given_before = accounting.entered(cast, now, purchase.scheme)
    leaves(unsettled="on")
    confirm = reverse("advance-confirm", args=[given_before.token])
    second = person("organiser2", cast.center, Role.ORGANISER)
    assert at_desk(second).post(confirm).status_code == 403
    assert at_desk(cast.leader).post(confirm).status_code == 302
    assert money.account(purchase.scheme, cast.buyer.user, cast.organiser).advanced == 500


def test_who_left_pays_back_no_more_than_they_have_and_gets_no_more_than_they_are_owed(
    cast, now, purchase, leaves, at_desk
):
    leaves(unsettled="on")
    owed, desk, who = Purchase.objects.get().amount, at_desk(cast.organiser), cast.buyer.user
    for kind, amount in (("paid_back", Decimal("0.01")), ("topped_up", owed + 1)):
        assert cash(desk, purchase.scheme, who, kind, str(amount)).status_code == 409
    assert not Advance.objects.exists()
    assert cash(desk, purchase.scheme, who, "topped_up", str(owed)).status_code == 302
    assert cash(desk, purchase.scheme, who, "topped_up", str(owed), another="on").status_code == 409
    assert "buys here no more" in desk.get(reverse("money-give")).text


def test_a_buyer_pays_back_no_more_than_they_have(cast, now, purchase, at_desk):
    accounting.advanced(cast, now, purchase.scheme)
    held = 500 - purchase.amount
    form = {"scheme": purchase.scheme, "on": "2026-11-25", "means": "cash"}
    answer = at_desk(cast.buyer).post(reverse("money-back"), form | {"amount": "99999"})
    assert answer.status_code == 409 and f"{held:.2f}" in answer.text
    assert at_desk(cast.buyer).post(reverse("money-back"), form | {"amount": str(held)}).status_code == 302


@pytest.mark.django_db(databases=["default", "log"])
def test_who_claims_for_somebody_who_left_sees_that_account_and_enters_the_invoices(
    cast, now, purchase, leaves, successor, at_desk
):
    accounting.advanced(cast, now, purchase.scheme, "777.77")
    leaves(unsettled="on")
    asked = {"scheme": code_of(purchase.scheme), "buyer": code_of(cast.buyer.user)}
    claimant = person("claimant", cast.center, Role.BUYER)
    stranger = person("stranger", cast.center, Role.BUYER, Role.VERIFIER)  # who sees the purchase
    purchase.scheme.buyers.add(stranger.user)
    assert at_desk(claimant).post(reverse("settlement-open"), asked).status_code == 409, "PV-07"
    undertake(by=claimant, now=now)
    invoice, none = (
        reverse("purchase-invoice", args=[purchase.number]),
        {"none_because": "The shop gives none."},
    )
    assert at_desk(claimant).post(invoice, none).status_code in (403, 404)
    assert at_desk(claimant).post(reverse("settlement-open"), asked).status_code == 302
    settlement = Settlement.objects.get()
    assert at_desk(stranger).post(invoice, none).status_code == 403
    assert at_desk(claimant).post(invoice, none).status_code == 302
    for page in (settlement.get_absolute_url(), reverse("money"), reverse("money-sheet", args=["csv"])):
        answers = [at_desk(each).get(page) for each in (claimant, stranger)]
        seen, unseen = ("".join(map(bytes.decode, each)) if each.streaming else each.text for each in answers)
        assert "777.77" in seen and "777.77" not in unseen
    submit = f"{settlement.get_absolute_url()}submit/"
    assert at_desk(claimant).post(submit).status_code == 302
    settlement.refresh_from_db()
    assert settlement.state == "submitted" and settlement.balance == Decimal("777.77") - purchase.amount


@pytest.fixture
def cancelled(cast, now, purchase):
    """The shop has cancelled it after it was paid: nothing is open of it but the money."""
    return given.failed(purchase, cast, now, "seller_cancelled")


def test_a_refund_that_comes_after_the_buyer_left_is_entered_by_who_settles_or_an_organiser(
    cast, now, cancelled, leaves, successor, at_desk
):
    undertake(by=successor, now=now)
    enter = reverse("claim-enter", args=[cancelled.number])
    said = {"amount": "10", "refunded_on": "2026-11-25"}
    assert at_desk(cast.organiser).post(enter, {**said, "proof": given.picture()}).status_code == 403
    leaves(unsettled="on")
    assert at_desk(successor).post(enter, {**said, "proof": given.picture()}).status_code == 404
    assert at_desk(cast.organiser).post(enter, {**said, "proof": given.picture()}).status_code == 302
    asked = {"scheme": code_of(cancelled.scheme), "buyer": code_of(cast.buyer.user)}
    settled = at_desk(successor).post(reverse("settlement-open"), asked)["Location"]
    assert at_desk(successor).post(enter, {**said, "proof": given.picture()}).status_code == 302
    assert cancelled.refund_due.refunds.count() == 2
    for viewer in (successor, cast.organiser, cast.leader):
        assert "a refund is still to come" in at_desk(viewer).get(settled).text


def test_nobody_ends_a_buyer_in_haste_to_whom_a_refund_is_still_to_come(cast, now, cancelled, leaves):
    accounting.advanced(cast, now, cancelled.scheme, str(Purchase.objects.get().amount))
    answer = leaves()
    assert answer.status_code == 422 and cancelled.scheme.number in answer.text and still_there(cast)


def test_an_invoice_over_another_amount_than_was_paid_is_asked_about_and_seen_by_who_checks(
    cast, now, purchase, at_desk
):
    said = {"number": "26001234", "amount": "208.00"}
    url, desk = reverse("purchase-invoice", args=[purchase.number]), at_desk(cast.buyer)
    answer = desk.post(url, said | {"file": given.picture("invoice.png")})
    assert answer.status_code == 422 and "208.00" in answer.text and str(purchase.amount) in answer.text
    assert desk.post(url, said | {"file": given.picture("invoice.png"), "differs": "on"}).status_code == 302
    settlement = accounting.submitted(cast, now, purchase.scheme)
    page = at_desk(cast.organiser).get(settlement.get_absolute_url()).text
    assert "the invoice says another amount" in page and "208.00" in page


def test_the_leader_learns_that_what_was_not_confirmed_is_theirs(cast, now, purchase, leaves, at_desk):
    before = accounting.entered(cast, now, purchase.scheme)
    leaves(unsettled="on")
    note = Notification.objects.get(user=cast.leader.user, event__verb="leave money unsettled")
    assert note.url == reverse("money")
    page = at_desk(cast.leader).get(reverse("advance-confirm", args=[before.token])).text
    assert "you say in their place" in page and "the money was given" in page


def test_the_hand_over_says_what_becomes_of_the_money_and_why(cast, purchase, leaves, at_desk):
    desk = at_desk(cast.center_administrator)
    page = leaves(desk, unsettled="on", reason="Went abroad")
    assert (
        f"Their money in {purchase.scheme.number} is still to be settled" in desk.get(page["Location"]).text
    )
    history = desk.get(reverse("person", args=[cast.buyer.user.username])).text
    assert "Left before the money was settled" in history and "Went abroad" in history
    assert "Went abroad" in at_desk(cast.organiser).get(reverse("notifications")).text


def test_who_takes_a_role_away_is_shown_the_work_and_money_that_is_left(cast, purchase, at_desk):
    desk, who = at_desk(cast.center_administrator), cast.buyer.user
    asked = {"name": who.name, "email": who.email, "roles": [Role.VERIFIER]}
    page = desk.get(desk.post(reverse("person", args=[who.username]), asked)["Location"]).text
    assert purchase.number in page and purchase.scheme.number in page
    other = person("verifier9", cast.center, Role.VERIFIER)
    work = ["purchase.buyer"]
    passed = {"work": work, "reason": "Other work", "successor": other.user}
    answer = desk.post(f"/hand-over/?leaver={code_of(who)}", passed)
    assert answer.status_code == 422 and Purchase.objects.get().buyer == who


def test_the_door_to_an_advance_holds_no_button_without_a_word(cast, now, purchase, at_desk):
    said = {"buyer": cast.buyer.user, "kind": "given", "amount": Decimal(500), "on": now.date()}
    advances.enter_advance(purchase.scheme, **said, means="cash", by=cast.organiser, now=now)
    form = said | {"scheme": purchase.scheme, "amount": "500", "on": "2026-11-25", "means": "cash"}
    page = at_desk(cast.organiser).post(reverse("money-give"), form).text
    assert page.count('name="another"') == 1 and "formnovalidate" not in page


def test_another_buyer_neither_sees_nor_confirms_what_a_colleague_got(
    cast, purchase, successor, at_desk, now
):
    purchase.scheme.buyers.add(successor.user)
    given_out = accounting.entered(cast, now, purchase.scheme)
    desk = at_desk(successor)
    assert not advances.awaiting(successor).exists() and advances.awaiting(cast.buyer).get() == given_out
    assert not advances.is_other_party(given_out, successor)
    assert desk.post(reverse("advance-confirm", args=[given_out.token])).status_code == 404
    given_out.refresh_from_db()
    assert given_out.confirmed_at is None
