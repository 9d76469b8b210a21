"""Is a follow-up list the outcome of earlier findings, and a refused inspection nobody's failure?"""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from catalogue.models import Finding
from monitoring.followups.models import FollowUp, FollowUpState
from monitoring.imports.actions.imports import import_signals
from monitoring.risks.models.signals import RiskSignal
from tests.monitoring.list_samples import upload
from tests.monitoring.notice_samples import BAD, GOOD, HEADER, TITLE, workbook
from trail.models import Event

pytestmark = pytest.mark.django_db
AFTER = "2026年童车产品质量监督抽查不合格企业后处理结果"
COLUMNS = ["序号", "企业名称", "产品名称", "商标", "整改情况", "复查检验结果", "行政处罚情况"]
OF_BAD = ["1", "戊己庚厂", "学步车", "—", "完成整改", "复查合格", "罚款"]
STRANGE = ["2", "辛壬厂", "童床", "—", "拒绝整改", "复查不合格", "—"]


def take(content: bytes, cast, now, **more):
    return import_signals(content, "notice.xlsx", "b", by=cast.collector, now=now, **more)


@pytest.fixture
def failed(cast, now) -> Finding:
    take(workbook([[TITLE], HEADER, GOOD, BAD]), cast, now)
    return Finding.objects.get(product="学步车")


def test_a_line_that_fits_one_finding_is_its_outcome_and_no_new_failure(cast, now, failed):
    outcome = take(workbook([[AFTER], COLUMNS, OF_BAD, STRANGE]), cast, now)
    assert (outcome.matched, outcome.waiting, outcome.findings, outcome.signals) == (1, 1, 0, 0)
    one = FollowUp.objects.get(product="学步车")
    assert (one.finding, one.state, one.outcome) == (
        failed,
        FollowUpState.MATCHED,
        "完成整改；复查合格；罚款",
    )
    assert Event.objects.get(verb="match a follow-up").detail["finding"] == failed.pk
    assert FollowUp.objects.get(product="童床").state == FollowUpState.WAITING
    assert RiskSignal.objects.count() == 1 and outcome.total == 2


def test_the_same_list_a_second_time_adds_nothing(cast, now, failed):
    book = workbook([[AFTER], COLUMNS, OF_BAD, STRANGE])
    take(book, cast, now)
    again = take(book, cast, now)
    assert (again.matched, again.waiting, again.known_outcomes) == (0, 0, 2) and FollowUp.objects.count() == 2


@pytest.mark.parametrize(
    ("title", "line"),
    [
        (AFTER.replace("2026", "2023"), OF_BAD),
        (AFTER, [*OF_BAD[:3], "别牌", *OF_BAD[4:]]),
        (AFTER, ["1", "", *OF_BAD[2:]]),
        (AFTER, [*OF_BAD[:2], "童床", *OF_BAD[3:]]),
    ],
)
def test_another_year_brand_product_or_no_producer_waits_for_a_person(title, line, cast, now, failed):
    Finding.objects.filter(pk=failed.pk).update(brand="甲牌")
    outcome = take(workbook([[title], COLUMNS, line]), cast, now)
    assert (outcome.matched, outcome.waiting) == (0, 1)


def test_two_findings_that_fit_are_decided_by_a_person(cast, now, failed, at_desk):
    other = Finding.objects.get(pk=failed.pk)
    other.pk, other.fingerprint = None, "x"
    other.save()
    take(workbook([[AFTER], COLUMNS, OF_BAD]), cast, now)
    one = FollowUp.objects.get()
    desk = at_desk(cast.collector)
    assert "wait for a person" in desk.get(reverse("follow-ups")).content.decode()
    assert (
        one.state == FollowUpState.WAITING and "戊己庚厂" in desk.get(one.get_absolute_url()).content.decode()
    )
    assert desk.post(one.get_absolute_url(), {"choice": other}).status_code == 302
    one.refresh_from_db()
    assert (one.finding, one.decided_by) == (other, cast.collector.user)
    assert desk.post(one.get_absolute_url(), {"choice": failed}).status_code == 409


def test_a_line_is_kept_apart_only_with_a_reason_and_by_its_own_center(cast, now, at_desk):
    take(workbook([[AFTER], COLUMNS, STRANGE]), cast, now)
    one = FollowUp.objects.get()
    assert at_desk(cast.other_collector).get(one.get_absolute_url()).status_code == 404
    assert at_desk(cast.leader).get(one.get_absolute_url()).status_code == 403
    desk = at_desk(cast.collector)
    assert desk.post(one.get_absolute_url(), {"choice": "apart"}).status_code == 422
    desk.post(one.get_absolute_url(), {"choice": "apart", "reason": "另一批次"})
    one.refresh_from_db()
    assert (one.state, one.finding, one.reason) == (FollowUpState.APART, None, "另一批次")
    assert Event.objects.filter(verb="keep a follow-up apart").exists()


def test_a_notice_that_tells_both_is_a_finding(cast, now):
    header = ["产品名称", "企业名称", "抽查结果", "不合格项目", "整改复查情况"]
    outcome = take(workbook([[TITLE], header, ["童车", "甲厂", "不合格", "小零件", "已整改"]]), cast, now)
    assert (outcome.findings, outcome.signals, outcome.matched + outcome.waiting) == (1, 1, 0)


@pytest.mark.parametrize(
    ("title", "header", "line"),
    [
        (
            "拒绝接受监督抽查的企业名单",
            ["序号", "企业名称", "所在地", "抽查产品名称"],
            ["1", "甲厂", "某省", "童车"],
        ),
        (TITLE, ["序号", "企业名称", "产品名称", "抽查结果"], ["1", "甲厂", "童车", "拒检"]),
    ],
)
def test_a_refused_inspection_is_counted_and_shown_and_no_product_fails(
    title, header, line, cast, now, at_desk
):
    book = workbook([[title], header, line])
    outcome = take(book, cast, now, dry_run=True)
    assert (len(outcome.declined), outcome.findings, outcome.refused_count, outcome.total) == (1, 0, 0, 1)
    data = {"channel": "b", "file": upload("名单.xlsx", book)}
    page = at_desk(cast.collector).post(reverse("signal-import"), data).content.decode()
    assert "Inspections refused" in page and "甲厂 · 童车" in page
    assert not Finding.objects.exists() and not RiskSignal.objects.exists()


def told(path, cast, *more: str) -> dict[str, object]:
    out = io.StringIO()
    try:
        call_command("import_signals", str(path), "--center", cast.center.name, "--json", *more, stdout=out)
    finally:
        found: dict[str, object] = json.loads(out.getvalue())
    return found


def test_the_command_counts_them_all(cast, now, failed, tmp_path):
    path = tmp_path / "after.xlsx"
    path.write_bytes(workbook([[AFTER], COLUMNS, OF_BAD, STRANGE]))
    found = told(path, cast, "--dry-run")
    assert found["follow_ups"] == {"matched": 1, "unmatched": 1, "duplicates": 0}
    assert (found["refused_inspections"], found["continuations"], found["columns_asked"]) == (0, 0, [])
    assert not FollowUp.objects.exists()


def test_the_command_names_the_columns_that_are_asked_about(cast, tmp_path, capsys):
    path = tmp_path / "food.xlsx"
    book = [["2026年不合格食品"], ["生产企业", "食品全名", "不合格项目"], ["甲厂", "挂面", "铅"]]
    path.write_bytes(workbook(book))
    out = io.StringIO()
    with pytest.raises(Exception, match="食品全名"):
        call_command("import_signals", str(path), "--center", cast.center.name, "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert found["columns_asked"] == ["食品全名"] and found["imported"] == {"findings": 0, "signals": 0}
