"""Do records that ran before an upgrade get the clocks that the flow table gives them now? (W-17)"""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from casework.models import Deadline, Record
from documents.models import Service
from tests.disposal import given
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
