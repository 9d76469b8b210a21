"""Does a real province begin? From an empty database and a founding file to a bought sample, by people."""

from __future__ import annotations

import pytest
import time_machine
from pytest_django.fixtures import Settings

from accounts.models import Organisation, Region
from catalogue.models import Category
from tests.journeys import founded, sampled
from tests.journeys.conftest import JOURNEY, Come
from tests.journeys.sampled import at
from tests.monitoring.notice_samples import real
from trail.models import Event

pytestmark = JOURNEY


@real
@pytest.mark.clause("4.2.1-b", "6.2-4")
def test_an_empty_installation_reaches_an_approved_plan_and_a_bought_sample_by_pages_alone(
    come: Come, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.LANGUAGE_CODE = "zh-hans"
    clock.move_to(at(2))
    assert not (Region.objects.exists() or Organisation.objects.exists() or Category.objects.exists())
    people = founded.arrive(come)

    case = sampled.a_line_of_a_notice_becomes_a_case(people)
    sampled.the_panel_has_it_sampled(people, case)
    plan = sampled.the_regulator_plans(people, case)
    clock.move_to(at(3))
    purchase = sampled.the_center_chooses_what_to_buy(people, plan)
    page = {"platform_licence": "91990000MA00000001", "platform_address": "望澜市高新区"}
    sampled.it_is_bought(people, purchase, **page)
    clock.move_to(at(5))
    sample = sampled.the_parcel_is_checked_and_stored(people, purchase)

    assert sample.state == "stored"
    first = Event.objects.order_by("id").first()
    assert first is not None and Event.objects.filter(verb="found a province").count() == 2
