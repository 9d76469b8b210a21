"""Can an item be tested by nobody knows whom? (L9)"""

from __future__ import annotations

import pytest

from accounts.addresses import code_of
from casework.flow import Refused
from inspection.laboratories.models import Qualification
from inspection.reports.actions import testing
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.given import result_of
from tests.inspection.given_certificates import qualified
from tests.inspection.walks import results_form

ELSEWHERE = "Far Institute, CMA 161120340456"


def enter(cast, post, who, entrustment):
    """The answer, and the report, where lead was tested by somebody else."""
    report = given.begun(cast, NOW, entrustment)
    away = {f"subcontracted_{code_of(result_of(report))}": who}
    return post(cast.tester, report, "enter", results_form(report, given.GOOD, **away)), report


@pytest.mark.parametrize(
    ("who", "allowed", "why"),
    [
        (ELSEWHERE, False, "does not allow subcontracting"),
        ("another laboratory", True, "number of its CMA certificate"),
        ("CMA", True, "number of its CMA certificate"),
        ("{own}, CMA 161120340456", True, "This is your own laboratory"),
        ("{other}", True, "has no CMA certificate that is valid on"),
    ],
)
def test_l9_an_item_is_not_tested_by_nobody_knows_whom(cast, post, who, allowed, why):
    entrustment = given.in_progress(cast, NOW, subcontracting=allowed)
    said = who.format(own=cast.laboratory.name, other=cast.other_laboratory.name)
    refused, report = enter(cast, post, said, entrustment)
    assert refused.status_code == 422 and why in refused.content.decode()
    assert not result_of(report).subcontracted and not result_of(report).value


def test_l9_a_registered_laboratory_needs_a_certificate_that_covers_the_item(cast, post):
    entrustment = given.in_progress(cast, NOW, subcontracting=True)
    qualified(cast, NOW, cast.other_laboratory)
    Qualification.objects.get(laboratory=cast.other_laboratory).scope.all().delete()
    refused, _report = enter(cast, post, cast.other_laboratory.name, entrustment)
    assert refused.status_code == 422 and "does not cover Lead" in refused.content.decode()


def test_l9_who_tested_it_stands_on_the_report(cast, post, see):
    entrustment = given.in_progress(cast, NOW, subcontracting=True)
    answer, report = enter(cast, post, ELSEWHERE, entrustment)
    assert answer.status_code == 302 and result_of(report).subcontracted == ELSEWHERE
    assert report.paper(NOW.date())["results"][0]["subcontracted"] == ELSEWHERE
    assert f"tested by {ELSEWHERE}" in see(cast.tester, report.get_absolute_url()).content.decode()


def test_l9_nor_does_a_correction_name_nobody(cast):
    report = given.submitted(cast, NOW)
    with pytest.raises(Refused, match="does not allow subcontracting"):
        given.proposed(cast, NOW, report, entry="subcontracted", new_value=ELSEWHERE)


def test_l9_the_act_itself_refuses_what_a_form_would(cast):
    report = given.begun(cast, NOW, given.in_progress(cast, NOW))
    row = {"value": "5", "subcontracted": ELSEWHERE}
    with pytest.raises(Refused, match="does not allow subcontracting"):
        testing.enter(report, rows={result_of(report).pk: row}, by=cast.tester, now=NOW)
