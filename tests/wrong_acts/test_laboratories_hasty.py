"""Can a tester call a sample tested of which results are missing, one by one, several at once, by program?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.inspection import given


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def state_of(sample: Sample) -> str:
    return Sample.objects.get(pk=sample.pk).state


def short_of_lead(cast, now) -> Sample:
    """One of the two items is entered, and the tester has the sample in testing."""
    report = given.begun(cast, now)
    given.enter_one(report, "0", cast.tester, now, name="Small parts")
    return Sample.objects.get(pk=report.sample_id)


def test_a_sample_is_not_tested_while_a_result_is_missing(cast, at_desk, now):
    sample, desk = short_of_lead(cast, now), at_desk(cast.tester)
    answer = desk.post(reverse("sample-step", args=[sample.number, "finish"]))
    assert answer.status_code == 409 and "Enter the result of Lead" in answer.text
    assert state_of(sample) == "in_test"


def test_a_sample_is_not_tested_before_its_report_is_begun(cast, at_desk, now):
    sample = given.in_progress(cast, now).live().get().sample
    answer = at_desk(cast.tester).post(reverse("sample-step", args=[sample.number, "finish"]))
    assert answer.status_code == 409 and "begin its test report first" in answer.text
    assert state_of(sample) == "in_test"


def test_of_several_finished_at_once_one_without_its_results_stays_and_is_named(cast, at_desk, now):
    sample, desk = short_of_lead(cast, now), at_desk(cast.tester)
    chosen = {"step": "finish", "number": [sample.number]}
    page = desk.post(reverse("sample-several"), chosen, follow=True).text
    assert f"{sample.number}</a>: Enter the result of Lead" in page
    assert state_of(sample) == "in_test"


def test_a_program_finishes_no_sample_without_its_results(cast, at_desk, now):
    sample = short_of_lead(cast, now)
    url = reverse("api-sample-finish", args=[sample.number])
    answer = at_desk(cast.tester).post(url, "{}", "application/json", headers={"Idempotency-Key": "one"})
    assert answer.status_code == 409 and "Enter the result of Lead" in answer.json()["detail"]
    assert state_of(sample) == "in_test"


def test_with_every_result_entered_the_sample_is_tested(cast, at_desk, now):
    sample = given.entered(cast, now).sample
    assert (
        at_desk(cast.tester).post(reverse("sample-step", args=[sample.number, "finish"])).status_code == 302
    )
    assert state_of(sample) == "tested"


def test_the_question_before_several_names_the_step_and_how_many(cast, at_desk, now):
    short_of_lead(cast, now)
    page = at_desk(cast.tester).get(reverse("sample-list")).text
    assert 'data-confirm="“{step}”: take this step on the records chosen ({n})?"' in page
