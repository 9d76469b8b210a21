"""Does the checklist of a beginning province say what is missing, to whoever can see to it, and no more?"""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Organisation, Viewer
from catalogue.models import Category, Standard, TestItem
from registers.checklist import needs
from tests.cast import Cast
from tests.conftest import NOW
from tests.monitoring import given

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _known() -> None:
    """Whoever has a need says so where its page is, and pages are read with the addresses."""
    reverse("checklist")


def told(title: str, cast: Cast) -> needs.Met:
    """How a need of the cast's province stands, by its title."""
    province = cast.province.region
    assert province is not None
    [found] = [met for need, met in needs.asked(province, TODAY) if str(need.title).startswith(title)]
    return found


def test_a_platform_that_has_not_said_so_is_named_and_not_shown_as_done(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.platform.pk).update(portal_service_since=None)
    met = told("Platforms that may be served", cast)
    assert not met.done and str(cast.platform) in met.told and str(cast.other_platform) not in met.told
    Organisation.objects.filter(kind="platform").update(portal_service_since=TODAY)
    assert told("Platforms that may be served", cast).done


def test_a_city_without_a_regulator_at_work_is_named(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.city.pk).update(active=False)
    met = told("Regulators of the cities", cast)
    assert not met.done and cast.city.region is not None and cast.city.region.name in met.told


@pytest.mark.parametrize("ended", ["category", "standard"])
def test_items_that_nobody_can_plan_are_not_counted(cast: Cast, ended: str) -> None:
    given.test_item(cast)
    assert told("Test items", cast).told == "1 entry"
    if ended == "category":
        Category.objects.filter(pk=cast.category.pk).update(ended_on=TODAY)
    else:
        Standard.objects.filter(pk=cast.standard.pk).update(withdrawn_on=TODAY)
    assert TestItem.objects.offered().exists() and not told("Test items", cast).done


def own(viewer: Viewer) -> set[str]:
    return {str(need.who.called) for need in needs.NEEDS if need.who.is_(viewer)}


def test_each_is_told_the_number_of_what_they_see_to_themselves(cast: Cast) -> None:
    assert own(cast.organiser) == {"Organiser of the monitoring center"}
    assert own(cast.approver) == {"Approver of the bureau"}
    assert needs.left_to(cast.tester, TODAY) == 0
    before = needs.left_to(cast.organiser, TODAY)
    given.test_item(cast)
    assert needs.left_to(cast.organiser, TODAY) == before - 1


def test_what_is_done_on_no_page_leads_to_none(cast: Cast, at_desk: Any) -> None:
    page = at_desk(cast.regulator_administrator).get(reverse("checklist")).text
    lines = page[page.index("wj-checklist") :].split("</li>")
    assert not [line for line in lines if "E-mail that goes out" in line and "<a " in line]
    assert [line for line in lines if "Product categories" in line and "<a " in line]
