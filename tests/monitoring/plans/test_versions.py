"""Is what was submitted kept as it was, compared, remarked on, and approved as it was?"""

from __future__ import annotations

import hashlib
import json

import pytest
from django.db import ProgrammingError, transaction
from hypothesis import given as supposing
from hypothesis import strategies as some

from casework.actions import take
from casework.flow import Refused
from monitoring.plans.actions import plans, versions
from monitoring.plans.models.plans import WorkPlan
from monitoring.plans.models.versions import PlanVersion, canonical
from tests.monitoring import given, walks
from trail.models import Event

pytestmark = pytest.mark.django_db


def returned(cast, now, **remark: str) -> WorkPlan:
    plan = given.submitted_plan(cast, now)
    remarks = [{"about": "budget", "text": "Too high.", **remark}]
    versions.return_plan(plan, note="See the remarks.", remarks=remarks, by=cast.approver, now=now)
    return plan


@pytest.mark.clause("4.2.1-b")
def test_what_is_submitted_is_kept_with_its_digest_in_the_trail(cast, at_desk, now):
    plan = given.draft_plan(cast, now)
    assert at_desk(cast.planner).post(f"{plan.get_absolute_url()}submit/").status_code == 302
    kept = plan.versions.get()
    again = json.dumps(kept.content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(again.encode()).hexdigest() == kept.digest
    assert Event.objects.of("record", plan.pk).get(verb="submit").detail["digest"] == kept.digest


@pytest.mark.guarded
@pytest.mark.parametrize("change", [{"digest": "0" * 64}, {"content": {}}, {"version": 9}])
def test_the_database_keeps_a_version_as_it_is(cast, now, change):
    kept = given.submitted_plan(cast, now).versions
    with pytest.raises(ProgrammingError, match=r"kept as it is|permission denied"), transaction.atomic():
        kept.update(**change)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        PlanVersion.objects.filter(pk=kept.get().pk)._raw_delete(using="default")


def test_a_plan_that_no_longer_says_what_was_submitted_is_not_approved(cast, at_desk, now):
    plan = given.submitted_plan(cast, now)
    plan.items.update(batches=99)
    answer = at_desk(cast.approver).post(f"{plan.get_absolute_url()}approve/")
    assert answer.status_code == 409 and "no longer says what was submitted" in answer.text


def test_remarks_stand_at_what_they_concern_when_the_planner_edits(cast, at_desk, now):
    plan = given.submitted_plan(cast, now)
    form = {"note": "See below.", "remark0_about": "product:1", "remark0_text": "Ten are too few."}
    form |= {"remark2_about": "budget", "remark2_text": "Where is it from?"}
    desk = at_desk(cast.approver)
    assert "Soft toy" in desk.get(f"{plan.get_absolute_url()}return/").text
    assert desk.post(f"{plan.get_absolute_url()}return/", form).status_code == 302
    page = at_desk(cast.planner).get(f"{plan.get_absolute_url()}edit/").text
    hints = {name: page.split(f'id="id_{name}_helptext"')[1][:120] for name in ("item0_product", "budget")}
    assert "Ten are too few." in hints["item0_product"] and "Where is it from?" in hints["budget"]
    assert "Ten are too few." in at_desk(cast.planner).get(plan.get_absolute_url()).text


def test_remarks_are_gone_once_the_plan_is_submitted_again(cast, at_desk, now):
    plan = returned(cast, now)
    versions.submit_plan(plan, by=cast.planner, now=now)
    assert "Too high." not in at_desk(cast.planner).get(plan.get_absolute_url()).text
    assert list(map(str, plan.versions.all())) == ["1.1", "1.2"]


def test_two_versions_stand_side_by_side_with_what_is_different(cast, at_desk, now):
    plan = returned(cast, now)
    form = {**walks.plan_form(cast, plan.cases.all()), "budget": "900.00", "item0_product": "Doll"}
    assert at_desk(cast.planner).post(f"{plan.get_absolute_url()}edit/", form).status_code == 302
    url = f"{plan.get_absolute_url()}versions/"
    page = at_desk(cast.approver).get(url).text
    assert "<ins>900.00</ins>" in page and "<ins>Doll</ins>" in page and "<del>Soft toy</del>" in page
    assert "Too high." in page and "As it stands now" in page
    assert at_desk(cast.other_planner).get(url).status_code == 404
    assert at_desk(cast.planner).get(f"{url}?older=7.1&newer=1.1").status_code == 404
    assert url in at_desk(cast.planner).get(plan.get_absolute_url()).text


def test_a_plan_never_submitted_has_no_versions(cast, at_desk, now):
    plan = given.draft_plan(cast, now)
    assert at_desk(cast.planner).get(f"{plan.get_absolute_url()}versions/").status_code == 404


@pytest.mark.parametrize(("field", "value"), [("backup_required", ""), ("item0_backup_quantity", "0")])
@pytest.mark.clause("O18-06")
def test_a_supervision_check_without_backup_samples_is_refused(cast, at_desk, now, field, value):
    law = {"legal_mode": "supervision_check", "task_type": "spot_check", "backup_required": "on"}
    form = {**walks.plan_form(cast, []), **law, "item0_backup_quantity": "1"}
    desk = at_desk(cast.planner)
    assert desk.post("/work-plans/new/", {**form, field: value}).status_code == 422
    assert desk.post("/work-plans/new/", form).status_code == 302


def test_legal_mode_and_type_of_task_may_not_contradict_each_other(cast, at_desk, now):
    form = {**walks.plan_form(cast, []), "task_type": "spot_check"}
    assert "contradict" in at_desk(cast.planner).post("/work-plans/new/", form).text


def test_the_law_is_asked_again_when_a_plan_is_submitted(cast, now):
    plan = given.draft_plan(cast, now, legal_mode="supervision_check", backup_required=False)
    with pytest.raises(Refused, match="needs backup samples"):
        versions.submit_plan(plan, by=cast.planner, now=now)
    plan = given.draft_plan(cast, now, cases=[], legal_mode="supervision_check")
    plan.items.update(backup_quantity=0)
    with pytest.raises(Refused, match="quantity of the backup sample"):
        versions.submit_plan(plan, by=cast.planner, now=now)


def test_a_plan_under_way_is_revised_and_received_again(cast, now):
    plan = given.executing_plan(cast, now)
    item = plan.items.get()
    plans.revise(plan, note="Two more.", by=cast.planner, now=now)
    rows = given.plan_rows(cast, ["Soft toy", "Doll"], batches=3)
    plans.edit_plan(plan, by=cast.planner, now=now, rows=rows)
    assert plan.items.first() == item  # schemes and purchases still know it
    versions.submit_plan(plan, by=cast.planner, now=now)
    plans.approve_plan(plan, by=cast.approver, now=now)
    take("receive", plan, by=cast.organiser, now=now)
    assert (plan.state, plan.version, str(plan.versions.last())) == ("executing", 2, "2.1")


ROW = some.fixed_dictionaries(
    {
        "category": some.sampled_from("AB"),
        "product": some.sampled_from("xy"),
        "batches": some.sampled_from("12"),
    }
)
CONTENT = some.fixed_dictionaries(
    {
        "facts": some.fixed_dictionaries({"title": some.text(max_size=3)}),
        "products": some.lists(ROW, max_size=4),
        "quotas": some.just([]),
    }
)


@supposing(CONTENT, CONTENT)
def test_a_comparison_finds_a_difference_exactly_where_there_is_one(older, newer):
    def told(content):
        return {**content, "products": sorted(content["products"], key=canonical)}

    marks = {part.mark for part in versions.compare(told(older), told(newer))}
    assert (marks <= {"same"}) == (canonical(told(older)) == canonical(told(newer)))
    turned = [part.mark for part in versions.compare(told(newer), told(older))]
    swapped = {"added": "removed", "removed": "added"}
    assert sorted(swapped.get(mark, mark) for mark in turned) == sorted(
        part.mark for part in versions.compare(told(older), told(newer))
    )
