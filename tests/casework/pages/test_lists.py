"""Does paging reach every record once, and does a page cost the same however many there are?"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.actions import take
from casework.bulk import open_many
from casework.models import Record
from casework.pages import lists
from casework.pages.desks import Desk
from inspection.commissions.models.commissions import Entrustment
from tests.casework.trial import fields, opened

# The user, the membership, the stand-ins, the page, the count, the categories and platforms to filter by, the
# views kept; for the frame: what waits, what is unread, how many organisations there are to choose from.
BUDGET = 11


@pytest.fixture
def many(cast, now):
    """A hundred and twenty records."""
    rows = [fields(cast, now, title=f"Toy {n}") for n in range(120)]
    return open_many(Entrustment, rows, by=cast.organiser, now=now)


def numbers(scope, size: int) -> list[str]:
    """The numbers on all pages, one after the other."""
    found, before = [], ""
    while True:
        page = lists.listing(scope, scope, before, size)
        found += [record.number for record in page.records]
        if not page.older:
            return found
        assert page.older != before, "a page that leads to itself"
        before = page.older


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(size=st.integers(1, 130))
def test_the_pages_hold_every_record_once_newest_first(many, cast, size):
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.organiser)
    assert numbers(scope, size) == [record.number for record in reversed(many)]


@pytest.mark.parametrize("viewer", ["receiver", "quality_officer"])
def test_the_pages_of_a_tenant_hold_what_it_was_admitted_to(many, cast, now, viewer):
    for record in many[::10]:
        take("send", record, by=cast.organiser, now=now)
    scope = Record.objects.filter(kind="entrustment").visible_to(getattr(cast, viewer))
    assert numbers(scope, 5) == [record.number for record in reversed(many[::10])]


def test_a_record_opened_meanwhile_shifts_no_page(many, cast, now):
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.organiser)
    first = lists.listing(scope, scope, "", 50)
    opened(cast, now)
    second = lists.listing(scope, scope, first.older, 50)
    assert [r.pk for r in (*first.records, *second.records)] == [r.pk for r in reversed(many)][:100]


@pytest.mark.parametrize("cursor", ["EN-NONSENSE", "' OR 1=1", "1"])
def test_a_cursor_that_is_no_number_is_ignored(many, cast, cursor):
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.organiser)
    page, first = lists.listing(scope, scope, cursor, 50), lists.listing(scope, scope, "", 50)
    assert [r.pk for r in page.records] == [r.pk for r in first.records]


def test_the_number_of_a_record_one_may_not_see_is_no_cursor(many, cast, now):
    for record in (many[0], many[100]):
        take("send", record, by=cast.organiser, now=now)
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.receiver)
    page = lists.listing(scope, scope, many[50].number, 50)
    assert [r.pk for r in page.records] == [many[100].pk, many[0].pk]


def test_a_page_is_counted_as_it_is_read(cast, now, django_assert_num_queries):
    opened(cast, now)
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.organiser)
    with django_assert_num_queries(1):
        assert lists.listing(scope, scope, "").count == 1
    lists.whole("entrustment", cast.organiser, "")
    with django_assert_num_queries(1):
        assert lists.whole("entrustment", cast.organiser, "").count == 1


def test_the_count_goes_up_to_the_cap_and_no_further(many, cast, monkeypatch):
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.organiser)
    monkeypatch.setattr(lists, "CAP", 120)
    assert lists.listing(scope, scope, "").count == 120
    monkeypatch.setattr(lists, "CAP", 119)
    assert lists.listing(scope, scope, "").count is None


def test_counting_reads_no_more_rows_than_the_cap(many, cast, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(lists, "CAP", 10)
    scope = Record.objects.filter(kind="entrustment").visible_to(cast.organiser)
    with django_assert_num_queries(1) as queries:
        lists.listing(scope, scope, "")
    assert re.search(r"LIMIT 11\b", queries[0]["sql"])


@pytest.fixture
def desk(settings):
    """The trial commissions as pages."""
    settings.ROOT_URLCONF = "tests.casework.urls"
    return Desk(Entrustment)


@pytest.mark.parametrize("viewer", ["organiser", "planner", "receiver", "quality_officer"])
def test_a_list_of_many_keeps_to_its_budget_of_queries(desk, cast, now, viewer, at_desk):
    rows = [fields(cast, now) for _ in range(60)]
    for record in open_many(Entrustment, rows, by=cast.organiser, now=now):
        take("send", record, by=cast.organiser, now=now)
    client = at_desk(getattr(cast, viewer))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("entrustment-list")).content.count(b">EN-") == 50
    reads = [query["sql"] for query in queries if re.match("SELECT|DECLARE", query["sql"])]
    assert len(reads) <= BUDGET, reads


def test_the_older_link_of_the_list_leads_on_to_the_end(desk, many, cast, at_desk):
    client, seen = at_desk(cast.organiser), []
    query: str | None = ""
    while query is not None:
        page = client.get(reverse("entrustment-list") + query).content.decode()
        seen += re.findall(r">(EN-\w+)(?: ·|<)", page)
        older = re.search(r'href="(\?[^"]*before=EN-\w+)"', page)
        query = older and older[1].replace("&amp;", "&")
    assert seen == [record.number for record in reversed(many)]


def test_no_id_leaves_the_server_in_a_list(desk, cast, now, at_desk):
    with connection.cursor() as cursor:  # to ids that are no year, no day and no count
        cursor.execute(
            "SELECT max(nextval(pg_get_serial_sequence('casework_record', 'id')))"
            " FROM generate_series(1, 50000)"
        )
    record = opened(cast, now)
    page = at_desk(cast.organiser).get(reverse("entrustment-list")).content.decode()
    assert record.number in page and str(record.pk) not in page


def test_a_list_is_narrowed_by_platform_and_offers_no_other_organisation(many, cast, at_desk):
    page = at_desk(cast.organiser).get(reverse("entrustment-list")).text
    offered = page.split('name="platform"')[1].split("</select>")[0]
    assert cast.platform.name in offered
    assert cast.merchant.name not in page and cast.laboratory.name not in offered


def test_a_cell_that_is_made_once_for_rows_that_are_alike_is_each_rows_own(many, cast, now):
    """Rows that differ in one thing each: every one says what it would say alone."""
    due = now.replace(hour=16) + timedelta(days=40)
    changes = (
        {"next_due_at": due},
        {"next_due_at": due + timedelta(days=1)},
        {"next_due_at": None, "still_since": now},
        {"next_due_at": None, "still_since": now - timedelta(days=3)},
        {"state": "voided", "turn": ""},
        {"state": "voided"},
        {"turn": "receiver"},
        {"platform": cast.other_quality_officer.organisation},
        {"holder": cast.center},
    )
    for row, change in zip(many, changes, strict=False):
        Record.objects.filter(pk=row.pk).update(**change)
    found = list(Record.objects.filter(pk__in=[row.pk for row in many[: len(changes) + 2]]))
    together = dict(lists.rows(found, now, lists.COLUMNS))
    assert together == {record: dict(lists.rows([record], now, lists.COLUMNS))[record] for record in found}
    assert len({str(together[record]["due"]) for record in found}) == 5
