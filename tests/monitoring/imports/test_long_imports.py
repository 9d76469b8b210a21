"""Is a long file taken in by a worker, whole or not at all, with its progress and its refused lines?"""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.cache import cache
from django.urls import reverse

from bench.lines import lines
from casework.models import Outbox
from casework.work import jobs
from monitoring.imports.actions import intakes, staging
from monitoring.imports.actions.imports import import_signals
from monitoring.imports.views import imports
from monitoring.origins.models.intakes import Intake
from monitoring.risks.actions import matters
from monitoring.risks.actions.signals import open_case
from monitoring.risks.models.matters import Footprint
from monitoring.risks.models.signals import RiskSignal
from monitoring.tasks import catch_up_task
from tests.jobs import promised as promised_of
from tests.jobs import worked
from tests.monitoring.list_samples import CHECKS, upload
from tests.monitoring.notice_samples import text
from trail.models import Event

pytestmark = pytest.mark.django_db
HEAD = ["报告编号", "抽检日期", "商品名称", "平台", "检验结论", "不合格项目"]


def checks(count: int, *more: list[str]) -> bytes:
    rows = [[f"CJ{n}", "2026-11-18", "毛绒玩具", "某平台", "不合格", "小零件"] for n in range(count)]
    return text(HEAD, *rows, *more).encode()


@pytest.fixture
def _short(monkeypatch):
    """Every file is a long one, in parts of three lines; a worker makes two of them findable at once."""
    monkeypatch.setattr(imports, "AT_ONCE", 0)
    monkeypatch.setattr(staging, "PART", 3)
    monkeypatch.setattr(staging, "COMPARED", 2)
    monkeypatch.setattr("monitoring.imports.actions.list_lines.PART", 3)
    cache.clear()


def sent(at_desk, viewer, content: bytes, **more) -> Intake:
    data = {"channel": "c", "file": upload("长.csv", content), **more}
    answer = at_desk(viewer).post(reverse("signal-import"), data)
    found = Intake.objects.order_by("-pk").first()
    assert found and answer.status_code == 302 and answer["Location"] == found.get_absolute_url()
    return found


def work() -> None:
    worked(Intake)


@pytest.mark.clause("6.1.2")
@pytest.mark.usefixtures("_short")
def test_a_long_file_is_kept_and_taken_in_by_a_worker(cast, at_desk):
    broken = ["CJX", "十一月", "毛绒玩具", "某平台", "不合格", "小零件"]
    found = sent(at_desk, cast.collector, checks(8, broken))
    desk = at_desk(cast.collector)
    assert "hx-get" in desk.get(found.get_absolute_url()).content.decode() and not RiskSignal.objects.exists()
    work()
    page = desk.get(found.get_absolute_url()).content.decode()
    assert "hx-get" not in page and "date cannot be read" in page and RiskSignal.objects.count() == 8
    assert "<h1>Imported file: 长.csv</h1>" in page
    assert RiskSignal.objects.earliest("pk").number in page and len(found.sha256) == 64
    assert Event.objects.get(verb="import signals").detail["sha256"] == found.sha256
    work()
    assert RiskSignal.objects.count() == 8


@pytest.mark.django_db(transaction=True, databases=["default", "log"])
@pytest.mark.usefixtures("_short")
def test_the_refused_lines_come_back_as_a_workbook_to_whoever_sent_the_file(cast, at_desk):
    broken = ["CJX", "十一月", "=毛绒", "某平台", "不合格", "小零件"]
    found = sent(at_desk, cast.collector, checks(2, broken))
    url = reverse("intake-refused", args=[found.token])
    assert at_desk(cast.collector).get(url).status_code == 404
    work()
    answer = at_desk(cast.collector).get(url)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    head, line = book.worksheets[0].iter_rows(values_only=True)
    assert head[1:] == tuple(HEAD) and "date cannot be read" in line[0] and line[3] == "=毛绒"
    assert Event.objects.filter(verb="download refused lines").exists()
    assert at_desk(cast.other_collector).get(url).status_code == 404


@pytest.mark.usefixtures("_short")
def test_a_file_that_is_stopped_leaves_nothing(cast, at_desk, now):
    found = sent(at_desk, cast.collector, checks(8))
    at_desk(cast.collector).post(found.get_absolute_url())
    work()
    found.refresh_from_db()
    assert found.cancelled_at and not found.finished_at and not RiskSignal.objects.exists()
    assert (
        "Nothing of the file was taken in"
        in at_desk(cast.collector).get(found.get_absolute_url()).content.decode()
    )
    at_desk(cast.collector).post(found.get_absolute_url(), {"begin": ""})
    work()
    assert RiskSignal.objects.count() == 8


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("heard_at", [3, 8])
def test_a_file_that_is_stopped_on_the_way_leaves_nothing(cast, at_desk, now, monkeypatch, heard_at):
    """On the way by the cache; in the last moment, and with the cache lost, by the row."""
    found = sent(at_desk, cast.collector, checks(8))
    reached = intakes.Followed.reached

    def stopped(self, lines: int) -> None:
        if lines == heard_at == 3:
            cache.set(jobs._stop(found), True)
        reached(self, lines)
        if lines == heard_at == 8:
            jobs.stop(found, by=cast.collector, now=now)
            cache.clear()

    monkeypatch.setattr(intakes.Followed, "reached", stopped)
    work()
    found.refresh_from_db()
    assert not found.finished_at and not found.result and not RiskSignal.objects.exists()
    assert not Event.objects.filter(verb="import signals").exists()


@pytest.mark.usefixtures("_short")
def test_how_far_it_is_is_told_on_the_way(cast, at_desk, now, monkeypatch):
    found = sent(at_desk, cast.collector, checks(8))
    seen = []
    refused = intakes.Followed.reached

    def noted(self, lines: int) -> None:
        refused(self, lines)
        seen.append(jobs.reached(found))

    monkeypatch.setattr(intakes.Followed, "reached", noted)
    work()
    assert seen == [jobs.Reached(lines, 9) for lines in (0, 3, 6, 8)]


@pytest.mark.usefixtures("_short")
def test_a_file_that_breaks_off_in_its_midst_leaves_nothing_and_says_why(cast, at_desk):
    found = sent(at_desk, cast.collector, checks(8) + b'CJ9,"2026')
    work()
    found.refresh_from_db()
    assert "no table" in found.failure and not RiskSignal.objects.exists()
    assert found.failure in at_desk(cast.collector).get(found.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("_short")
def test_a_trial_of_a_long_file_stores_nothing_until_it_is_taken_in(cast, at_desk):
    found = sent(at_desk, cast.collector, checks(4), dry_run="on")
    work()
    page = at_desk(cast.collector).get(found.get_absolute_url()).content.decode()
    assert "would be new" in page and not RiskSignal.objects.exists()
    at_desk(cast.collector).post(found.get_absolute_url(), {"begin": ""})
    work()
    assert RiskSignal.objects.count() == 4
    at_desk(cast.collector).post(found.get_absolute_url(), {"begin": ""})
    assert not promised_of(Intake).exists()


@pytest.mark.usefixtures("_short")
def test_a_kept_file_is_seen_by_no_other_organisation_and_role(cast, at_desk):
    found = sent(at_desk, cast.collector, checks(1))
    for viewer, status in ((cast.collector, 200), (cast.other_collector, 404), (cast.leader, 403)):
        for name in ("intake", "intake-columns"):
            assert at_desk(viewer).get(reverse(name, args=[found.token])).status_code == status
        listed = at_desk(viewer).get(reverse("intakes")).content.decode()
        assert ("长.csv" in listed) == (viewer is cast.collector)


def test_parts_add_what_one_part_would(cast, now, monkeypatch, tmp_path):
    twin = ["CJ1", *CHECKS[1][1:3], "某平台", "不合格", "小零件"]
    content = checks(5, twin) + checks(3)[len(text(HEAD).encode()) :]
    monkeypatch.setattr("monitoring.imports.actions.list_lines.PART", 2)
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    outcome = import_signals(path, "x.csv", "c", by=cast.collector, now=now)
    assert (outcome.total, outcome.signals, outcome.known) == (9, 5, 4)
    numbers = set(RiskSignal.objects.values_list("number", flat=True))
    assert {line.number for line in outcome.taken} - {""} == numbers
    again = import_signals(content, "y.csv", "c", by=cast.collector, now=now)
    assert (again.signals, again.known) == (0, 9)


def promised() -> list[Outbox]:
    return list(Outbox.objects.filter(task="monitoring.catch_up", done_at=None).order_by("pk"))


@pytest.mark.usefixtures("_short")
def test_after_a_long_file_each_signal_is_made_findable_by_workers_once(cast, at_desk):
    sent(at_desk, cast.collector, checks(8))
    work()
    assert len(promised()) == 2 and not Footprint.objects.exists()
    signal = RiskSignal.objects.latest("pk")
    desk = at_desk(cast.collector)
    assert "still to be compared" in desk.get(signal.get_absolute_url()).content.decode()
    for row in promised():
        assert catch_up_task(row.pk) and not catch_up_task(row.pk)
    assert set(Footprint.objects.values_list("signal", flat=True)) == set(
        RiskSignal.objects.values_list("pk", flat=True)
    )
    page = desk.get(signal.get_absolute_url()).content.decode()
    assert "still to be compared" not in page and "May be the same matter" in page


@pytest.mark.usefixtures("_short")
def test_a_part_that_was_cut_off_or_restored_is_made_findable_once_all_the_same(cast, at_desk, monkeypatch):
    sent(at_desk, cast.collector, checks(8))
    work()
    first, *others = promised()
    monkeypatch.setattr(matters, "WIDEST", "no number")
    with pytest.raises(TypeError):
        catch_up_task(first.pk)
    assert not Footprint.objects.exists()
    monkeypatch.undo()
    catch_up_task(first.pk)
    Outbox.objects.filter(pk=first.pk).update(done_at=None)
    for row in (first, *others):
        catch_up_task(row.pk)
    assert Footprint.objects.count() == RiskSignal.objects.count() == 8


@pytest.mark.usefixtures("_short")
def test_a_case_says_that_its_signals_are_still_to_be_compared(cast, at_desk, now):
    sent(at_desk, cast.collector, checks(8))
    work()
    data = {"product": "毛绒玩具", "hazard_item": "小零件", "summary": "见信息", "category": cast.category}
    case = open_case(by=cast.collector, now=now, signals=RiskSignal.objects.all()[:2], **data)
    desk = at_desk(cast.collector)
    assert "still to be compared" in desk.get(case.get_absolute_url()).content.decode()
    for row in promised():
        catch_up_task(row.pk)
    assert "still to be compared" not in desk.get(case.get_absolute_url()).content.decode()


def test_a_few_lines_are_findable_at_once(cast, now):
    import_signals(checks(4), "x.csv", "c", by=cast.collector, now=now)
    assert Footprint.objects.count() == 4 and not promised()


def test_a_platforms_own_list_is_put_under_its_name_and_each_line_is_numbered_by_the_rule(cast, now):
    rows = [[n, "2026-11-18", "积木", "不合格", '小零件,"a"\n\\.'] for n in ("1", "2")]
    content = text([*HEAD[:3], *HEAD[4:]], *rows).encode()
    import_signals(content, "x.csv", "c", by=cast.quality_officer, now=now, center=cast.center)
    first, second = RiskSignal.objects.order_by("pk")
    assert first.platform == str(cast.platform) and first.organisation == cast.platform
    assert first.province_id == "910000" and first.collected_at == now and first.secrecy == "internal"
    assert {"scope", "trigger"} <= set(first.derived) and "\\." in first.hazard_item
    assert second.number.startswith("RS-") and second.number != first.number
    assert next(lines(1))[0] == "CJ-2026-0000000"
