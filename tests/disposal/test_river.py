"""Does one click lead from a failed report back to its risk signal, and on to its disposal?"""

from __future__ import annotations

from casework.river import above, below
from tests.disposal import given as disposing


def test_the_river_leads_from_a_failed_report_to_its_signal_and_on_to_its_disposal(cast, now):
    report = disposing.sent(cast, now).reports.get()
    kinds_above = {record.kind for record in above(report, cast.organiser)}
    assert kinds_above >= {"riskcase", "workplan", "scheme", "purchase", "sample", "entrustment"}
    assert {record.kind for record in below(report, cast.organiser)} >= {"compilation", "platformdisposal"}
    assert {record.kind for record in below(report, cast.quality_officer)} == {"platformdisposal"}


def test_the_page_of_a_report_leads_up_and_down_the_river(cast, now, at_desk):
    report = disposing.sent(cast, now).reports.get()
    page = at_desk(cast.organiser).get(report.get_absolute_url()).content.decode()
    for record in (*above(report, cast.organiser), *below(report, cast.organiser)):
        assert f'href="{record.get_absolute_url()}"' in page, record.kind
