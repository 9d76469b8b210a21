"""Is somebody left before an empty list without a word, or before a link that does not look like one?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given as disposals
from tests.inspection import given

NOTHING = "There is nothing to choose from yet."
WHAT_TO_DO = "begin testing on the page of its commission first"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_tester_whose_commission_has_not_begun_is_told_what_to_do_first(cast, at_desk, now):
    given.accepted(cast, now)
    tester, address = at_desk(cast.tester), reverse("report-open")
    asked = tester.get(address).text
    assert NOTHING in asked and WHAT_TO_DO in asked
    answer = tester.post(address, {"retest_reason": ""})
    assert answer.status_code == 422 and WHAT_TO_DO in answer.text.partition("wj-error")[2]


def test_where_a_sample_waits_nothing_of_the_kind_is_said(cast, at_desk, now):
    given.in_progress(cast, now)
    asked = at_desk(cast.tester).get(reverse("report-open")).text
    assert NOTHING not in asked and WHAT_TO_DO not in asked


def test_the_evidence_of_a_measure_looks_like_what_it_is_a_link(cast, at_desk, now):
    disposal = disposals.fed_back(cast, now)
    page = at_desk(cast.compiler).get(reverse("platformdisposal-step", args=[disposal.number, "verify"])).text
    evidence = disposal.measures.get().evidence
    assert f'<a href="{evidence.get_absolute_url()}">{evidence.name}</a>' in page
