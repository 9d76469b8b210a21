"""Does a platform act, in time, far enough, and does it report? (6.4-2, 6.4-4)"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from casework.actions import take
from casework.flow import Refused
from casework.models import Notification
from casework.terms.count import SHANGHAI
from disposal.actions import consequences
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import feedback_form, finish_form, measure_form, verify_form
from tests.documents.conftest import picture
from tests.swept import swept

TODAY = NOW.date()


def page(client, record) -> str:
    return str(client.get(record.get_absolute_url()).content.decode())


@pytest.mark.clause("6.4-2", "6.4-4", "4.2.4-a", "4.2.4-b")
def test_a_platform_handles_and_reports_by_http(cast, at_desk, now):
    found = given.disposal(cast, now)
    with time_machine.travel(NOW, tick=False):
        platform = at_desk(cast.quality_officer)
        for step, form in (("receive", {}), ("handle", {}), ("measure", measure_form(found, cast))):
            assert given.press(platform, found, step, form).status_code == 302
        assert found.deadlines.get(term="DL-03c").end == date(2026, 11, 26)
        assert given.press(platform, found, "finish", finish_form(found, cast)).status_code == 302
        assert given.press(platform, found, "feed_back", feedback_form(found, cast)).status_code == 302
        assert "Quality rule 7" in page(at_desk(cast.compiler), found)
        assert (
            given.press(at_desk(cast.compiler), found, "verify", verify_form(found, cast)).status_code == 302
        )
    found.refresh_from_db()
    assert (found.state, found.fed_back_on) == ("closed", TODAY)
    assert found.deadlines.get(term="DL-01").met_at == NOW


@pytest.mark.parametrize(
    ("level", "term", "end"),
    [
        ("", "DL-03", date(2026, 12, 2)),
        ("other", "DL-03", date(2026, 12, 2)),
        ("high", "DL-03b", date(2026, 11, 27)),
        ("serious", "DL-03c", date(2026, 11, 26)),
    ],
)
def test_the_greater_the_risk_the_shorter_the_time_to_handle(cast, now, level, term, end):
    found = given.undelivered(cast, now)
    found.level = level
    found.save(update_fields=["level"])
    consequences.acknowledge(found, by=cast.quality_officer, now=now)
    running = found.deadlines.running().get()
    assert (running.term, running.end) == (term, end)
    assert found.next_due_at == running.due_at


def test_the_five_days_are_calendar_days_from_the_day_of_finishing(cast):
    found = given.done(cast, datetime(2026, 4, 28, 15, tzinfo=SHANGHAI))
    clock = found.deadlines.get(term="DL-01")
    assert (clock.count, clock.unit, clock.end) == (5, "calendar", date(2026, 5, 6))


def test_the_five_days_run_from_the_day_of_finishing_not_of_entering(cast, now):
    found = given.received(cast, now - timedelta(days=8))
    take("handle", found, by=cast.quality_officer, now=now - timedelta(days=7))
    given.measure(found, cast, now - timedelta(days=7))
    consequences.finish(found, by=cast.quality_officer, now=now, handled_on=date(2026, 11, 20))
    clock = found.deadlines.get(term="DL-01")
    assert (clock.raw_end, clock.end) == (date(2026, 11, 25), date(2026, 11, 25))


@pytest.mark.clause("6.4-4")
def test_a_late_platform_is_marked_and_escalated_and_still_reports(cast, at_desk, now):
    found = given.done(cast, now)
    later = NOW + timedelta(days=7)
    Notification.objects.all().delete()
    assert swept(later) >= 1
    told = Notification.objects.filter(record=found.pk, event__verb="overdue").values_list("user", flat=True)
    own = (cast.quality_officer, cast.platform_administrator)
    assert set(told) == {viewer.user.pk for viewer in (*own, cast.case_officer, cast.compiler)}
    with time_machine.travel(later, tick=False):
        assert "2 days overdue" in page(at_desk(cast.case_officer), found)
        answer = given.press(at_desk(cast.quality_officer), found, "feed_back", feedback_form(found, cast))
        assert answer.status_code == 302
        assert "met late" in page(at_desk(cast.compiler), found)
    assert found.deadlines.get(term="DL-01").breached_at == later


def test_a_platform_that_does_not_handle_in_time_is_escalated_too(cast, now):
    found = given.received(cast, now)
    swept(NOW + timedelta(days=30))
    told = Notification.objects.filter(record=found.pk, event__clause="DL-03c").values_list("user", flat=True)
    assert cast.case_officer.user.pk in told


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"evidence": ""}, "This field is required."),
        ({"amount": "100"}, "Only a forfeited penalty has an amount"),
        ({"measure": "forfeit"}, "Enter the amount that was forfeited."),
        ({"measure": "forfeit", "amount": "-1"}, "greater than or equal to 0"),
        ({"asked_on": "", "carried_out_by": "shop"}, "Enter when the shop was urged to act."),
        ({"done_on": TODAY + timedelta(days=1)}, "This lies in the future"),
        ({"done_on": TODAY - timedelta(days=1)}, "before it was asked for"),
        ({"items": []}, "This field is required."),
        ({"internal_rule": ""}, "This field is required."),
    ],
)
def test_a_measure_is_refused_beside_the_field(cast, at_desk, now, changes, sentence):
    found = given.handling(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = measure_form(found, cast, **changes)
        answer = given.press(at_desk(cast.quality_officer), found, "measure", form)
    assert answer.status_code == 422 and sentence in answer.content.decode().replace("&#x27;", "'")
    assert not found.measures.exists()


def test_the_deed_refuses_what_the_form_refuses(cast, now):
    found = given.handling(cast, now)
    with pytest.raises(Refused, match="Only a forfeited penalty"):
        given.measure(found, cast, now, amount=100)
    given.measure(found, cast, now, measure="warn", carried_out_by="platform", asked_on=None)
    with pytest.raises(Refused, match="Less was done than proposed"):
        consequences.finish(found, by=cast.quality_officer, now=now, handled_on=TODAY)


def test_nothing_is_finished_without_a_measure(cast, at_desk, now):
    found = given.handling(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = finish_form(found, cast) | {"below_reason": "None needed."}
        answer = given.press(at_desk(cast.quality_officer), found, "finish", form)
    assert answer.status_code == 409 and "No measure has been entered yet" in answer.content.decode()


def test_less_than_proposed_needs_a_reason(cast, at_desk, now):
    found = given.handling(cast, now)
    given.measure(found, cast, now, measure="warn")
    with time_machine.travel(NOW, tick=False):
        platform = at_desk(cast.quality_officer)
        answer = given.press(platform, found, "finish", finish_form(found, cast))
        assert answer.status_code == 422 and "Less was done than proposed" in answer.content.decode()
        form = finish_form(found, cast) | {"below_reason": "Never sold."}
        assert given.press(platform, found, "finish", form).status_code == 302


def test_each_product_needs_a_measure_of_its_own(cast, now):
    reports = [given.failed_report(cast, now) for _ in range(2)]
    found = given.handling(cast, now, reports=reports)
    first, second = found.items.all()
    given.measure(found, cast, now, items=[first])
    assert found.short() == [second]
    given.measure(found, cast, now, items=[second])
    assert found.short() == []


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(1, "This lies in the future"), (-1, "before the delivery of the report")],
)
def test_the_day_of_finishing_lies_between_receipt_and_today(cast, at_desk, now, days, sentence):
    found = given.measured(cast, now)
    with time_machine.travel(NOW, tick=False):
        form = {"handled_on": TODAY + timedelta(days=days)}
        answer = given.press(at_desk(cast.quality_officer), found, "finish", form)
    assert answer.status_code == 422 and sentence in answer.content.decode()


def test_the_handling_is_not_finished_before_its_last_measure(cast, now):
    found = given.received(cast, now - timedelta(days=3))
    take("handle", found, by=cast.quality_officer, now=now)
    given.measure(found, cast, now)
    with pytest.raises(Refused, match="A measure was done later"):
        consequences.finish(found, by=cast.quality_officer, now=now, handled_on=TODAY - timedelta(days=1))


def test_the_center_verifies_only_what_is_gone_and_stays_gone(cast, at_desk, now):
    found = given.fed_back(cast, now)
    with time_machine.travel(NOW, tick=False):
        compiler = at_desk(cast.compiler)
        for name in ("unreachable", "not_relisted", "check_account"):
            form = {key: value for key, value in verify_form(found, cast).items() if key != name}
            assert given.press(compiler, found, "verify", form).status_code == 422
        form = verify_form(found, cast) | {"checked_on": TODAY - timedelta(days=1)}
        assert "check after that" in given.press(compiler, found, "verify", form).content.decode()
        form = verify_form(found, cast) | {"checked_on": TODAY + timedelta(days=1)}
        assert "lies in the future" in given.press(compiler, found, "verify", form).content.decode()


def test_no_more_orders_are_refunded_than_were_concerned(cast, at_desk, now):
    found = given.done(cast, now)
    form = feedback_form(found, cast) | {"refunded": 13}
    answer = given.press(at_desk(cast.quality_officer), found, "feed_back", form)
    assert answer.status_code == 422 and "More orders cannot have been refunded" in answer.content.decode()


def test_a_product_that_is_still_on_sale_goes_back_and_needs_a_new_measure(cast, at_desk, now):
    found = given.fed_back(cast, now)
    later = NOW + timedelta(days=1)
    with time_machine.travel(later, tick=False):
        given.press(at_desk(cast.compiler), found, "reopen", {"note": "It is back."})
        answer = given.press(at_desk(cast.quality_officer), found, "finish", {"handled_on": later.date()})
        assert answer.status_code == 409
        form = measure_form(found, cast, measure="remove", evidence=picture())
        assert given.press(at_desk(cast.quality_officer), found, "measure", form).status_code == 302
        answer = given.press(at_desk(cast.quality_officer), found, "finish", {"handled_on": later.date()})
    assert answer.status_code == 302
    assert found.deadlines.filter(term="DL-03c").count() == 2


def test_a_dispute_does_not_stop_the_clock(cast, now):
    found = given.disputed(cast, now)
    assert found.holder == cast.center
    assert found.deadlines.running().get(term="DL-03c").suspended_at is None


@pytest.mark.parametrize("stranger", ["other_quality_officer", "tester", "other_compiler", "county_officer"])
def test_strangers_see_neither_page_nor_evidence(cast, at_desk, now, stranger):
    found = given.fed_back(cast, now)
    client = at_desk(getattr(cast, stranger))
    assert client.get(found.get_absolute_url()).status_code == 404
    assert given.press(client, found, "verify").status_code == 404
    assert client.get(found.measures.get().evidence.get_absolute_url()).status_code == 404


def test_only_the_platform_handles_and_only_the_center_verifies(cast, at_desk, now):
    found = given.fed_back(cast, now)
    assert given.press(at_desk(cast.quality_officer), found, "verify").status_code == 403
    assert given.press(at_desk(cast.case_officer), found, "verify").status_code == 403
    assert given.press(at_desk(cast.compiler), found, "measure").status_code == 403


def test_the_page_asks_few_questions_of_the_database(cast, at_desk, now, django_assert_max_num_queries):
    found = given.handling(cast, now, reports=[given.failed_report(cast, now) for _ in range(3)])
    for item in found.items.all():
        given.measure(found, cast, now, items=[item])
    client = at_desk(cast.quality_officer)
    client.get(reverse("home"))
    with django_assert_max_num_queries(45):
        assert client.get(found.get_absolute_url()).status_code == 200
