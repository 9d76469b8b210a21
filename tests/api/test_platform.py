"""Can a platform's system feed back what was done, and report what it found itself?"""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.urls import reverse

from monitoring.risks.models.signals import RiskSignal
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture
from trail.models import Event


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.clause("6.4-2", "6.4-4", "4.2.4-b")
def test_feedback_is_filed_from_receipt_to_report(cast, now, program):
    disposal = given.disposal(cast, now)
    shop_system = program(cast.quality_officer)
    waiting = shop_system.get("/api/v1/worklist/").json()
    assert [row["number"] for row in waiting] == [disposal.number]
    url = waiting[0]["url"]
    for step in ("receive", "handle"):
        assert shop_system.post(f"{url}{step}/").status_code == 200
    products = [row["product"]["sub"] for row in shop_system.get(url).json()["tables"]["item"]["rows"]]
    day = now.date().isoformat()
    measure = {
        "items": products,
        "measure": "remove",
        "carried_out_by": "platform",
        "asked_on": day,
        "done_on": day,
        "internal_rule": "Quality rule 7",
    }
    evidence = {"name": "delisted.png", "content": base64.b64encode(picture().read()).decode()}
    measured = shop_system.post(f"{url}measure/", {**measure, "evidence": evidence})
    assert measured.status_code == 200, measured.content
    other = {**measure, "measure": "delist", "evidence": picture()}
    again = shop_system.post(f"{url}measure/", parts=other)
    assert again.status_code == 200, again.content
    assert [file["name"] for file in again.json()["files"]] == ["delisted.png", "photo.png"]
    assert shop_system.post(f"{url}finish/", {"handled_on": day}).status_code == 200
    told = shop_system.post(
        f"{url}feed_back/", {"orders": 12, "refunded": 3, "contact": "Li", "contact_phone": "0571-3000000"}
    )
    assert told.status_code == 200, told.content
    assert told.json()["state"]["code"] == "fed_back"
    disposal.refresh_from_db()
    assert disposal.orders == 12 and disposal.measures.count() == 2


def test_a_file_that_is_not_what_it_says_is_refused_beside_its_field(cast, now, program):
    disposal = given.handling(cast, now)
    fake = {"name": "a.png", "content": base64.b64encode(b"no picture").decode()}
    url = f"/api/v1/disposals/{disposal.number}/measure/"
    shop_system = program(cast.quality_officer)
    for sent in (fake, {"name": "a.png", "content": "§"}, "a.png"):
        answer = shop_system.post(url, {"evidence": sent})
        assert answer.status_code == 422 and "evidence" in answer.json()["errors"]


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
def test_papers_and_files_are_read_through_the_api_and_the_read_is_logged(cast, now, program):
    disposal = given.measured(cast, now)
    shop_system = program(cast.quality_officer)
    file = shop_system.get(f"/api/v1/disposals/{disposal.number}/").json()["files"][0]
    assert file["url"].startswith("/api/v1/files/")
    answer = shop_system.get(file["url"])
    assert answer.status_code == 200 and answer["Content-Type"] == "image/png"
    read = Event.objects.filter(verb="download a file").get()
    assert read.actor_id == shop_system.token.user_id
    assert program(cast.other_quality_officer).get(file["url"]).status_code == 404


def reported(cast: Cast, now: datetime) -> dict[str, Any]:
    """A risk that a platform found, as its program sends it."""
    return {
        "source_ref": "Internal sampling 12",
        "collected_at": now.isoformat(),
        "center": cast.center.name,
        "product": "Kettle",
        "category": "05",
        "hazard_item": "Leakage current",
        "hazard_type": "electrical",
        "scope": "single_shop",
        "degree": "high",
        "trigger": "health_safety",
        "injury": "Electric shock",
    }


@pytest.mark.clause("4.2.4-c")
def test_a_platform_reports_a_risk_it_found(cast, now, program):
    shop_system = program(cast.quality_officer)
    sent = reported(cast, now)
    answer = shop_system.post("/api/v1/signals/", sent)
    assert answer.status_code == 201, answer.content
    signal = RiskSignal.objects.get(number=answer.json()["number"])
    assert signal.organisation == cast.platform and signal.state == "submitted"
    assert signal.collector == shop_system.token.user
    listed = shop_system.get("/api/v1/signals/", state="submitted").json()["results"]
    assert [one["number"] for one in listed] == [signal.number]
    assert program(cast.other_quality_officer).get(answer["Location"]).status_code == 404
    assert program(cast.buyer).post("/api/v1/signals/", sent).status_code == 403
    assert answer["Location"] == reverse("api-signal", args=[signal.number])


def test_a_program_that_sends_a_risk_a_second_time_says_that_it_is_another(cast, now, program):
    shop_system, sent = program(cast.quality_officer), reported(cast, now)
    first, again = (shop_system.post("/api/v1/signals/", sent) for _n in range(2))
    assert again.status_code == 422 and first.json()["number"] in str(again.json()["errors"])
    several = shop_system.post("/api/v1/signals/several/", {"signals": [sent]}).json()
    assert several["taken"] == 0 and "really_another" in several["results"][0]["problems"]
    assert shop_system.post("/api/v1/signals/", sent | {"really_another": True}).status_code == 201


def test_a_program_reads_that_a_signal_was_voided_and_why(cast, now, program):
    sent = reported(cast, now)
    url = program(cast.quality_officer).post("/api/v1/signals/", sent)["Location"]
    assert program(cast.quality_officer).get(url).json()["voided"] is None
    void = f"{url}void/"
    assert program(cast.quality_officer).post(void, {"reason": "Of another province."}).status_code == 403
    assert program(cast.collector).post(void, {"reason": "none"}).status_code == 422
    assert program(cast.collector).post(void, {"reason": "Of another province."}).status_code == 204
    told = program(cast.quality_officer).get(url).json()
    assert told["state"]["code"] == "voided" and told["voided"]["reason"] == "Of another province."
