"""Is every hostile, broken or mislabelled file refused, and every sound one taken?"""

from __future__ import annotations

import io
import struct

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.flow import Refused
from documents import filetypes
from documents.filetypes import check, clean_file, clean_name
from documents.forms import CheckedFile, CheckedFiles
from tests.documents.conftest import picture, workbook
from tests.odd_files import paper

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200)
PDF = paper()
MP4 = struct.pack(">I", 24) + b"ftypisom\x00\x00\x02\x00isommp42" + bytes(64)


def file(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def saved_workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["商品ID", 1])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "content_type"),
    [
        (picture("a.png"), "image/png"),
        (picture("a.JPG", "JPEG"), "image/jpeg"),
        (picture("a.webp", "WEBP"), "image/webp"),
        (file("a.pdf", PDF), "application/pdf"),
        (file("a.mp4", MP4), "video/mp4"),
        (file("a.xlsx", saved_workbook()), filetypes.XLSX),
        (file("a.csv", "商品ID,店铺\n1,甲\n".encode("gb18030")), "text/csv"),
        (file("a.csv", b"\xef\xbb\xbfBMI,shop\r\n1,a\r\n"), "text/csv"),
    ],
)
def test_a_sound_file_is_taken(sent: SimpleUploadedFile, content_type: str) -> None:
    assert check(sent) == content_type
    assert sent.tell() == 0


@pytest.mark.parametrize(
    "sent",
    [
        file("a.svg", SVG),
        file("a.html", HTML),
        file("a.exe", EXE),
        file("a.xlsm", saved_workbook()),
        file("a.docx", b"PK\x03\x04"),
        file("a.zip", b"PK\x03\x04"),
        file("a.png.html", HTML),
        file("noending", PDF),
    ],
)
def test_a_type_that_is_not_taken_is_refused_and_the_types_taken_are_said(sent: SimpleUploadedFile) -> None:
    with pytest.raises(Refused, match=r"not taken here: send \.jpg, "):
        check(sent)


@pytest.mark.parametrize(
    "sent",
    [
        file("a.png", SVG),
        file("a.jpg", HTML),
        file("a.pdf", HTML),
        file("a.pdf", EXE),
        file("a.mp4", EXE),
        file("a.xlsx", EXE),
        file("a.csv", SVG),
        file("a.csv", b"\xef\xbb\xbf \n" + HTML),
        file("a.csv", b"#!/bin/sh\nrm -rf /\n"),
        file("a.csv", PDF),
        picture("a.png", "JPEG"),
        picture("a.jpg", "PNG"),
        picture("a.png", "GIF"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(sent: SimpleUploadedFile) -> None:
    with pytest.raises(Refused, match="is not what its name says"):
        check(sent)


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Refused, match=r"a\.pdf is empty"):
        check(file("a.pdf", b""))


def test_a_file_over_the_limit_is_refused_and_the_limit_is_said(settings) -> None:
    settings.PDF_LIMIT = 1024
    with pytest.raises(Refused, match="at most 1\\.0\xa0KB are taken"):
        check(file("a.pdf", PDF + bytes(1024)))


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch) -> None:
    monkeypatch.setattr(filetypes, "PIXELS", 99)
    with pytest.raises(Refused, match="pixels"):
        check(picture(size=(10, 10)))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_cut_off_on_the_way_is_refused(kind: str) -> None:
    ending = "jpg" if kind == "JPEG" else kind.lower()
    whole = picture(f"a.{ending}", kind, (400, 400)).read()
    with pytest.raises(Refused, match="damaged or cut off"):
        check(file(f"a.{ending}", whole[: len(whole) * 2 // 3]))


def test_a_pdf_cut_off_on_the_way_is_refused() -> None:
    with pytest.raises(Refused, match="its end is missing"):
        check(file("a.pdf", PDF[:30]))


@pytest.mark.parametrize(
    "sent",
    [
        workbook(("xl/vbaProject.bin", b"x")),
        workbook(("xl/macrosheets/sheet1.xml", b"x")),
        workbook(("xl/embeddings/oleObject1.bin", b"x")),
        workbook(types=b'<Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>'),
    ],
)
def test_a_workbook_with_macros_or_objects_is_refused(sent: SimpleUploadedFile) -> None:
    with pytest.raises(Refused, match="macros or embedded objects"):
        check(sent)


def test_a_zip_bomb_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(filetypes, "UNPACKED", 1_000_000)
    bomb = workbook(("xl/worksheets/sheet1.xml", bytes(2_000_000)))
    assert len(bomb.read()) < 5_000
    with pytest.raises(Refused, match="unpacks to far too much"):
        check(bomb)


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    honest = workbook(("xl/worksheets/sheet1.xml", bytes(2_000_000))).read()
    lying = honest.replace(struct.pack("<I", 2_000_000), struct.pack("<I", 10))
    assert lying != honest
    with pytest.raises(Refused, match="cannot be opened"):
        check(file("a.xlsx", lying))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"PK\x03\x04" + bytes(60), "cannot be opened"), (b"PK\x05\x06" + bytes(18), "no table file")],
)
def test_an_archive_that_is_no_workbook_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        check(file("a.xlsx", content))


@pytest.mark.parametrize("content", [EXE, b"a,b\x00\n", b"a,\xff\xff\xff\n", b"a,\x1b[2J\n"])
def test_a_table_that_is_not_plain_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match="not plain text"):
        check(file("a.csv", content))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\evidence\\photo.png", "photo.png"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("照片\r\n.png", "照片.png"),
        ("x" * 300 + ".png", "x" * 146 + ".png"),
    ],
)
def test_a_file_name_keeps_nothing_that_could_mislead(sent: str, kept: str) -> None:
    holder = file("a", b"a")
    vars(holder)["_name"] = sent  # what a parser other than Django's might let through
    assert clean_name(holder) == kept


def test_a_form_says_the_same_sentence_beside_the_field() -> None:
    with pytest.raises(Refused) as refused:
        check(file("a.png", SVG))
    with pytest.raises(ValidationError) as invalid:
        clean_file(file("a.png", SVG))
    with pytest.raises(ValidationError) as in_field:
        CheckedFile().clean(file("a.png", SVG))
    assert invalid.value.messages == in_field.value.messages == [str(refused.value)]


def test_a_field_takes_only_the_types_it_says() -> None:
    field = CheckedFile(types=filetypes.PICTURES)
    assert "Taken: .jpg, .jpeg, .png, .webp, up to 20.0\xa0MB each." in str(field.help_text)
    assert field.clean(picture())
    with pytest.raises(ValidationError, match=r"send \.jpg"):
        field.clean(file("a.pdf", PDF))


def test_one_bad_file_among_several_is_refused() -> None:
    field = CheckedFiles()
    assert len(field.clean([picture(), file("a.pdf", PDF)])) == 2
    with pytest.raises(ValidationError, match="is not what its name says"):
        field.clean([picture(), file("a.pdf", HTML)])
