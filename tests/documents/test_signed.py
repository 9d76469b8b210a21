"""What is a PDF that somebody presents, and what does an office return? Signed by certificates made here."""

from __future__ import annotations

import json
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from casework.flow import Forbidden, Refused
from documents.codes import check_code, typed_code
from documents.file_numbers import written
from documents.signed.answers import Verdict, judged
from documents.signed.copies import may_seal, take_back
from documents.signed.models import SignedCopy
from tests.conftest import NOW
from tests.inspection import given
from tests.sealers import sealed, sealer, to_be_sealed

pytestmark = pytest.mark.django_db(databases=["default", "log"])


@pytest.fixture
def paper(cast):
    return to_be_sealed(given.issued(cast, NOW), NOW)


def content(paper):
    with paper.pdf.open("rb") as file:
        return file.read()


def own_seal(paper):
    return sealer(paper.office.name)


def take(paper, pdf, by):
    return take_back(paper, SimpleUploadedFile("sealed.pdf", pdf), by=by, now=NOW)


def test_what_its_office_sealed_is_kept_and_genuine(paper, cast):
    pdf = sealed(content(paper), own_seal(paper))
    copy = take(paper, pdf, cast.signatory)
    answer = judged(BytesIO(pdf))
    assert (answer.verdict, answer.paper) == (Verdict.SEALED, paper)
    [signature] = answer.signatures
    assert signature.holds and paper.office.name in signature.name and copy.size == len(pdf)


def test_whoever_does_not_seal_for_the_office_is_refused_by_the_action_itself(paper, cast):
    pdf = sealed(content(paper), own_seal(paper))
    for who in (cast.tester, cast.reviewer, cast.compiler, cast.other_signatory):
        with pytest.raises(Forbidden):
            take(paper, pdf, who)
    assert not SignedCopy.objects.exists()


def test_signatory_and_seal_both_stand_and_the_second_return_counts(paper, cast):
    places = ("Signatory", "Seal")
    once = sealed(content(paper), sealer(str(cast.signatory.user)), "Signatory", places=places, certify=True)
    twice = sealed(once, own_seal(paper))
    with pytest.raises(Refused, match="own seal must be there too"):
        take(paper, once, cast.signatory)
    take(paper, twice, cast.signatory)
    assert [each.holds for each in judged(BytesIO(twice)).signatures] == [True, True]
    assert judged(BytesIO(once)).verdict == Verdict.ADDED_TO


def test_without_a_seal_the_very_file_is_genuine_until_its_office_sealed_it(paper, cast):
    pdf = content(paper)
    assert judged(BytesIO(pdf)).verdict == Verdict.ISSUED
    take(paper, sealed(pdf, own_seal(paper)), cast.signatory)
    assert judged(BytesIO(pdf)).verdict == Verdict.UNSEALED


def test_what_nobody_stands_by_or_nobody_signed_is_refused(paper, cast):
    pdf = content(paper)
    for wrong, sentence in (
        (pdf, "Nobody has signed"),
        (sealed(pdf, sealer(paper.office.name, stands_by=False)), "non-repudiation"),
        (pdf + b"\n%%EOF\n", "cannot be judged|More was done"),
    ):
        with pytest.raises(Refused, match=sentence):
            take(paper, wrong, cast.signatory)
    assert not SignedCopy.objects.exists()


def test_a_pdf_written_anew_is_none_of_ours_however_it_looks(paper, cast):
    writer, made = PdfWriter(clone_from=PdfReader(BytesIO(content(paper)))), BytesIO()
    writer.write(made)
    with pytest.raises(Refused, match="This is not the PDF that was issued here"):
        take(paper, sealed(made.getvalue(), own_seal(paper)), cast.signatory)
    assert judged(BytesIO(made.getvalue())).verdict == Verdict.ANOTHER


def test_the_same_file_is_returned_once_and_an_older_one_stays_genuine(paper, cast):
    first, second = (sealed(content(paper), own_seal(paper)) for _again in range(2))
    take(paper, first, cast.signatory)
    with pytest.raises(Refused, match="returned already"):
        take(paper, first, cast.signatory)
    take(paper, second, cast.signatory)
    older, newest = (judged(BytesIO(each)) for each in (first, second))
    assert older.verdict == newest.verdict == Verdict.SEALED
    assert older.sealed_anew and newest.sealed_anew is None


def test_of_an_older_sealed_file_nobody_reads_that_it_is_the_newest(paper, cast, client):
    first, second = (sealed(content(paper), own_seal(paper)) for _again in range(2))
    take(paper, first, cast.signatory)
    take(paper, second, cast.signatory)
    pages = [
        client.post(reverse("verify-file"), {"file": SimpleUploadedFile("a.pdf", each, "application/pdf")})
        for each in (first, second)
    ]
    older, newest = (page.content.decode() for page in pages)
    assert "sealed it anew" in older and "No newer version" not in older
    assert "sealed it anew" not in newest and "No newer version" in newest


def test_who_signs_for_the_office_returns_it_and_nobody_else(paper, cast):
    assert [name for name, who in cast.people.items() if may_seal(paper, who)] == ["signatory"]


@pytest.mark.guarded
def test_a_sealed_paper_is_never_changed(paper, cast):
    copy = take(paper, sealed(content(paper), own_seal(paper)), cast.signatory)
    for sql in ("UPDATE documents_signedcopy SET sha256 = ''", "DELETE FROM documents_signedcopy"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert SignedCopy.objects.get().sha256 == copy.sha256


def test_the_command_says_the_same_as_the_page(paper, cast, tmp_path):
    pdf = sealed(content(paper), own_seal(paper))
    take(paper, pdf, cast.signatory)
    (file := tmp_path / "report.pdf").write_bytes(pdf)
    call_command("verify", str(file), "--json", stdout=(said := StringIO()))
    found = json.loads(said.getvalue())
    assert (found["verdict"], found["genuine"], found["number"]) == ("sealed", True, paper.file_number)
    file.write_bytes(pdf[:-30] + b"\n%%EOF\n")
    with pytest.raises(SystemExit):
        call_command("verify", str(file), stdout=StringIO())


def test_a_check_code_is_read_as_it_may_be_typed():
    code = check_code("x" * 32)
    loose = code.replace("-", " ").lower().replace("0", "o").replace("1", "l")
    assert len(code) == 9 and typed_code(loose) == code != check_code("y" * 32)


def test_number_and_check_code_lead_to_its_page(paper, client):
    asked = {"number": paper.file_number, "code": paper.check_code.lower()}
    answer = client.post(reverse("verify-number"), asked)
    assert answer.status_code == 302 and answer.url == reverse("verify", args=[paper.verify_token])
    assert paper.check_code in "".join(page.extract_text() for page in PdfReader(paper.pdf.open("rb")).pages)


@pytest.mark.parametrize("typed", ["{0}", "编号：{0}", "{0} ", "File number {0}"])
def test_a_number_is_read_as_it_may_be_typed(typed):
    number = "云质院检〔2026〕10号"
    wide, spaced = number.replace("10", "１０"), number.replace("〕", "〕 ")
    for one in (number, number[:-1], wide, spaced, "云质院检[2026]10号"):
        assert written(typed.format(one)) == number


@pytest.mark.parametrize("code", ["７Ｋ３Ｍ-９ＱＦＤ", "7k3m—9qfd", " 7K3M 9QFD", "7K3M9QFD"])
def test_a_code_is_read_in_whatever_width_and_with_whatever_dash(code):
    assert typed_code(code) == "7K3M-9QFD"


def test_a_code_too_short_is_said_to_be_too_short(client):
    answer = client.post(reverse("verify-number"), {"number": "x", "code": "7K3M9QF"})
    assert answer.status_code == 422 and "A check code has eight signs" in answer.text
