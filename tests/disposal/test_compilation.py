"""Who is told what of a test report, and what does that set going? (6.4-1)"""

from __future__ import annotations

import json

import pytest
import time_machine
from django.urls import reverse
from django.utils.translation import override

from accounts.models import Organisation, Region
from casework.actions import take
from casework.flow import Refused
from casework.models import Notification, Record
from catalogue.models import TestItem
from disposal.actions import compilations
from disposal.models.cases import EnforcementCase
from disposal.models.competence import competent
from disposal.models.disposals import PlatformDisposal
from documents.models import Document
from inspection.reports.models.reports import Report
from tests.api.conftest import issue
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal.walks import compilation_form
from tests.inspection.given import GOOD, delivered
from tests.inspection.test_retention import to_be_done


def region(code: str) -> Region:
    return Region.objects.get(pk=code)


@pytest.fixture
def two_platforms(cast, now, at_desk):
    """A failed product made in the county, on one platform; one sold from the next county, on another."""
    first = given.failed_report(cast, now, enterprise=region("910101"))
    second = given.failed_report(cast, now, shop=region("910102"), platform=cast.other_platform)
    compilation = given.approved(cast, now, reports=[first, second])
    with time_machine.travel(NOW, tick=False):
        assert given.press(at_desk(cast.compiler), compilation, "send", given.HASTY).status_code == 302
    return compilation


def paper(compilation, addressee) -> str:
    """What an organisation reads of a compilation, whole."""
    disposals = compilation.disposals.values("pk")
    found = Document.objects.filter(
        addressee=addressee, record__in=[compilation.pk, *disposals.values_list("pk", flat=True)]
    ).exclude(paper="redacted_report")
    return json.dumps(found.get().content, ensure_ascii=False)


@pytest.mark.clause("6.4-1", "4.2.2-d")
def test_reports_are_compiled_approved_and_sent_by_http(cast, at_desk, now):
    report = given.failed_report(cast, now)
    with time_machine.travel(NOW, tick=False):
        compiler, leader = at_desk(cast.compiler), at_desk(cast.leader)
        form = {**given.texts(now), "reports": [report]}
        answer = compiler.post(reverse("compilation-open") + f"?report={report.number}", form)
        compilation = report.compilations.get()
        assert answer["Location"] == compilation.get_absolute_url()
        assert given.press(compiler, compilation, "submit").status_code == 302
        assert given.press(compiler, compilation, "approve").status_code == 403
        assert given.press(leader, compilation, "approve").status_code == 302
        assert given.press(compiler, compilation, "send", given.HASTY).status_code == 302
    report.refresh_from_db()
    assert report.state == "final"
    assert report.deadlines.get(term="DL-05").met_at == NOW


@pytest.mark.clause("4.2.2-e")
def test_a_platform_reads_only_of_its_own_products(cast, at_desk, two_platforms):
    said = paper(two_platforms, cast.other_platform)
    own, _other = two_platforms.reports.order_by("-pk")
    assert own.item_id in said and f'"{own.sample.purchase.shop.name}"' in said
    assert cast.platform.name not in said and "loses its eyes" not in said
    listed = at_desk(cast.other_quality_officer).get(reverse("received-reports")).content.decode()
    assert listed.count("Report on the results of risk monitoring") == 1


def test_no_version_for_a_platform_names_producer_or_buyer(cast, two_platforms):
    said = paper(two_platforms, cast.platform)
    report = two_platforms.reports.order_by("pk").first()
    purchase = report.sample.purchase
    for secret in (
        purchase.enterprise.name,
        purchase.number,
        purchase.buyer.name,
        purchase.recipient.pseudonym,
    ):
        assert secret not in said


def test_who_set_the_task_reads_of_everything_and_each_place_of_its_own(cast, two_platforms):
    everything = paper(two_platforms, cast.province)
    first, second = two_platforms.reports.order_by("pk")
    assert "loses its eyes" in everything
    assert all(report.sample.purchase.shop.platform.name in everything for report in (first, second))
    assert cast.other_platform.name not in paper(two_platforms, cast.county)
    assert cast.other_platform.name in paper(two_platforms, cast.other_county)


def test_a_platform_without_failed_products_gets_only_its_paper(cast, at_desk, now):
    good = given.located(delivered(cast, now, values=GOOD), platform=cast.other_platform)
    compilation = given.sent(cast, now, reports=[given.failed_report(cast, now), good])
    assert [found.platform for found in compilation.disposals.all()] == [cast.platform]
    officer = at_desk(cast.other_quality_officer)
    assert officer.get(reverse("platformdisposal-list")).content.decode().count("Soft toy") == 0
    assert officer.get(compilation.get_absolute_url()).status_code == 404
    assert "Report on the results" in officer.get(reverse("received-reports")).content.decode()


def test_the_platform_and_the_regulator_of_the_place_are_told(cast, two_platforms):
    disposal = PlatformDisposal.objects.get(platform=cast.platform)
    case = EnforcementCase.objects.get(regulator=cast.county)
    told = set(Notification.objects.filter(record__in=[disposal.pk, case.pk]).values_list("user", flat=True))
    officers = {one.user.pk for one in (cast.county_officer, cast.county_second, cast.county_third)}
    assert told == {cast.quality_officer.user.pk, *officers}
    assert case.jurisdiction == "Place of the enterprise: Eastland Eastport Eastgate"


@pytest.mark.parametrize(
    ("enterprise", "shop", "regulator"),
    [
        ("910101", "910102", "county"),
        ("", "910102", "other_county"),
        ("910100", "", "city"),
        ("", "", "province"),
    ],
)
def test_the_lowest_regulator_of_the_place_is_competent(cast, now, enterprise, shop, regulator):
    where = {
        "enterprise": region(enterprise) if enterprise else None,
        "shop": region(shop) if shop else None,
    }
    case = given.referred(cast, now, reports=[given.failed_report(cast, now, **where)])
    assert case.regulator == getattr(cast, regulator)
    officer = getattr(cast, f"{regulator}_officer", cast.case_officer)
    assert Record.objects.visible_to(officer).filter(pk=case.pk).exists()


def test_where_no_regulator_of_the_place_is_known_who_set_the_task_is_competent(cast, at_desk, now):
    Organisation.objects.filter(pk=cast.other_province.pk).update(active=False)
    reports = [given.failed_report(cast, now, shop=region("920000"))]
    case = given.referred(cast, now, reports=reports)
    assert (case.regulator, case.province_id) == (cast.province, "910000")
    page = at_desk(cast.case_officer).get(case.get_absolute_url()).content.decode()
    assert "No regulator of the place is known" in page


def test_a_compilation_of_nothing_is_refused(cast, now):
    with pytest.raises(Refused, match="at least one test report"):
        compilations.compile_reports(reports=[], by=cast.compiler, now=now, **given.texts(now))


def test_a_regulator_that_is_no_longer_active_is_passed_over(cast):
    Organisation.objects.filter(pk=cast.county.pk).update(active=False)
    assert competent(region("910101"), cast.province) == cast.city


def test_of_several_branches_the_one_that_set_the_task_is_competent(cast):
    copy = Organisation.objects.create(
        kind="regulator", level="county", name="Eastgate Farms", region=region("910101"), branch="farms"
    )
    farms = Organisation(branch="farms")
    assert competent(region("910101"), farms) == copy
    assert competent(region("910101"), cast.province) == cast.county


def test_a_report_is_passed_on_once(cast, at_desk, now):
    report = given.failed_report(cast, now)
    first, second = given.approved(cast, now, reports=[report]), given.approved(cast, now)
    second.reports.add(report)  # as compilations could before one was told of the other
    compilations.send(first, **given.HASTY, by=cast.compiler, now=now)
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), second, "send", given.HASTY)
    assert answer.status_code == 409 and report.number in answer.content.decode()
    assert PlatformDisposal.objects.count() == 1


def test_tasks_of_different_regulators_are_not_mixed(cast, at_desk, now):
    reports = [given.failed_report(cast, now) for _ in range(2)]
    scheme = reports[1].sample.purchase.scheme
    type(scheme).objects.filter(pk=scheme.pk).update(regulator=cast.city)
    compilation = given.drafted(cast, now, reports=reports[:1])
    form = compilation_form(compilation, cast) | {"reports": list(reports)}
    answer = given.press(at_desk(cast.compiler), compilation, "edit", form)
    assert answer.status_code == 422 and "different regulators" in answer.content.decode()
    with pytest.raises(Refused, match="different regulators"):
        compilations.change(compilation, reports=list(Report.objects.all()), by=cast.compiler, now=now)


def test_another_center_neither_sees_nor_compiles_the_reports(cast, at_desk, now):
    compilation = given.drafted(cast, now)
    stranger = at_desk(cast.other_compiler)
    assert stranger.get(compilation.get_absolute_url()).status_code == 404
    form = compilation_form(compilation, cast)
    assert stranger.post(reverse("compilation-open"), form).status_code == 422
    with pytest.raises(Refused, match="your own center"):
        compilations.compile_reports(
            reports=list(Report.objects.all()), by=cast.other_compiler, now=now, **given.texts(now)
        )


def test_a_period_that_ends_before_it_begins_is_refused_beside_the_field(cast, at_desk, now):
    compilation = given.drafted(cast, now)
    form = compilation_form(compilation, cast) | {"period_to": "2026-01-01"}
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), compilation, "edit", form)
    assert answer.status_code == 422 and "ends before it begins" in answer.content.decode()


@pytest.mark.parametrize(
    ("severity", "chosen", "grade", "least"),
    [
        ("serious", "", "serious", "recall"),
        ("ordinary", "", "other", "delist"),
        ("ordinary", "remove", "other", "remove"),
    ],
)
def test_the_least_measure_follows_from_the_grade_unless_the_center_chooses(
    cast, now, severity, chosen, grade, least
):
    report = given.failed_report(cast, now)
    TestItem.objects.update(severity=severity)
    found = given.disposal(cast, now, reports=[report], least=chosen)
    assert (found.level, found.items.get().least) == (grade, least)


def test_another_least_measure_than_the_grades_needs_a_reason(cast, at_desk, now):
    compilation = given.drafted(cast, now)
    form = compilation_form(compilation, cast) | {"least": "warn"}
    with time_machine.travel(NOW, tick=False):
        answer = given.press(at_desk(cast.compiler), compilation, "edit", form)
        assert answer.status_code == 422 and "Say why" in answer.content.decode()
        form["least_reason"] = "The platform has no shop of it any more."
        assert given.press(at_desk(cast.compiler), compilation, "edit", form).status_code == 302
    assert form["least_reason"] in at_desk(cast.compiler).get(compilation.get_absolute_url()).content.decode()


def test_a_report_that_is_being_compiled_waits_on_no_worklist_but_the_compilation_does(cast, at_desk, now):
    report = given.failed_report(cast, now)

    def waits(record) -> list[bool]:
        home = to_be_done(at_desk(cast.compiler).get(reverse("home")).text)
        program = issue(cast.compiler).get("/api/v1/worklist/").content.decode()
        return [f'href="{record.get_absolute_url()}"' in home, record.number in program]

    with time_machine.travel(NOW, tick=False):
        assert waits(report) == [True, True]
        compilation = given.drafted(cast, now, reports=[report])
        assert waits(report) == [False, False] and waits(compilation) == [True, True]
        take("void", compilation, by=cast.leader, now=now, note="Begun twice.")
        assert waits(report) == [True, True]


def test_its_title_is_in_the_language_of_the_installation_whoever_compiles(settings):
    settings.LANGUAGE_CODE = "zh-hans"
    with override("en"):
        assert compilations._title(["玩偶", "风筝"]) == "玩偶及其他 1 项"
