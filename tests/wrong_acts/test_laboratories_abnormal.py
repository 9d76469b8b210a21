"""Does an abnormality say when it was noticed, and to whom it was reported, as it was? (6.3-3)"""

from __future__ import annotations

from datetime import timedelta

import pytest

from documents.models import Document
from inspection.commissions.models.abnormalities import Abnormality
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import abnormality_form


@pytest.mark.parametrize(
    ("noticed", "said"),
    [
        (NOW - timedelta(days=1), "The commission was given on 2026-11-25"),
        (NOW + timedelta(hours=1), "This lies in the future"),
    ],
)
def test_a_laboratory_noticed_nothing_before_it_was_commissioned_nor_tomorrow(cast, post, noticed, said):
    entrustment = given.in_progress(cast, NOW)
    form = {**abnormality_form(entrustment, cast), "found_at": noticed.strftime("%Y-%m-%dT%H:%M")}
    answer = post(cast.tester, entrustment, "report_abnormality", form)
    assert answer.status_code == 422 and said in answer.content.decode()
    assert not Abnormality.objects.exists() and entrustment.state == "in_progress"


@pytest.mark.parametrize(("chosen", "party"), [("center", "center"), ("regulator", "province")])
def test_the_paper_of_an_abnormality_goes_to_whom_the_laboratory_chose(cast, post, see, chosen, party):
    entrustment = given.in_progress(cast, NOW)
    form = {**abnormality_form(entrustment, cast), "reported_to": chosen}
    assert post(cast.tester, entrustment, "report_abnormality", form).status_code == 302
    [abnormality] = Abnormality.objects.all()
    paper = Document.objects.get(record=abnormality.pk, paper="abnormality_report")
    assert paper.addressee == getattr(cast, party) == abnormality.holder
    assert paper.content["addressee"] == paper.content["decides"] == getattr(cast, party).name
