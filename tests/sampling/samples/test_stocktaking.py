"""Is the store counted by scanning in any order, twice as once, and closed by another person?"""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from casework.flow import Refused
from sampling.samples.actions import counts
from sampling.samples.models.counts import Stocktaking
from sampling.samples.models.samples import Sample
from tests.sampling import given, sealing


def opened(cast, now, place: str = "A-") -> Stocktaking:
    return counts.open_count(place=place, by=cast.storekeeper, now=now)


def found_in(count: Stocktaking) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for one in count.differences.select_related("sample"):
        told.setdefault(one.found, []).append(one.sample.number if one.sample else one.code)
    return told


@pytest.mark.clause("6.2-7-a")
def test_what_is_scanned_in_any_order_tells_present_missing_elsewhere_and_unknown(cast, now, at_desk):
    here, missing, elsewhere = given.stored_samples(cast, now, count=3)
    Sample.objects.filter(pk=elsewhere.pk).update(location="B-1")
    desk = at_desk(cast.storekeeper)
    answer = desk.post(reverse("stocktakings"), {"place": "A-"})
    count = Stocktaking.objects.get()
    assert answer["Location"] == count.get_absolute_url()
    address = f"{settings.SITE_URL}{here.get_absolute_url()}"
    for code in ("6901234567890", address, elsewhere.number.lower(), here.number):
        assert desk.post(count.get_absolute_url(), {"code": code}).status_code == 302
    assert count.scanned.count() == 3
    assert here.title in desk.get(count.get_absolute_url()).text
    assert desk.post(reverse("stocktaking-end", args=[count.token])).status_code == 302
    count.refresh_from_db()
    assert (count.expected, count.present) == (2, 1)
    assert found_in(count) == {
        "missing": [missing.number],
        "elsewhere": [elsewhere.number],
        "unknown": ["6901234567890"],
    }
    page = desk.get(count.get_absolute_url()).text
    assert missing.number in page and "6901234567890" in page


def test_a_seal_is_read_as_the_number_of_its_sample(cast, now):
    sample = sealing.half_sealed(cast, now)
    count = opened(cast, now)
    assert counts.scan(count, codes=sample.seal_number, by=cast.storekeeper, now=now) == (1, 0)
    assert counts.scan(count, codes=sample.number, by=cast.storekeeper, now=now) == (0, 0)


@pytest.mark.clause("W-02")
def test_another_person_closes_a_count_whose_differences_are_explained(cast, now, at_desk):
    given.stored_sample(cast, now)
    count = opened(cast, now)
    close = reverse("stocktaking-close", args=[count.token])
    explain = reverse("stocktaking-explain", args=[count.token])
    assert at_desk(cast.verifier).post(close).status_code == 409
    counts.end_count(count, by=cast.storekeeper, now=now)
    assert at_desk(cast.storekeeper).post(close).status_code == 409
    assert at_desk(cast.verifier).post(close).status_code == 409
    key = count.differences.get()
    for wrong in ({"difference": key}, {"explanation": "Lent."}):
        assert at_desk(cast.storekeeper).post(explain, wrong).status_code == 409
    said = {"difference": key, "explanation": "It is being photographed."}
    assert at_desk(cast.storekeeper).post(explain, said).status_code == 302
    assert at_desk(cast.verifier).post(close).status_code == 302
    count.refresh_from_db()
    assert (count.closed_by, count.closed_at) == (cast.verifier.user, now)
    assert at_desk(cast.verifier).post(explain, said).status_code == 409
    assert "It is being photographed." in at_desk(cast.verifier).get(count.get_absolute_url()).text


def test_the_database_itself_refuses_one_person_as_both(cast, now):
    count = counts.end_count(opened(cast, now), by=cast.storekeeper, now=now)
    with pytest.raises(IntegrityError, match="stocktaking_by_two"), transaction.atomic():
        Stocktaking.objects.filter(pk=count.pk).update(closed_by=count.opened_by, closed_at=now)


def test_after_the_counting_nothing_more_is_noted(cast, now, at_desk):
    count = counts.end_count(opened(cast, now), by=cast.storekeeper, now=now)
    with pytest.raises(Refused, match="ended"):
        counts.end_count(count, by=cast.storekeeper, now=now)
    for codes in ("X", "", " ".join(f"C{n}" for n in range(1001))):
        other = count if codes == "X" else opened(cast, now)
        with pytest.raises(Refused):
            counts.scan(other, codes=codes, by=cast.storekeeper, now=now)
    assert at_desk(cast.storekeeper).post(count.get_absolute_url(), {"code": "X"}).status_code == 302


def test_strangers_do_not_count(cast, now, at_desk):
    count = opened(cast, now)
    assert at_desk(cast.other_storekeeper).get(count.get_absolute_url()).status_code == 404
    for viewer in (cast.organiser, cast.receiver):
        assert at_desk(viewer).get(count.get_absolute_url()).status_code == 403
    with pytest.raises(Refused):
        counts.scan(count, codes="X", by=cast.other_storekeeper, now=now)


def test_five_thousand_codes_are_counted_in_a_handful_of_queries(cast, now, django_assert_max_num_queries):
    given.stored_sample(cast, now)
    count = opened(cast, now, place="")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sampling_scanned (stocktaking_id, code, by_id, at) "
            "SELECT %s, 'C' || n, %s, now() FROM generate_series(1, 5000) n",
            [count.pk, cast.storekeeper.user.pk],
        )
    codes = " ".join(f"D{n}" for n in range(1000))
    with django_assert_max_num_queries(12):
        assert counts.scan(count, codes=codes, by=cast.storekeeper, now=now) == (1000, 1000)
    with django_assert_max_num_queries(12):
        count = counts.end_count(count, by=cast.storekeeper, now=now)
    assert (count.expected, count.present, count.differences.count()) == (1, 0, 6001)
