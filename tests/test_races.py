"""Races on the river: of four who approve, order, accept or issue at once, does one win?"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from accounts.roles import Role
from casework.actions import take
from catalogue.models import Finding
from documents.models import Document
from inspection.reports.actions.reports import publish
from sampling.custody.actions import acceptance
from sampling.purchases.actions import orders
from sampling.purchases.models.purchases import CHECKS, Purchase
from sampling.samples.models.samples import Sample
from tests.cast import Cast
from tests.inspection import given as reports
from tests.monitoring import given as plans
from tests.races import AtOnce, race, rivals, runners
from tests.sampling import given as purchases

pytestmark = pytest.mark.django_db(transaction=True)

# Half a second each: among the other tests a few of every kind, as many as are wanted by the variable.
RACES = int(os.environ.get("WANGJIAN_RACES", "15"))


@pytest.fixture
def four_at_once(cast: Cast) -> Iterator[AtOnce]:
    with runners(4) as at_once:
        yield at_once


@pytest.fixture
def assigned(cast, now) -> list[Purchase]:
    """As many purchases of one scheme, each assigned to the buyer of the cast."""
    rows = [purchases.row(number) for number in range(1, RACES + 1)]
    scheme = purchases.buying_scheme(cast, now, rows=rows, batches=RACES)
    return [purchases.assigned(purchase, cast, now) for purchase in scheme.purchases.order_by("pk")]


def test_of_four_who_approve_a_plan_at_once_one_does(four_at_once, cast, now):
    approvers = rivals(cast.province, Role.APPROVER)
    for _ in range(RACES):
        plan = plans.submitted_plan(cast, now, cases=[])
        race(four_at_once, "approve", plan, approvers, lambda own, by: take("approve", own, by=by, now=now))


def test_an_order_entered_four_times_at_once_is_one_order(four_at_once, assigned, cast, now):
    def order(own, by):
        orders.order(own, by=by, now=now, **purchases.order_data(now))

    for purchase in assigned:
        purchases.confirmed(purchase, cast, now)
        race(four_at_once, "order", purchase, [cast.buyer] * 4, order)
        assert purchase.attachments.count() == 4


def test_of_four_who_accept_what_arrived_at_once_one_registers_the_sample(four_at_once, assigned, cast, now):
    verifiers, checks = rivals(cast.center, Role.VERIFIER), dict.fromkeys(CHECKS, True)

    def accept(own, by):
        goods = purchases.goods(own)
        return acceptance.accept(own, by=by, now=now, checks=checks, goods=goods, quantity=2, backup=1)

    for purchase in assigned:
        for go_on in (purchases.ordered, purchases.shipped, purchases.delivered, purchases.checking):
            go_on(purchase, cast, now)
        race(four_at_once, "accept", purchase, verifiers, accept)
        assert sorted(purchase.samples.values_list("role", flat=True)) == ["backup", "test"]
    assert Sample.objects.count() == 2 * RACES


def test_of_four_who_issue_a_report_at_once_one_does(four_at_once, cast, now):
    samples = purchases.stored_samples(cast, now, count=RACES)
    commission = reports.in_progress(cast, now, samples=samples)
    signatories = rivals(cast.laboratory, Role.SIGNATORY)
    for number in range(1, RACES + 1):
        report = reports.signed(cast, now, entrustment=commission)
        race(
            four_at_once,
            "issue",
            report,
            signatories,
            lambda own, by: publish(own, by=by, now=now),
        )
        issued = Document.objects.filter(paper="test_report")
        assert issued.count() == Finding.objects.count() == number
    commission.refresh_from_db()
    assert commission.state == "analysing"
