"""Is a paper numbered, frozen and superseded as an office's papers are?"""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import System, Viewer
from accounts.roles import Kind
from casework.flow import Refused
from casework.models import Outbox, Record
from documents.drawn import draw
from documents.file_numbers import draw_number
from documents.models import Document, FileNumber
from documents.papers import PAPERS
from tests.cast import Cast
from tests.documents import samples
from tests.documents.conftest import Issuer, content_of, let_in
from trail.models import Event

SHANGHAI = ZoneInfo("Asia/Shanghai")
one_database = pytest.mark.django_db


def seen(*viewers: Viewer) -> list[bool]:
    return [Document.objects.visible_to(viewer).exists() for viewer in viewers]


@one_database
def test_an_issued_paper_holds_what_the_stage_gave_and_what_the_issue_added(
    issued: Issuer, now: datetime
) -> None:
    paper = issued()
    assert paper.content["conclusion"] == samples.test_report().conclusion
    assert paper.content["office"] == "Eastland Monitoring Center"
    assert paper.content["number"] == paper.file_number == "Eastland Monitoring Center（检）〔2026〕1号"
    assert paper.content["issued_on"] == "2026-11-25"
    assert paper.content["qr"].endswith(f"/verify/{paper.verify_token}/")
    assert (paper.version, paper.language, bool(paper.pdf)) == (1, "zh-hans", False)


@one_database
def test_the_digest_is_that_of_the_content_as_canonical_json(issued: Issuer) -> None:
    paper = issued()
    paper.refresh_from_db()
    text = json.dumps(paper.content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert paper.content_sha256 == hashlib.sha256(text.encode()).hexdigest()


@one_database
def test_issuing_promises_the_pdf_and_tells_the_trail(issued: Issuer, matter: Record) -> None:
    paper = issued()
    promised = Outbox.objects.get()
    assert (promised.task, promised.payload) == ("documents.render", {"document": paper.pk})
    event = Event.objects.of("record", matter.pk)[0]
    assert event.verb == "issue a paper"
    assert event.detail["number"] == paper.file_number and event.detail["sha256"] == paper.content_sha256


@one_database
def test_a_paper_of_no_record_has_a_trail_of_its_own(issued: Issuer, cast: Cast) -> None:
    paper = issued(record=None, by=System())
    assert Event.objects.of("document", paper.pk).get().verb == "issue a paper"
    assert seen(cast.compiler, cast.planner) == [True, False]
    assert paper.stands  # there is nothing that could be voided


@one_database
def test_only_a_public_body_has_a_red_heading(issued: Issuer, cast: Cast) -> None:
    letter = {"paper": "assistance_letter", "content": content_of(samples.assistance_letter())}
    headed = {
        office.kind: "masthead red" in _drawn(issued(office=office, **letter))
        for office in (cast.province, cast.center, cast.laboratory, cast.platform)
    }
    assert headed == {"regulator": True, "center": True, "laboratory": False, "platform": False}


def _drawn(paper: Document) -> str:
    return draw(PAPERS[paper.paper].template, {"paper": paper.content}, language=paper.language)


@one_database
def test_each_office_counts_for_itself_and_afresh_each_year(cast: Cast) -> None:
    drawn = [draw_number(cast.center, "检", year) for year in (2026, 2026, 2027)]
    assert [number[-7:] for number in drawn] == ["2026〕1号", "2026〕2号", "2027〕1号"]
    assert draw_number(cast.laboratory, "检", 2026) == "First Laboratory（检）〔2026〕1号"


@one_database
def test_each_kind_of_paper_is_numbered_by_itself_after_the_code_of_its_office(cast: Cast) -> None:
    cast.center.document_code = "东监测"
    drawn = [draw_number(cast.center, series, 2026) for series in "协采采协"]
    assert [number.replace("〔2026〕", "") for number in drawn] == [
        "东监测协1号",
        "东监测采1号",
        "东监测采2号",
        "东监测协2号",
    ]


@one_database
def test_the_year_is_that_of_the_day_in_shanghai(issued: Issuer) -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=SHANGHAI)
    paper = issued(now=new_year.astimezone(ZoneInfo("UTC")))
    assert "〔2027〕" in paper.file_number and paper.content["issued_on"] == "2027-01-01"


@one_database
def test_the_number_of_a_deed_undone_is_drawn_again(issued: Issuer) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issued()
        raise ZeroDivisionError
    assert issued().file_number.endswith("〕1号")


@pytest.mark.django_db(transaction=True)
def test_papers_issued_at_once_have_consecutive_numbers(cast: Cast) -> None:
    together = Barrier(6)

    def draw(_: int) -> str:
        together.wait(10)
        try:
            with transaction.atomic():
                return draw_number(cast.center, "检", 2026)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        drawn = sorted(pool.map(draw, range(6)))
    assert drawn == [f"Eastland Monitoring Center（检）〔2026〕{n}号" for n in range(1, 7)]
    assert FileNumber.objects.get().last == 6


@one_database
@pytest.mark.parametrize(
    "wrong", [{"conclusion": ""}, {"number": "forged"}, {"recipient": "Li Lei"}, {"shop": ""}]
)
def test_content_that_is_not_the_papers_is_refused_and_draws_no_number(
    issued: Issuer, wrong: dict[str, Any]
) -> None:
    with pytest.raises((TypeError, ValueError)), transaction.atomic():
        issued(content=content_of(samples.test_report()) | wrong)
    assert not Document.objects.exists() and not FileNumber.objects.exists()


@one_database
def test_a_newer_version_supersedes_the_older_once(issued: Issuer) -> None:
    first = issued()
    second = issued(supersedes=first)
    first.refresh_from_db()
    assert (second.version, second.supersedes) == (2, first)
    assert first.superseded and not second.superseded
    assert str(second) == "Test report Eastland Monitoring Center（检）〔2026〕2号"
    with pytest.raises(Refused, match="has been issued already"):
        issued(supersedes=first)


@pytest.mark.guarded
@one_database
@pytest.mark.parametrize(
    "change",
    [
        {"content": {}},
        {"content_sha256": "0" * 64},
        {"file_number": "forged"},
        {"addressee": None},
        {"title": "Another"},
        {"issued_at": datetime(2020, 1, 1, tzinfo=SHANGHAI)},
        {"verify_token": "guessable"},
        {"pdf": "document/00/forged"},
    ],
)
def test_an_issued_paper_never_changes(issued: Issuer, cast: Cast, change: dict[str, Any]) -> None:
    paper = issued(addressee=cast.platform)
    with (
        pytest.raises(DatabaseError, match=r"an issued paper never changes|permission denied"),
        transaction.atomic(),
    ):
        Document.objects.filter(pk=paper.pk).update(**change)


@pytest.mark.guarded
@one_database
def test_the_pdf_is_set_once(issued: Issuer) -> None:
    found = Document.objects.filter(pk=issued().pk)
    assert found.update(pdf="document/ab/first", pdf_sha256="a" * 64, pdf_size=1) == 1
    for change in (
        {"pdf": "document/ab/second"},
        {"pdf_sha256": "b" * 64},
        {"pdf_size": 2},
        {"pdf": "", "pdf_sha256": ""},
    ):
        with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
            found.update(**change)


@pytest.mark.guarded
@one_database
def test_a_paper_is_deleted_neither_by_the_application_nor_by_the_owner(issued: Issuer) -> None:
    paper = issued()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        paper.delete()
    with (
        pytest.raises(DatabaseError, match="kept as it is"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL ROLE NONE")
        cursor.execute("DELETE FROM documents_document")


@one_database
def test_a_paper_is_seen_in_the_scope_of_its_record(issued: Issuer, cast: Cast) -> None:
    issued()
    assert seen(cast.leader, cast.planner, cast.nation_officer) == [True] * 3
    assert (
        seen(cast.other_leader, cast.other_planner, cast.county_officer, cast.quality_officer) == [False] * 4
    )


@one_database
def test_an_addressed_paper_is_seen_by_its_addressee_and_by_no_other_party(
    issued: Issuer, matter: Record, cast: Cast, now: datetime
) -> None:
    issued(addressee=cast.other_platform)
    let_in(matter, Kind.PLATFORM, now)
    assert seen(cast.other_quality_officer, cast.compiler, cast.planner) == [True] * 3
    assert seen(cast.quality_officer, cast.tester, cast.other_planner) == [False] * 3


@one_database
def test_an_office_sees_what_it_issued_and_an_admitted_party_what_is_addressed_to_nobody(
    issued: Issuer, matter: Record, cast: Cast, now: datetime
) -> None:
    issued(office=cast.laboratory, by=cast.signatory)
    assert seen(cast.tester, cast.other_tester, cast.quality_officer) == [True, False, False]
    let_in(matter, Kind.PLATFORM, now + timedelta(hours=1))
    assert seen(cast.quality_officer, cast.other_quality_officer) == [True, False]
