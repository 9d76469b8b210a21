"""Does a notice become findings and signals, once, with every line it refuses named?"""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from accounts.models import System
from casework.flow import Forbidden
from catalogue.models import Finding
from documents.incoming.grids import Unknown, Unreadable
from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.notice_samples import BAD, GOOD, HEADER, NOTICES, TITLE, real, workbook
from trail.models import Event

pytestmark = pytest.mark.django_db
REFUSED = ["3", *GOOD[1:8], "待定", "", "丁院"]
BOOK = workbook([[TITLE], HEADER, GOOD, BAD, REFUSED])


def test_a_conforming_line_is_a_finding_and_another_is_a_signal_too(cast, now):
    outcome = import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now)
    assert (outcome.total, outcome.findings, outcome.signals, outcome.known) == (3, 2, 1, 0)
    assert set(Finding.objects.values_list("product", "verdict")) == {
        ("童车", "conforming"),
        ("学步车", "non_conforming"),
    }
    signal = RiskSignal.objects.get()
    assert (signal.product, signal.hazard_item, signal.state) == ("学步车", "小零件、警示标识", "submitted")
    assert signal.center == cast.center and signal.province_id == "910000"


def test_what_the_notice_does_not_say_is_filled_by_defaults_and_marked(cast, now):
    import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now)
    signal = RiskSignal.objects.get()
    assert {"scope", "trigger"} <= set(signal.derived) and "hazard_item" not in signal.derived
    assert (signal.scope, signal.trigger) == ("single_product", "health_safety")


def test_a_refused_line_is_listed_with_its_reason(cast, now):
    [refused] = import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now).refused
    assert refused.line == 5 and "neither conforming" in refused.reason


def test_a_second_import_adds_nothing(cast, now):
    import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now)
    again = import_signals(BOOK, "renamed.xlsx", "b", by=cast.collector, now=now)
    assert (again.findings, again.signals, again.known) == (0, 0, 2)
    assert Finding.objects.count() == 2 and RiskSignal.objects.count() == 1


def test_another_center_gets_its_own_signals_of_findings_already_known(cast, now):
    import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now)
    other = import_signals(BOOK, "notice.xlsx", "b", by=cast.other_collector, now=now)
    assert (other.findings, other.signals, other.known) == (0, 1, 2)


def test_a_dry_run_counts_and_stores_nothing(cast, now):
    outcome = import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now, dry_run=True)
    assert (outcome.findings, outcome.signals, outcome.dry_run) == (2, 1, True)
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()
    assert not Event.objects.filter(verb="import signals").exists()


def test_a_day_that_is_derived_is_never_ahead(cast, now):
    import_signals(BOOK, "notice.xlsx", "b", by=cast.collector, now=now)
    assert set(Finding.objects.values_list("on", flat=True)) == {now.date()}


def test_a_missing_year_is_asked_once_for_the_whole_file_and_never_guessed(cast, now):
    undated = workbook([[TITLE.replace("2026年", "")], HEADER, GOOD, BAD])
    with pytest.raises(Unknown, match="say the year"):
        import_signals(undated, "notice.xlsx", "b", by=cast.collector, now=now)
    assert not Finding.objects.exists()
    outcome = import_signals(undated, "notice.xlsx", "b", by=cast.collector, now=now, year=2024)
    assert outcome.findings == 2 and "sampled_on" in RiskSignal.objects.get().derived


def test_a_text_too_long_for_its_column_is_refused_not_cut(cast, now):
    book = workbook([[TITLE], HEADER, [*GOOD[:4], "长" * 201, *GOOD[5:]], BAD])
    outcome = import_signals(book, "notice.xlsx", "b", by=cast.collector, now=now)
    assert outcome.findings == 1 and "longer than 200" in outcome.refused[0].reason


def test_a_file_that_is_no_notice_leaves_nothing(cast, now):
    with pytest.raises(Unreadable):
        import_signals(b"a,b\n1,2\n", "x.csv", "b", by=cast.collector, now=now)
    assert not Finding.objects.exists()


def test_only_a_risk_information_officer_imports(cast, now):
    with pytest.raises(Forbidden):
        import_signals(BOOK, "notice.xlsx", "b", by=cast.leader, now=now)


@pytest.mark.clause("6.1.2", "6.1.2-b")
def test_the_page_shows_what_was_added_and_what_was_refused(cast, at_desk):
    desk = at_desk(cast.collector)
    page = desk.post(
        "/signals/import/", {"channel": "b", "file": SimpleUploadedFile("通知.xlsx", BOOK)}
    ).content.decode()
    assert "通知.xlsx" in page and "neither conforming nor" in page
    assert RiskSignal.objects.count() == 1
    page = desk.get("/signals/").content.decode()
    assert "学步车" in page and RiskSignal.objects.get().number in page
    assert "scope (derived)" in desk.get(RiskSignal.objects.get().get_absolute_url()).content.decode()


def test_the_page_says_why_a_file_cannot_be_read(cast, at_desk):
    answer = at_desk(cast.collector).post(
        "/signals/import/", {"channel": "b", "file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}
    )
    assert answer.status_code == 422 and "alert-danger" in answer.content.decode()
    assert at_desk(cast.leader).get("/signals/import/").status_code == 403


def test_the_command_imports_and_answers_in_json(cast, tmp_path):
    path, out = tmp_path / "notice.xlsx", io.StringIO()
    path.write_bytes(BOOK)
    with pytest.raises(CommandError, match="--center"):
        call_command("import_signals", str(path), stdout=out)
    call_command("import_signals", str(path), "--center", cast.center.name, "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert (found["total"], found["findings"], found["signals"], len(found["refused"])) == (3, 2, 1, 1)


@real
def test_the_national_inspection_of_2016_is_taken_in_whole_and_once(cast, now):
    names = sorted(NOTICES.glob("ecommerce/P020161101605146754412__*.xls"))
    first = [import_signals(p.read_bytes(), p.name, "b", by=cast.collector, now=now) for p in names]
    again = [import_signals(p.read_bytes(), p.name, "b", by=cast.collector, now=now) for p in names]
    assert len(names) == 11 and sum(one.total for one in first) == 571
    assert sum(one.findings for one in first) == Finding.objects.count() == 571
    assert sum(one.signals for one in first) == Finding.objects.filter(verdict="non_conforming").count()
    assert not any(one.findings or one.signals for one in again)


def test_a_day_of_sampling_that_lies_ahead_is_refused(cast, now):
    book = workbook([[TITLE], [*HEADER, "抽样日期"], [*GOOD, "2026-11-26"], [*BAD, "2026-11-25"]])
    outcome = import_signals(book, "notice.xlsx", "b", by=cast.collector, now=now)
    assert outcome.findings == 1 and "lies ahead" in outcome.refused[0].reason


def test_the_system_imports_for_a_named_center_alone(cast, now):
    with pytest.raises(ValueError, match="for which center"):
        import_signals(BOOK, "notice.xlsx", "b", by=System(), now=now)


def test_the_command_says_in_words_what_it_did(cast, tmp_path):
    path, out = tmp_path / "notice.xlsx", io.StringIO()
    path.write_bytes(workbook([[TITLE], HEADER, GOOD, REFUSED], [["Remarks"], ["a", "b"], ["c", "d"]]))
    cast.other_center.delete()
    call_command("import_signals", str(path), "--dry-run", stdout=out)
    said = out.getvalue()
    assert "2 lines: 1 findings and 0 risk signals added" in said and "Nothing was stored" in said
    assert "Sheet 4" in said and "Sheet1:" in said


def test_the_command_says_why_a_file_cannot_be_read(cast, tmp_path):
    path = tmp_path / "notice.csv"
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_signals", str(path), "--center", cast.center.name)
    path.write_text("a,b")
    with pytest.raises(CommandError, match="No sheet"):
        call_command("import_signals", str(path), "--center", cast.center.name)
