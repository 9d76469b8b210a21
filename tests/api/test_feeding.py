"""Can a program feed what is on offer, line by line answered, and never twice under one key?"""

import pytest

from tests.sampling import given

LINES = [
    {"shop": "Shop 1", "product": "Bear", "price": "59-128"},
    {"shop": "", "product": "Blocks"},
    {"shop": "Shop 2", "product": "Car", "colour": "red"},
    "Doll",
    {"shop": "Shop 3", "product": "Kite"},
]


@pytest.fixture
def url(cast, now):
    scheme = given.empty_scheme(cast, now)
    return scheme, f"/api/v1/schemes/{scheme.number}/listings/"


@pytest.mark.clause("6.2-1")
def test_each_line_is_listed_or_answered_why_not(cast, now, program, url):
    scheme, address = url
    feeder = program(cast.organiser)
    answer = feeder.post(address, {"listings": LINES}, key="one")
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["taken"] == 2 and [line["listed"] for line in told["results"]] == [1, None, None, None, 2]
    assert "Shop is missing" in told["results"][1]["detail"]
    assert feeder.post(address, {"listings": LINES}, key="one").json() == told
    assert scheme.listings.count() == 2
    assert feeder.post(address, {"listings": LINES}, key="two").json()["taken"] == 0


@pytest.mark.parametrize(
    "sent", [[], {}, {"listings": []}, {"listings": [{}] * 1001}, {"listings": [], "x": 1}]
)
def test_what_is_no_list_is_refused_whole(cast, now, program, url, sent):
    assert program(cast.organiser).post(url[1], sent).status_code == 422


def test_only_the_centers_organiser_feeds_and_only_a_draft(cast, now, program, url):
    sent = {"listings": LINES[:1]}
    assert program(cast.other_organiser).post(url[1], sent).status_code == 404
    assert program(cast.quality_officer).post(url[1], sent).status_code == 404
    assert program(cast.planner).post(url[1], sent).status_code == 403
    frozen = given.submitted_scheme(cast, now)
    feeder = program(cast.organiser)
    assert feeder.post(f"/api/v1/schemes/{frozen.number}/listings/", sent).status_code == 409
