"""Can a report be forged? By a byte, a value, a page, a seal: it is never called genuine then. (6.3-6)"""

from __future__ import annotations

import random
import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from bench.forging import WAYS, content, forgeries, gathered
from documents.drawn import draw
from documents.papers import PAPERS
from documents.render import to_pdf
from documents.signed.answers import Verdict
from documents.signed.models import SignedCopy
from tests.conftest import NOW
from tests.inspection import given
from tests.sealers import sealed, sealer, to_be_sealed

pytestmark = pytest.mark.django_db(databases=["default", "log"])
TOKEN, NEVER = re.compile(r'value="\w{64}"'), "检〔2026〕9999号"


@pytest.fixture(autouse=True)
def _nobody_asked_yet():
    cache.clear()


@pytest.fixture
def paper(cast):
    return to_be_sealed(given.issued(cast, NOW, values=given.BAD), NOW)


def presented(client, pdf):
    """What the public page says of a PDF."""
    return client.post(reverse("verify-file"), {"file": SimpleUploadedFile("r.pdf", pdf)})


def returns(at_desk, who, paper, pdf):
    address = reverse("document-sealed", args=[paper.verify_token])
    return at_desk(who).post(address, {"file": SimpleUploadedFile("sealed.pdf", pdf)})


@pytest.fixture
def genuine(paper, cast, at_desk):
    """The sealed PDF, as its office returned it."""
    pdf = sealed(content(paper), sealer(paper.office.name))
    assert returns(at_desk, cast.signatory, paper, pdf).status_code == 302
    return pdf


def is_genuine(answer):
    return answer.status_code == 200 and ">genuine<" in answer.text


def test_the_sealed_report_is_what_everybody_downloads_and_is_genuine(paper, genuine, cast, at_desk, client):
    answer = at_desk(cast.compiler).get(reverse("document", args=[paper.verify_token]))
    assert b"".join(answer.streaming_content) == genuine
    assert is_genuine(presented(client, genuine))


def test_no_byte_can_be_another(genuine, client, settings):
    settings.VERIFY_RATE = "10000/hour"
    chance = random.Random(6)
    for place in chance.sample(range(len(genuine)), 25):
        forged = bytearray(genuine)
        forged[place] ^= 1 << chance.randrange(8)
        assert not is_genuine(presented(client, bytes(forged))), place


def test_a_better_value_under_the_same_code_is_found_line_by_line(paper, genuine, client):
    html = draw(PAPERS["test_report"].template, {"paper": paper.content}, language=paper.language)
    worse = paper.content["results"][0]["measured"]
    for before, after in ((">", "<"), (": ", "<")):  # the result, and the repeat beside it
        html = html.replace(f"{before}{worse}{after}", f"{before}0.0001{after}")
    forged = to_pdf(html.replace("不符合", "符合"))
    answer = presented(client, forged)
    assert not is_genuine(answer) and "0.0001" in answer.text and worse not in answer.text.split("<ul>")[-1]


def test_a_page_of_another_report_makes_it_another(paper, genuine, cast, client):
    other = content(to_be_sealed(given.issued(cast, NOW, values=given.GOOD), NOW))
    pages = [*PdfReader(BytesIO(other)).pages[:2], *PdfReader(BytesIO(genuine)).pages[2:]]
    writer, made = PdfWriter(), BytesIO()
    for page in pages:
        writer.add_page(page)
    writer.write(made)
    assert not is_genuine(presented(client, made.getvalue()))


def test_what_is_written_over_the_sealed_report_is_seen(genuine, client):
    writer, made = PdfWriter(BytesIO(genuine), incremental=True), BytesIO()
    writer.add_annotation(0, FreeText(text="合格", rect=(100, 500, 200, 530)))
    writer.write(made)
    assert made.getvalue().startswith(genuine)
    answer = presented(client, made.getvalue())
    assert not is_genuine(answer) and "not proved genuine" in answer.text


def test_a_forgery_of_every_way_is_not_genuine(paper, genuine, cast, client):
    """`./run bench forged` draws two hundred."""
    papers = gathered(paper, to_be_sealed(given.issued(cast, NOW, values=given.GOOD), NOW), genuine)
    said = {way: presented(client, pdf) for way, pdf in forgeries(papers, 6, len(WAYS))}
    assert said.keys() == WAYS.keys()
    assert not [way for way, answer in said.items() if answer.status_code != 200 or is_genuine(answer)]
    assert str(Verdict.CHANGED.label) in said["title of the sealed"].text


def test_a_seal_that_was_taken_off_or_put_on_by_a_stranger_is_none(paper, genuine, client):
    stripped, by_stranger = content(paper), sealed(content(paper), sealer("Somebody else"))
    also = sealed(genuine, sealer("Somebody else"), "Second")
    in_its_name = sealed(content(paper), sealer(f"{paper.office.name} "))
    for forged in (by_stranger, also, in_its_name):
        answer = presented(client, forged)
        assert not is_genuine(answer) and "not proved genuine" in answer.text
    answer = presented(client, stripped)
    assert not is_genuine(answer) and "content unchanged" in answer.text and "without the seal" in answer.text


def test_of_what_is_not_genuine_nothing_is_green(paper, genuine, client):
    """A picture of half the page is no proof either."""
    for forged in (sealed(content(paper), sealer("Somebody else")), genuine + b"\n%%EOF\n"):
        page = presented(client, forged).text
        assert "not proved genuine" in page and "wj-green" not in page
    assert "wj-green" in presented(client, genuine).text
    strange = presented(client, sealed(content(paper), sealer("Somebody else"))).text
    assert "a stranger&#39;s" in strange and "certified by nobody else" in strange


def test_who_holds_paper_alone_reads_whether_it_was_sealed(paper, client, request):
    address = reverse("verify", args=[paper.verify_token])
    assert "has not returned it with its seal" in client.get(address).text
    request.getfixturevalue("genuine")
    assert f"sealed by {paper.office.name}" in client.get(address).text
    assert "What this does not prove" in client.get(address).text


def test_the_signatory_is_told_which_other_report_this_is(paper, cast, at_desk):
    other = to_be_sealed(given.issued(cast, NOW, values=given.GOOD), NOW)
    answer = returns(at_desk, cast.signatory, paper, sealed(content(other), sealer(paper.office.name)))
    assert answer.status_code == 409 and f"This PDF is {other.file_number}" in answer.text


def test_no_stranger_s_seal_is_kept_beside_the_laboratory_s(paper, cast, at_desk):
    both = sealed(sealed(content(paper), sealer(paper.office.name)), sealer("Somebody Ltd"), "Other")
    answer = returns(at_desk, cast.signatory, paper, both)
    assert answer.status_code == 409 and "Somebody Ltd" in answer.text
    assert not SignedCopy.objects.exists()


def test_nobody_returns_what_their_laboratory_did_not_issue(paper, cast, at_desk):
    pdf = sealed(content(paper), sealer(paper.office.name))
    for who in (cast.tester, cast.reviewer, cast.compiler, cast.case_officer, cast.other_signatory):
        assert returns(at_desk, who, paper, pdf).status_code in (403, 404), who
    assert not SignedCopy.objects.exists()


def test_the_signatory_returns_no_report_in_which_anything_else_was_done(paper, cast, at_desk):
    writer, made = PdfWriter(BytesIO(content(paper)), incremental=True), BytesIO()
    writer.add_annotation(0, FreeText(text="合格", rect=(100, 500, 200, 530)))
    writer.write(made)
    own, strange = sealer(paper.office.name), sealer("Somebody else")
    for wrong in (sealed(made.getvalue(), own), sealed(content(paper), strange), content(paper)):
        answer = returns(at_desk, cast.signatory, paper, wrong)
        assert answer.status_code == 409, answer.text
    assert not SignedCopy.objects.exists()


def test_a_report_that_was_amended_is_sealed_no_more(cast, at_desk):
    report = given.issued(cast, NOW)
    paper = to_be_sealed(report, NOW)
    given.applied(cast, NOW, report)
    pdf = sealed(content(paper), sealer(paper.office.name))
    assert returns(at_desk, cast.signatory, paper, pdf).status_code == 409


def test_a_stranger_learns_no_line_that_their_copy_lacks(paper, client):
    """Also who asks line by line: a copy with little of the paper is told nothing of its lines."""
    address = paper.content["verify_at"]
    probe = to_pdf(f"<html lang=zh><title>x</title><p>{address}</p><p>不符合</p><p>铅</p></html>")
    answer = presented(client, probe)
    assert not is_genuine(answer) and "<ul>" not in answer.text
    assert str(paper.content["tester"]) not in answer.text


def test_a_number_without_its_code_is_as_unknown_as_one_that_never_was(paper, client):
    asked = reverse("verify-number")
    wrong = client.post(asked, {"number": paper.file_number, "code": "0000-0000"})
    never = client.post(asked, {"number": NEVER, "code": "0000-0000"})
    pages = [TOKEN.sub("", wrong.text.replace(paper.file_number, NEVER)), TOKEN.sub("", never.text)]
    assert wrong.status_code == never.status_code == 422 and pages[0] == pages[1]
    assert "No paper was issued here" in pages[0]


def test_whoever_asks_all_day_is_made_to_wait(paper, client, settings):
    settings.VERIFY_RATE = "3/hour"
    asked = {"number": paper.file_number, "code": "0000-0000"}
    codes = [client.post(reverse("verify-number"), asked).status_code for _again in range(4)]
    right = client.post(reverse("verify-number"), {**asked, "code": paper.check_code})
    assert codes == [422, 422, 422, 429] and right.status_code == 429
