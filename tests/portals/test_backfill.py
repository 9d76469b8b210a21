"""Do records that ran before an upgrade get the clocks that the flow table gives them now? (W-17)"""

from __future__ import annotations

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from casework.actions import take
from casework.models import Deadline, Record
from documents.models import Service
from sampling.deliveries.actions import refunds
from sampling.deliveries.models.refunds import RefundDue
from tests.cast import refuse_the_portal
from tests.disposal import given
from tests.monitoring import given as risks
from tests.sampling import given as purchases
from trail.models import Event


def said(*options: str) -> str:
    out = StringIO()
    call_command("backfill_clocks", *options, stdout=out)
    return out.getvalue()


def running(record) -> set[str]:
    return set(Deadline.objects.running().filter(record_id=record.pk).values_list("term", flat=True))


def before_the_upgrade(cast, now):
    """A disposal that waited for the platform's click, on which no clock ran."""
    found = given.undelivered(cast, now)
    Deadline.objects.filter(record_id=found.pk).delete()
    Record.objects.filter(pk=found.pk).update(turn="quality_officer", holder=cast.platform, next_due_at=None)
    return found


def test_a_preview_says_what_is_missing_and_changes_nothing(cast, now):
    found = before_the_upgrade(cast, now)
    events = Event.objects.count()
    text = said("--preview")
    assert f"{found.number}: turn quality_officer → compiler" in text
    assert f"{found.number}: clock W-17 from 2026-11-25" in text
    found.refresh_from_db()
    assert (found.turn, running(found), Event.objects.count()) == ("quality_officer", set(), events)


def test_what_is_missing_is_put_right_in_the_trail_and_once(cast, now):
    found = before_the_upgrade(cast, now)
    said()
    found.refresh_from_db()
    assert (found.turn, found.holder, running(found)) == ("compiler", cast.center, {"W-17"})
    assert found.next_due_at is not None
    lines = Event.objects.of("record", found.pk).filter(verb="bring up to the flow table")
    assert lines.count() == 2
    assert "Nothing is missing." in said()


def test_what_was_served_already_is_delivered_from_that_day(cast, now):
    found = before_the_upgrade(cast, now)
    paper = found.documents.get(paper="platform_compilation")
    Service.objects.create(
        document=paper, addressee=cast.platform, method="electronic", served_on=now.date(), at=now
    )
    said()
    found.refresh_from_db()
    assert (found.state, found.delivered_on, running(found)) == ("received", now.date(), {"DL-03c"})


def a_notice_of_old(cast, now):
    """Sent without a paper; the time to answer began with that."""
    case = risks.assessed_case(cast, now, "notify", notified=[cast.platform])
    notice = case.notices.get()
    event = take("send_platform", notice, by=cast.collector, now=now, text=risks.NOTICE)
    clock = Deadline.objects.running().get(record_id=notice.pk)
    Deadline.objects.filter(pk=clock.pk).update(term="W-10", started_by=event)
    Record.objects.filter(pk=notice.pk).update(turn="quality_officer", holder=cast.platform)
    return notice


def test_a_notice_sent_without_a_paper_gets_it_and_its_time_begins_with_that(cast, now):
    notice = a_notice_of_old(cast, now - timedelta(days=5))
    assert "paper, not issued yet" in said("--preview")
    said()
    notice.refresh_from_db()
    assert (notice.state, running(notice), notice.documents.count()) == ("with_platform", {"W-10"}, 1)
    assert "Nothing is missing." in said()


def test_one_to_who_accepts_no_portal_is_for_the_center_to_serve(cast, now):
    refuse_the_portal(cast.platform)
    notice = a_notice_of_old(cast, now)
    text = said()
    notice.refresh_from_db()
    assert "no clock W-10 from" in text and "clock W-17 from" in text
    assert (notice.state, notice.turn, running(notice)) == ("at_platform", "collector", {"W-17"})


@pytest.mark.parametrize(
    ("step", "term"),
    [("propose_decision", "DL-24"), ("decide", "DL-25"), ("serve_decision", "W-18"), ("inspect", "DL-04")],
)
def test_a_case_gets_the_clock_that_a_step_long_past_begins(cast, now, step, term):
    case = given.case_at(step, cast, now)
    Deadline.objects.filter(record_id=case.pk, term=term).update(met_at=now)
    assert f"{case.number}: clock {term} from 2026-11-25" in said("--preview")
    said()
    assert term in running(case)
    assert "Nothing is missing." in said()


def test_what_a_person_dropped_stays_dropped(cast, now):
    case = given.passed_on(cast, now)
    assert running(case) == {"W-17"}
    assert "Nothing is missing." in said()


def test_the_time_to_refund_is_counted_as_the_law_has_it(cast, now):
    purchase = purchases.returned_purchase(cast, now)
    looked_up = Deadline.objects.running().get(record_id=purchase.pk)
    Deadline.objects.filter(pk=looked_up.pk).update(term="RC-05", count=15)
    RefundDue.objects.update(due_on=now.date())
    text = said()
    assert "no clock RC-05 from 2026-11-25" in text and "clock W-20 from 2026-11-25" in text
    assert (running(purchase), RefundDue.objects.get().due_on) == ({"W-20"}, None)


def test_a_clock_of_a_corrected_length_is_counted_anew_in_the_trail(cast, now):
    purchase = purchases.returned_purchase(cast, now)
    told = {"seller_received_on": now.date(), "proof": purchases.picture()}
    refunds.arrive(purchase, by=cast.buyer, now=now, **told)
    Deadline.objects.filter(term="RC-05").update(count=15, end="2026-12-10")
    assert "length of RC-05 from 2026-12-10 to 2026-12-02" in said("--preview")
    said()
    assert Deadline.objects.get(term="RC-05").end.isoformat() == "2026-12-02"
    assert Event.objects.of("record", purchase.pk).filter(verb="move a deadline").count() == 1


def test_a_claim_for_goods_that_never_came_is_due_in_seven_days(cast, now):
    purchases.failed(purchases.ordered_purchase(cast, now), cast, now, "seller_cancelled")
    claim = RefundDue.objects.get()
    assert claim.due_on == date(2026, 12, 2)
    RefundDue.objects.update(due_on="2026-12-10")
    assert "refund due from 2026-12-10 to 2026-12-02" in said()
    assert RefundDue.objects.get().due_on == claim.due_on
