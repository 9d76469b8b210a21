"""Is anybody punished who cannot read why, on which evidence, until when to pay, and where to contest it?"""

from __future__ import annotations

import pytest
import time_machine

from documents.models import Document
from tests.conftest import NOW
from tests.disposal import given

TODAY = NOW.date()


@pytest.mark.parametrize("left_out", list(given.ON_PAPER))
def test_no_penalty_is_proposed_whose_paper_would_leave_the_party_in_the_dark(cast, at_desk, now, left_out):
    case = given.case_at("file", cast, now)
    form = given.STEPS["propose_decision"](TODAY) | {left_out: ""}
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.county_officer), case, "propose_decision", form)
    assert answer.status_code == 422 and "say this to the party: fill it in" in answer.content.decode()
    case.refresh_from_db()
    assert case.state == "filed"


def test_the_decision_says_facts_evidence_provision_payment_and_remedies(cast, now):
    case = given.case_at("decide", cast, now)
    said = Document.objects.get(record=case.pk, paper="penalty_decision").content
    assert {name: said[name] for name in given.ON_PAPER} == given.ON_PAPER
    report = Document.objects.get(record=case.report_id, paper="test_report")
    assert (said["report_number"], said["conclusion"]) == (report.file_number, case.report.conclusion)
    tested, proof = said["evidence"]
    assert report.file_number in str(tested)
    assert proof["day"] == case.evidence.get().made_on.isoformat() and proof["kind"]
    assert said["pay_days"] == 15
