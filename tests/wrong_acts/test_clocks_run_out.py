"""Does lateness vanish by what whoever is late does next? By league and national report."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache

from casework.models import Deadline
from disposal.figures import of
from portals.dashboards import Asked, charts
from sharing.promptness import times
from tests.conftest import NOW
from tests.disposal import given, given_notices, given_turned
from tests.disposal.walks_letters import transfer_form
from tests.inspection import given as testing
from tests.inspection.walks import abnormality_form
from tests.sharing import given as sharing
from tests.swept import swept

LATER = NOW + timedelta(days=60)
PERIOD = (date(2026, 11, 1), date(2027, 1, 31))
WHY = {"note": "The platform is a good one.", "instead": "none"}


def late(viewer, name, now=LATER) -> int:
    """How many clocks of an organisation are late, met or not, by the league."""
    cache.clear()
    rows = charts(viewer.kind)["kept-organisations"](Asked(viewer, now)).rows
    return sum(row[1] - row[2] for row in rows if row[0] == name)


def overdue(cast) -> list[tuple[str, str, str]]:
    """What the report to the nation has as overdue: number, term and who is late."""
    return [(row["number"], row["term"], row["holder"]) for row in of(cast.center.pk, *PERIOD)["overdue"]]


@pytest.mark.parametrize("step", ["dispute", "transfer"])
def test_a_regulator_that_is_late_stays_late_when_the_case_goes_to_another(step, cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    swept(LATER)
    with time_machine.travel(LATER, tick=False):
        form = transfer_form(case, cast) if step == "transfer" else {"dispute_reason": "It is in Eastmoor."}
        assert given.press(at_desk(cast.county_officer), case, step, form).status_code == 302
        page = at_desk(cast.city_officer).get(case.get_absolute_url()).content.decode()
    assert late(cast.case_officer, cast.county.name) == 1
    assert (case.number, "DL-04", cast.county.name) in overdue(cast)
    assert of(cast.center.pk, *PERIOD)["cases_late"] == 1
    assert "overdue when its duty fell away" in page


def test_a_case_that_comes_back_brings_its_lateness_back_with_it(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    swept(LATER)
    back = {"regulator": cast.county, "assignment_reason": "It is there, as it was."}
    with time_machine.travel(LATER, tick=False):
        given.press(at_desk(cast.county_officer), case, "dispute", {"dispute_reason": "It is in Eastmoor."})
        assert given.press(at_desk(cast.city_officer), case, "assign", back).status_code == 302
    assert late(cast.case_officer, cast.county.name) == 1
    assert (case.number, "DL-04", cast.county.name) in overdue(cast)


def test_a_case_that_is_disputed_in_time_makes_nobody_late(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    with time_machine.travel(NOW, tick=False):
        given.press(at_desk(cast.county_officer), case, "dispute", {"dispute_reason": "It is in Eastmoor."})
    assert late(cast.case_officer, cast.county.name, NOW + timedelta(days=8)) == 0
    assert Deadline.objects.get(record=case.pk, term="DL-04").breached_at is None


def test_lateness_counts_though_nobody_swept_before_it_fell_away(cast, at_desk, now):
    case = given.case_at("inspect", cast, now)
    with time_machine.travel(LATER, tick=False):
        given.press(at_desk(cast.county_officer), case, "dispute", {"dispute_reason": "It is in Eastmoor."})
    assert late(cast.case_officer, cast.county.name) == 1


def test_a_late_laboratory_stays_late_when_it_reports_an_abnormality(cast, at_desk, now):
    found = testing.in_progress(cast, now)
    swept(LATER)
    with time_machine.travel(LATER, tick=False):
        form = {**abnormality_form(found, cast), "found_at": LATER.strftime("%Y-%m-%dT%H:%M")}
        assert given.press(at_desk(cast.tester), found, "report_abnormality", form).status_code == 302
        page = at_desk(cast.organiser).get("/").content.decode()
    found.refresh_from_db()
    assert found.state == "suspended" and found.next_due_at == found.deadlines.get(term="DL-06").due_at
    assert late(cast.leader, cast.laboratory.name) == 1
    assert found.number in page and "days overdue" in page


def test_an_officer_who_is_late_on_a_denial_stays_late_when_more_proof_is_asked_for(cast, at_desk, now):
    denial = given_notices.filed(cast, now)
    swept(LATER)
    before = late(cast.case_officer, cast.county.name)
    with time_machine.travel(LATER, tick=False):
        answer = given.press(at_desk(cast.county_third), denial, "ask", {"asked": "The purchase book."})
    assert answer.status_code == 302
    clock = Deadline.objects.get(record=denial.pk, term="W-12")
    assert clock.suspended_at is None and clock.breached_at is not None
    assert late(cast.case_officer, cast.county.name) == before > 0


def test_a_late_regulator_stays_late_while_a_turned_report_is_looked_at(cast, now):
    case = given.case_at("inspect", cast, now)
    swept(LATER)
    given_turned.turn(case, cast, LATER)
    assert case.state == "shaken" and (case.number, "DL-04", cast.county.name) in overdue(cast)


def test_who_takes_back_and_voids_an_overdue_disposal_does_not_void_its_lateness(cast, at_desk, now):
    found = given.disposal(cast, now)
    swept(LATER)
    before = late(cast.case_officer, cast.platform.name)
    with time_machine.travel(LATER, tick=False):
        for who, step in ((cast.leader, "take_back"), (cast.compiler, "void")):
            assert given.press(at_desk(who), found, step, WHY).status_code == 302
            assert late(cast.case_officer, cast.platform.name) == before > 0
    assert of(cast.center.pk, *PERIOD)["disposals_late"] == 1
    assert found.number in {number for number, *_rest in overdue(cast)}


def test_a_disposal_voided_in_time_makes_no_platform_late(cast, at_desk, now):
    found = given.disposal(cast, now)
    with time_machine.travel(NOW, tick=False):
        for who, step in ((cast.leader, "take_back"), (cast.compiler, "void")):
            assert given.press(at_desk(who), found, step, WHY).status_code == 302
    assert late(cast.case_officer, cast.platform.name) == 0
    assert of(cast.center.pk, *PERIOD)["disposals_late"] == 0


@pytest.mark.parametrize(("who", "step"), [("platform_sharing_officer", "withdraw"), ("leader", "void")])
def test_a_late_answer_to_a_share_request_stays_late_when_it_is_gone(who, step, cast, at_desk, now):
    request = sharing.asked(cast, now)
    swept(LATER)
    with time_machine.travel(LATER, tick=False):
        assert given.press(at_desk(getattr(cast, who)), request, step, WHY).status_code == 302
    assert [row.overdue for row in times(LATER)] == [1]
