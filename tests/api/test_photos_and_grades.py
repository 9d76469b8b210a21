"""Does a program decide on photos, send amended reports on and set grades, under the rules of the pages?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code
from catalogue.models import SeverityChange
from disposal.models.photos import PhotoDecision
from documents.models import Document
from monitoring.followups.models import FollowUp
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given, given_photos
from tests.disposal.test_disclosure import amended
from tests.monitoring.walls import follow_up

# A look is logged on a connection of its own.
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])
MASK = {"x": "10", "y": "20", "width": "30", "height": "40"}


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@logged
def test_a_program_decides_on_a_photo_once_it_has_fetched_the_picture(cast, now):
    sent, program = given_photos.sent(cast, now), issue(cast.compiler)
    listed = program.get(reverse("api-report-photos", args=[sent.report.number])).json()
    [row] = [each for each in listed if each["token"] == sent.photo.token]
    assert (row["released"], row["standing"]) == (None, "")
    form = {"decision": "release", "shown": row["sha256"], "standing": "", "masks": [MASK]}
    unseen = program.post(row["decide"], form)
    assert unseen.status_code == 409 and "You have not looked at this photo" in unseen.json()["detail"]
    assert program.get(row["picture"]).status_code == 200
    assert program.post(row["decide"], form).status_code == 204
    decision = PhotoDecision.objects.get()
    assert decision.released and decision.masks == [["10", "20", "30", "40"]]
    stale = program.post(row["decide"], {**form, "decision": "withhold", "ground": "person"})
    assert stale.status_code == 409 and "Somebody has decided" in stale.json()["detail"]


@logged
def test_a_program_that_withholds_a_photo_says_why_in_words_for_all(cast, now):
    sent, program = given_photos.sent(cast, now), issue(cast.compiler)
    url = reverse("api-report-photo", args=[sent.report.number, sent.photo.token])
    form = {"decision": "withhold", "shown": sent.photo.sha256, "reason": "Lin's desk."}
    answer = program.post(url, form)
    assert answer.status_code == 422 and "ground" in answer.json()["errors"]


def test_a_program_sends_an_amended_report_on(cast, now):
    disposal, program = given.disposal(cast, now), issue(cast.compiler)
    url = reverse("api-redacted-renew", args=[disposal.kind, disposal.number])
    assert program.post(url).status_code == 409
    amended(cast, disposal.items.get().report, now)
    assert issue(cast.quality_officer).post(url).status_code == 403
    assert program.post(url, {}).status_code == 422
    assert program.post(url, given.HASTY).status_code == 204
    assert Document.objects.filter(paper="redacted_report", superseded_by__isnull=False).count() == 1


def test_programs_read_grades_and_people_who_sign_set_them_through_the_same_twins(cast, at_desk, now):
    item = given.failed_report(cast, now).failing[0].item
    program = issue(cast.compiler)
    rows = program.get(reverse("api-severities"), category=item.category.code).json()
    assert {row["code"]: row["severity"] for row in rows}[code("test_item", item.pk)] == item.severity
    other = {"serious": "ordinary", "ordinary": "serious"}[item.severity]
    form, url = (
        {"severity": other, "reason": "GB 6675: lead is toxic."},
        reverse("api-severity", args=[item.pk]),
    )
    assert program.post(url, form).status_code == 403
    assert at_desk(cast.chair).post(url, form, content_type="application/json").status_code == 204
    assert SeverityChange.objects.get().severity == other
    change = {"serious_none": "high", "reason": "After the year's review."}
    url = reverse("api-grade-table-change")
    assert at_desk(cast.leader).post(url, change, content_type="application/json").status_code == 204
    shown = program.get(reverse("api-grade-table")).json()["cells"]
    hazards = ("serious", "high", "medium", "low", "")
    assert [shown["serious"][hazard] for hazard in hazards] == ["serious", "serious", "high", "high", "high"]
    assert [shown["ordinary"][hazard] for hazard in hazards] == ["high", "high", "other", "other", "other"]


def test_a_program_keeps_an_outcome_apart_with_a_reason(cast, now):
    [pk] = follow_up(cast, now).names
    program, url = issue(cast.collector), reverse("api-follow-up", args=[pk])
    assert [row["code"] for row in program.get(reverse("api-follow-ups")).json()] == [code("follow_up", pk)]
    assert program.post(url, {"choice": "apart"}).status_code == 422
    assert program.post(url, {"choice": "apart", "reason": "Another year."}).status_code == 204
    assert FollowUp.objects.get().reason == "Another year."
    assert program.get(reverse("api-follow-ups")).json() == []
