"""Is nothing accepted before its evidence is complete, and who adds what is missing? (O18-05, O18-06)"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from casework.actions import take
from casework.flow import Forbidden, Refused
from sampling.deliveries.actions import arrivals
from sampling.evidence.actions import evidence
from sampling.purchases.flow.proofs import NEEDS, completeness
from tests.sampling import given, stated, walks
from tests.sampling.walks import post

SUPERVISED = {"legal_mode": "supervision_check"}


def unproved(cast, now, **more):
    """Being checked, without the unpacking."""
    purchase = given.delivered_purchase(cast, now, **more)
    take("check", purchase, by=cast.verifier, now=now)
    return purchase


@pytest.mark.clause("O18-05", "O18-06")
def test_nothing_is_accepted_before_the_evidence_is_complete(cast, now, at_desk):
    purchase = unproved(cast, now)
    answer = post(at_desk, cast.verifier, purchase, "accept", walks.acceptance(purchase, cast))
    assert answer.status_code == 409
    assert "Missing: Photos or a video of the unpacking" in answer.text


@pytest.mark.clause("O18-06")
def test_a_supervision_check_needs_a_film_of_the_unpacking(cast, now, at_desk):
    purchase = given.delivered_purchase(cast, now, **SUPERVISED)
    arrivals.begin_check(purchase, by=cast.verifier, now=now, unpacking=[given.picture()])
    answer = post(at_desk, cast.verifier, purchase, "accept", walks.acceptance(purchase, cast))
    assert answer.status_code == 409 and "Video of the unpacking" in answer.text
    url = reverse("purchase-evidence", args=[purchase.number])
    data = {"kind": "unpacking", "evidence": [stated.film()]}
    assert at_desk(cast.verifier).post(url, data).status_code == 302
    accepted = post(at_desk, cast.verifier, purchase, "accept", walks.acceptance(purchase, cast))
    assert accepted.status_code == 302


@pytest.mark.parametrize(("more", "count"), [({}, 6), (SUPERVISED, 8)])
def test_the_table_says_what_each_mode_needs(cast, now, more, count):
    purchase = given.planned_purchase(cast, now, **more)
    proved = completeness(purchase)
    assert (proved.have, len(proved.needed), len(NEEDS)) == (0, count, 8)


def test_the_page_shows_how_far_it_is_proved_and_by_whom_the_rest_is_due(cast, now, at_desk):
    purchase = given.ordered_purchase(cast, now)
    page = at_desk(cast.organiser).get(purchase.get_absolute_url()).text
    assert "4 / 6" in page and "Photos of the outer packing · Buyer" in page
    assert "4 / 6" not in at_desk(cast.planner).get(purchase.get_absolute_url()).text


def test_evidence_is_added_by_those_whose_part_is_missing_and_by_nobody_else(cast, now, at_desk):
    purchase = unproved(cast, now)
    url = reverse("purchase-evidence", args=[purchase.number])
    assert url in at_desk(cast.verifier).get(purchase.get_absolute_url()).text
    for who, status in (("verifier", 200), ("buyer", 403), ("organiser", 403), ("planner", 403)):
        assert at_desk(getattr(cast, who)).get(url).status_code == status
    for who in ("other_organiser", "quality_officer", "receiver"):
        assert at_desk(getattr(cast, who)).get(url).status_code == 404


def test_what_is_on_file_already_is_not_added_again(cast, now):
    purchase = unproved(cast, now)
    with pytest.raises(Refused, match="Nothing of this kind"):
        evidence.add_evidence(purchase, kind="shot_shop", evidence=[], by=cast.verifier, now=now)
    with pytest.raises(Forbidden):
        evidence.add_evidence(purchase, kind="unpacking", evidence=[], by=cast.organiser, now=now)
    assert not evidence.lacking(given.planned_purchase(cast, now, rows=[given.row(70)]), cast.verifier)


def test_when_a_film_was_taken_stands_beside_when_it_came(cast, now, at_desk):
    purchase = given.delivered_purchase(cast, now)
    taken = int(
        (datetime(2026, 11, 25, 1, 30, tzinfo=UTC) - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds()
    )
    arrivals.begin_check(purchase, by=cast.verifier, now=now, unpacking=[stated.film(taken=taken)])
    page = at_desk(cast.verifier).get(purchase.get_absolute_url()).text
    assert "taken 2026-11-25 09:30 by the camera, sent in 2026-11-25 10:00" in page
