"""Is an action that a program asks for twice done once?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
import time_machine

from casework.api.once import forget
from casework.models import Answered
from casework.tasks import forget_answers
from disposal.models.disposals import PlatformDisposal
from monitoring.risks.models.signals import RiskSignal
from tests.api.conftest import Program
from tests.conftest import NOW
from tests.disposal import given
from tests.documents.conftest import picture
from tests.races import runners
from tests.sharing import given as sharing
from trail.models import Event


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def test_the_same_request_under_the_same_key_gets_the_same_answer_and_does_nothing_more(cast, now, program):
    disposal = given.disposal(cast, now)
    system = program(cast.quality_officer)
    url = f"/api/v1/disposals/{disposal.number}/receive/"
    first = system.post(url, key="receipt-1")
    again = system.post(url, key="receipt-1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json() and again["Idempotency-Replayed"] == "true"
    assert Event.objects.of("record", disposal.pk).filter(verb="receive").count() == 1
    assert system.post(url, key="receipt-2").status_code == 409


def test_a_key_belongs_to_one_request(cast, now, program):
    disposal = given.disposal(cast, now)
    system = program(cast.quality_officer)
    url = f"/api/v1/disposals/{disposal.number}/"
    assert system.post(f"{url}receive/", key="one").status_code == 200
    other = system.post(f"{url}handle/", key="one")
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["errors"]
    disposal.refresh_from_db()
    assert disposal.state == "received"


def test_the_keys_of_one_program_are_nothing_to_another(cast, now, program):
    disposal = given.disposal(cast, now)
    url = f"/api/v1/disposals/{disposal.number}/receive/"
    assert program(cast.quality_officer).post(url, key="one").status_code == 200
    assert program(cast.other_quality_officer).post(url, key="one").status_code == 404
    assert program(cast.quality_officer).post(url, key="one").status_code == 409


def test_a_retry_gets_its_answer_though_the_record_is_no_longer_to_be_seen(cast, now, program):
    request = sharing.asked(cast, now)
    better = sharing.live(cast, now, "finding_figures")
    holder = program(cast.laboratory_sharing_officer)
    url = f"/api/v1/share-requests/{request.number}/"
    said = {"resource": better.number, "reason": "The center holds it."}
    first = holder.post(f"{url}pass_on/", said, key="gone")
    assert first.status_code == 204, first.content
    assert holder.get(url).status_code == 404
    again = holder.post(f"{url}pass_on/", said, key="gone")
    assert (again.status_code, again.content) == (first.status_code, first.content)


def test_what_failed_may_be_asked_again_under_its_key(cast, now, program):
    disposal = given.handling(cast, now)
    system = program(cast.quality_officer)
    url = f"/api/v1/disposals/{disposal.number}/"
    measure = {"measure": "recall", "carried_out_by": "platform", "internal_rule": "7"}
    assert system.post(f"{url}measure/", measure, key="m").status_code == 422
    assert not Answered.objects.exists()
    parts = {**measure, "done_on": now.date().isoformat(), "evidence": picture()}
    assert system.post(f"{url}measure/", parts=parts, key="m").status_code == 200


def test_files_are_told_apart_by_their_content_not_by_how_they_were_wrapped(cast, now, program):
    disposal = given.handling(cast, now)
    system = program(cast.quality_officer)
    url = f"/api/v1/disposals/{disposal.number}/measure/"
    sent = {"measure": "recall", "carried_out_by": "platform", "internal_rule": "7", "done_on": "2026-11-25"}
    for _ in range(2):
        assert system.post(url, parts={**sent, "evidence": picture()}, key="m").status_code == 200
    other = system.post(url, parts={**sent, "evidence": picture(size=(9, 9))}, key="m")
    assert other.status_code == 422
    assert disposal.measures.count() == 1


@pytest.mark.parametrize("key", ["", "x" * 121, "a\tb"])
def test_a_program_must_send_a_key_and_a_person_need_not(key, cast, now, program, at_desk):
    disposal = given.disposal(cast, now)
    url = f"/api/v1/disposals/{disposal.number}/receive/"
    answer = program(cast.quality_officer).post(url, key=key)
    assert answer.status_code == 400 and "Idempotency-Key" in answer.json()["detail"]
    assert at_desk(cast.quality_officer).post(url, "{}", content_type="application/json").status_code == 200


def test_answers_are_forgotten_after_thirty_days(cast, now, program):
    disposal = given.disposal(cast, now)
    program(cast.quality_officer).post(f"/api/v1/disposals/{disposal.number}/receive/")
    assert forget(now + timedelta(days=30)) == 0
    with time_machine.travel(now + timedelta(days=31), tick=False):
        assert forget_answers() == 1
    assert not Answered.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_eight_twins_at_once_one_does_the_deed_and_all_get_its_answer(cast, now, program):
    disposal = given.disposal(cast, now)
    first = program(cast.quality_officer)
    url = f"/api/v1/disposals/{disposal.number}/receive/"
    twins = [partial(Program(first.token, first.key).post, url, key="once") for _ in range(8)]
    with runners(8) as at_once:
        answers = at_once(twins)
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert Event.objects.of("record", disposal.pk).filter(verb="receive").count() == 1
    assert PlatformDisposal.objects.get().state == "received" and Answered.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_twins_that_report_a_risk_at_once_one_is_taken_down(cast, now, program):
    first = program(cast.quality_officer)
    sent = {
        "source_ref": "12",
        "center": cast.center.name,
        "product": "Kettle",
        "category": "05",
        "hazard_item": "Leakage current",
        "hazard_type": "electrical",
        "scope": "single_shop",
        "degree": "high",
        "trigger": "health_safety",
    }
    twins = [
        partial(Program(first.token, first.key).post, "/api/v1/signals/", sent, key="k") for _ in range(8)
    ]
    with runners(8) as at_once:
        answers = at_once(twins)
    assert {answer.status_code for answer in answers} == {201}, answers[0].content
    assert RiskSignal.objects.count() == 1
