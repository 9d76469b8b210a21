"""Does the form of a scheme come with what its plan says? (6.2-1)"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse

from tests.cast import Cast
from tests.monitoring import given


def test_what_the_plan_says_is_not_typed_again(cast: Cast, now: datetime, at_desk: Any) -> None:
    plan = given.executing_plan(cast, now)
    form = at_desk(cast.organiser).get(f"{reverse('scheme-open')}?workplan={plan.number}").context["form"]
    shown = {name: form[name].value() for name in ("title", "starts_on", "ends_on", "staffing", "method")}
    assert shown == {
        "title": plan.title,
        "starts_on": plan.starts_on,
        "ends_on": plan.ends_on,
        "staffing": plan.staffing,
        "method": plan.get_method_display(),
    }
    assert plan.areas in form["scope"].value() and plan.price_range in form["scope"].value()
