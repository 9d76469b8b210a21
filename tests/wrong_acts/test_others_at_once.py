"""What becomes of work, films and failed tasks when two press at once, or name another's? (A10)"""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
import time_machine

from accounts.roles import Role
from casework.deadlines import recounts
from casework.flow import Forbidden, Refused
from casework.models import Outbox, Recount
from casework.work import charge, jobs, outbox
from documents.discards import discard
from monitoring.risks.models.signals import RiskSignal, SignalFile
from tests.api.conftest import issue
from tests.cast import person
from tests.conftest import NOW
from tests.documents.test_uploads import brought
from tests.monitoring.risks.test_evidence import taken_down
from tests.monitoring.risks.test_outcomes import SIGNAL
from tests.races import runners
from tests.wrong_acts.test_others_work import file_of_listings
from trail.models import Event

at_once = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _today(settings, tmp_path):
    settings.UPLOAD_ROOT, settings.UPLOAD_CHUNK = tmp_path, 40_000
    with time_machine.travel(NOW, tick=False):
        yield


def with_film(cast: Any, who: Any, token: str) -> Any:
    body = {**SIGNAL, "submit_now": True, "category": cast.category.code, "evidence": [{"upload": token}]}
    return issue(who).post("/api/v1/signals/", body)


def test_a10_nobody_proves_anything_by_a_film_that_somebody_else_sent(cast, at_desk):
    film = brought(at_desk(cast.verifier))
    by_program = with_film(cast, cast.collector, film.token)
    assert by_program.status_code == 403 and "Somebody else sent this film" in by_program.json()["detail"]
    assert taken_down(cast, at_desk, evidence_upload=film.token).status_code == 403
    film.refresh_from_db()
    assert film.used_at is None and not RiskSignal.objects.exists()


def test_a10_one_film_is_used_once(cast, at_desk):
    film = brought(at_desk(cast.collector))
    assert taken_down(cast, at_desk, evidence_upload=film.token).status_code == 302
    taken_down(cast, at_desk, evidence_upload=film.token, source_ref="complaint 4712")
    assert SignalFile.objects.get().size == film.size


def test_a10_the_deed_itself_asks_who_answers_for_a_file(cast):
    file = file_of_listings(cast)
    colleague = person("second_organiser", cast.center, Role.ORGANISER)
    with pytest.raises(Forbidden):
        discard(file, reason="Not mine.", by=colleague, now=NOW)


@at_once
def test_a10_two_who_stop_at_once_stop_it_once(cast):
    asked = recounts.begin("W-13", "Shorter.", cast.approver, NOW)
    with runners(2) as both:
        done = both([lambda: jobs.stop(Recount.objects.get(), by=cast.approver, now=NOW)] * 2)
    assert sum(isinstance(one, Refused) for one in done) == 1
    assert Event.objects.of("recount", asked.pk).filter(verb="stop work").count() == 1


@at_once
def test_a10_of_two_who_take_it_over_at_once_one_is_told_that_the_other_has_it(cast):
    asked = recounts.begin("W-13", "Shorter.", cast.approver, NOW)
    two = [person(name, cast.province, Role.APPROVER) for name in ("second_approver", "third_approver")]
    with runners(2) as both:
        both([partial(charge.take_over, Recount.objects.get(), by=who, now=NOW) for who in two])
    asked.refresh_from_db()
    taken = list(Event.objects.of("recount", asked.pk).filter(verb="take work over"))
    last, first = taken
    assert last.actor_id == asked.in_charge_id and last.detail["before"] == first.actor_id


@at_once
def test_a10_failed_work_that_two_let_be_tried_anew_at_once_is_tried_once(cast):
    row = outbox.promise("documents.render", NOW, document=0)
    Outbox.objects.filter(pk=row.pk).update(tries=5, sent_at=NOW, error="ValueError: x")
    keeper = cast.regulator_administrator
    with runners(2) as both:
        both([lambda: outbox.retry(Outbox.objects.get(), by=keeper, now=NOW)] * 2)
    assert Event.objects.filter(verb="retry work").count() == 1
