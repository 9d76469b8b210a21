"""Does a buyer learn of the recipient only once the order's evidence has begun, and nobody else? (6.2)"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from sampling.deliveries.actions import parcels
from sampling.purchases.models.purchases import CHECKS, Purchase
from tests.cast import Cast, person
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.people import Person, picture
from tests.journeys.test_large_files import BUTTON, FILM, PART, cut_after
from tests.sampling import given, stated
from trail.models import LOOK, Event

pytestmark = JOURNEY


@pytest.fixture
def mine(cast: Cast, now: datetime) -> Purchase:
    """One of two purchases of a supervision check, assigned to the buyer."""
    rows = [given.row(number) for number in range(1, 3)]
    return given.assigned_purchase(cast, now, rows=rows, batches=2, legal_mode="supervision_check")


@pytest.mark.clause("6.2-4", "6.2-5", "O18-05", "O18-06")
def test_a_buyer_buys_blind_and_what_comes_is_proved_and_accepted(
    cast: Cast, come: Come, now: datetime, mine: Purchase, settings: Any, tmp_path: Path
) -> None:
    settings.UPLOAD_CHUNK, settings.UPLOAD_ROOT = PART, tmp_path / "parts"
    buyer, verifier = come(cast.buyer), come(cast.verifier)
    other = come(person("second buyer", cast.center, Role.BUYER))
    mine.scheme.buyers.add(other.viewer.user)
    nobody_is_shown(mine, buyer, other)
    pages = {name: picture(buyer) for name in ("shot_shop", "shot_item")}
    buyer.takes(mine, "confirm_item", title_seen="Soft toy 1", price_seen="39.90", **pages)
    the_recipient_is_shown_once_and_logged(mine, buyer)
    it_is_ordered_and_comes_in_two_parcels(mine, buyer, cast, now)
    a_film_is_sent_on_after_a_cut(mine, verifier, tmp_path)
    assert "8 / 8" in verifier.reads_at(mine)
    verifier.takes(
        mine,
        "accept",
        **dict.fromkeys(CHECKS, True),
        batch="2026-09",
        brand=str(mine.brand),
        producer=str(mine.enterprise),
        producer_address="1 Works Road",
        labelled_standard="GB 6675-2014",
        declared="For children over three",
        packing_class="packed",
        sample_type="finished",
        source="bought_in",
        quantity=2,
        backup=1,
    )
    assert mine.state == "accepted"


def nobody_is_shown(purchase: Purchase, buyer: Person, other: Person) -> None:
    said = buyer.reads_at(purchase)
    assert stated.SECRET_ADDRESS not in said and not shows(purchase, buyer)
    assert other.is_turned_away(purchase.get_absolute_url()) == 404


def shows(purchase: Purchase, buyer: Person) -> int:
    """How many buttons show the recipient."""
    url = reverse("purchase-reveal", args=[purchase.number])
    return buyer.page.locator(f'form[action="{url}"] button').count()


def the_recipient_is_shown_once_and_logged(purchase: Purchase, buyer: Person) -> None:
    buyer.opens(purchase)
    assert shows(purchase, buyer) == 1
    looks = Event.objects.of("record", purchase.pk).filter(verb=LOOK)
    assert not looks.exists()
    buyer.follows(
        buyer.page.locator(f'form[action="{reverse("purchase-reveal", args=[purchase.number])}"] button')
    )
    assert stated.SECRET_ADDRESS in buyer.reads()
    assert looks.get().actor_id == buyer.viewer.user.pk
    buyer.opens(purchase)


def it_is_ordered_and_comes_in_two_parcels(
    purchase: Purchase, buyer: Person, cast: Cast, now: datetime
) -> None:
    order = given.order_data(now)
    order |= order.pop("entry")
    shots = {name: picture(buyer) for name in order if name.startswith("shot_")}
    buyer.takes(purchase, "order", **order | shots)
    given.shipped(purchase, cast, now)
    parcels.send_parcel(purchase, by=cast.buyer, now=now, step="add_parcel", **given.parcel(now, "T-2"))
    came = {"delivered_at": now, "taken_in": "recipient", "packing_state": "sound"}
    came |= {name: picture(buyer) for name in ("packing", "shot_receipt")}
    buyer.opens(purchase)
    buyer.takes(purchase, "receive_parcel", parcel=purchase.parcels.first(), **came)
    buyer.takes(purchase, "deliver", **came)


def a_film_is_sent_on_after_a_cut(purchase: Purchase, verifier: Person, folder: Path) -> None:
    film = folder / "unpacking.mp4"
    film.write_bytes(FILM)
    verifier.goes(f"{purchase.get_absolute_url()}check/")
    cut_after(verifier, 2)
    verifier.page.set_input_files("[name=unpacking]", film)
    verifier.page.click(BUTTON)
    expect(verifier.page.locator(".wj-sending output")).to_contain_text("connection is lost")
    verifier.page.unroute("**/uploads/**")
    expect(verifier.page.locator(".alert-success")).to_be_visible()
    kept = purchase.attachments.get(kind="unpacking")
    assert kept.person == given.receiver(purchase).pseudonym
    assert b"".join(kept.pieces(purchase.key_of(kept.person))) == FILM
