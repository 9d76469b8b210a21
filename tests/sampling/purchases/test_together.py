"""Are buyers assigned to many purchases at once, each as if it were alone?"""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from accounts.roles import Role
from sampling.purchases.models.purchases import Purchase
from sampling.recipients.actions import consents
from tests.cast import person
from tests.conftest import NOW
from tests.sampling import given

ROWS = [given.row(n) for n in range(1, 4)]


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def planned(cast, now, recipients: int = 3) -> list[Purchase]:
    """Three purchases that wait for a buyer."""
    scheme = given.buying_scheme(cast, now, rows=ROWS, batches=3)
    consents.undertake(by=cast.buyer, now=now)
    for _each in range(recipients):
        given.recipient(cast, now)
    return list(scheme.purchases.order_by("pk"))


def sent(client, purchases, **more):
    return client.post(reverse("purchases-assign"), {"number": [each.number for each in purchases], **more})


def filled(purchases, buyer) -> dict[str, str]:
    return {"filled": "on"} | {f"buyer {each.number}": code_of(buyer.user) for each in purchases}


def test_the_list_and_the_worklist_lead_to_one_form_for_all(cast, now, at_desk):
    purchases = planned(cast, now)
    client, there = at_desk(cast.organiser), reverse("purchases-assign")
    assert there in client.get(reverse("purchase-list")).text and there in client.get("/").text
    assert there not in at_desk(cast.leader).get(reverse("purchase-list")).text
    page = sent(client, purchases).text
    assert all(f"buyer {each.number}" in page for each in purchases)
    assert page.count(f'value="{code_of(cast.buyer.user)}" selected') == 3


def test_each_gets_its_buyer_and_a_recipient_of_its_own(cast, now, at_desk):
    purchases = planned(cast, now)
    answer = at_desk(cast.organiser).post(
        reverse("purchases-assign"), filled(purchases, cast.buyer), follow=True
    )
    assert "Done: Assign buyer and recipient, 3 records." in answer.text
    found = Purchase.objects.filter(pk__in=[each.pk for each in purchases])
    assert {each.state for each in found} == {"assigned"} and {each.buyer for each in found} == {
        cast.buyer.user
    }


def test_who_has_the_fewest_in_hand_is_proposed(cast, now, at_desk):
    purchases = planned(cast, now)
    other = person("second_buyer", cast.center, Role.BUYER)
    consents.undertake(by=other, now=now)
    purchases[0].scheme.buyers.add(other.user)
    page = sent(at_desk(cast.organiser), purchases).text
    chosen = re.findall(r'value="(\w+)" selected', page.partition("<main")[2])
    assert sorted(chosen.count(code_of(each.user)) for each in (cast.buyer, other)) == [1, 2]


def test_one_that_is_refused_stops_none_of_the_others(cast, now, at_desk):
    """One recipient: the second shop of the same operator may not learn of the same address."""
    purchases = planned(cast, now, recipients=1)
    type(purchases[1].shop).objects.filter(pk__in=[each.shop_id for each in purchases[:2]]).update(
        operator="One operator"
    )
    client = at_desk(cast.organiser)
    page = client.post(reverse("purchases-assign"), filled(purchases, cast.buyer), follow=True).text
    assert "2 records." in page and "knows every recipient" in page
    states = Purchase.objects.filter(pk__in=[each.pk for each in purchases]).order_by("pk")
    assert [each.state for each in states] == ["assigned", "planned", "assigned"]


def test_who_is_no_buyer_of_the_scheme_or_signed_nothing_is_not_taken(cast, now, at_desk):
    purchases = planned(cast, now)
    stranger = person("second_buyer", cast.center, Role.BUYER)
    answer = at_desk(cast.organiser).post(reverse("purchases-assign"), filled(purchases, stranger))
    assert answer.status_code == 422
    assert not Purchase.objects.exclude(buyer=None).exists()


def test_what_is_assigned_already_or_nobody_s_to_see_is_left_alone(cast, now, at_desk):
    purchases = planned(cast, now)
    client, form = at_desk(cast.organiser), filled(purchases, cast.buyer)
    client.post(reverse("purchases-assign"), form)
    assert (
        "Choose purchases to which no buyer is assigned yet."
        in client.post(reverse("purchases-assign"), form, follow=True).text
    )
