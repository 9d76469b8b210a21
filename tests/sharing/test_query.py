"""Does one query find what concerns the asker, and nothing else?"""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from accounts.addresses import code_of
from catalogue.models import Finding
from disposal.models.compilations import Compilation
from inspection.reports.models.reports import Report
from sharing.sources import SOURCES
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given as disposing
from tests.inspection import given as testing
from tests.sharing import given

QUERY = reverse("query")


@pytest.mark.clause("6.5-4")
def test_the_query_page_finds_records_findings_and_resources(cast, at_desk):
    resource = given.table(cast, NOW)
    request = given.asked(cast, NOW, resource)
    given.finding(1)
    client = at_desk(cast.center_sharing_officer)
    assert "What can be asked here" in client.get(QUERY).content.decode()
    assert request.number in client.get(QUERY, {"words": request.number.lower()}).content.decode()
    assert resource.number in client.get(QUERY, {"words": "own accord"}).content.decode()
    assert "Kettle Works" in client.get(QUERY, {"words": "Kettle Shop"}).content.decode()
    assert "Nothing was found" in client.get(QUERY, {"words": "zzz"}).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"product": "Kettle 2"},
        {"item_id": "1002"},
        {"first": "2026-10-02", "last": "2026-10-02"},
        {"brand": "cold"},
        {"verdict": "conforming"},
        {"producer": "kettle works", "shop": "Second"},
    ],
)
def test_a_finding_is_found_by_what_is_known_of_it(cast, at_desk, asked):
    given.finding(1)
    given.finding(2, brand="Cold", shop="Second Shop", verdict="conforming")
    page = at_desk(cast.planner).get(QUERY, asked).content.decode()
    assert "Kettle 2" in page and "Kettle 1" not in page


def test_each_part_goes_on_page_by_page(cast, at_desk, monkeypatch):
    monkeypatch.setattr("sharing.views.query.SIZE", 2)
    monkeypatch.setattr("sharing.views.query.FEW", 1)
    for number in (1, 2, 3):
        given.finding(number)
    client = at_desk(cast.planner)
    few = client.get(QUERY, {"product": "Kettle"}).content.decode()
    assert "Kettle 3" in few and "Kettle 2" not in few and "in=findings" in few
    first = client.get(QUERY, {"product": "Kettle", "in": "findings"}).content.decode()
    assert "Kettle 2" in first and "Kettle 1<" not in first
    before = code_of(Finding.objects.get(product="Kettle 2"))
    last = client.get(QUERY, {"product": "Kettle", "in": "findings", "before": before}).content.decode()
    assert "Kettle 1" in last and "Kettle 2" not in last


def test_days_that_are_none_are_told_and_find_nothing(cast, at_desk):
    given.finding(1)
    page = at_desk(cast.planner).get(QUERY, {"first": "soon", "product": "Kettle"})
    assert page.status_code == 200 and "Kettle 1" not in page.content.decode()


def test_records_are_found_in_the_viewers_scope_only(cast, at_desk):
    request = given.asked(cast, NOW)
    for name in ("other_platform_sharing_officer", "other_leader", "nation_officer", "planner"):
        for words in (request.number, "Own tests"):
            page = at_desk(cast.people[name]).get(QUERY, {"words": words}).content.decode()
            assert request.get_absolute_url() not in page, name


def test_an_offer_is_not_found_before_the_center_has_taken_it_in(cast, at_desk):
    resource = given.offered(cast, NOW)
    for words in (resource.number, "Own tests"):
        page = at_desk(cast.platform_sharing_officer).get(QUERY, {"words": words}).content.decode()
        assert resource.get_absolute_url() not in page


@pytest.mark.parametrize("name", ["quality_officer", "platform_sharing_officer", "tester"])
def test_platforms_and_laboratories_find_no_findings_here(cast, at_desk, name):
    found = given.finding(1)
    for asked in ({"product": "Kettle"}, {"words": "Kettle"}, {"words": found.item_id, "in": "findings"}):
        page = at_desk(cast.people[name]).get(QUERY, asked).content.decode()
        assert "Kettle Works" not in page and "Kettle 1" not in page


def test_days_the_wrong_way_round_are_refused_beside_the_day(cast, at_desk):
    given.finding(1)
    asked = {"first": "2026-11-20", "last": "2026-11-01", "product": "Kettle"}
    text = at_desk(cast.center_sharing_officer).get(QUERY, asked).content.decode()
    assert "The last day lies before the first" in text and "Nothing was found" not in text


def test_what_was_granted_stands_on_the_query_page_of_the_requester(cast, at_desk):
    request = given.active(cast, NOW)
    url = reverse("shared-data", args=[request.number])
    with time_machine.travel(NOW, tick=False):
        assert url in at_desk(cast.quality_officer).get(QUERY).content.decode()
        assert url not in at_desk(cast.laboratory_sharing_officer).get(QUERY).content.decode()


def products(cast: Cast, reader: str) -> list[str]:
    """What the live findings hold for a reader."""
    source = SOURCES["findings"]
    columns = [column for column in source.columns if column.name in ("product", "item_id", "platform")]
    home = getattr(cast, reader)
    return [str(values) for _pk, values in source.page(cast.center, home, columns, None, 50, "")]


def test_a_finding_is_kept_back_until_its_report_has_been_passed_on(cast):
    report = testing.delivered(cast, NOW)
    assert Finding.objects.count() == 1
    for reader in ("platform", "laboratory", "province"):
        assert products(cast, reader) == []
    assert Report.objects.get(pk=report.pk).state != "final"


def test_once_passed_on_it_is_the_platforms_own_and_nobody_elses(cast):
    compilation: Compilation = disposing.sent(cast, NOW)
    report = compilation.reports.get()
    assert report.state == "final" and Finding.objects.get().platform == report.platform.name
    assert len(products(cast, "platform")) == 1
    assert products(cast, "other_platform") == []
    assert len(products(cast, "laboratory")) == len(products(cast, "province")) == 1


def test_imported_findings_reach_the_platform_they_name_under_any_of_its_names(cast):
    given.finding(1)
    given.finding(2, platform="Second Platform")
    given.finding(3, platform="Old Name")
    cast.platform.past_names.create(name="Old Name", until=NOW.date())
    assert [text.split("'")[1] for text in products(cast, "platform")] == ["Kettle 3", "Kettle 1"]
    assert len(products(cast, "laboratory")) == 3


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_every_source_answers_for_every_reader_whichever_fields_are_granted(cast, name):
    given.finding(1)
    disposing.sent(cast, NOW)
    source = SOURCES[name]
    for kind in source.providers:
        provider = {"regulator": cast.province}.get(str(kind)) or getattr(cast, str(kind))
        for reader in (cast.platform, cast.laboratory, cast.center, cast.county):
            for columns in (list(source.columns), [source.columns[0]]):
                rows = source.page(provider, reader, columns, None, 1, "")
                assert all(len(values) == len(columns) for _at, values in rows)
                assert source.page(provider, reader, columns, None, 1, "no such words") == []
                if len(rows) > 1:
                    rest = source.page(provider, reader, columns, rows[0][0], 1, "")
                    assert rest[0][1] == rows[1][1]
