"""Can risk information that was taken in by mistake be taken back, and can none be made to vanish?"""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.roles import Role
from casework.models import Notification, Outbox
from catalogue.models import Finding
from disposal import figures
from monitoring.imports.actions import imports
from monitoring.imports.actions.platform_names import unknown
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.actions import matters, voidings
from monitoring.risks.actions.signals import detach, open_case, register
from monitoring.risks.models.matters import Footprint
from monitoring.risks.models.signals import RiskSignal
from monitoring.tasks import void_rest_task
from portals.dashboards import Asked
from portals.dashboards.center import signals
from sharing.sources import SOURCES
from tests.cast import person
from tests.conftest import NOW
from tests.monitoring import given
from tests.monitoring.imports.test_import import BOOK
from tests.monitoring.imports.test_long_imports import checks
from tests.monitoring.list_samples import upload
from trail.models import Event

pytestmark = pytest.mark.django_db
WHY = {"reason": "The file of another province was chosen."}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


def there(one: RiskSignal, action: str) -> str:
    return f"{one.get_absolute_url()}{action}/"


def of_a_platform(cast: Any, **more: Any) -> RiskSignal:
    data = {**given.signal_data(cast, NOW), "channel": "c", "center": cast.center, **more}
    return register(by=cast.quality_officer, now=NOW, **data)


def imported(at_desk: Any, viewer: Any, name: str = "检查.csv") -> Any:
    file = upload(name, checks(3))
    return at_desk(viewer).post(reverse("signal-import"), {"channel": "c", "file": file})


def test_what_was_taken_in_by_mistake_is_voided_and_why_stays_with_it(cast, at_desk):
    signal = given.submitted_signal(cast, NOW)
    desk = at_desk(cast.collector)
    assert there(signal, "void") in desk.get(signal.get_absolute_url()).text
    assert desk.post(there(signal, "void"), WHY).status_code == 302
    page = desk.get(signal.get_absolute_url()).text
    assert WHY["reason"] in page and "Voided" in page and there(signal, "void") not in page
    event = Event.objects.of("signal", signal.pk).get(verb=voidings.VOID)
    assert (event.moved_from, event.moved_to, event.detail) == ("submitted", "voided", WHY)
    assert signal.number in desk.get(reverse("signals"), {"state": "voided"}).text


def test_nobody_voids_without_saying_why(cast, at_desk):
    signal = given.submitted_signal(cast, NOW)
    for said in ("", "无", "作废", "voided"):
        assert at_desk(cast.collector).post(there(signal, "void"), {"reason": said}).status_code == 422
    assert RiskSignal.objects.get().state == "submitted"


def test_what_belongs_to_a_case_is_taken_out_there_before_it_is_voided(cast, at_desk):
    case = given.registered_case(cast, NOW)
    signal, desk = case.signals.get(), at_desk(cast.collector)
    answer = desk.post(there(signal, "void"), WHY)
    assert answer.status_code == 409 and case.number in answer.text
    assert there(signal, "void") not in desk.get(signal.get_absolute_url()).text
    detach(case, signals=[signal], note="Another matter.", by=cast.collector, now=NOW)
    assert desk.post(there(signal, "void"), WHY).status_code == 302


def test_who_did_not_receive_it_voids_nothing(cast, at_desk):
    signal = given.submitted_signal(cast, NOW)
    for who in (cast.leader, cast.planner, cast.case_officer, cast.nation_officer):
        assert at_desk(who).post(there(signal, "void"), WHY).status_code == 403, who
    for who in (cast.other_collector, cast.quality_officer, cast.tester):
        assert at_desk(who).post(there(signal, "void"), WHY).status_code == 404, who
    assert RiskSignal.objects.get().state == "submitted"


def test_a_platform_takes_back_nothing_that_the_center_relies_on_and_reads_why_it_was_voided(cast, at_desk):
    signal, desk = of_a_platform(cast), at_desk(cast.quality_officer)
    assert desk.post(there(signal, "void"), WHY).status_code == 403
    assert f"Ask {cast.center} to void" in desk.get(signal.get_absolute_url()).text
    at_desk(cast.collector).post(there(signal, "void"), WHY)
    assert WHY["reason"] in desk.get(signal.get_absolute_url()).text
    told = Notification.objects.filter(user=cast.quality_officer.user, event__verb=voidings.VOID)
    assert told.get().url == signal.get_absolute_url()


def test_nothing_vanishes_before_the_leader_hears_of_it(cast, at_desk):
    signal = given.submitted_signal(cast, NOW)
    at_desk(person("hasty", cast.center, Role.COLLECTOR)).post(there(signal, "void"), WHY)
    told = Notification.objects.filter(event__verb=voidings.VOID)
    assert {note.user for note in told} == {cast.leader.user, cast.collector.user}
    for who in (cast.chair, cast.leader, cast.case_officer, cast.nation_officer):
        assert WHY["reason"] in at_desk(who).get(signal.get_absolute_url()).text


def test_what_is_void_counts_in_no_figure_and_goes_into_no_case(cast, at_desk):
    one, other = (given.submitted_signal(cast, NOW) for _n in range(2))
    desk = at_desk(cast.collector)
    assert other.number in desk.get(one.get_absolute_url()).text
    desk.post(there(other, "void"), WHY)
    assert other.number not in desk.get(one.get_absolute_url()).text
    assert not Footprint.objects.filter(signal=other).exists()
    assert figures.of(cast.center.pk, NOW.date(), NOW.date())["signals"] == 1
    case = {"product": "x", "hazard_item": "y", "category": cast.category, "signals": other.number}
    assert desk.post(reverse("signal-case"), case).status_code == 422
    pages = {
        each: desk.get(reverse("signal-case"), {"signal": each}).text for each in (one.number, other.number)
    }
    assert [f"{number}</textarea>" in page for number, page in pages.items()] == [True, False]


def test_a_worker_that_compares_late_finds_nothing_that_is_void(cast, at_desk):
    one, void = (given.submitted_signal(cast, NOW) for _n in range(2))
    voidings.void(void, **WHY, by=cast.collector, now=NOW)
    matters.catch_up(cast.center.pk, one.pk, void.pk)
    assert [left.signal for left in Footprint.objects.all()] == [one]
    matters.footprint([void])  # it was at work already when the other was voided
    assert void.number not in at_desk(cast.collector).get(one.get_absolute_url()).text


def test_what_is_void_is_told_to_no_other_party_and_in_no_chart(cast):
    kept, void = given.submitted_signal(cast, NOW), given.submitted_signal(cast, NOW, platform="Nowhere")
    voidings.void(void, **WHY, by=cast.collector, now=NOW)
    [month] = SOURCES["risk_figures"].rows(cast.center, cast.province)
    assert month["signals"] == 1
    cache.clear()
    assert sum(sum(row[1:]) for row in signals(Asked(cast.leader, NOW)).rows) == 1
    assert unknown(cast.collector, NOW) == [] and kept.state == "submitted"


def test_a_failed_line_of_a_notice_comes_in_again_and_its_finding_is_one(cast):
    for _again in range(2):
        imports.import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=NOW)
    wrong = RiskSignal.objects.get()
    voidings.void(wrong, **WHY, by=cast.collector, now=NOW)
    again = imports.import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=NOW)
    assert (again.signals, again.findings, Finding.objects.count()) == (1, 0, 2)
    assert RiskSignal.objects.get(state="submitted").fingerprint == wrong.fingerprint


def test_a_draft_that_is_thrown_away_stays_with_its_own_organisation(cast, at_desk):
    draft, desk = of_a_platform(cast, submit_now=False), at_desk(cast.quality_officer)
    assert there(draft, "discard") in desk.get(draft.get_absolute_url()).text
    assert desk.post(there(draft, "discard")).status_code == 302
    assert "Discarded draft" in desk.get(draft.get_absolute_url()).text
    for action in ("submit", "discard", "take-over"):
        assert desk.post(there(draft, action)).status_code in (403, 409), action
    assert at_desk(cast.collector).get(draft.get_absolute_url()).status_code == 404
    assert draft.number not in at_desk(cast.nation_officer).get(reverse("signals")).text


def test_what_was_submitted_is_not_thrown_away_as_a_draft(cast, at_desk):
    signal = given.submitted_signal(cast, NOW)
    assert at_desk(cast.collector).post(there(signal, "discard")).status_code == 409


@pytest.mark.parametrize("state", ["submitted", "draft"])
def test_no_statement_brings_back_what_is_void(cast, at_desk, state):
    signal = given.submitted_signal(cast, NOW, submit_now=state == "submitted")
    at_desk(cast.collector).post(there(signal, "void" if state == "submitted" else "discard"), WHY)
    for change in (f"state = '{state}', voiding_id = NULL", "product = 'x'", "line = '9'"):
        with pytest.raises(DatabaseError, match="stays so"), transaction.atomic():
            connection.cursor().execute(f"UPDATE monitoring_risksignal SET {change}")


def test_no_statement_voids_what_belongs_to_a_case(cast):
    given.registered_case(cast, NOW)
    void = "UPDATE monitoring_risksignal SET state = 'discarded', case_id = NULL"
    with pytest.raises(DatabaseError, match="in one step"), transaction.atomic():
        connection.cursor().execute(void)


def test_a_file_that_was_a_mistake_is_voided_whole_but_for_what_belongs_to_a_case(cast, at_desk):
    imported(at_desk, cast.collector)
    first, *rest = RiskSignal.objects.order_by("pk")
    apart = given.submitted_signal(cast, NOW)
    facts = {"product": "Kettle", "hazard_item": "leak", "summary": "It leaks.", "category": cast.category}
    open_case(by=cast.collector, now=NOW, signals=[first], **facts)
    origin, desk = SignalImport.objects.get(), at_desk(cast.collector)
    void = reverse("signal-origin-void", args=[origin.token])
    assert void in desk.get(origin.get_absolute_url()).text
    assert desk.post(void, {"reason": "无"}).status_code == 422
    assert desk.post(void, WHY).status_code == 302
    states = RiskSignal.objects.order_by("pk").values_list("state", flat=True)
    assert [*states] == ["attached", *["voided"] * len(rest), "submitted"]
    left = Footprint.objects.exclude(signal=None).values_list("signal", flat=True)
    assert {*left} == {first.pk, apart.pk}
    done = Event.objects.of(voidings.FILE, origin.pk).get(verb=voidings.VOID_FILE)
    assert (done.detail["signals"], done.actor_id) == (len(rest), cast.collector.user.pk)
    page = desk.get(origin.get_absolute_url()).text
    assert WHY["reason"] in page and void not in page and desk.post(void, WHY).status_code == 409
    assert WHY["reason"] in desk.get(rest[0].get_absolute_url()).text


def test_a_long_file_is_voided_by_a_worker(cast, at_desk, monkeypatch):
    imported(at_desk, cast.collector)
    monkeypatch.setattr(voidings, "AT_ONCE", 0)
    origin = SignalImport.objects.get()
    at_desk(cast.collector).post(reverse("signal-origin-void", args=[origin.token]), WHY)
    assert set(RiskSignal.objects.values_list("state", flat=True)) == {"submitted"}
    void_rest_task(Outbox.objects.get(task="monitoring.void_rest").pk)
    assert set(RiskSignal.objects.values_list("state", flat=True)) == {"voided"}


def test_the_same_line_comes_in_again_after_the_voiding_and_each_leads_to_the_other(cast, at_desk):
    imported(at_desk, cast.collector)
    desk = at_desk(cast.collector)
    old = RiskSignal.objects.earliest("pk")
    desk.post(there(old, "void"), WHY)
    imported(at_desk, cast.collector)
    fresh = RiskSignal.objects.latest("pk")
    assert fresh.pk != old.pk and fresh.fingerprint == old.fingerprint and fresh.state == "submitted"
    assert old.number in desk.get(fresh.get_absolute_url()).text
    assert fresh.number in desk.get(old.get_absolute_url()).text
    many = RiskSignal.objects.count()
    imported(at_desk, cast.collector)
    assert RiskSignal.objects.count() == many


def test_who_hands_in_a_draft_that_a_second_tab_discarded_reads_that_it_was_not_sent(cast, at_desk, now):
    draft, desk = given.submitted_signal(cast, now, submit_now=False), at_desk(cast.collector)
    assert desk.post(f"{draft.get_absolute_url()}discard/").status_code == 302
    for answer in (
        desk.post(f"{draft.get_absolute_url()}submit/"),
        desk.get(f"{draft.get_absolute_url()}edit/"),
    ):
        assert answer.status_code == 409 and "was discarded: nothing of it was sent in" in answer.text
