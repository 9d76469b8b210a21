"""What could a dishonest or hasty laboratory do, and what keeps it from being done unseen? (L)"""

from __future__ import annotations

import pytest

from inspection.models import Result
from tests.conftest import NOW
from tests.inspection import given
from tests.inspection.walks import raw_form, results_form
from tests.monitoring import given as monitoring


def lacks_a_raw_record(report, cast) -> None:
    """One more item was tested of which nothing was written down."""
    item = monitoring.test_item(cast, "Cadmium", unit="mg/kg", limit_high=75)
    Result.objects.create(
        report=report,
        item=item,
        position=3,
        name=item.name,
        value="1",
        judged="conforming",
        verdict="conforming",
    )


def test_l5_a_report_is_not_submitted_until_each_item_has_a_raw_record(cast, post):
    report = given.begun(cast, NOW)
    post(cast.tester, report, "enter", results_form(report, given.GOOD))
    answer = post(cast.tester, report, "submit")
    assert answer.status_code == 409 and "Add the raw record of Lead." in answer.content.decode()
    lead = given.result_of(report)
    assert post(cast.tester, report, "record", raw_form(report, results=[])).status_code == 422
    post(cast.tester, report, "record", raw_form(report, results=[lead.pk]))
    page = post(cast.tester, report, "submit").content.decode()
    assert "Add the raw record of Small parts." in page and "Add the raw record of Lead." not in page
    assert report.state == "entering"


@pytest.mark.parametrize(("state", "step"), [("reviewed", "sign"), ("signed", "issue")])
def test_l5_a_report_is_neither_signed_nor_issued_without_the_raw_record_of_an_item(cast, post, state, step):
    report = getattr(given, state)(cast, NOW)
    lacks_a_raw_record(report, cast)
    answer = post(cast.signatory, report, step)
    assert answer.status_code == 409 and "Add the raw record of Cadmium." in answer.content.decode()
    assert (report.state, report.documents.count()) == (state, 0)


def test_l5_the_raw_record_of_another_report_covers_nothing(cast, post):
    other, report = given.entered(cast, NOW), given.begun(cast, NOW)
    form = raw_form(report, results=[result.pk for result in other.results.all()])
    assert post(cast.tester, report, "record", form).status_code == 422
    assert not report.raw_records.exists()
