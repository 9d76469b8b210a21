"""Does a platform learn by a share what leads it to the order, and so to who bought? (W-04)"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from sharing.models.requests import ShareRequest
from tests.conftest import NOW
from tests.sharing import given

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])
ALL = ["on", "organisation", "product", "shop", "item_id", "price", "verdict"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_platform_is_not_offered_the_day_and_the_price_of_a_purchase_and_cannot_ask_for_them(cast, at_desk):
    resource = given.live(cast, NOW)
    ask = reverse("resource-ask", args=[resource.number])
    desk = at_desk(cast.platform_sharing_officer)
    page = desk.get(ask).text
    assert 'value="item_id"' in page and 'value="on"' not in page and 'value="price"' not in page
    until = f"{NOW.date():%Y-%m-%d}"
    asked = {
        "purpose": "To look.",
        "asked_from": until,
        "asked_until": until,
        "method": "file",
        "promise": "on",
    }
    answer = desk.post(ask, {**asked, "fields_asked": ["product", "on"]})
    assert answer.status_code == 422 and not ShareRequest.objects.exists()


def test_a_grant_of_everything_brings_a_platform_neither(cast, at_desk):
    given.finding(1, on=date(2026, 10, 17), price=Decimal("35.81"))
    request = given.active(cast, NOW, given.live(cast, NOW))
    ShareRequest.objects.filter(pk=request.pk).update(fields_asked=ALL, fields_granted=ALL)
    desk = at_desk(cast.platform_sharing_officer)
    pages = [desk.get(reverse("shared-data", args=[request.number])).text]
    pages.append(desk.get(reverse("shared-download", args=[request.number, "csv"])).getvalue().decode())
    assert all("Kettle 1" in page and "1001" in page for page in pages)
    assert not any("2026-10-17" in page or "35.81" in page for page in pages)
