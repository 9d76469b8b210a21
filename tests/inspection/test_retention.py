"""How long does a laboratory keep a sample on which it has reported? (DL-19)"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.actions import take
from casework.tasks import sweep
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given import BAD, GOOD
from tests.inspection.walks import REASON
from tests.sampling import given as sampling
from tests.sampling import walks


def retained(cast, values) -> Sample:
    report = given.issued(cast, NOW, values=values)
    sample = Sample.objects.get(pk=report.sample_id)
    take("retain", sample, by=cast.receiver, now=NOW)
    return sample


@pytest.mark.clause("DL-19", "6.3-2")
@pytest.mark.parametrize("step", ["dispose", "give_back"])
@pytest.mark.parametrize(("values", "last"), [(GOOD, date(2027, 2, 25)), (BAD, date(2027, 5, 25))])
def test_a_tested_sample_is_kept_three_months_and_six_after_a_failure(cast, post, values, last, step):
    sample = retained(cast, values)
    on = datetime.combine(last, NOW.timetz())
    said = {"note": "Its time is over.", "disposal": "scrapped"}
    answer = post(cast.receiver, sample, step, said, on)
    assert answer.status_code == 409 and f"kept until {last}" in answer.text
    later = on + timedelta(days=1)
    assert post(cast.receiver, sample, step, said, later).status_code == 302


def test_what_is_only_kept_is_on_no_worklist_until_its_day_is_over(cast, at_desk):
    sample = retained(cast, GOOD)
    mine = f"{reverse('sample-list')}?due=mine"
    with time_machine.travel(NOW, tick=False):
        for page in ("/", mine):
            assert sample.get_absolute_url() not in to_be_done(at_desk(cast.receiver).get(page).text)
    with time_machine.travel(datetime(2027, 2, 25, 12, tzinfo=UTC), tick=False):
        sweep()
        assert sample.get_absolute_url() not in to_be_done(at_desk(cast.receiver).get("/").text)
    with time_machine.travel(datetime(2027, 2, 26, 12, tzinfo=UTC), tick=False):
        sweep()
        for page in ("/", mine):
            assert sample.get_absolute_url() in to_be_done(at_desk(cast.receiver).get(page).text)


def to_be_done(page: str) -> str:
    """A page without what only goes on elsewhere, or waits for a day."""
    before, _fold, rest = page.partition('<details class="wj-more wj-more-card">')
    return before + rest.partition("</details>")[2]


def test_a_verdict_that_was_amended_sets_the_time_anew(cast, post):
    report = given.issued(cast, NOW)
    assert report.sample.holds.get(released_at=None).until == date(2027, 2, 25)
    assert post(cast.leader, given.passed_on(cast, NOW, report), "accept", REASON).status_code == 302
    assert report.sample.holds.get(released_at=None).until == date(2027, 5, 25)


def test_two_samples_of_one_product_and_batch_never_borrow_each_others_verdict(cast, post):
    samples = sampling.stored_samples(cast, NOW, 2)
    Sample.objects.update(product="Soft toy", item_id="1", batch="B1")
    entrustment = given.in_progress(cast, NOW, samples=samples)
    good, bad = (given.issued(cast, NOW, values=values, entrustment=entrustment) for values in (GOOD, BAD))
    goods = ("product", "batch", "item_id", "sampled_on")
    assert [getattr(good, name) for name in goods] == [getattr(bad, name) for name in goods]
    assert (good.sample.verdict(), bad.sample.verdict()) == ("conforming", "non_conforming")


def test_an_amended_report_changes_the_verdict_on_its_own_sample(cast, post):
    report = given.issued(cast, NOW)
    assert report.sample.verdict() == "conforming"
    assert post(cast.leader, given.passed_on(cast, NOW, report), "accept", REASON).status_code == 302
    assert report.sample.verdict() == "non_conforming"


def test_a_sample_whose_report_is_not_issued_has_no_verdict(cast):
    given.issued(cast, NOW)
    assert given.signed(cast, NOW, values=BAD).sample.verdict() == ""


@pytest.mark.parametrize("made", [given.received, given.in_progress])
def test_a_backup_is_kept_while_its_test_sample_is_at_the_laboratory(cast, at_desk, made):
    test = sampling.stored_sample(cast, NOW, backup=1)
    backup = sampling.stored(test.purchase.samples.get(role="backup"), cast, NOW)
    made(cast, NOW, samples=[test])
    url = reverse("sample-step", args=[backup.number, "discard"])
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.storekeeper).post(url, walks.disposal(backup, cast))
    assert answer.status_code == 409 and "not tested yet" in answer.text
