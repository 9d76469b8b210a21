"""Can a step be taken by the address of another, or without what it does besides? (PV-02, RC-05)"""

from __future__ import annotations

from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from casework.models import kinds
from sampling.deliveries.models.refunds import RefundDue
from sampling.purchases.models.purchases import Purchase
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.sampling import given, walks


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_page_that_names_another_step_takes_that_of_its_address(cast, at_desk, now):
    """One function handles all ends: which it is says the address, and nothing that is posted."""
    purchase = given.ordered_purchase(cast, now)
    posted = {**walks.ending(purchase, cast, "seller_cancelled"), "step": "out_of_stock"}
    address = reverse("purchase-step", args=[purchase.number, "seller_cancelled"])
    assert at_desk(cast.buyer).post(address, posted).status_code == 302
    assert Purchase.objects.get().state == "seller_cancelled"


def test_a_program_that_names_another_step_is_refused(cast, now):
    sample = given.stored_sample(cast, now)
    program = issue(cast.storekeeper)
    answer = program.post(f"/api/v1/samples/{sample.number}/shift/", {"step": "take_back"})
    assert answer.status_code == 422 and answer.json()["errors"]["step"] == ["This is not asked for here."]
    sample.refresh_from_db()
    assert sample.state == "stored"


def test_what_ends_a_paid_purchase_leaves_its_money_owed_whoever_takes_it(cast, at_desk, now):
    purchase = given.ordered_purchase(cast, now)
    posted = walks.ending(purchase, cast, "seller_cancelled")
    address = reverse("purchase-step", args=[purchase.number, "seller_cancelled"])
    assert at_desk(cast.buyer).post(address, posted).status_code == 302
    assert RefundDue.objects.get(purchase=purchase).owed == Decimal(purchase.amount)


def test_every_step_with_a_form_has_a_handler_or_fills_in_columns_of_its_record_alone():
    """A form without a handler is given to `take`: what is no column of the record would be lost or fail."""
    left = [
        (kind, name, field)
        for kind, model in kinds().items()
        for name, shape in model.flow.shapes.items()
        if name not in model.flow.handlers and hasattr(shape, "base_fields")
        for field in shape.base_fields
        if field != "note" and field not in {column.name for column in model._meta.get_fields()}
    ]
    assert not left
