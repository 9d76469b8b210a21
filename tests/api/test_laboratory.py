"""Can a laboratory's system do what its people do: take up a commission, and upload results?"""

from __future__ import annotations

import re
from base64 import b64encode
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.models import Document
from documents.tasks import render_document
from inspection.reports.models.reports import Report
from sampling.samples.models.samples import Sample
from tests.conftest import NOW
from tests.documents.conftest import picture
from tests.inspection import given
from tests.sealers import sealed, sealer


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.clause("4.2.3-b")
def test_results_are_uploaded_by_item_and_handed_in(cast, now, program):
    commission = given.in_progress(cast, now)
    lims = program(cast.tester)
    sample = commission.live()[0].sample.number
    opened = lims.post("/api/v1/reports/", {"entrustment": commission.number, "entrusted": sample})
    assert opened.status_code == 201, opened.content
    url = opened["Location"]
    assert url == opened.json()["url"]
    day = now.date().isoformat()
    entered = lims.post(
        f"{url}enter/",
        {
            "tested_from": day,
            "tested_to": day,
            "tested_at": "1 Test Road",
            "rows": [
                {"row": "Small parts", "value": "0"},
                {"row": "Lead", "value": "91", "lod": 5, "repeat": "92"},
            ],
        },
    )
    assert entered.status_code == 200, entered.content
    table = {row["item"]["text"]: row for row in entered.json()["tables"]["result"]["rows"]}
    assert table["Lead"]["verdict"] == "Non-conforming"
    sheet = {"name": "sheet.png", "content": b64encode(picture().read()).decode()}
    given.instrument(cast.laboratory, now)
    raw = {"kind": "sheet", "results": ["Lead", "Small parts"], "file": sheet, "instrument": "7"}
    recorded = lims.post(f"{url}record/", {**raw, "taken_on": day})
    assert recorded.status_code == 200, recorded.content
    submitted = lims.post(f"{url}submit/")
    assert submitted.status_code == 200, submitted.content
    assert submitted.json()["state"]["code"] == "submitted"
    report = Report.objects.get(number=opened.json()["number"])
    assert report.outcome == "non_conforming" and report.tester == lims.token.user


def test_a_step_tells_which_rows_it_asks_for_and_what_stands_in_them(cast, now, program):
    report = given.entered(cast, now)
    asked = program(cast.tester).get(f"/api/v1/reports/{report.number}/enter/").json()
    lead = next(row for row in asked["rows"]["rows"] if row["row"] == "Lead")
    fields = {field["name"]: field for field in lead["fields"]}
    assert fields["value"]["value"] == "<5" and fields["value"]["label"] == "Measured value"
    assert "conforming" in fields["verdict"]["schema"]["enum"]
    assert {field["name"] for field in asked["fields"]} >= {"tested_from", "tested_to", "tested_at"}


def seen(lims, url: str, name: str = "Lead") -> Any:
    """What the form shows of a row."""
    row = next(each for each in lims.get(url).json()["rows"]["rows"] if each["row"] == name)
    return next(field["value"] for field in row["fields"] if field["name"] == "seen")


def test_what_is_left_out_keeps_what_stands_there(cast, now, program):
    report = given.entered(cast, now, values=given.BAD)
    lims = program(cast.tester)
    url = f"/api/v1/reports/{report.number}/enter/"
    row = {"row": "Lead", "value": "4", "seen": seen(lims, url), "overrule": "Measured again."}
    answer = lims.post(url, {"rows": [row], "analysis": "Within the limit."})
    assert answer.status_code == 200, answer.content
    values = dict(report.results.values_list("name", "value"))
    assert values == {"Small parts": "0", "Lead": "4"}
    emptied = lims.post(url, {"rows": [{"row": "Lead", "value": None}]})
    assert emptied.status_code == 200
    assert report.results.get(name="Lead").value == ""


def test_what_is_wrong_is_told_by_the_place_where_it_stands(cast, now, program):
    report = given.begun(cast, now)
    answer = program(cast.tester).post(
        f"/api/v1/reports/{report.number}/enter/",
        {
            "tested_from": "2026-11-26",
            "tested_to": "soon",
            "tested_at": "1 Test Road",
            "colour": "red",
            "rows": [{"row": "Lead", "lod": "-1"}, {"row": "Gold"}, {"row": "Small parts", "weight": 3}],
        },
    )
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["title"] == "Unprocessable Content" and problem["status"] == 422
    assert set(problem["errors"]) == {
        "tested_from",
        "tested_to",
        "colour",
        "rows[Lead].lod",
        "rows[1].row",
        "rows[Small parts].weight",
    }
    assert "Lead" in problem["errors"]["rows[1].row"][0]
    assert not report.results.exclude(value="").exists()


@pytest.mark.clause("6.3-1")
def test_a_commission_is_taken_up_sample_by_sample(cast, now, program):
    commission = given.received(cast, now)
    Sample.objects.filter(pk=commission.live()[0].sample_id).update(seal_number="F-1")
    sample = commission.live()[0].sample.number
    checks = {"appearance": "unmarked", "condition": "whole", "seal": "intact", "influences": "none"}
    url = f"/api/v1/entrustments/{commission.number}/"
    lims = program(cast.receiver)
    undeclared = lims.post(f"{url}accept/", {"rows": [{"row": sample, **checks}]})
    assert undeclared.status_code == 422 and set(undeclared.json()["errors"]) == {"no_interest"}
    answer = lims.post(f"{url}accept/", {"rows": [{"row": sample, **checks}], "no_interest": True})
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"]["code"] == "accepted"
    assert commission.live()[0].seal == "intact"


def test_a_program_signs_nothing(cast, now, program):
    with pytest.raises(ValueError, match="may not hold"):
        program(cast.signatory)
    report = given.submitted(cast, now)
    lims = program(cast.tester)
    assert "review" not in [
        offer["step"] for offer in lims.get(f"/api/v1/reports/{report.number}/").json()["offers"]
    ]
    assert lims.post(f"/api/v1/reports/{report.number}/review/").status_code == 403


def test_no_key_of_the_database_is_in_what_is_shown(cast, now, program):
    report = given.entered(cast, now)
    shown = program(cast.tester).get(f"/api/v1/reports/{report.number}/").content.decode()
    keys = {report.pk, report.sample_id, report.entrustment_id, cast.laboratory.pk}
    assert not [key for key in keys if key > 99 and re.search(rf"(?<![\w.-]){key}(?![\w.-])", shown)]
    assert '"id"' not in shown and '"pk"' not in shown


def test_a_program_writes_over_no_colleague_whose_value_it_has_not_seen(cast, now, program):
    report = given.begun(cast, now)
    given.enter_one(report, "0.12", cast.tester, now)
    lims = program(given.colleague("Second tester", cast.laboratory, "tester"))
    url = f"/api/v1/reports/{report.number}/enter/"
    mine = {
        "tested_from": now.date().isoformat(),
        "tested_to": now.date().isoformat(),
        "tested_at": "1 Test Road",
    }
    row = {"row": "Lead", "value": "0.15"}
    refused = lims.post(url, {**mine, "rows": [row]})
    assert refused.status_code == 422
    assert (
        "Tester entered 0.12 at 10:00; you entered 0.15." in refused.json()["errors"]["rows[Lead].value"][0]
    )
    row |= {"seen": seen(lims, url)}
    unreasoned = lims.post(url, {**mine, "rows": [row]})
    assert unreasoned.status_code == 422 and "say why and save again" in unreasoned.content.decode()
    why = {"overrule": "A digit was misread."}
    assert lims.post(url, {**mine, "rows": [row | why]}).status_code == 200
    assert report.results.get(name="Lead").value == "0.15"


@pytest.mark.django_db(databases=["default", "log"])
def test_a_program_reads_that_the_report_came_back_sealed(cast, now, program, at_desk):
    report = given.issued(cast, now)
    paper = Document.objects.get(record=report.pk, paper="test_report")
    render_document(now, paper.pk)
    lims = program(cast.tester)

    def listed():
        papers = lims.get(f"/api/v1/reports/{report.number}/").json()["papers"]
        return next(each for each in papers if each["number"] == paper.file_number)

    def downloaded():
        return b"".join(lims.get(listed()["url"]).streaming_content)

    assert listed()["sealed"] == "no"
    pdf = sealed(downloaded(), sealer(paper.office.name))
    address, file = reverse("document-sealed", args=[paper.verify_token]), SimpleUploadedFile("s.pdf", pdf)
    assert at_desk(cast.signatory).post(address, {"file": file}).status_code == 302
    assert listed()["sealed"] == "yes" and downloaded() == pdf
