"""Is a risk of this province assessed by the matrix of another authority, because a form proposed it?"""

from __future__ import annotations

import re
from typing import Any

from django.urls import reverse

from monitoring.assessments.models import Assessment
from monitoring.criteria.models import Criteria
from tests.cast import Cast
from tests.monitoring import given, walks


def chosen(page: str) -> list[str]:
    """What the form of a panel proposes as its criteria."""
    field = page[page.index('name="criteria"') :]
    return re.findall(r'<option value="([^"]+)" selected', field[: field.index("</select>")])


def test_no_form_proposes_the_matrix_of_another_authority(cast: Cast, at_desk: Any, now: Any) -> None:
    assessment = given.open_assessment(cast, now)
    desk, at = at_desk(cast.chair), reverse("assessment-step", args=[assessment.number, "empanel"])
    assert chosen(desk.get(at).text) == []
    form = {**walks.PANEL, "panel": [cast.assessor.user.pk]}
    answer = desk.post(at, {name: value for name, value in form.items() if name != "criteria"})
    assert answer.status_code == 422
    assert Assessment.objects.get().state == "open"


def test_the_bureaus_own_is_proposed(cast: Cast, at_desk: Any, now: Any) -> None:
    eu = Criteria.objects.get(version="eu-2019-417")
    eu.pk, eu.version, eu.organisation = None, "ours-1", cast.province
    eu.save()
    assessment = given.open_assessment(cast, now)
    page = at_desk(cast.chair).get(reverse("assessment-step", args=[assessment.number, "empanel"])).text
    assert len(chosen(page)) == 1
