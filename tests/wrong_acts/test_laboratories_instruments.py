"""Is anything measured with an instrument that was not calibrated, or is not the laboratory's? (6.3-5)"""

from __future__ import annotations

import html
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from casework.flow import Refused
from casework.models import Notification
from inspection.corrections.actions import corrections
from inspection.instruments import actions
from inspection.instruments.models import Calibration, Instrument
from inspection.reports.models.raws import RawRecord
from inspection.tasks import warn_of_calibrations
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from tests.inspection.walks import raw_form
from trail.models import Event

TODAY = NOW.date()
YESTERDAY = TODAY - timedelta(days=1)
LIST, NEW = reverse("instruments"), reverse("instrument-new")
WHY = {"reason": "Its label was read wrongly."}
CALIBRATION = {"calibrated_by": "Institute", "certificate": "K-9"}
SEEING = ("tester", "organiser", "planner")
OTHERS = ("other_tester", "other_organiser", "other_planner")
NEVER = "was not calibrated on 2026-11-25"


def said(answer) -> str:
    return html.unescape(answer.text)


def days(begins, ends) -> dict[str, str]:
    return {"calibrated_on": begins.isoformat(), "valid_until": ends.isoformat(), **CALIBRATION}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.clause("6.3-5")
def test_a_raw_record_names_the_instrument_and_the_calibration_on_which_it_was_relied(cast, post, see):
    report = given.begun(cast, NOW)
    assert post(cast.tester, report, "record", raw_form(report)).status_code == 302
    raw = report.raw_records.get()
    assert (raw.instrument, raw.calibration) == ("ICP-MS 7", Calibration.objects.get())
    Instrument.objects.update(name="Renamed")
    page = said(see(cast.reviewer, report.get_absolute_url()))
    assert "ICP-MS 7" in page and "calibrated until 2027-10-26" in page and "entered later" not in page


@pytest.mark.parametrize(
    ("span", "last"),
    [
        ({"valid_until": YESTERDAY}, "(last valid until: 2026-11-24)"),
        ({"calibrated_on": TODAY + timedelta(days=1)}, "(last valid until: –)"),
    ],
)
def test_l16_nothing_is_measured_the_day_after_a_calibration_ended_or_before_it_began(cast, post, span, last):
    report = given.begun(cast, NOW)
    given.instrument(cast.laboratory, NOW, **span)
    answer = post(cast.tester, report, "record", raw_form(report))
    assert answer.status_code == 422 and NEVER in said(answer) and last in said(answer)
    assert "test again with an instrument that is" in said(answer) and not report.raw_records.exists()


def test_l16_on_the_last_day_of_its_calibration_an_instrument_is_relied_on(cast, post):
    report = given.begun(cast, NOW)
    given.instrument(cast.laboratory, NOW, valid_until=TODAY)
    assert post(cast.tester, report, "record", raw_form(report)).status_code == 302


def test_l16_nor_with_an_instrument_of_another_laboratory(cast, post):
    report, other = given.begun(cast, NOW), given.instrument(cast.other_laboratory, NOW)
    answer = post(cast.tester, report, "record", raw_form(report, instrument=other))
    assert answer.status_code == 422 and not report.raw_records.exists()


def test_l16_nor_with_one_that_was_used_no_longer(cast, post):
    report, found = given.begun(cast, NOW), given.instrument(cast.laboratory, NOW)
    Instrument.objects.filter(pk=found.pk).update(ended_on=YESTERDAY)
    assert post(cast.tester, report, "record", raw_form(report)).status_code == 422
    assert not report.raw_records.exists()


def test_l16_a_program_is_refused_the_same_by_number(cast, program):
    report = given.begun(cast, NOW)
    given.instrument(cast.laboratory, NOW, valid_until=YESTERDAY)
    given.instrument(cast.other_laboratory, NOW, number="8")
    raw = {"kind": "sheet", "results": ["Lead"], "taken_on": TODAY.isoformat()}
    url, lims = f"/api/v1/reports/{report.number}/record/", program(cast.tester)
    for number, reason in (("7", NEVER), ("8", "is not among what can be chosen")):
        answer = lims.post(url, {**raw, "file": {"name": "a.png", "content": "aGk="}, "instrument": number})
        assert answer.status_code == 422 and reason in answer.json()["errors"]["instrument"][0]


def test_l16_a_calibration_entered_after_the_record_s_day_is_shown_to_who_signs(cast, post, see):
    report, found = given.begun(cast, NOW), given.instrument(cast.laboratory, NOW)
    Calibration.objects.filter(instrument=found).delete()
    later = NOW + timedelta(days=2)
    assert post(cast.tester, report, "record", raw_form(report)).status_code == 422
    actions.calibrate(
        found, by=cast.tester, now=later, calibrated_on=YESTERDAY, valid_until=TODAY, **CALIBRATION
    )
    assert post(cast.tester, report, "record", raw_form(report), now=later).status_code == 302
    for viewer in (cast.tester, cast.reviewer, cast.signatory):
        assert "calibration entered later, on 2026-11-27" in said(see(viewer, report.get_absolute_url()))


def test_l16_a_corrected_value_was_measured_with_a_calibrated_instrument_too(cast, at_desk):
    report = given.submitted(cast, NOW)
    given.instrument(cast.laboratory, NOW)
    Calibration.objects.update(valid_until=TODAY)
    later = NOW + timedelta(days=1)
    lead: dict[str, Any] = {
        "result": given.result_of(report),
        "entry": "value",
        "new_value": "91",
        "reason": "A digit.",
    }
    with pytest.raises(Refused, match="was not calibrated on 2026-11-26"):
        corrections.propose(
            report=report, by=cast.tester, now=later, file=picture(), taken_on=later.date(), **lead
        )


def test_a_tester_keeps_the_instruments_and_their_calibrations(cast, at_desk):
    desk = at_desk(cast.tester)
    made = desk.post(NEW, {"number": "B-1", "name": "Balance", "model": "XS"})
    found = Instrument.objects.get()
    url = reverse("instrument", args=[found.pk])
    assert made.url == f"{url}calibrate/" and found.laboratory == cast.laboratory
    assert desk.post(made.url, days(TODAY, TODAY + timedelta(days=20))).url == url
    assert desk.post(f"{url}change/", {"number": "B-2", "name": "Balance"}).status_code == 422
    assert desk.post(f"{url}change/", {"number": "B-2", "name": "Balance", **WHY}).status_code == 302
    page = said(desk.get(url))
    assert "K-9" in page and "2026-12-15" in page and "Its label was read wrongly." in page
    assert "2026-11-25 10:00" in page and "+00:00" not in page
    assert "number of the instrument B-1 → B-2" in page
    assert desk.post(f"{url}end/", {"on": TODAY.isoformat(), "reason": "It broke for good."}).url == url
    assert "last used on 2026-11-25" in said(desk.get(LIST)) and Instrument.objects.count() == 1
    assert Event.objects.of("instrument", found.pk).count() == 4


@pytest.mark.parametrize(
    "wrong",
    [
        days(TODAY + timedelta(days=1), TODAY + timedelta(days=9)),
        days(TODAY, YESTERDAY),
        days(TODAY, TODAY.replace(year=TODAY.year + 10)),
        {**days(TODAY, TODAY), "calibrated_by": "无"},
        {**days(TODAY, TODAY), "certificate": "已校准"},
    ],
)
def test_l16_a_calibration_that_says_nothing_or_holds_for_ever_opens_no_instrument(cast, at_desk, wrong):
    found = given.instrument(cast.laboratory, NOW)
    url = reverse("instrument-calibrate", args=[found.pk])
    assert at_desk(cast.tester).post(url, wrong).status_code == 422
    assert found.calibrations.count() == 1


def test_l16_two_instruments_of_a_laboratory_have_not_one_number(cast, at_desk):
    given.instrument(cast.laboratory, NOW)
    answer = at_desk(cast.tester).post(NEW, {"number": "7", "name": "Balance"})
    assert answer.status_code == 409 and "give each its own" in said(answer)


@pytest.mark.parametrize("name", ["other_tester", "reviewer", "signatory", "organiser", "planner"])
def test_l16_nobody_else_keeps_the_instruments_of_a_laboratory(cast, at_desk, name):
    found, desk = given.instrument(cast.laboratory, NOW), at_desk(getattr(cast, name))
    for route, form in (
        ("instrument-change", {"number": "9", "name": "Mine", **WHY}),
        ("instrument-calibrate", days(TODAY, TODAY)),
        ("instrument-end", {"on": TODAY.isoformat(), **WHY}),
    ):
        assert desk.post(reverse(route, args=[found.pk]), form).status_code in (403, 404)
    found.refresh_from_db()
    assert (found.number, found.ended_on, found.calibrations.count()) == ("7", None, 1)


def test_another_laboratory_and_a_platform_see_no_instrument(cast, at_desk):
    url = reverse("instrument", args=[given.instrument(cast.laboratory, NOW).pk])
    given.sent(cast, NOW)
    desks = {name: at_desk(getattr(cast, name)) for name in (*SEEING, *OTHERS, "quality_officer")}
    seen = {
        name: ("ICP-MS" in desk.get(LIST).text, desk.get(url).status_code) for name, desk in desks.items()
    }
    assert seen == {
        **dict.fromkeys(SEEING, (True, 200)),
        **dict.fromkeys(OTHERS, (False, 404)),
        "quality_officer": (False, 403),
    }


def test_a_laboratory_is_told_once_before_a_calibration_runs_out(cast):
    given.instrument(cast.laboratory, NOW, valid_until=TODAY + timedelta(days=30))
    given.instrument(cast.laboratory, NOW, number="8", valid_until=TODAY + timedelta(days=31))
    given.instrument(cast.laboratory, NOW, number="9", valid_until=YESTERDAY)
    assert (warn_of_calibrations(), warn_of_calibrations()) == (1, 0)
    note = Notification.objects.get()
    assert (note.user, note.title) == (cast.tester.user, "ICP-MS 7: calibrated until 2026-12-25")
    assert note.url == reverse("instrument", args=[Instrument.objects.get(number="7").pk])
    assert not RawRecord.objects.exists()


def withdrawn(at_desk, cast, **changes):
    """Post that the calibration of the laboratory's instrument was entered wrongly; the answer."""
    found = Calibration.objects.get()
    at = reverse("instrument-withdraw", args=[found.instrument_id])
    return at_desk(cast.tester).post(at, {"calibration": found, "reason": "Of another device.", **changes})


def test_what_was_measured_on_a_calibration_that_is_withdrawn_is_not_signed(cast, at_desk, post):
    report = given.reviewed(cast, NOW)
    assert withdrawn(at_desk, cast).status_code == 302
    answer = post(cast.signatory, report, "sign")
    assert answer.status_code == 409 and "was measured was withdrawn: measure it again" in said(answer)
    report.refresh_from_db()
    assert report.state == "reviewed"


def test_the_center_is_told_of_a_report_that_was_issued_on_it(cast, at_desk, see):
    report = given.issued(cast, NOW)
    assert withdrawn(at_desk, cast).status_code == 302
    told = Notification.objects.get(event__verb=actions.WITHDRAW, user=cast.organiser.user)
    assert report.number in told.title and told.url == report.get_absolute_url()
    page = said(at_desk(cast.organiser).get(reverse("instrument", args=[Instrument.objects.get().pk])))
    assert "withdrawn on 2026-11-25: Of another device." in page and "not calibrated" in page


def test_a_calibration_is_withdrawn_once_by_its_laboratory_and_for_a_reason(cast, at_desk):
    given.instrument(cast.laboratory, NOW)
    assert withdrawn(at_desk, cast, reason="").status_code == 422
    at = reverse("instrument-withdraw", args=[Instrument.objects.get().pk])
    for name in ("other_tester", "organiser", "signatory"):
        sent = {"calibration": Calibration.objects.get(), "reason": "Of another device."}
        assert at_desk(getattr(cast, name)).post(at, sent).status_code in (403, 404)
    assert withdrawn(at_desk, cast).status_code == 302
    assert withdrawn(at_desk, cast).status_code == 422
    assert not Instrument.objects.get().calibration_on(TODAY)


def test_nothing_is_measured_with_an_instrument_whose_calibration_was_withdrawn(cast, at_desk, post):
    report = given.begun(cast, NOW)
    given.instrument(cast.laboratory, NOW)
    withdrawn(at_desk, cast)
    answer = post(cast.tester, report, "record", raw_form(report))
    assert answer.status_code == 422 and NEVER in said(answer)
