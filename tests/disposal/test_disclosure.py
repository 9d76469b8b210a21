"""Do platform, shop and producer get the report on their goods, and nothing that leads to who bought them?"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from dataclasses import fields as fields_of
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from accounts.models import Region, User
from disposal.actions import notices
from disposal.disclosure import FIELDS, LINES, LeftOut, Why, left_out
from disposal.models.disposals import PlatformDisposal
from disposal.models.notices import ResultNotice
from disposal.papers.compilations import RedactedReport
from documents.models import Document
from documents.papers import PAPERS
from documents.tasks import render_document
from inspection.commissions.models.commissions import EntrustedSample
from inspection.reports.models.reports import Report
from inspection.reports.papers import Result, TestReport
from sampling.purchases.models.parcels import Parcel
from tests.api.conftest import issue
from tests.cast import Cast
from tests.conftest import NOW
from tests.disposal import given
from tests.disposal import given_notices as told
from tests.inspection import given as inspection
from tests.sampling.stated import SECRET_ACCOUNT, SECRET_ADDRESS, SECRET_NAME, SECRET_ORDER, SECRET_PHONE

# Downloads are logged on a connection of their own.
logged = pytest.mark.django_db(transaction=True, databases=["default", "log"])
SECRETS = (SECRET_NAME, SECRET_PHONE, SECRET_ADDRESS, SECRET_ORDER, SECRET_ACCOUNT)
# In what the laboratory's own paper says, but for no platform, shop or producer.
CANARIES = {
    "tester": "Canarytester",
    "reviewer": "Canaryreviewer",
    "signatory": "Canarysignatory",
    "client_contact": "Canarycontact",
    "lot_size": "Canarylot",
    "condition": "Canarycondition",
    "seal": "Canaryseal",
}
BUYER, TRACKING = "Canarybuyer", "CANARY-TRACKING-9"


@dataclass
class Sent:
    """A report on goods that failed, with a canary in every secret, sent to all whom it concerns."""

    report: Report
    disposal: PlatformDisposal
    shop: ResultNotice
    producer: ResultNotice
    secrets: list[str] = field(default_factory=list)

    @property
    def full(self) -> Document:
        return self.report.documents.get(paper="test_report")


def named(cast: Cast, **names: str) -> None:
    for who, name in names.items():
        user: User = getattr(cast, who).user
        user.name = name
        user.save()


def sent_with_canaries(cast: Cast, now: datetime) -> Sent:
    named(cast, **{who: CANARIES[who] for who in ("tester", "reviewer", "signatory")}, buyer=BUYER)
    terms = {name: CANARIES[name] for name in ("client_contact", "lot_size")}
    entrustment = inspection.in_progress(cast, now, **terms)
    EntrustedSample.objects.filter(entrustment=entrustment).update(
        condition=CANARIES["condition"], seal=CANARIES["seal"]
    )
    Parcel.objects.update(tracking_number=TRACKING)
    report = inspection.delivered(cast, now, values=inspection.BAD, entrustment=entrustment)
    county = Region.objects.get(pk=given.COUNTY)
    report = given.located(report, enterprise=county)
    disposal = given.disposal(cast, now, reports=[report])
    shop, producer = ResultNotice.objects.order_by("id")
    for notice in (shop, producer):
        notices.send_notice(notice, channel="platform", **given.HASTY, by=cast.compiler, now=now)
    with transaction.atomic():
        for paper in Document.objects.filter(pdf=""):
            render_document(now, paper.pk)
    return Sent(report, disposal, shop, producer, _secrets(report))


def _secrets(report: Report) -> list[str]:
    purchase = report.sample.purchase
    assert purchase.recipient is not None
    numbers = [purchase.number, report.sample.number, purchase.scheme.number, purchase.recipient.pseudonym]
    return [*SECRETS, "wallet-88", "119.7", BUYER, TRACKING, *numbers, *CANARIES.values()]


def said(pdf: bytes) -> str:
    """All that a PDF says, to whoever reads or searches it, without white space; it holds no files."""
    reader = PdfReader(io.BytesIO(pdf))
    assert not reader.attachments
    xmp = reader.xmp_metadata
    pages = "".join(page.extract_text() for page in reader.pages)
    about = str(dict(reader.metadata or {})) + (xmp.stream.get_data().decode() if xmp else "")
    return "".join((pages + about).split())


def found_in(text: str, secrets: list[str]) -> list[str]:
    return [secret for secret in secrets if "".join(secret.split()) in text]


def downloaded(client: Client, page: str) -> list[str]:
    """What the papers say that are listed on a page."""
    links = re.findall(r'href="(/papers/[^"/]+/)"', client.get(page).content.decode())
    answers = [client.get(link) for link in dict.fromkeys(links)]
    assert {answer.status_code for answer in answers} == {200}
    return [said(answer.getvalue()) for answer in answers]


def let_in(notice: ResultNotice) -> Client:
    """A shop's or producer's browser, in by the link that it was sent."""
    client = Client()
    assert client.post(told.path(notice)).status_code == 302
    return client


@logged
def test_whoever_answers_for_the_goods_reads_the_report_without_who_bought_them(cast, at_desk, now, settings):
    sent = sent_with_canaries(cast, now)
    with time_machine.travel(NOW, tick=False):
        each = {
            sent.disposal: at_desk(cast.quality_officer),
            sent.shop: let_in(sent.shop),
            sent.producer: let_in(sent.producer),
        }
        for record, client in each.items():
            papers = downloaded(client, record.get_absolute_url())
            assert len(papers) == 2
            assert [found_in(paper, sent.secrets) for paper in papers] == [[], []]
            assert not found_in(client.get(record.get_absolute_url()).content.decode(), sent.secrets)
            [redacted] = [paper for paper in papers if "Lead" in paper and "Smallparts" in paper]
            numbered = sent.full.file_number
            shown = [numbered, "90", "91", sent.report.conclusion, "1TestRoad"]
            assert found_in(redacted, shown) == shown


@logged
def test_the_full_report_says_what_the_redacted_one_leaves_out(cast, at_desk, now, settings):
    sent = sent_with_canaries(cast, now)
    with time_machine.travel(NOW, tick=False):
        [full] = downloaded(at_desk(cast.compiler), sent.report.get_absolute_url())
    in_full = [*CANARIES.values(), sent.report.sample.number]
    assert found_in(full, in_full) == in_full


def test_the_redacted_report_gives_no_day_on_which_the_sample_had_arrived(cast, now):
    disposal = given.disposal(cast, now)
    paper = disposal.documents.get(paper="redacted_report")
    assert not {"tested_from", "tested_to", "received_on", "sampled_on"} & set(paper.content)
    assert "First day of testing, Last day of testing: left out, because they lead" in str(
        paper.content["left_out"]
    )


@logged
def test_a_program_of_the_platform_gets_the_redacted_report_and_not_the_full_one(cast, now, settings):
    sent = sent_with_canaries(cast, now)
    program = issue(cast.quality_officer)
    with time_machine.travel(NOW, tick=False):
        record = program.get(reverse("api-platformdisposal", args=[sent.disposal.number]))
        addresses = [paper["url"] for paper in record.json()["papers"]]
        papers = [said(program.get(address).getvalue()) for address in addresses]
        refused = program.get(reverse("api-document", args=[sent.full.verify_token]))
    assert len(papers) == 2 and [found_in(paper, sent.secrets) for paper in papers] == [[], []]
    assert refused.status_code == 404 and not found_in(record.content.decode(), sent.secrets)


@logged
def test_each_reads_the_redacted_report_addressed_to_it_alone(cast, at_desk, now, settings):
    sent = sent_with_canaries(cast, now)
    papers = {
        record: record.documents.get(paper="redacted_report").get_absolute_url()
        for record in (sent.disposal, sent.shop, sent.producer)
    }
    with time_machine.travel(NOW, tick=False):
        shop, platform = let_in(sent.shop), at_desk(cast.quality_officer)
        reads = [[client.get(paper).status_code for paper in papers.values()] for client in (platform, shop)]
        others = [
            at_desk(viewer).get(papers[sent.disposal]).status_code
            for viewer in (cast.other_quality_officer, cast.tester, cast.other_compiler, cast.compiler)
        ]
    assert reads == [[200, 404, 404], [404, 200, 404]] and others == [404, 404, 404, 200]


def test_every_field_of_the_report_is_shown_or_left_out():
    assert set(FIELDS) == {each.name for each in fields_of(TestReport)}
    assert set(LINES) == {each.name for each in fields_of(Result)}
    shown = {name for name in FIELDS.values() if isinstance(name, str)}
    own = {"addressee", "report_version", "report_sha256", "left_out", "photos"}
    carried = {"office", "title", "number", "issued_on", "qr", "verify_at", "red_head"}
    assert shown == {each.name for each in fields_of(RedactedReport)} - own - carried


def test_the_paper_says_what_was_left_out_and_why(cast, now):
    disposal = given.disposal(cast, now)
    paper = disposal.documents.get(paper="redacted_report")
    assert len(paper.content["left_out"]) == len(Why)
    whole = "".join(left_out())
    for table in (FIELDS, LINES):
        assert all(str(rule.what) in whole for rule in table.values() if isinstance(rule, LeftOut))


def amended(cast: Cast, report: Report, now: datetime) -> None:
    """Lead was 95 and not 91: corrected by three people after it was sent."""
    inspection.applied(cast, now + timedelta(hours=1), report, new_value="95")


def test_an_amended_report_is_sent_on_and_takes_the_place_of_the_older_one(cast, at_desk, now):
    disposal = given.disposal(cast, now)
    report = disposal.items.get().report
    amended(cast, report, now)
    compiler, button = at_desk(cast.compiler), "Send the newest version, redacted"
    url = reverse("redacted-renew", args=["platformdisposal", disposal.number])
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert button in compiler.get(disposal.get_absolute_url()).content.decode()
        assert compiler.post(url, given.HASTY).status_code == 302
        assert button not in compiler.get(disposal.get_absolute_url()).content.decode()
        assert compiler.post(url).status_code == 409
        assert (
            "A newer version of a test report was sent"
            in at_desk(cast.quality_officer).get("/notifications/").text
        )
    older, newer = disposal.documents.filter(paper="redacted_report").order_by("id")
    assert older.superseded and (newer.version, newer.content["report_version"]) == (2, 2)
    assert [row["measured"] for row in newer.content["results"] if row["failed"]] == ["95"]
    assert newer.content["amends"] and "digit" not in str(newer.content)


def test_a_notice_gets_the_amended_report_too_and_by_nobody_but_the_compiler(cast, at_desk, now):
    notice = told.served(cast, now)
    amended(cast, notice.report, now)
    url = reverse("redacted-renew", args=["resultnotice", notice.number])
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        for viewer in (cast.leader, cast.county_officer):
            assert at_desk(viewer).post(url).status_code == 403, viewer
        for viewer in (cast.respondent, cast.quality_officer):
            assert at_desk(viewer).post(url).status_code == 404, viewer
        assert at_desk(cast.compiler).post(url, given.HASTY).status_code == 302
    assert [paper.addressee for paper in notice.documents.filter(version=2)] == [cast.merchant]


def test_the_page_says_what_was_left_out_and_why(cast, at_desk, now):
    notice = told.sent(cast, now)
    with time_machine.travel(NOW, tick=False):
        page = at_desk(cast.respondent).get(notice.get_absolute_url()).content.decode()
    assert "What was left out of the test report, and why" in page
    assert "Lot size, First day of testing, Last day of testing: left out, because they lead" in page


def test_a_redacted_report_is_served_with_the_paper_it_is_enclosed_with(cast, at_desk, now):
    disposal = given.undelivered(cast, now)
    paper = disposal.documents.get(paper="redacted_report")
    with time_machine.travel(NOW, tick=False):
        answer = at_desk(cast.compiler).get(reverse("document-service", args=[paper.verify_token]))
    assert PAPERS["redacted_report"].along and answer.status_code == 403
    assert not paper.services.exists()
