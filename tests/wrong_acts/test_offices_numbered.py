"""Can the documents of one office bear the numbers of another's? (GB/T 9704, 机关代字)"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation
from accounts.roles import Role
from documents.models import Document
from monitoring.plans.actions import versions
from monitoring.plans.actions.plans import approve_plan
from monitoring.plans.models.plans import WorkPlan
from tests.cast import Cast, person
from tests.monitoring.given import approved_plan, draft_plan

KEPT = {"credit_code": "", "branch": "", "address": "", "phone": "", "reason": "As the bureau decided."}


@pytest.fixture
def coded(cast: Cast, at_desk: Any) -> Any:
    """Post a code for an organisation; the answer."""

    def do(office: Organisation, code: str) -> Any:
        at = reverse("organisation-change", args=[office.pk])
        return at_desk(cast.regulator_administrator).post(at, {**KEPT, "document_code": code})

    return do


def test_documents_are_numbered_by_the_code_of_their_office(cast: Cast, now: Any, coded: Any) -> None:
    assert coded(cast.province, "东市监网").status_code == 302
    cast.province.refresh_from_db()
    cast.planner.organisation.refresh_from_db()
    approved_plan(cast, now)
    paper = Document.objects.get(paper="workplan")
    assert paper.file_number == "东市监网计〔2026〕1号"
    assert paper.content["addressee"] == cast.center.name


def test_a_paper_addresses_whole_names_and_is_numbered_by_one(cast: Cast, now: Any) -> None:
    Organisation.objects.filter(pk__in=[cast.center.pk, cast.province.pk]).update(short_name="East")
    plan = WorkPlan.objects.get(pk=approved_plan(cast, now).pk)
    paper = Document.objects.get(record=plan.pk)
    assert (paper.content["addressee"], paper.file_number) == (
        cast.center.name,
        f"{cast.province.name}（计）〔2026〕1号",
    )


@pytest.mark.parametrize("whose", ["code", "code not used yet", "name", "short name", "former code"])
def test_no_office_takes_the_numbers_of_another(cast: Cast, now: Any, coded: Any, whose: str) -> None:
    Organisation.objects.filter(pk=cast.province.pk).update(document_code="东市监网", short_name="East")
    cast.planner.organisation.refresh_from_db()
    if whose != "code not used yet":
        approved_plan(cast, now)
    if whose == "former code":
        assert coded(cast.province, "东市监新").status_code == 302
    taken = {"name": cast.province.name, "short name": "East"}.get(whose, "东市监网")
    answer = coded(cast.city, taken)
    assert answer.status_code == 422 and "choose another code" in answer.text
    cast.city.refresh_from_db()
    assert cast.city.document_code == ""
    assert coded(cast.city, "望市监网").status_code == 302


def test_who_drafted_a_plan_stands_on_it_not_who_submitted_it(cast: Cast, now: Any) -> None:
    plan = draft_plan(cast, now)
    other = person("Hasty Planner", cast.province, Role.PLANNER)
    versions.submit_plan(plan, by=other, now=now)
    approve_plan(plan, by=cast.approver, now=now)
    assert Document.objects.get(record=plan.pk).content["planned_by"] == str(cast.planner.user)
