"""Is every instrument and certificate found in a list, however many there are?"""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from accounts.roles import Kind
from inspection.instruments.models import Instrument
from inspection.laboratories.models import Qualification
from tests.cast import Cast, organisation
from tests.conftest import NOW


def shown(client: Any, route: str, **asked: str) -> list[str]:
    """The numbers in the list, page after page: one that stands on two pages stands here twice."""
    found: list[str] = []
    at = reverse(route)
    while at:
        page = client.get(at, asked).content.decode()
        found += dict.fromkeys(re.findall(r"NO-\d+", page))
        further = re.search(r'href="(\?[^"]*after=[^"]*)"', page)
        at, asked = (reverse(route) + further[1].replace("&amp;", "&") if further else ""), {}
    return found


def test_every_instrument_is_shown_once(cast: Cast, at_desk: Any) -> None:
    numbers = [f"NO-{n:03}" for n in range(120)]
    Instrument.objects.bulk_create(
        Instrument(laboratory=cast.laboratory, number=n, name="ICP") for n in numbers
    )
    assert shown(at_desk(cast.tester), "instruments") == numbers


def test_a_laboratory_finds_its_own_by_number(cast: Cast, at_desk: Any) -> None:
    for number in ("NO-1", "NO-2"):
        Instrument.objects.create(laboratory=cast.laboratory, number=number, name="ICP")
    Instrument.objects.create(laboratory=cast.other_laboratory, number="NO-22", name="ICP")
    assert shown(at_desk(cast.tester), "instruments", q="icp 2") == ["NO-2"]


def test_every_certificate_of_two_laboratories_of_one_name_is_shown(cast: Cast, at_desk: Any) -> None:
    days = {"valid_from": NOW.date(), "valid_until": NOW.date()}
    for home in (cast.laboratory, organisation(Kind.LABORATORY, cast.laboratory.name)):
        Qualification.objects.bulk_create(
            Qualification(laboratory=home, cma_number=f"NO-{n:03}{home.pk}", **days) for n in range(70)
        )
    assert len(shown(at_desk(cast.organiser), "qualifications")) == 140


def test_an_address_with_a_strange_mark_shows_the_first_page(cast: Cast, at_desk: Any) -> None:
    Instrument.objects.create(laboratory=cast.laboratory, number="NO-1", name="ICP")
    assert shown(at_desk(cast.tester), "instruments", after="'; --") == ["NO-1"]
