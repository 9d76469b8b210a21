"""Is nothing shared read without a line in the ledger, beyond the grant, or after its end?"""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import DatabaseError, connection
from django.urls import reverse

from accounts.addresses import code
from casework.flow import Forbidden, Refused
from casework.models import Record
from sharing import actions
from sharing.actions import lookups, requests, resources, safeguards
from sharing.flow import Use
from sharing.models.requests import Reading, ShareRequest
from sharing.views import lookups as pages
from tests.conftest import NOW
from tests.sharing import given
from trail.models import Event

# A line of the ledger is committed on the connection "log", outside any transaction of a test.
pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "log"])


def data(request: ShareRequest) -> str:
    return reverse("shared-data", args=[request.number])


def file(request: ShareRequest, ending: str = "csv") -> str:
    return reverse("shared-download", args=[request.number, ending])


@pytest.fixture(autouse=True)
def _at_now():
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_grant_is_read_field_by_field_and_the_holder_sees_who_read_what(cast, at_desk):
    request = given.active(cast, NOW, fields=["product", "failed"])
    page = at_desk(cast.quality_officer).get(data(request), {"words": "Kettle"})
    assert page.status_code == 200 and page["Cache-Control"] == "private, no-store"
    body = page.content.decode()
    assert "Kettle" in body and "2026-09" not in body and "Toy bear" not in body
    line = Reading.objects.get()
    assert (line.request, line.user, line.organisation) == (request, cast.quality_officer.user, cast.platform)
    assert (line.use, line.rows, line.words) == (Use.PAGE, 1, "Kettle")
    assert Event.objects.of("reading", line.pk).get().verb == "read shared information"
    holder = at_desk(cast.laboratory_sharing_officer).get(request.get_absolute_url()).content.decode()
    assert "Who read it" in holder and "Quality_Officer" in holder
    assert (
        "Who read it"
        in at_desk(cast.platform_sharing_officer).get(request.get_absolute_url()).content.decode()
    )
    keeper = at_desk(cast.center_sharing_officer).get(request.get_absolute_url()).content.decode()
    assert "Who read it" not in keeper


def test_words_are_looked_for_in_the_fields_granted_only(cast, at_desk):
    request = given.active(cast, NOW, fields=["product"])
    body = at_desk(cast.platform_sharing_officer).get(data(request), {"words": "2026-10"}).content.decode()
    assert "Toy bear" not in body and Reading.objects.get().rows == 0


@pytest.mark.parametrize("ending", ["revoke", "give_back", "expire", "withdraw", "rules"])
def test_after_its_end_a_grant_opens_nothing_at_once(cast, at_desk, ending):
    request = given.over(cast, NOW) if ending == "expire" else given.active(cast, NOW)
    if ending == "revoke":
        requests.revoke(request, ended_why="Misuse.", by=cast.laboratory_sharing_officer, now=NOW)
    elif ending == "give_back":
        requests.give_back(request, by=cast.platform_sharing_officer, now=NOW)
    elif ending == "withdraw":
        resources.withdraw(request.resource, why="Wrong.", by=cast.laboratory_sharing_officer, now=NOW)
    elif ending == "rules":
        stricter = safeguards.publish(text="Stricter.", by=cast.center_sharing_officer, now=NOW)
        safeguards.confirm(stricter, by=cast.regulator_sharing_officer, now=NOW)
    client = at_desk(cast.platform_sharing_officer)
    for url in (data(request), file(request), file(request, "xlsx")):
        answer = client.get(url)
        assert answer.status_code == 409 and "Kettle" not in answer.content.decode()
    assert not Reading.objects.exists()


def test_nobody_but_the_requester_reads_a_grant(cast, at_desk):
    request = given.active(cast, NOW)
    for name, status in (
        ("other_platform_sharing_officer", 404),
        ("other_laboratory_sharing_officer", 404),
        ("nation_officer", 404),
        ("respondent", 404),
        ("center_sharing_officer", 403),
        ("laboratory_sharing_officer", 403),
    ):
        for url in (data(request), file(request)):
            assert at_desk(cast.people[name]).get(url).status_code == status, name
    assert not Reading.objects.exists()


def test_a_grant_is_used_in_the_way_and_from_the_day_it_was_given_for(cast, at_desk):
    query = given.active(cast, NOW, method="query")
    ahead = given.active(cast, NOW, asked_from=NOW.date() + timedelta(1))
    client = at_desk(cast.platform_sharing_officer)
    assert client.get(data(query)).status_code == 200
    assert client.get(file(query)).status_code == 409
    assert client.get(data(ahead)).status_code == 409


def test_a_file_says_who_read_it_for_what_and_holds_no_formula(cast, at_desk):
    request = given.active(cast, NOW, fields=["product"])
    answer = at_desk(cast.quality_officer).get(file(request))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert all(
        part in lines[0] for part in ("Quality_Officer", "First Platform", "2026-11-25", request.number)
    )
    assert request.purpose in lines[0]
    assert lines[1:] == ["product", "Kettle", "Toy bear", "'=HYPERLINK(1)"]
    assert Reading.objects.get().use == Use.DOWNLOAD


def test_a_workbook_holds_the_same(cast, at_desk):
    request = given.active(cast, NOW, fields=["product", "failed"])
    answer = at_desk(cast.quality_officer).get(file(request, "xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.getvalue()))
    rows = [[cell for cell in row if cell is not None] for row in book.active.iter_rows(values_only=True)]
    assert request.number in rows[0][0]
    assert rows[1:] == [["product", "failed"], ["Kettle", "3"], ["Toy bear", "1"], ["'=HYPERLINK(1)", "0"]]
    assert at_desk(cast.quality_officer).get(file(request, "exe")).status_code == 404


def test_rows_are_read_page_by_page(cast, at_desk):
    many = [(f"Kettle {n:03}", "2026-09", "1") for n in range(120)]
    request = given.active(cast, NOW, resource=given.table(cast, NOW, file=given.csv(rows=many)))
    client = at_desk(cast.platform_sharing_officer)
    body = client.get(data(request)).content.decode()
    assert "Kettle 049" in body and "Kettle 050" not in body and f"after={code('shared', 50)}" in body
    last = client.get(data(request), {"after": code("shared", 100)}).content.decode()
    assert "Kettle 119" in last and 'rel="next"' not in last
    for wrong in ("9" * 40, "100"):
        assert "Kettle 000" in client.get(data(request), {"after": wrong}).text
    assert list(Reading.objects.order_by("pk").values_list("rows", flat=True)) == [50, 20, 50, 50]


def test_without_the_ledger_nothing_is_handed_out(cast, at_desk, monkeypatch):
    request = given.active(cast, NOW)

    def broken(*args: Any) -> None:
        raise DatabaseError("the ledger cannot be reached")

    monkeypatch.setattr("sharing.actions.lookups._log", broken)
    client = at_desk(cast.platform_sharing_officer)
    client.raise_request_exception = False
    for url in (data(request), file(request), file(request, "xlsx")):
        answer = client.get(url)
        assert answer.status_code == 500 and "Kettle" not in answer.content.decode()


def test_a_grant_revoked_while_it_is_being_read_opens_nothing(cast, at_desk, monkeypatch):
    request = given.active(cast, NOW)
    log = actions.lookups._log

    def revoked_meanwhile(*args: Any) -> None:
        log(*args)
        same = ShareRequest.objects.get(pk=request.pk)
        requests.revoke(same, ended_why="Misuse.", by=cast.laboratory_sharing_officer, now=NOW)

    monkeypatch.setattr("sharing.actions.lookups._log", revoked_meanwhile)
    with pytest.raises(Refused):
        access = lookups.granted(request, cast.platform_sharing_officer, use=Use.PAGE, now=NOW)
        lookups.read(access, use=Use.PAGE, now=NOW)
    assert Reading.objects.count() == 1


def test_a_download_stops_where_the_grant_is_revoked(cast, at_desk, monkeypatch):
    many = [(f"Kettle {n}", "2026-09", "1") for n in range(30)]
    request = given.active(cast, NOW, resource=given.table(cast, NOW, file=given.csv(rows=many)))
    monkeypatch.setattr("sharing.actions.lookups.BATCH", 10)
    monkeypatch.setattr(pages, "BATCH", 10)
    monkeypatch.setattr("casework.pages.sheets.BATCH", 1)
    lines = iter(at_desk(cast.platform_sharing_officer).get(file(request)).streaming_content)
    begun = b"".join(next(lines) for _ in range(13))  # the mark, two headings, and ten rows
    requests.revoke(request, ended_why="Misuse.", by=cast.laboratory_sharing_officer, now=NOW)
    rest = b"".join(lines)
    assert b"Kettle 9," in begun and b"Kettle 10," not in begun + rest
    assert b"Nothing can be read" in rest
    assert list(Reading.objects.values_list("rows", flat=True)) == [10]


def test_the_ledger_is_never_changed(cast, at_desk):
    request = given.active(cast, NOW)
    at_desk(cast.platform_sharing_officer).get(data(request))
    for statement in ("UPDATE sharing_reading SET rows = 0", "DELETE FROM sharing_reading"):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Reading.objects.get().rows == 3


def test_what_is_open_is_read_without_a_request_once_the_safeguards_are_acknowledged(cast, at_desk):
    resource = given.live(cast, NOW, "standards", openness="members")
    url = reverse("resource-data", args=[resource.number])
    assert "GB 6675-2014" in at_desk(cast.tester).get(url).content.decode()
    download = at_desk(cast.planner).get(reverse("resource-download", args=[resource.number, "csv"]))
    assert "Toy safety" in b"".join(download.streaming_content).decode()
    assert at_desk(cast.other_planner).get(url).status_code == 409
    assert Reading.objects.filter(resource=resource, request=None).count() == 2
    owner = at_desk(cast.center_sharing_officer).get(resource.get_absolute_url()).content.decode()
    assert "Who read it" in owner


def test_what_is_given_on_request_is_not_read_without_one(cast, at_desk):
    resource = given.table(cast, NOW)
    url = reverse("resource-data", args=[resource.number])
    assert at_desk(cast.platform_sharing_officer).get(url).status_code == 403
    for name in ("laboratory_sharing_officer", "center_sharing_officer"):
        assert "Toy bear" in at_desk(cast.people[name]).get(url).content.decode()


def test_a_program_reads_a_grant_for_the_interface_only(cast):
    request = given.active(cast, NOW, method="interface", fields=["product"])
    by_file = given.active(cast, NOW, resource=request.resource)
    page = lookups.rows_of(request, cast.platform_sharing_officer, now=NOW, size=2)
    assert [column.name for column in page.columns] == ["product"]
    assert (page.rows, page.after) == ([["Kettle"], ["Toy bear"]], 2)
    rest = lookups.rows_of(request, cast.platform_sharing_officer, page.after, now=NOW, size=2)
    assert (rest.rows, rest.after) == ([["=HYPERLINK(1)"]], None)
    assert set(Reading.objects.values_list("use", flat=True)) == {Use.API}
    with pytest.raises(Refused):
        lookups.rows_of(by_file, cast.platform_sharing_officer, now=NOW)
    with pytest.raises(Forbidden):
        lookups.rows_of(request, cast.laboratory_sharing_officer, now=NOW)
    assert Record.objects.get(pk=request.pk).state == "active"
