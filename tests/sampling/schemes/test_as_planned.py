"""Does the form of a scheme come with what its plan says? (6.2-1)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from tests.cast import Cast
from tests.monitoring import given


def test_what_the_plan_says_is_not_typed_again(cast: Cast, now: datetime, at_desk: Any) -> None:
    plan = given.executing_plan(cast, now)
    page = at_desk(cast.organiser).get(f"{reverse('scheme-open')}?workplan={plan.number}").text
    for said in (plan.title, plan.starts_on.isoformat(), plan.ends_on.isoformat()):
        assert f'value="{said}"' in page
    for said in (plan.staffing, plan.get_method_display(), f"{plan.areas}; {plan.price_range}"):
        assert f">\n{said}</textarea>" in page
