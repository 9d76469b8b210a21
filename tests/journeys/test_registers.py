"""Does what somebody typed at a register come back where it was not taken, and only there?"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from playwright.sync_api import expect

from catalogue.models import Standard
from tests.cast import Cast
from tests.journeys.conftest import JOURNEY, Come

pytestmark = JOURNEY


def test_a_change_that_was_taken_is_not_put_back_at_the_next_one(cast: Cast, come: Come) -> None:
    standard: Any = Standard.objects.get(pk=cast.standard.pk)
    page = reverse("standards-change", args=[standard.pk])
    organiser = come(cast.organiser)
    organiser.goes(page)
    organiser.fills(title="Other title", source="Notice 5", reason="It was mistyped.")
    organiser.sends()
    organiser.goes(page)
    expect(organiser.page.locator(".wj-kept")).to_be_hidden()
    assert organiser.page.locator("[name=reason]").input_value() == ""
    organiser.fills(reason="Half typed")
    organiser.goes(reverse("standards"))
    organiser.goes(page)
    expect(organiser.page.locator(".wj-kept")).to_be_visible()
    assert organiser.page.locator("[name=reason]").input_value() == "Half typed"
