"""Do the pages hand out papers and files only to those they concern, and log it first?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.template import engines
from django.test import Client
from django.utils import timezone

from accounts.models import Viewer
from casework.models import Record
from documents.actions import attach
from documents.models import Document, Service
from documents.views import about
from tests.cast import Cast
from tests.documents.conftest import Issuer, picture
from trail.models import Event

# The line of a read is committed on the connection "log", outside any transaction of a test: tests of
# downloads are transactional and name both connections.
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])
AtDesk = Callable[[Viewer], Client]
ANSWER_TO_ALL = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, no-store"}


def with_pdf(paper: Document) -> Document:
    paper.pdf_sha256, paper.pdf_size = "ab" * 32, 9
    paper.pdf.save("", ContentFile(b"%PDF-1.7\n"), save=False)
    paper.save(update_fields=["pdf", "pdf_sha256", "pdf_size"])
    return paper


@logged
def test_a_paper_is_downloaded_and_the_read_logged(issued: Issuer, cast: Cast, at_desk: AtDesk) -> None:
    paper = with_pdf(issued())
    answer = at_desk(cast.planner).get(f"/papers/{paper.verify_token}/")
    assert answer.getvalue() == b"%PDF-1.7\n"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=utf-8''Test%20report%20Eastland")
    assert ANSWER_TO_ALL.items() <= dict(answer.items()).items()
    event = Event.objects.of("document", paper.pk).get()
    assert (event.verb, event.actor_id, event.organisation_id) == (
        "download a paper",
        cast.planner.user.pk,
        cast.province.pk,
    )


@logged
def test_a_file_is_downloaded_and_the_read_logged(
    cast: Cast, matter: Record, now: datetime, at_desk: AtDesk
) -> None:
    kept = attach(matter, picture("照片.png"), "photo", by=cast.buyer, now=now)
    answer = at_desk(cast.buyer).get(kept.get_absolute_url())
    assert answer.getvalue() == picture().read()
    assert answer["Content-Disposition"] == "inline; filename*=utf-8''%E7%85%A7%E7%89%87.png"
    assert ANSWER_TO_ALL.items() <= dict(answer.items()).items()
    assert Event.objects.of("attachment", kept.pk).get().verb == "download a file"


@logged
def test_what_is_neither_a_pdf_nor_a_picture_is_never_shown_in_the_browser(
    cast: Cast, matter: Record, now: datetime, at_desk: AtDesk
) -> None:
    kept = attach(matter, SimpleUploadedFile("a.csv", b"a,b\n"), "table", by=cast.buyer, now=now)
    assert (
        at_desk(cast.buyer).get(kept.get_absolute_url())["Content-Disposition"]
        == 'attachment; filename="a.csv"'
    )


@logged
def test_where_the_read_cannot_be_logged_nothing_is_read(
    issued: Issuer, cast: Cast, matter: Record, now: datetime, at_desk: AtDesk, monkeypatch
) -> None:
    paper, kept = with_pdf(issued()), attach(matter, picture(), "photo", by=cast.buyer, now=now)
    client = at_desk(cast.buyer)
    client.raise_request_exception = False
    connections["log"].close()
    monkeypatch.setitem(connections["log"].settings_dict, "OPTIONS", {"host": "/nowhere"})
    monkeypatch.setitem(connections["log"].settings_dict, "HOST", "/nowhere")
    for address in (paper.get_absolute_url(), kept.get_absolute_url()):
        answer = client.get(address)
        assert answer.status_code == 503 and not answer.streaming


@logged
def test_a_line_of_the_log_stays_although_the_request_fails(
    cast: Cast, matter: Record, now: datetime, at_desk: AtDesk
) -> None:
    kept = attach(matter, picture(), "photo", by=cast.buyer, now=now)
    kept.file.delete(save=False)
    with pytest.raises(FileNotFoundError):
        at_desk(cast.buyer).get(kept.get_absolute_url())
    assert Event.objects.of("attachment", kept.pk).count() == 1


@logged
def test_strangers_find_nothing_and_nothing_is_logged(
    issued: Issuer, cast: Cast, matter: Record, now: datetime, at_desk: AtDesk
) -> None:
    paper, kept = with_pdf(issued()), attach(matter, picture(), "photo", by=cast.buyer, now=now)
    before = Event.objects.count()
    for viewer in (
        cast.other_planner,
        cast.other_compiler,
        cast.county_officer,
        cast.quality_officer,
        cast.tester,
    ):
        client = at_desk(viewer)
        for address in (
            paper.get_absolute_url(),
            kept.get_absolute_url(),
            f"/papers/{paper.verify_token}/service/",
        ):
            assert client.get(address).status_code == 404
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_somebody_not_logged_in_is_sent_to_log_in(issued: Issuer) -> None:
    answer = Client().get(with_pdf(issued()).get_absolute_url())
    assert answer.status_code == 302 and "/log" in answer["Location"]


@pytest.mark.django_db
def test_a_paper_not_rendered_yet_is_not_there(issued: Issuer, cast: Cast, at_desk: AtDesk) -> None:
    assert at_desk(cast.compiler).get(issued().get_absolute_url()).status_code == 404


def verified(paper: Document) -> str:
    answer = Client().get(f"/verify/{paper.verify_token}/")
    assert answer.status_code == 200
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("no-store", "noindex")
    return answer.content.decode()


@pytest.mark.django_db
def test_whoever_holds_a_paper_can_check_it(issued: Issuer) -> None:
    page = verified(with_pdf(issued()))
    for told in (
        "Test report",
        "〔2026〕1号",
        "2026-11-25",
        "Eastland Monitoring Center",
        "ab" * 32,
        "in force",
    ):
        assert told in page


@pytest.mark.django_db
def test_whoever_checks_a_report_reads_its_goods_and_conclusion_beside_the_copy(issued: Issuer) -> None:
    paper = issued()
    page = verified(with_pdf(paper))
    assert all(paper.content[name] in page for name in ("product", "item_id", "conclusion"))


@pytest.mark.django_db
def test_the_check_says_that_a_paper_was_superseded_but_not_by_which(issued: Issuer) -> None:
    older = with_pdf(issued())
    newer = issued(supersedes=older)
    page = verified(older)
    assert "superseded" in page and "in force" not in page
    assert newer.file_number not in page and newer.verify_token not in page


@pytest.mark.django_db
def test_the_check_leaks_nothing_of_what_the_paper_says(issued: Issuer, cast: Cast, matter: Record) -> None:
    paper = with_pdf(issued(addressee=cast.platform))
    page = verified(paper)
    told = {paper.content[name] for name in ("office", "number", "title", "product", "item_id", "conclusion")}
    secrets = {value for value in paper.content.values() if isinstance(value, str) and len(value) > 3} - told
    secrets |= {
        cast.platform.name,
        matter.number,
        matter.title,
        str(cast.compiler.user),
        paper.content_sha256,
    }
    secrets -= {paper.content["issued_on"], paper.content["qr"], paper.content["verify_at"]}
    assert len(secrets) > 20
    assert not [secret for secret in secrets if secret in page]


@pytest.mark.django_db
def test_an_unknown_token_is_not_there(issued: Issuer) -> None:
    paper = issued()
    for guess in ("x" * 32, str(paper.pk), paper.verify_token[:-1]):
        assert Client().get(f"/verify/{guess}/").status_code == 404


def today(**changed: Any) -> dict[str, Any]:
    return {"method": "post", "served_on": timezone.localdate(), "signed_by": "", **changed}


@pytest.mark.django_db
def test_the_issuing_office_notes_a_service_with_its_proof(
    issued: Issuer, cast: Cast, matter: Record, at_desk: AtDesk
) -> None:
    paper = issued(addressee=cast.platform, now=timezone.now())
    client, address = at_desk(cast.compiler), f"/papers/{paper.verify_token}/service/"
    assert "to First Platform" in client.get(address).content.decode()
    answer = client.post(address, today(evidence=picture("slip.png")))
    assert answer.status_code == 302 and answer["Location"].endswith(f"/{matter.number}/")
    service = Service.objects.get(evidence__name="slip.png", evidence__kind="service")
    assert service.addressee == cast.platform


@pytest.mark.django_db
def test_a_service_without_proof_is_sent_back_with_a_word_beside_the_field(
    issued: Issuer, cast: Cast, at_desk: AtDesk
) -> None:
    paper = issued(addressee=cast.platform, now=timezone.now())
    answer = at_desk(cast.compiler).post(f"/papers/{paper.verify_token}/service/", today())
    assert answer.status_code == 422 and "Attach the proof" in answer.content.decode()
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_service_through_the_portal_is_noted_without_proof(
    issued: Issuer, cast: Cast, at_desk: AtDesk
) -> None:
    paper = issued(addressee=cast.platform, now=timezone.now())
    cast.platform.portal_service_since = date(2020, 1, 1)
    cast.platform.save()
    form = today(method="electronic")
    assert at_desk(cast.compiler).post(f"/papers/{paper.verify_token}/service/", form).status_code == 302
    assert {service.evidence for service in Service.objects.all()} == {None}


@pytest.mark.django_db
@pytest.mark.parametrize(("days", "said"), [(-1, "had not been issued yet"), (1, "lies in the future")])
def test_a_day_of_service_that_cannot_be_is_sent_back(
    issued: Issuer, cast: Cast, at_desk: AtDesk, days: int, said: str
) -> None:
    paper = issued(addressee=cast.platform, now=timezone.now())
    form = today(served_on=timezone.localdate() + timedelta(days), evidence=picture())
    answer = at_desk(cast.compiler).post(f"/papers/{paper.verify_token}/service/", form)
    assert answer.status_code == 422 and said in answer.content.decode()


@pytest.mark.django_db
def test_a_paper_addressed_to_nobody_is_not_served(issued: Issuer, cast: Cast, at_desk: AtDesk) -> None:
    paper = issued(now=timezone.now())
    client, address = at_desk(cast.compiler), f"/papers/{paper.verify_token}/service/"
    form = today(evidence=picture(), name="Kettle Works Ltd")
    assert client.post(address, form).status_code == 403
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_a_paper_of_no_record_has_no_place_for_a_proof(issued: Issuer, cast: Cast, at_desk: AtDesk) -> None:
    paper = issued(record=None, addressee=cast.platform, now=timezone.now())
    form = today(evidence=picture())
    answer = at_desk(cast.compiler).post(f"/papers/{paper.verify_token}/service/", form)
    assert answer.status_code == 409 and "could keep the proof" in answer.content.decode()
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_a_regulator_that_sees_the_paper_may_not_serve_it(
    issued: Issuer, cast: Cast, at_desk: AtDesk
) -> None:
    assert at_desk(cast.planner).get(f"/papers/{issued().verify_token}/service/").status_code == 403


@pytest.mark.django_db
def test_a_records_page_shows_its_papers_services_and_files(
    issued: Issuer, cast: Cast, matter: Record, now: datetime, django_assert_num_queries
) -> None:
    older = with_pdf(issued(addressee=cast.platform))
    newer = issued(addressee=cast.platform, supersedes=older)
    proof = attach(matter, picture("slip.png"), "service", by=cast.compiler, now=now)
    Service.objects.create(
        document=older,
        addressee=cast.platform,
        method="post",
        evidence=proof,
        served_on=date(2026, 11, 25),
        at=now,
    )
    with django_assert_num_queries(4):
        shown = about(matter, cast.compiler)
    page = engines["jinja2"].get_template("documents/on_file.html").render(shown)
    assert [paper["superseded"] for paper in shown["papers"]] == [False, True]
    assert (shown["papers"][0]["url"], shown["papers"][1]["url"]) == ("", older.get_absolute_url())
    for told in (
        "First Platform, By post, 2026-11-25",
        "Note a service",
        "slip.png",
        "being made",
        f"/verify/{newer.verify_token}/",
    ):
        assert told in page


@pytest.mark.django_db
def test_a_record_without_papers_says_so(matter: Record, cast: Cast) -> None:
    page = engines["jinja2"].get_template("documents/on_file.html").render(about(matter, cast.compiler))
    assert "No paper has been issued yet." in page and "Note a service" not in page


@pytest.mark.django_db
def test_a_paper_is_found_by_its_number_through_an_index(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    assert "document_number_one" in Document.objects.filter(file_number="1").explain()
