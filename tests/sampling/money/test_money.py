"""Does a buyer's money add up, is nothing settled twice, and who sees whose? (O18-19)"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from hypothesis import HealthCheck
from hypothesis import given as supposing
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from accounts.roles import Role
from casework.actions import take
from casework.flow import Forbidden, Refused
from monitoring.plans.models.plans import WorkPlan
from sampling.money.actions import advances, money
from sampling.money.models import Advance, Claim, Settlement
from sampling.purchases.actions import budgets, targets
from sampling.purchases.models.purchases import Purchase
from sampling.schemes.models import Scheme
from tests.cast import person
from tests.races import runners
from tests.sampling import given
from tests.sampling.accounting import advanced, came_back, draft, entered, invoice, submitted
from trail.models import Event

pytestmark = pytest.mark.django_db


def account(cast, scheme: Scheme) -> money.Account:
    return money.account(scheme, cast.buyer.user, cast.organiser)


@pytest.mark.clause("O18-19")
def test_an_advance_counts_when_the_buyer_has_confirmed_it(cast, now, at_desk):
    scheme = given.buying_scheme(cast, now)
    form = {"scheme": scheme, "buyer": cast.buyer.user, "kind": "given", "amount": "500"}
    form |= {"on": "2026-11-25", "means": "cash"}
    assert at_desk(cast.organiser).post(reverse("money-give"), form).status_code == 302
    assert account(cast, scheme).balance == 0
    confirm = reverse("advance-confirm", args=[Advance.objects.get().token])
    assert at_desk(cast.organiser).post(confirm).status_code == 403
    assert at_desk(cast.buyer).post(confirm).status_code == 302
    assert account(cast, scheme).balance == 500
    assert at_desk(cast.buyer).post(confirm).status_code == 409


def test_what_is_paid_back_counts_when_an_organiser_has_confirmed_it(cast, now, at_desk):
    scheme = given.buying_scheme(cast, now)
    advanced(cast, now, scheme)
    form = {"scheme": scheme, "amount": "120.50", "on": "2026-11-25", "means": "cash"}
    assert at_desk(cast.buyer).post(reverse("money-back"), form).status_code == 302
    back = Advance.objects.get(kind="paid_back")
    assert at_desk(cast.organiser).post(reverse("advance-confirm", args=[back.token])).status_code == 302
    assert account(cast, scheme).balance == Decimal("379.50")


def test_what_the_other_party_denies_is_no_money(cast, now, at_desk):
    advance = entered(cast, now, given.buying_scheme(cast, now))
    url = reverse("advance-deny", args=[advance.token])
    assert at_desk(cast.buyer).post(url, {"denial": "It was 400."}).status_code == 302
    assert account(cast, advance.scheme).balance == 0
    with pytest.raises(Refused, match="answered or taken back already"):
        advances.confirm_advance(advance, by=cast.buyer, now=now)


@pytest.mark.parametrize(
    "wrong", [{"amount": "0"}, {"amount": "0.001"}, {"on": "2026-11-26"}, {"means": ""}, {"buyer": "other"}]
)
def test_an_advance_that_makes_no_sense_is_refused(cast, now, at_desk, wrong):
    scheme = given.buying_scheme(cast, now)
    if wrong.get("buyer"):
        wrong = {"buyer": cast.other_buyer.user}
    form = {"scheme": scheme, "buyer": cast.buyer.user, "kind": "given", "amount": "5"}
    form |= {"on": "2026-11-25", "means": "cash"}
    assert at_desk(cast.organiser).post(reverse("money-give"), {**form, **wrong}).status_code == 422


def test_nobody_gives_an_advance_to_themselves(cast, now):
    both = person("organiser_and_buyer", cast.center, Role.ORGANISER, Role.BUYER)
    scheme = given.buying_scheme(cast, now)
    scheme.buyers.add(both.user)
    said: dict[str, Any] = {"buyer": both.user, "kind": "given", "amount": Decimal(5), "means": "cash"}
    for by, refused in ((both, Refused), (cast.other_organiser, Forbidden)):
        with pytest.raises(refused):
            advances.enter_advance(scheme, **said, on=now.date(), by=by, now=now)


@pytest.mark.clause("O18-19")
def test_a_purchase_has_its_invoice_or_the_reason_why_there_is_none(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    url = reverse("purchase-invoice", args=[purchase.number])
    desk = at_desk(cast.buyer)
    assert url in desk.get(purchase.get_absolute_url()).text
    for wrong in ({}, {"number": "1", "none_because": "x"}, {"number": "1"}, {"number": "1", "amount": "3"}):
        assert desk.post(url, wrong).status_code == 422
    form = {"number": " 2600 1234 ", "amount": "119.70", "file": given.picture("invoice.png")}
    assert desk.post(url, form).status_code == 302
    assert purchase.invoice.number == "26001234" and purchase.attachments.filter(kind="invoice").exists()
    assert at_desk(cast.verifier).get(url).status_code == 403
    assert at_desk(cast.planner).get(url).status_code == 403


def two_paid(cast, now) -> list[Purchase]:
    rows = [given.row(1), given.row(2)]
    scheme = given.buying_scheme(cast, now, rows=rows, batches=2)
    found = list(scheme.purchases.order_by("pk"))
    for purchase in found:
        given.ordered(given.assigned(purchase, cast, now), cast, now)
    return found


def test_one_invoice_is_not_handed_in_for_two_purchases(cast, now):
    first, second = two_paid(cast, now)
    same = {"number": "F-1", "amount": Decimal("119.70"), "none_because": ""}
    invoice(cast, now, first, **same)
    with pytest.raises(Refused, match="handed in for another purchase"):
        invoice(cast, now, second, **same)


@pytest.mark.clause("O18-19")
def test_what_was_spent_before_and_after_refunds_goes_by_two_names(cast, now, at_desk):
    """An account adds refunds by itself; of a plan's budget they are taken off already."""
    given.ordered_purchase(cast, now)
    page = at_desk(cast.leader).get(reverse("money")).text
    assert "Spent before refunds" in page and "Spent less refunds" in page and ">Spent<" not in page
    with override("zh-hans"):
        words = {_("Spent before refunds"), _("Spent less refunds"), _("spent before refunds, yuan")}
        assert words == {"采购支出（退款前）", "净支出（扣除退款）", "采购支出（退款前），元"}


def test_a_settlement_is_claimed_checked_and_approved_by_three_persons(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    assert (
        at_desk(cast.buyer).post(reverse("settlement-open"), {"scheme": purchase.scheme}).status_code == 302
    )
    settlement = Settlement.objects.get()
    url = settlement.get_absolute_url()
    assert "Enter the invoice" in at_desk(cast.buyer).post(f"{url}submit/").text
    invoice(cast, now, purchase)
    for who, step in ((cast.buyer, "submit"), (cast.organiser, "check"), (cast.leader, "approve")):
        assert at_desk(who).post(f"{url}{step}/").status_code == 302
    settlement.refresh_from_db()
    assert (settlement.state, settlement.spent, settlement.balance) == (
        "approved",
        Decimal("119.70"),
        Decimal("-119.70"),
    )
    assert account(cast, purchase.scheme).unsettled == 0


def test_nobody_checks_or_approves_their_own_settlement(cast, now):
    purchase = given.ordered_purchase(cast, now)
    settlement = submitted(cast, now, purchase.scheme)
    all_three = {Role.BUYER, Role.ORGANISER, Role.LEADER}
    cast.buyer.user.memberships.update(roles=sorted(map(str, all_three)))
    both = type(cast.buyer)(cast.buyer.user, cast.center, frozenset(all_three))
    for step in ("check", "return"):
        with pytest.raises(Refused, match="somebody else"):
            take(step, settlement, by=both, now=now)


def test_what_is_settled_is_not_settled_again(cast, now):
    purchase = given.ordered_purchase(cast, now)
    settlement = draft(cast, now, purchase.scheme)
    with pytest.raises(Refused, match="is left to settle"), transaction.atomic():
        draft(cast, now, purchase.scheme)
    claim = {"purchase": purchase, "kind": "purchase", "amount": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.create(settlement=settlement, **claim)


def test_what_a_voided_settlement_claimed_may_be_settled_again(cast, now):
    purchase = given.ordered_purchase(cast, now)
    money.void_settlement(draft(cast, now, purchase.scheme), note="Wrong.", by=cast.leader, now=now)
    assert draft(cast, now, purchase.scheme).spent == Decimal("119.70")


def test_an_invoice_stays_as_it_is_once_it_was_submitted(cast, now):
    purchase = given.ordered_purchase(cast, now)
    submitted(cast, now, purchase.scheme)
    with pytest.raises(Refused, match="stays as it is"):
        invoice(cast, now, purchase, none_because="Another reason.")


def test_a_draft_takes_in_what_came_since(cast, now, at_desk):
    first, _second = two_paid(cast, now)
    Purchase.objects.filter(pk=first.pk).update(amount=None)
    settlement = draft(cast, now, first.scheme)
    Purchase.objects.filter(pk=first.pk).update(amount=Decimal(10))
    assert at_desk(cast.buyer).post(f"{settlement.get_absolute_url()}gather/").status_code == 302
    settlement.refresh_from_db()
    assert settlement.spent == Decimal("129.70")


def test_a_claim_that_no_longer_holds_is_not_submitted(cast, now):
    purchase = given.ordered_purchase(cast, now)
    settlement = draft(cast, now, purchase.scheme)
    invoice(cast, now, purchase)
    Purchase.objects.filter(pk=purchase.pk).update(amount=Decimal(1))
    with pytest.raises(Refused, match="has changed"):
        money.submit_settlement(settlement, by=cast.buyer, now=now)


@pytest.mark.django_db(databases=["default", "log"])
@pytest.mark.clause("W-04")
def test_a_buyer_sees_their_own_money_and_nobody_elses(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    advanced(cast, now, purchase.scheme, "4711.00")
    settlement = submitted(cast, now, purchase.scheme)
    colleague = person("second_buyer", cast.center, Role.BUYER)
    purchase.scheme.buyers.add(colleague.user)
    pages = [reverse(name) for name in ("money", "settlement-list", "home")]
    pages.append(reverse("money-sheet", args=["csv"]))
    mine = "".join(_body(at_desk(cast.buyer).get(page)) for page in pages)
    theirs = "".join(_body(at_desk(colleague).get(page)) for page in pages)
    assert "4711" in mine.replace(",", "") and settlement.number in mine
    assert "4711" not in theirs.replace(",", "") and settlement.number not in theirs
    assert at_desk(colleague).get(settlement.get_absolute_url()).status_code == 404
    found = at_desk(colleague).get("/api/v1/settlements/").json()["results"]
    assert found == []


def _body(answer: Any) -> str:
    return b"".join(answer).decode()


@pytest.mark.clause("W-04")
@pytest.mark.parametrize("who", ["planner", "nation_officer", "tester", "quality_officer", "other_organiser"])
def test_money_stays_inside_the_center(cast, now, at_desk, who):
    purchase = given.ordered_purchase(cast, now)
    settlement = submitted(cast, now, purchase.scheme)
    desk, page = at_desk(getattr(cast, who)), settlement.get_absolute_url()
    assert desk.get(page).status_code == 404 and settlement.number not in desk.get("/").text
    assert who == "other_organiser" or desk.get(reverse("money")).status_code == 403


@pytest.mark.django_db(databases=["default", "log"])
def test_the_ledger_is_a_file_whose_amounts_add_up_to_the_balance(cast, now, at_desk):
    purchase = given.refunded_purchase(cast, now)
    advanced(cast, now, purchase.scheme, "300.00")
    desk = at_desk(cast.organiser)
    _head, *lines = _body(desk.get(reverse("money-sheet", args=["csv"]))).splitlines()
    amounts = [Decimal(line.split(",")[5]) for line in lines]
    assert len(amounts) == 3 and sum(amounts) == account(cast, purchase.scheme).balance == 300
    book = openpyxl.load_workbook(BytesIO(desk.get(reverse("money-sheet", args=["xlsx"])).getvalue()))
    assert sum(row[5] for row in book.active.iter_rows(min_row=2, values_only=True)) == 300
    exported = Event.objects.using("log").filter(verb="export the ledger")
    assert desk.get(reverse("money-sheet", args=["pdf"])).status_code == 404 and exported.count() == 2


def test_the_page_of_the_money_asks_few_queries(cast, now, at_desk, django_assert_max_num_queries):
    for number in (1, 2, 3):
        advanced(cast, now, given.buying_scheme(cast, now, rows=[given.row(number)]), "50.00")
    desk = at_desk(cast.organiser)
    with django_assert_max_num_queries(30):
        assert "50.00" in desk.get(reverse("money")).text


OPS = some.lists(
    some.tuples(
        some.sampled_from(
            ["give", "top_up", "back", "confirm", "deny", "pay", "refund", "open", "submit", "check", "void"]
        ),
        some.integers(0, 1),
        some.decimals("0.01", "9999.99", places=2),
    ),
    max_size=14,
)


@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@supposing(operations=OPS)
def test_the_ledger_adds_up_whatever_happens_in_whatever_order(ledger, operations):
    with transaction.atomic():
        ledger(operations)
        transaction.set_rollback(True)


@pytest.fixture
def ledger(cast, now):
    """Does a sequence of actions, and compares what the database says with a count of its own."""
    purchases = two_paid(cast, now)
    scheme = purchases[0].scheme
    Purchase.objects.filter(scheme=scheme).update(amount=None)

    def play(operations: list[tuple[str, int, Decimal]]) -> None:
        cash: dict[int, Decimal] = {}
        goods: dict[tuple[int, int | None], Decimal] = {}
        for what, which, amount in operations:
            purchase = purchases[which]
            try:
                with transaction.atomic():
                    _do(cast, now, scheme, what, purchase, amount, cash, goods)
            except Refused:
                continue
            _agrees(cast, scheme, cash, goods)

    return play


def _do(cast, now, scheme, what, purchase, amount, cash, goods) -> None:
    moves = {"give": "given", "top_up": "topped_up", "back": "paid_back"}
    waiting = Advance.objects.filter(confirmed_at=None, denied_at=None).first()
    settlement = Settlement.objects.exclude(state__in=("voided", "approved")).last()
    if what in moves:
        entered(cast, now, scheme, str(amount), moves[what])
    elif what in ("confirm", "deny") and waiting:
        by = cast.organiser if waiting.kind == "paid_back" else cast.buyer
        if what == "deny":
            advances.deny_advance(waiting, denial="No.", by=by, now=now)
            return
        advances.confirm_advance(waiting, by=by, now=now)
        cash[waiting.pk] = -waiting.amount if waiting.kind == "paid_back" else waiting.amount
    elif what == "pay" and (purchase.pk, None) not in goods:
        Purchase.objects.filter(pk=purchase.pk).update(amount=amount)
        goods[purchase.pk, None] = -amount
    elif what == "refund" and (purchase.pk, None) in goods:
        goods[purchase.pk, came_back(now, purchase, amount).pk] = amount
    elif what == "open":
        draft(cast, now, scheme)
    elif what == "submit" and settlement:
        for claim in settlement.claims.filter(purchase__invoice=None):
            invoice(cast, now, claim.purchase)
        money.submit_settlement(settlement, by=cast.buyer, now=now)
    elif what == "check" and settlement:
        take("check", settlement, by=cast.organiser, now=now)
        take("approve", settlement, by=cast.leader, now=now)
    elif what == "void" and settlement:
        money.void_settlement(settlement, note="A slip.", by=cast.leader, now=now)


def _agrees(cast, scheme, cash, goods) -> None:
    said = account(cast, scheme)
    assert said.balance == sum(cash.values()) + sum(goods.values())
    lines = list(money.ledger(Scheme.objects.filter(pk=scheme.pk), cast.organiser))
    assert sum(line.amount for line in lines) == said.balance
    claims = Claim.objects.filter(counts=True)
    claimed = {(claim.purchase_id, claim.refund_id): claim.amount for claim in claims}
    assert len(claimed) == claims.count()
    assert all(abs(goods[key]) == amount for key, amount in claimed.items())
    assert said.unsettled == -sum(amount for key, amount in goods.items() if key not in claimed)


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_of_two_settlements_of_one_purchase_at_once_one_is_made(cast, now):
    purchase = given.ordered_purchase(cast, now)
    action = partial(money.open_settlement, scheme=purchase.scheme, by=cast.buyer, now=now)
    with runners(4) as at_once:
        outcomes = at_once([action] * 4)
    assert sum(isinstance(outcome, Settlement) for outcome in outcomes) == 1
    assert Claim.objects.count() == 1 and Settlement.objects.count() == 1


def test_a_choice_that_costs_more_than_the_budget_is_refused(cast, now, at_desk):
    scheme = given.selecting_scheme(cast, now, budget="200.00")
    WorkPlan.objects.filter(pk=scheme.plan_id).update(budget=20)
    answer = at_desk(cast.organiser).post(f"{scheme.get_absolute_url()}confirm/")
    assert answer.status_code == 409 and "119.70" in answer.text
    assert not Purchase.objects.exists()


def test_the_leader_allows_more_than_the_budget_where_the_plan_says_so(cast, now, at_desk):
    rows = [given.row(1), given.row(2)]
    plan = {"batches": 2, "budget": "150.00", "over_budget": "leader"}
    scheme = given.buying_scheme(cast, now, rows=rows, **plan)
    more = {"listing": scheme.listings.get(purchases=None), "by": cast.organiser, "now": now}
    with pytest.raises(Refused, match=r"30\.30 yuan .* leader may allow"):
        targets.add_target(scheme, **more)
    url = reverse("workplan-overrun", args=[scheme.plan.number])
    form = {"amount": "89.40", "reason": "Prices went up."}
    assert at_desk(cast.organiser).post(url, form).status_code == 403
    assert at_desk(cast.leader).post(url, form).status_code == 302
    targets.add_target(scheme, **more)
    assert budgets.budget_of(scheme.plan).left == 0 and budgets.budget_of(scheme.plan).short


def test_a_plan_that_refuses_lets_no_leader_allow_more(cast, now):
    scheme = given.empty_scheme(cast, now, budget="100.00")
    said: dict[str, Any] = {"amount": Decimal(50), "reason": "x"}
    with pytest.raises(Refused, match="have it revised"):
        budgets.allow_overrun(scheme.plan, **said, by=cast.leader, now=now)


def test_what_was_paid_takes_the_place_of_what_was_expected(cast, now):
    purchase = given.assigned_purchase(cast, now, budget="1000.00")
    assert budgets.budget_of(purchase.scheme.plan).expected == Decimal("119.70")
    given.ordered(purchase, cast, now)
    budget = budgets.budget_of(purchase.scheme.plan)
    assert budget.expected == 0 and budget.spent == Decimal("119.70")
    assert budget.left == Decimal("880.30")
