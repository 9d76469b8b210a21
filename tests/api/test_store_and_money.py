"""May a program read what is owed to its center and what its store counted, and nobody else's? (6.2-7)"""

from __future__ import annotations

from decimal import Decimal

import pytest

from sampling.deliveries.actions import refunds
from sampling.deliveries.models.refunds import RefundDue
from sampling.samples.actions import counts
from sampling.samples.models.counts import Stocktaking
from tests.sampling import given


@pytest.fixture
def owed(cast, now) -> RefundDue:
    """A claim of which a part has come."""
    purchase = given.returned_purchase(cast, now)
    refunds.enter_refund(purchase, amount=Decimal(19), refunded_on=now.date(), by=cast.buyer, now=now)
    return RefundDue.objects.get()


@pytest.fixture
def counted(cast, now) -> Stocktaking:
    """A count with a sample that is missing and a code of nothing."""
    given.stored_sample(cast, now)
    count = counts.open_count(place="A-", by=cast.storekeeper, now=now)
    counts.scan(count, codes="6901234567890", by=cast.storekeeper, now=now)
    return counts.end_count(count, by=cast.storekeeper, now=now)


@pytest.mark.clause("6.2-7-b")
def test_a_center_reads_its_claims_and_what_came_of_each(cast, program, owed):
    ledger = program(cast.organiser)
    [row] = ledger.get("/api/v1/refunds/").json()["results"]
    assert (row["purchase"], row["left"]) == (owed.purchase.number, "100.70")
    shown = ledger.get(f"/api/v1/refunds/{row['purchase']}/").json()
    assert [part["amount"] for part in shown["refunds"]] == ["19.00"]
    for query, found in (("settled", 0), ("open", 1), ("elsewhere", 422)):
        answer = ledger.get("/api/v1/refunds/", standing=query)
        said = len(answer.json()["results"]) if answer.status_code == 200 else answer.status_code
        assert said == found, query
    assert ledger.get("/api/v1/refunds/", before=row["purchase"]).json() == {"results": [], "next": None}
    assert ledger.get("/api/v1/refunds/", before="PU-00000000").status_code == 422


@pytest.mark.clause("6.2-7-a")
def test_whoever_counts_reads_the_counts_and_their_differences(cast, program, counted):
    scanner = program(cast.storekeeper)
    [row] = scanner.get("/api/v1/stocktakings/").json()["results"]
    assert (row["place"], row["expected"], row["present"]) == ("A-", 1, 0)
    shown = scanner.get(f"/api/v1/stocktakings/{row['token']}/").json()
    assert [one["found"] for one in shown["differences"]] == ["missing", "unknown"]
    assert [bool(one["sample"]) for one in shown["differences"]] == [True, False]


def test_nobody_else_reads_either(cast, program, owed, counted):
    claim, count = f"/api/v1/refunds/{owed.purchase.number}/", f"/api/v1/stocktakings/{counted.token}/"
    for stranger in (cast.tester, cast.quality_officer, cast.planner):
        reader = program(stranger)
        for url in (claim, "/api/v1/refunds/", "/api/v1/stocktakings/", count):
            assert reader.get(url).status_code == 403, (stranger, url)
    assert program(cast.organiser).get(count).status_code == 403
    assert program(cast.other_organiser).get(claim).status_code == 404
    assert program(cast.other_storekeeper).get(count).status_code == 404
    assert program(cast.other_organiser).get("/api/v1/refunds/").json()["results"] == []
