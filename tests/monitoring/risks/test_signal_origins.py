"""Does a signal say out of which file and line it came, however the file came in?"""

from __future__ import annotations

import hashlib

import pytest
from django.urls import reverse

from accounts.models import System
from monitoring.imports.actions.imports import import_signals
from monitoring.origins.models.intakes import Intake
from monitoring.origins.models.origins import SignalImport
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring import given
from tests.monitoring.imports.test_columns import said
from tests.monitoring.imports.test_import import BOOK
from tests.monitoring.imports.test_long_imports import _short, checks, sent, work
from tests.monitoring.list_samples import COMPLAINTS, upload
from tests.monitoring.notice_samples import text

pytestmark = pytest.mark.django_db
CONTENT = text(*COMPLAINTS).encode()
DIGEST = hashlib.sha256(CONTENT).hexdigest()
__all__ = ["_short"]


def at_once(at_desk, viewer, **more):
    data = {"channel": "a", "file": upload("投诉.csv", CONTENT), **more}
    return at_desk(viewer).post(reverse("signal-import"), data)


def test_a_file_taken_in_at_once_stands_on_the_page_of_each_signal(cast, at_desk):
    page = at_once(at_desk, cast.collector).text
    origin, desk = SignalImport.objects.get(), at_desk(cast.collector)
    assert origin.get_absolute_url() in page and not Intake.objects.exists()
    told = [(one.source_ref, one.line) for one in RiskSignal.objects.order_by("pk")]
    assert told[0] == ("TS1", "text · 2")
    for signal in RiskSignal.objects.all():
        page = desk.get(signal.get_absolute_url()).text
        assert "投诉.csv" in page and DIGEST in page and origin.get_absolute_url() in page
        assert signal.number in desk.get(origin.get_absolute_url()).text


def test_a_trial_and_what_breaks_off_leave_nothing(cast, at_desk):
    at_once(at_desk, cast.collector, dry_run="on")
    assert not SignalImport.objects.exists() and not RiskSignal.objects.exists()


def test_a_notice_says_sheet_and_line(cast, at_desk, now):
    import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now)
    page = at_desk(cast.collector).get(RiskSignal.objects.get().get_absolute_url()).text
    assert "notice.xlsx" in page and RiskSignal.objects.get().line.endswith(" · 4")


@pytest.mark.usefixtures("_short")
def test_what_a_worker_took_in_leads_whoever_takes_files_in_to_the_kept_file(cast, at_desk):
    kept = sent(at_desk, cast.collector, checks(2))
    work()
    origin = SignalImport.objects.get(intake=kept)
    assert kept.get_absolute_url() in at_desk(cast.collector).get(origin.get_absolute_url()).text
    assert origin.get_absolute_url() in at_desk(cast.collector).get(kept.get_absolute_url()).text
    page = at_desk(cast.leader).get(origin.get_absolute_url())
    assert page.status_code == 200 and kept.get_absolute_url() not in page.text


def test_what_a_person_said_of_the_columns_leads_to_its_file(cast, at_desk):
    said(at_desk, cast.collector)
    assert set(RiskSignal.objects.values_list("origin__name", "origin__by")) == {
        ("导出.csv", cast.collector.user.pk)
    }


def test_a_platforms_file_is_open_to_the_center_and_regulators_read_its_name(cast, at_desk):
    content = checks(2).decode().replace("某平台", cast.platform.name).encode()
    data = {"center": cast.center, "file": upload("自查.csv", content)}
    at_desk(cast.quality_officer).post(reverse("signal-import"), data)
    origin, signal = SignalImport.objects.get(), RiskSignal.objects.earliest("pk")
    for who, status in (("quality_officer", 200), ("collector", 200), ("other_quality_officer", 404)):
        assert at_desk(getattr(cast, who)).get(origin.get_absolute_url()).status_code == status
    page = at_desk(cast.nation_officer).get(signal.get_absolute_url()).text
    assert "自查.csv" in page and origin.get_absolute_url() not in page


def test_what_a_feed_brought_says_so(cast, at_desk, now):
    import_signals(CONTENT, "热线 1", "a", by=System(), center=cast.center, now=now)
    page = at_desk(cast.collector).get(SignalImport.objects.get().get_absolute_url()).text
    assert "A feed" in page and "热线 1" in page


def test_what_was_taken_down_by_hand_came_out_of_no_file(cast, at_desk, now):
    signal = given.submitted_signal(cast, now)
    assert "Where it came from" not in at_desk(cast.collector).get(signal.get_absolute_url()).text
