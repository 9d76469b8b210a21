"""Do two people who keep a certificate or a calibration at once undo each other unseen? (LB-01, 6.3-5)"""

from __future__ import annotations

import re
from threading import Barrier, Thread

import pytest
from django.db import connections
from django.urls import reverse

from casework.flow import Refused
from inspection.instruments import actions as instruments
from inspection.instruments.models import Calibration, Instrument
from tests.cast import Cast
from tests.conftest import NOW
from tests.inspection import given
from tests.races import runners
from trail.models import Event


def test_who_changes_a_certificate_overwrites_no_change_of_a_colleague(cast: Cast, at_desk) -> None:
    kept = given.qualified(cast, NOW)
    desk, url = at_desk(cast.organiser), reverse("qualification-change", args=[kept.pk])
    shown = re.findall(r'name="seen" value="(\w+)"', desk.get(url).text)[0]
    form = {
        "laboratory": cast.laboratory,
        "cma_number": "261100340001",
        "valid_from": "2026-01-01",
        "valid_until": "2027-12-31",
        "scope0_category": cast.category,
        "reason": "As the new certificate says.",
        "seen": shown,
    }
    assert desk.post(url, {**form, "cnas_number": "L1"}).status_code == 302
    answer = desk.post(url, {**form, "cnas_number": "L2"})
    kept.refresh_from_db()
    assert answer.status_code == 409 and "Somebody changed this certificate" in answer.text
    assert kept.cnas_number == "L1"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_withdraw_a_calibration_at_once_one_does(cast: Cast) -> None:
    given.instrument(cast.laboratory, NOW)
    start, results = Barrier(2), []

    def withdraw() -> None:
        own = Calibration.objects.select_related("instrument").get()
        start.wait()
        try:
            instruments.withdraw(own, reason="It was of another one.", by=cast.tester, now=NOW)
            results.append("done")
        except Refused as refused:
            results.append(str(refused))
        finally:
            connections.close_all()

    threads = [Thread(target=withdraw) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["This calibration was withdrawn already.", "done"]
    assert Event.objects.filter(verb="withdraw a calibration").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_give_the_same_number_to_an_instrument_one_is_refused_in_a_sentence(cast: Cast) -> None:
    def keep() -> Instrument:
        return instruments.keep(Instrument(number="LC-9", name="Chromatograph"), by=cast.tester, now=NOW)

    with runners(2) as at_once:
        refused, kept = sorted(at_once([keep, keep]), key=lambda result: isinstance(result, Instrument))
    assert "has this number" in str(refused) and kept.pk and Instrument.objects.count() == 1
