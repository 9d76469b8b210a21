"""Can a compiler tell all platforms what is one's business, or compile what is compiled already?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Region
from catalogue.platforms import PlatformName
from disposal.models.compilations import Compilation
from disposal.models.parties import PartyDecision
from inspection.reports.models.reports import Report
from tests.conftest import NOW
from tests.disposal import given


@pytest.fixture(autouse=True)
def _on_the_day():
    with time_machine.travel(NOW, tick=False):
        yield


def compiles(client, report, **said):
    form = given.texts(NOW) | {"reports": [report]} | said
    return client.post(reverse("compilation-open"), form)


def advice(name: str) -> dict[str, str]:
    return {"platform_advice": f"请{name}下架该商品。"}


def named(report, cast) -> list[str]:
    purchase = report.sample.purchase
    return [cast.other_platform.name, "First  Platform", "某某优选", purchase.shop.name, report.producer]


@pytest.mark.parametrize("which", range(5))
def test_advice_to_all_platforms_that_names_one_or_a_shop_or_a_maker_is_refused(cast, at_desk, now, which):
    report, desk = given.failed_report(cast, now), at_desk(cast.compiler)
    PlatformName.objects.create(written="某某优选", key="某某优选", organisation=cast.platform)
    name = named(report, cast)[which]
    answer = compiles(desk, report, **advice(name))
    assert answer.status_code == 422 and "All platforms read the same advice" in answer.text
    assert not Compilation.objects.exists()
    assert compiles(desk, report, platform_advice="Search for the same toy.").status_code == 302
    changed = given.texts(NOW) | {"reports": [report]} | advice(name)
    assert given.press(desk, Compilation.objects.get(), "edit", changed).status_code == 422


def test_a_report_that_another_compilation_holds_is_neither_offered_nor_taken(cast, at_desk, now):
    report, desk = given.failed_report(cast, now), at_desk(cast.compiler)
    first = given.drafted(cast, now, reports=[report])
    assert report.number not in desk.get(reverse("compilation-open")).text
    assert compiles(desk, report).status_code == 422
    assert Compilation.objects.count() == 1
    assert report.number in desk.get(reverse("compilation-step", args=[first.number, "edit"])).text


def test_a_report_of_a_voided_compilation_is_offered_again(cast, at_desk, now):
    report, desk = given.failed_report(cast, now), at_desk(cast.compiler)
    first = given.drafted(cast, now, reports=[report])
    assert given.press(at_desk(cast.leader), first, "void", {"note": "Mistaken."}).status_code == 302
    assert compiles(desk, report).status_code == 302


def placed(cast, now, place: Region):
    """A draft in which the label names a producer at an address in a place."""
    compilation = given.in_doubt(cast, now)
    assert place.parent is not None
    Report.objects.update(producer_address=f"{place.parent.name}{place.name}, 3 Mill Lane")
    return compilation


def decides(client, compilation, **changes):
    return given.press(client, compilation, "name_party", given.party_form(compilation, **changes))


def test_a_case_does_not_go_to_another_county_than_the_label_names_without_a_reason(cast, at_desk, now):
    address, other = Region.objects.get(pk="910101"), Region.objects.get(pk="910102")
    compilation, desk = placed(cast, now, address), at_desk(cast.compiler)
    answer = decides(desk, compilation, region=other)
    assert answer.status_code == 422 and f"which is not in {other.name}" in answer.text
    assert decides(desk, compilation, region="").status_code == 422
    assert not PartyDecision.objects.exists()
    assert decides(desk, compilation, region=other, placed_why="It moved in May.").status_code == 302
    page = at_desk(cast.leader).get(compilation.get_absolute_url()).text
    for shown in (given.LABEL, other.name, "3 Mill Lane", "It moved in May.", "The label was read twice"):
        assert shown in page, shown


def test_the_region_that_the_label_names_needs_no_further_word(cast, at_desk, now):
    address = Region.objects.get(pk="910101")
    compilation = placed(cast, now, address)
    assert decides(at_desk(cast.compiler), compilation, region=address).status_code == 302
