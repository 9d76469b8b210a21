"""Can what a party said be written over by what somebody enters later? (PN-01)"""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture

SAID = "Our supplier changed the thread; we recalled all."


@pytest.fixture
def heard_twice(cast, at_desk, now):
    case = given.case_at("serve_notice", cast, now)
    files = [picture("one.png", size=(8, 9))]
    entered = {"statement": SAID, "considered": "Weighed in its favour.", "files": files}
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.county_officer), case, "hear", entered).status_code == 302
    later = {"statement": "It has no objection.", "considered": "Noted as the party wished."}
    waived = {"waived": True, "files": [picture("two.png", size=(9, 9))]}
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert given.press(at_desk(cast.county_second), case, "hear", later | waived).status_code == 302
        yield case


def test_what_a_party_said_before_stays_beside_what_is_entered_later(cast, at_desk, heard_twice):
    case = heard_twice
    case.refresh_from_db()
    assert SAID in case.statement and "no objection" in case.statement and case.waived
    for who, step in ((cast.county_officer, "hear"), (cast.county_head, "decide")):
        page = at_desk(who).get(reverse("enforcementcase-step", args=[case.number, step])).text
        for shown in (SAID, "Weighed in its favour.", "no objection", "11-25, entered by County_Officer"):
            assert shown in page, (step, shown)


def test_the_form_of_a_hearing_begins_empty_and_the_trail_says_what_was_entered(cast, at_desk, heard_twice):
    form = at_desk(cast.county_second).get(reverse("enforcementcase-step", args=[heard_twice.number, "hear"]))
    field = form.text[form.text.index('name="statement"') :]
    assert SAID not in field[: field.index("</textarea>")]
    page = at_desk(cast.county_head).get(heard_twice.get_absolute_url()).text
    happened = page[page.index("What happened") :]
    assert SAID in happened and "no objection" in happened
    assert "entered by County_Second" in page[: page.index("What happened")]


def test_what_was_said_of_a_former_proposal_is_not_lost_with_it(cast, at_desk, heard_twice):
    head, officer = at_desk(cast.county_head), at_desk(cast.county_officer)
    assert given.press(head, heard_twice, "reject_decision", {"note": "Too much."}).status_code == 302
    anew = given.STEPS["propose_decision"](NOW.date())
    assert given.press(officer, heard_twice, "propose_decision", anew).status_code == 302
    reviewer = at_desk(cast.county_reviewer)
    page = reviewer.get(reverse("enforcementcase-step", args=[heard_twice.number, "review"])).text
    assert SAID in page and "on what was proposed before" in page


@pytest.mark.parametrize("shrug", ["不予采纳", "理由不成立，不予采纳。", "Not accepted."])
def test_how_a_statement_was_considered_says_why(cast, at_desk, now, shrug):
    case, officer = given.case_at("serve_notice", cast, now), at_desk(cast.county_officer)
    said = {"statement": SAID, "considered": shrug, "files": [picture("one.png", size=(8, 9))]}
    with time_machine.travel(NOW, tick=False):
        refused = given.press(officer, case, "hear", said)
    assert refused.status_code == 422 and "This says nothing" in refused.text
