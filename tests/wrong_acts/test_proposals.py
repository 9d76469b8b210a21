"""To whose account is a fine to be paid, what was proposed before, and why is nothing? (PN-01)"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given

OWN = "My own account 6222 0000"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def propose(case, cast, at_desk, **changes):
    form = {**given.STEPS["propose_decision"](NOW.date()), **changes}
    return given.press(at_desk(cast.county_officer), case, "propose_decision", form)


@pytest.mark.parametrize("step", ["review", "decide"])
def test_where_the_fine_is_paid_stands_before_whoever_passes_or_decides_it(cast, at_desk, step):
    case = given.case_at("file", cast, NOW)
    assert propose(case, cast, at_desk, pay_to=OWN).status_code == 302
    for name in () if step == "review" else ("review", "give_notice", "serve_notice", "hear"):
        given.case_step(name, case, cast, NOW)
    reader = at_desk(cast.county_reviewer if step == "review" else cast.county_head)
    page = reader.get(reverse("enforcementcase-step", args=[case.number, step])).text
    for shown in (OWN, given.ON_PAPER["reconsidered_by"], given.ON_PAPER["court"]):
        assert shown in page


def test_what_was_proposed_before_stands_in_the_trail_of_the_case(cast, at_desk):
    case = given.case_at("file", cast, NOW)
    propose(case, cast, at_desk, amount="5000.00")
    given.press(at_desk(cast.county_reviewer), case, "send_back", {"note": "Too little."})
    propose(case, cast, at_desk, amount="90000.00", pay_to=OWN)
    page = at_desk(cast.county_head).get(case.get_absolute_url()).text
    happened = page[page.index("What happened") :]
    for shown in ("5000.00", given.ON_PAPER["pay_to"], "90000.00", OWN, given.ON_PAPER["provision"]):
        assert shown in happened


@pytest.mark.parametrize("why", ["算了", "就这样吧。"])
def test_no_penalty_is_waived_with_a_shrug(cast, at_desk, why):
    case = given.case_at("file", cast, NOW)
    none = {"penalties": [], "amount": "", "not_penalised_why": why}
    refused = propose(case, cast, at_desk, **none)
    assert refused.status_code == 422 and "This says nothing" in refused.text
    assert propose(case, cast, at_desk, **none | {"not_penalised_why": "初次违法，已改正"}).status_code == 302
