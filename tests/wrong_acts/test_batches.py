"""Does a program do by many steps in one call what it may not do one by one, or half of what it meant?"""

from __future__ import annotations

import json
from base64 import b64encode

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from trail.models import Event

BATCH = "/api/v1/batch/"


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def results(value="5"):
    day = NOW.date().isoformat()
    rows = [{"row": "Small parts", "value": "0"}, {"row": "Lead", "value": value}]
    return {"tested_from": day, "tested_to": day, "tested_at": "1 Test Road", "rows": rows}


def opening(commission):
    body = {"entrustment": commission.number, "entrusted": commission.live()[0].sample.number}
    return {"at": "reports/", "body": body}


def raw(cast, file):
    given.instrument(cast.laboratory, NOW)
    covered = {"results": ["Lead", "Small parts"], "instrument": "7", "kind": "sheet", "file": file}
    return {"at": "reports/#0/record/", "body": {**covered, "taken_on": NOW.date().isoformat()}}


def statuses(answer):
    assert answer.status_code == 200, answer.content
    return [step["status"] for step in answer.json()["steps"]]


def test_a_report_is_begun_entered_recorded_and_submitted_in_one_call(cast, program):
    commission = given.in_progress(cast, NOW)
    file = {"name": "sheet.png", "content": b64encode(picture().read()).decode()}
    steps = [opening(commission), {"at": "reports/#0/enter/", "body": results()}, raw(cast, file)]
    answer = program(cast.tester).post(BATCH, {"steps": [*steps, {"at": "reports/#0/submit/"}]})
    assert statuses(answer) == [201, 200, 200, 200] and answer.json()["kept"]
    report = Report.objects.get()
    assert answer.json()["steps"][-1]["state"]["code"] == report.state == "submitted"
    assert report.outcome == "conforming" and report.raw_records.exists()


def test_a_large_file_goes_as_a_part(cast, program):
    steps = [opening(given.in_progress(cast, NOW)), raw(cast, {"part": "curve"})]
    sent = {"batch": json.dumps({"steps": steps}), "curve": SimpleUploadedFile("c.png", picture().read())}
    assert statuses(program(cast.tester).post(BATCH, parts=sent)) == [201, 200]
    lacking = program(cast.tester).post(
        BATCH, parts={"batch": json.dumps({"steps": [raw(cast, {"part": "x"})]})}
    )
    assert statuses(lacking) == [424]


def test_what_is_refused_undoes_itself_alone_and_says_why(cast, program):
    report = given.begun(cast, NOW)
    at = f"reports/{report.number}"
    steps = [{"at": f"{at}/enter/", "body": results("nothing")}, {"at": f"{at}/enter/", "body": results()}]
    answer = program(cast.tester).post(
        BATCH, {"steps": [*steps, {"at": f"{at}/submit/"}, {"at": "reports/#0/enter/"}]}
    )
    assert statuses(answer) == [422, 200, 409, 424] and answer.json()["refused"] == 3
    wrong = answer.json()["steps"][0]["problem"]
    assert "rows[Lead].value" in wrong["errors"] and given.result_of(report).value == "5"


@pytest.mark.parametrize("how", ["dry_run", "all_or_nothing"])
def test_a_trial_and_half_a_batch_leave_nothing_behind(cast, program, how):
    report = given.begun(cast, NOW)
    lines = Event.objects.count()
    steps = [
        {"at": f"reports/{report.number}/enter/", "body": results()},
        {"at": f"reports/{report.number}/submit/"},
    ]
    answer = program(cast.tester).post(BATCH, {"steps": steps, how: True})
    assert statuses(answer) == [200, 409] and not answer.json()["kept"]
    assert not given.result_of(report).value and Event.objects.count() == lines


def test_what_was_sent_twice_is_done_once(cast, program):
    commission = given.in_progress(cast, NOW)
    lims, sent = program(cast.tester), {"steps": [opening(commission)]}
    first, again = (lims.post(BATCH, sent, key="k-1") for _time in range(2))
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert Report.objects.count() == 1


def test_what_is_not_theirs_is_refused_as_by_itself(cast, program):
    report = given.begun(cast, NOW)
    stranger = program(cast.other_tester)
    alone = [
        stranger.post(f"/api/v1/reports/{number}/enter/", results()) for number in (report.number, "TR-NEVER")
    ]
    steps = [{"at": f"reports/{number}/enter/", "body": results()} for number in (report.number, "TR-NEVER")]
    answer = stranger.post(BATCH, {"steps": steps})
    assert statuses(answer) == [404, 404] == [each.status_code for each in alone]
    assert [step["problem"] for step in answer.json()["steps"]] == [each.json() for each in alone]


def test_a_program_signs_nothing_in_a_batch_either(cast, program):
    report = given.submitted(cast, NOW)
    answer = program(cast.tester).post(BATCH, {"steps": [{"at": f"reports/{report.number}/review/"}]})
    assert statuses(answer) == [403] and Report.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({}, "steps"),
        ({"steps": []}, "steps"),
        ({"steps": [{"at": "reports/"}] * 201}, "steps"),
        ({"steps": ["reports/"]}, "steps[0]"),
        ({"steps": [{"at": "reports/", "method": "GET"}]}, "steps[0]"),
        ({"steps": [{"at": "reports/"}], "colour": "red"}, "colour"),
    ],
)
def test_what_is_no_batch_is_refused_whole(cast, program, sent, place):
    answer = program(cast.tester).post(BATCH, sent)
    assert answer.status_code == 422 and place in answer.json()["errors"]


@pytest.mark.parametrize(
    "at", ["", "batch/", "worklist/", "schemas/", "../../login/", "reports/x/", "nowhere/"]
)
def test_only_steps_and_openings_are_taken_so(cast, program, at):
    assert statuses(program(cast.tester).post(BATCH, {"steps": [{"at": at}]})) == [404]
