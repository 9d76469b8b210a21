"""Is a carrier asked where a parcel is, by setting, in a worker, and is its answer kept?"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from sampling import tasks
from sampling.deliveries.actions.parcels import track
from sampling.listings import connectors
from sampling.listings.connectors import NoAnswer
from tests.sampling import given, parcels

LINES = [{"at": "2026-11-25 09:00", "where": "Eastport", "what": "Sorted", "more": "left out"}]


def says(carrier, number):
    return connectors.read(LINES)


def silent(carrier, number):
    raise NoAnswer(number)


def test_without_a_setting_nobody_is_asked(db, settings):
    settings.TRACKING = ""
    assert connectors.adapter() is None and tasks.track() == 0


def test_what_the_carrier_says_is_kept_and_stands_on_the_page(cast, now, at_desk):
    purchase = given.shipped_purchase(cast, now)
    assert track(says, now) == 1
    assert "2026-11-25 09:00 Eastport Sorted" in at_desk(cast.buyer).get(purchase.get_absolute_url()).text
    assert track(says, now + timedelta(minutes=59)) == 0
    assert track(says, now + timedelta(minutes=61)) == 1


def test_who_does_not_answer_changes_nothing_and_is_asked_again(cast, now):
    purchase = given.shipped_purchase(cast, now)
    track(says, now)
    later = now + timedelta(hours=2)
    assert track(silent, later) == 0
    parcel = purchase.parcels.get()
    assert (parcel.tracked[0]["what"], parcel.tracked_at) == ("Sorted", later)


def test_only_parcels_under_way_are_asked_after(cast, now):
    parcels.one_of_two_came(cast, now)
    given.delivered_purchase(cast, now, rows=[given.row(70)])
    assert track(says, now) == 1


def test_the_file_of_an_installation_is_read(settings, tmp_path):
    source = tmp_path / "parcels.json"
    source.write_text(json.dumps({"T-1": LINES}))
    settings.TRACKING, settings.TRACKING_SOURCE = "sampling.listings.connectors.from_file", str(source)
    look_up = connectors.adapter()
    assert look_up is not None
    assert look_up("Express", "T-1") == [{"at": "2026-11-25 09:00", "where": "Eastport", "what": "Sorted"}]
    for number, written in (("T-2", "{}"), ("T-1", "no JSON"), ("T-1", "[]")):
        source.write_text(written)
        with pytest.raises(NoAnswer):
            look_up("Express", number)


def test_an_address_that_does_not_answer_is_no_answer(settings):
    settings.TRACKING_SOURCE, settings.TRACKING_TIMEOUT = "http://127.0.0.1:9/", 1
    with pytest.raises(NoAnswer):
        connectors.from_web("Express", "T-1")
