"""Is a PDF taken that shows pages, and refused one that does anything else?"""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from casework.flow import Refused
from documents.filetypes import check
from tests.odd_files import paper

SCRIPT = DictionaryObject(
    {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
)


def made(change: Callable[[PdfWriter], object]) -> SimpleUploadedFile:
    """A paper of one page as a library writes it, changed."""
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(200, 200)
    change(writer)
    writer.write(out)
    return SimpleUploadedFile("report.pdf", out.getvalue())


def opens_with_a_script(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = SCRIPT


def script_behind_a_button(writer: PdfWriter) -> None:
    button = writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org/"))
    button[NameObject("/A")] = writer._add_object(SCRIPT)


def form_of_xml(writer: PdfWriter) -> None:
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = form


@pytest.mark.parametrize("change", [opens_with_a_script, script_behind_a_button, form_of_xml])
def test_a_paper_with_a_script_is_refused_wherever_it_hides(change):
    with pytest.raises(Refused, match="carries scripts or starts programs"):
        check(made(change))


def test_a_script_is_found_under_a_name_written_otherwise():
    hidden = paper(b"/AA<</O 3 0 R>>", b"3 0 obj <</#53 5 0 R>> endobj\n5 0 obj /La#75nch endobj")
    with pytest.raises(Refused, match="starts programs"):
        check(SimpleUploadedFile("report.pdf", hidden))


def test_a_script_is_found_that_the_papers_table_does_not_name():
    remark = b"% 9 0 obj <</S/JavaScript/JS(1)>>\ntrailer"
    unnamed = made(lambda writer: None).read().replace(b"trailer", remark)
    with pytest.raises(Refused, match="carries scripts"):
        check(SimpleUploadedFile("report.pdf", unnamed))


@pytest.mark.parametrize("enclosed", ["price.docm", "tool.exe", "invoice.xml.exe"])
def test_a_paper_in_which_files_lie_is_refused(enclosed):
    with pytest.raises(Refused, match="Other files lie in"):
        check(made(lambda writer: writer.add_attachment(enclosed, b"x")))


def test_an_electronic_invoice_encloses_its_data():
    sent = made(lambda writer: writer.add_attachment("invoice.xml", b"<invoice/>"))
    assert check(sent) == "application/pdf"


def test_a_paper_that_may_be_read_but_not_changed_is_taken():
    sent = made(lambda writer: writer.encrypt("", "owner", algorithm="AES-256"))
    assert check(sent) == "application/pdf"


def test_a_paper_that_takes_a_password_is_refused():
    with pytest.raises(Refused, match="only with a password"):
        check(made(lambda writer: writer.encrypt("secret", "owner", algorithm="AES-256")))


def test_a_link_to_a_page_elsewhere_is_no_program():
    sent = made(lambda writer: writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="https://example.org/")))
    assert check(sent) == "application/pdf"


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + bytes(900) + b"startxref\n0\n%%EOF"])
def test_what_has_no_page_is_no_paper(content):
    with pytest.raises(Refused, match="cannot be opened"):
        check(SimpleUploadedFile("report.pdf", content))
