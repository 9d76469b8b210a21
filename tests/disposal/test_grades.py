"""How grave is a product that failed, who says so, and what follows from it?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from accounts.addresses import code_of
from accounts.models import Membership
from accounts.roles import Role
from casework.flow import Forbidden, Refused
from catalogue.models import Category, SeverityChange, TestItem
from disposal.actions import grades
from disposal.grading import Graded, Grader, names, worst
from disposal.models.disposals import PlatformDisposal
from disposal.models.grades import FIRST, GradeTable
from inspection.reports.models.reports import Report
from monitoring.plans.models.plans import PlanItem
from monitoring.risks.models.riskcases import RiskCase
from tests.disposal import given
from trail.models import Event


def graded(report: Report) -> list[Graded]:
    return Grader([Report.objects.get(pk=report.pk)]).graded(report)


def failed(cast, now, severity: str = "ordinary", **case: Any) -> Report:
    """A report whose lead fails, and the only case of its plan as it is described."""
    report = given.failed_report(cast, now)
    TestItem.objects.update(severity=severity)
    cases = RiskCase.objects.filter(plans=report.sample.purchase.scheme.plan_id)
    cases.update(**{"hazard_item": "Lead", "level": "serious", **case})
    return Report.objects.get(pk=report.pk)


@pytest.mark.parametrize(
    ("severity", "case", "grade"),
    [
        ("ordinary", {}, "high"),
        ("ordinary", {"level": "low"}, "other"),
        ("ordinary", {"hazard_item": "small parts"}, "other"),
        ("ordinary", {"product": "Kettle", "category": None}, "other"),
        ("ordinary", {"level": ""}, "other"),
        ("serious", {"level": "low"}, "high"),
        ("serious", {"hazard_item": "small parts"}, "serious"),
    ],
)
def test_a_failing_item_is_graded_by_its_severity_and_the_hazard_of_its_own_case(
    cast, now, severity, case, grade
):
    assert [each.grade for each in graded(failed(cast, now, severity, **case))] == [grade]


def test_a_case_about_another_product_of_the_plan_grades_that_product_alone(cast, now):
    report = failed(cast, now, product="Rattle")
    item = report.sample.purchase.plan_item
    other = PlanItem.objects.get(pk=item.pk)
    other.pk, other.product = None, "Wooden rattle"
    other.save()
    assert graded(report)[0].hazard == ""
    RiskCase.objects.update(product=f"Blue {item.product}")
    assert graded(report)[0].hazard == "serious"


@pytest.mark.parametrize(
    ("hazard", "item", "said"),
    [
        ("铅含量超标、小零件", "小零件", True),
        ("LEAD; cadmium", "Lead", True),
        ("cords", "Lead", False),
        ("", "Lead", False),
        ("Lead", "", False),
    ],
)
def test_a_case_may_name_several_items(hazard, item, said):
    assert names(hazard, item) is said


def test_the_worst_item_counts_and_an_unknown_one_is_not_passed_over():
    assert worst(["other", "serious", "high"]) == "serious"
    assert (worst(["serious", ""]), worst([])) == ("", "")


def test_the_chair_sets_a_severity_with_a_reason_and_the_history_shows_it(cast, at_desk, now):
    item = failed(cast, now).failing[0].item
    url = reverse("severity", args=[item.pk])
    form = {"severity": "serious", "reason": "GB 6675: lead is toxic."}
    for viewer in (cast.compiler, cast.leader):
        assert at_desk(viewer).post(url, form).status_code == 403
    chair = at_desk(cast.chair)
    assert chair.post(url, {"severity": "serious"}).status_code == 422
    assert chair.post(url, form).status_code == 302
    change = SeverityChange.objects.get()
    assert (change.before, change.severity, change.changed_by) == ("ordinary", "serious", cast.chair.user)
    assert Event.objects.get(verb="set a severity").detail["reason"] == form["reason"]
    assert form["reason"] in at_desk(cast.compiler).get(url).content.decode()
    assert chair.post(url, form).status_code == 409


def grade_shown(cast, at_desk, compilation) -> bool:
    """Whether the compilation's page shows the failing item as serious."""
    page = at_desk(cast.compiler).get(compilation.get_absolute_url()).content.decode()
    assert "Lead: " in page
    return "Lead: Serious" in page


def test_a_chair_of_another_center_sets_what_counts_there_alone(cast, at_desk, now):
    report = failed(cast, now)
    item = report.failing[0].item
    url, form = reverse("severity", args=[item.pk]), {"severity": "serious", "reason": "Ours."}
    stranger = replace(cast.other_organiser, roles=frozenset({Role.CHAIR}))
    Membership.objects.filter(user=stranger.user).update(roles=["chair"])
    assert at_desk(stranger).post(url, form).status_code == 302
    assert [each.grade for each in graded(report)] == ["high"]
    assert "Ours." in at_desk(stranger).get(url).content.decode()
    page = at_desk(cast.chair).get(url).content.decode()
    assert "Ours." not in page and "in your own center alone" in page


def test_a_severity_set_later_changes_no_grade_of_what_was_sent(cast, at_desk, now):
    report = failed(cast, now)
    compilation = given.sent(cast, now, reports=[report])
    item, later = report.failing[0].item, now + timedelta(days=1)
    grades.set_severity(item, severity="serious", reason="New.", by=cast.chair, now=later)
    assert not grade_shown(cast, at_desk, compilation)
    assert PlatformDisposal.objects.get().level == "high"
    assert grade_shown(cast, at_desk, given.drafted(cast, later))


def test_items_without_a_severity_stand_first_and_apart(cast, at_desk, now):
    given.failed_report(cast, now)
    TestItem.objects.filter(name="Lead").update(severity="")
    asked = {"category": code_of(Category.objects.get(code="05"))}
    page = at_desk(cast.compiler).get(reverse("severities"), asked).text
    assert page.index("Lead") < page.index("Small parts") and "to be set" in page
    assert at_desk(cast.tester).get(reverse("severities")).status_code == 403


def test_items_are_looked_for_by_their_severity_and_the_serious_ones_come_first(cast, at_desk, now):
    given.failed_report(cast, now)
    for name, severity in (("Lead", "serious"), ("Small parts", "ordinary")):
        assert TestItem.objects.filter(name=name).update(severity=severity)
    client, asked = at_desk(cast.compiler), {"category": code_of(Category.objects.get(code="05"))}
    page = client.get(reverse("severities"), asked).text
    assert page.index("Lead") < page.index("Small parts")
    for severity, shown in (("serious", "Lead"), ("ordinary", "Small parts"), ("unset", "")):
        rows = client.get(reverse("severities"), asked | {"severity": severity}).text
        assert [name for name in ("Lead", "Small parts") if name in rows] == ([shown] if shown else [])


def cells(**changes: str) -> dict[str, str]:
    """The first table as it is posted, with changes."""
    rows = {
        f"{row}_{hazard or 'none'}": grade for row, found in FIRST.items() for hazard, grade in found.items()
    }
    return {**rows, "reason": "After the year's review.", **changes}


def test_the_leader_changes_the_table_and_what_is_sent_follows(cast, at_desk, now):
    url = reverse("grade-table-change")
    assert at_desk(cast.chair).post(url, cells(serious_none="high")).status_code == 403
    assert at_desk(cast.leader).post(url, cells(serious_none="high")).status_code == 302
    assert GradeTable.objects.get().version == 1
    assert "After the year" in at_desk(cast.compiler).get(reverse("grade-table")).content.decode()
    given.disposal(cast, now, reports=[failed(cast, now, "serious", level="")])
    assert PlatformDisposal.objects.get().level == "high"
    assert Event.objects.get(verb="change the table of grades").detail["version"] == 1


@pytest.mark.parametrize(
    "changes",
    [{}, {"serious_low": "other", "ordinary_low": "high"}, {"ordinary_serious": "other"}, {"reason": ""}],
)
def test_a_table_without_a_change_an_order_or_a_reason_is_refused(cast, at_desk, changes):
    answer = at_desk(cast.leader).post(reverse("grade-table-change"), cells(**changes))
    assert answer.status_code in (409, 422) and not GradeTable.objects.exists()


def test_only_the_centers_own_people_change_either(cast, now):
    item = failed(cast, now).failing[0].item
    with pytest.raises(Forbidden):
        grades.set_severity(item, severity="serious", reason="r", by=cast.compiler, now=now)
    with pytest.raises(Forbidden):
        grades.change_table(cells=FIRST, reason="r", by=cast.compiler, now=now)
    with pytest.raises(Refused):
        grades.change_table(cells=FIRST, reason="r", by=cast.leader, now=now)


@pytest.mark.parametrize(
    ("role", "match"), [("", "permission denied"), ("SET LOCAL ROLE NONE;", "followed by a further one")]
)
@pytest.mark.parametrize("table", ["disposal_gradetable", "catalogue_severitychange"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET reason = 'Other.'", "DELETE FROM {}"])
def test_the_database_keeps_what_a_center_graded_by(cast, at_desk, now, table, sql, role, match):
    item = given.failed_report(cast, now).failing[0].item
    form = {
        "severity": {"serious": "ordinary", "ordinary": "serious"}[item.severity],
        "reason": "By GB 6675.",
    }
    assert at_desk(cast.chair).post(reverse("severity", args=[item.pk]), form).status_code == 302
    changes = cells(serious_none="high", reason="After a year.")
    assert at_desk(cast.leader).post(reverse("grade-table-change"), changes).status_code == 302
    with (
        pytest.raises(ProgrammingError, match=match),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"{role} {sql.format(table)}")
    assert GradeTable.objects.get().reason == "After a year."
    assert SeverityChange.objects.get().reason == "By GB 6675."
