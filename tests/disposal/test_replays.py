"""Do those who were told before there were redacted reports get theirs? (4.2.2-e)"""

from __future__ import annotations

from io import StringIO

import time_machine
from django.core.management import call_command

from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from documents.models import Document
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given, given_notices
from trail.models import Event


def said(*options: str) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("redacted_reports", *options, stdout=out)
    return out.getvalue()


def before_the_upgrade(cast: Cast, monkeypatch) -> tuple[PlatformDisposal, ResultNotice]:
    """Sent when nothing was enclosed yet; one notice went out, the other is still prepared."""
    for place in ("compilations", "notices"):
        monkeypatch.setattr(f"disposal.actions.{place}.enclose", lambda *_said, **_more: None)
    notice = given_notices.sent(cast, NOW)
    return PlatformDisposal.objects.get(), notice


def test_a_preview_names_what_lacks_its_report_and_changes_nothing(cast, monkeypatch):
    disposal, notice = before_the_upgrade(cast, monkeypatch)
    events = Event.objects.count()
    text = said("--preview")
    for record in (disposal, notice):
        assert f"{record.kind} {record.number}: {notice.report.number}" in text
    assert "      2  redacted reports" in text
    assert Event.objects.count() == events and not Document.objects.filter(paper="redacted_report").exists()


def test_what_lacks_is_issued_once_stands_in_the_trail_and_is_read(cast, at_desk, monkeypatch):
    disposal, notice = before_the_upgrade(cast, monkeypatch)
    said()
    assert said() == "Nothing is missing.\n"
    papers = Document.objects.filter(paper="redacted_report")
    assert {paper.addressee for paper in papers} == {cast.platform, cast.merchant}
    for record in (disposal, notice):
        event = Event.objects.of("record", record.pk).get(verb="send a redacted report late")
        assert event.actor_kind == "system" and event.detail["note"] == notice.report.number
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.quality_officer).get(disposal.get_absolute_url()).content.decode()
    assert papers.get(record=disposal.pk).file_number in page


def test_what_has_its_report_is_left_alone(cast):
    given.disposal(cast, NOW)
    assert said() == "Nothing is missing.\n"
