"""Is a role lent unseen, or for years? And does whoever borrows it promise what its holder did?"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import StandIn
from accounts.roles import Role
from casework.models import Notification
from documents.models import Attachment
from tests.accounts.test_stand_ins import asked, entrusted
from tests.conftest import NOW
from tests.sampling import given, stated, walks

PICTURE = given.picture().read()
FORMS = {"confirm_item": walks.item, "order": walks.order, "ship": walks.parcel}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def told(person) -> list[str]:
    return list(Notification.objects.filter(user=person.user).values_list("title", flat=True))


@pytest.mark.clause("W-07")
def test_a_signatory_lends_the_pen_to_nobody_by_themselves(cast, at_desk):
    form = asked(cast.signatory, cast.tester, Role.SIGNATORY)
    desk = at_desk(cast.signatory)
    assert desk.post("/stand-ins/", form).status_code == 422
    assert "entrusted by the administrator" in desk.get("/stand-ins/").text
    assert not StandIn.objects.exists()
    # The administrator does it for them, and everybody concerned is told.
    assert at_desk(cast.laboratory_administrator).post("/stand-ins/", form).status_code == 302
    assert told(cast.signatory) == told(cast.tester) != []
    assert not told(cast.laboratory_administrator)


@pytest.mark.clause("W-07")
def test_an_administrator_takes_no_pen_for_themselves(cast, at_desk):
    keeper = cast.laboratory_administrator
    answer = at_desk(keeper).post("/stand-ins/", asked(cast.signatory, keeper, Role.SIGNATORY))
    assert answer.status_code == 422 and "somebody other than yourself" in answer.text
    assert not StandIn.objects.exists()


def test_an_administrator_hears_who_lent_what_they_hold(cast, at_desk):
    at_desk(cast.buyer).post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER))
    assert len(told(cast.center_administrator)) == len(told(cast.verifier)) == 1
    stand_in = StandIn.objects.get()
    assert at_desk(cast.buyer).post(reverse("stand-in-end", args=[stand_in.pk])).status_code == 302
    assert len(told(cast.center_administrator)) == 2 and not told(cast.buyer)


def test_nobody_stands_in_for_a_year(cast, at_desk):
    long = (NOW + timedelta(days=370)).date().isoformat()
    answer = at_desk(cast.buyer).post("/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER, last=long))
    assert answer.status_code == 422 and not StandIn.objects.exists()


@pytest.mark.clause("PV-07", "6.2-6")
def test_who_buys_in_anothers_place_undertakes_first_what_they_have(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    entrusted(cast, cast.buyer, cast.storekeeper, Role.BUYER)
    desk, url = at_desk(cast.storekeeper), reverse("purchase-reveal", args=[purchase.number])
    assert url not in desk.get(purchase.get_absolute_url()).text
    refused = desk.post(url)
    assert refused.status_code == 403 and "undertaking" in refused.text
    assert stated.SECRET_ADDRESS not in refused.text
    assert desk.post(reverse("undertaking")).status_code == 302
    assert stated.SECRET_ADDRESS in desk.post(url).text


@pytest.mark.clause("PV-07")
@pytest.mark.parametrize("made", ["assigned", "confirmed", "ordered"])
def test_who_buys_in_anothers_place_takes_no_step_before_undertaking(cast, now, at_desk, made):
    purchase = getattr(given, f"{made}_purchase")(cast, now)
    entrusted(cast, cast.buyer, cast.storekeeper, Role.BUYER)
    desk, signing = at_desk(cast.storekeeper), reverse("undertaking")
    step = {"assigned": "confirm_item", "confirmed": "order", "ordered": "ship"}[made]
    url = f"{purchase.get_absolute_url()}{step}/"
    for answer in (desk.get(url), desk.post(url, FORMS[step](purchase, cast))):
        assert answer.status_code == 409 and "Sign the confidentiality undertaking first" in answer.text
    assert f'href="{signing}"' in desk.get(purchase.get_absolute_url()).text
    stood = purchase.state
    purchase.refresh_from_db()
    assert purchase.state == stood and not Attachment.objects.filter(uploaded_by=cast.storekeeper.user)
    assert desk.post(signing).status_code == 302
    assert desk.get(url).status_code == 200
    assert "Read and sign the undertaking" not in desk.get(purchase.get_absolute_url()).text


@pytest.mark.clause("O18-05")
def test_one_picture_does_not_prove_two_things_of_a_purchase(cast, now, at_desk):
    purchase = given.assigned_purchase(cast, now)
    shots = {"shot_shop": given.picture("a.png"), "shot_item": given.picture("b.png")}
    same = {name: SimpleUploadedFile(f"{name}.png", PICTURE, "image/png") for name in shots}
    url = f"{purchase.get_absolute_url()}confirm_item/"
    answer = at_desk(cast.buyer).post(url, {**stated.item_data(purchase), **same})
    assert answer.status_code == 409 and "on record as something else already" in answer.text
    purchase.refresh_from_db()
    assert purchase.confirmed_at is None and not purchase.attachments.exists()
    assert at_desk(cast.buyer).post(url, {**stated.item_data(purchase), **shots}).status_code == 302


def test_nobody_stands_in_for_days_that_are_past(cast, at_desk):
    yesterday = (NOW - timedelta(days=1)).date().isoformat()
    answer = at_desk(cast.buyer).post(
        "/stand-ins/", asked(cast.buyer, cast.verifier, Role.BUYER, first=yesterday)
    )
    assert answer.status_code == 422 and "days that are past" in answer.text
    assert not StandIn.objects.exists()
