"""Is a notice's file read whole, or refused with a sentence?"""

from __future__ import annotations

import io
import zipfile

import pytest

from documents.incoming import unpacked
from documents.quarantine import Limits, Objection, lines
from monitoring.importers.notice_reader import Row
from monitoring.importers.workbook import Unreadable, read
from tests.hostile import ALL
from tests.monitoring.notice_samples import BAD, GOOD, HEADER, TITLE, real, real_book, taken, text, workbook

# --- files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_usual_encoding_gives_the_rows_of_the_workbook(encoding: str) -> None:
    lines = [[TITLE], HEADER, GOOD, BAD]
    from_text = taken(text(*lines).encode(encoding), "notice.csv")
    from_workbook = taken(workbook(lines))
    assert [row.fingerprint for row in from_text if isinstance(row, Row)] == [
        row.fingerprint for row in from_workbook if isinstance(row, Row)
    ]
    assert len(from_text) == 2


def test_a_file_is_judged_by_its_content_and_not_by_its_name() -> None:
    assert len(taken(workbook([[TITLE], HEADER, GOOD]), "notice.csv")) == 1


def test_a_file_without_a_title_takes_title_and_year_from_its_name() -> None:
    (row,) = taken(text(HEADER, GOOD).encode(), "2025年滑板车产品质量监督抽查.csv")
    assert isinstance(row, Row) and (row.year, row.category) == (2025, "滑板车")


def encrypted_zip() -> bytes:
    content = bytearray(workbook([HEADER, GOOD]))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def archive(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"x" * 101, "larger"),
        (b"\x89PNG\x00\xff\xfe\x00\x01", "no workbook and no text"),
        (b"<html><table><tr><td>1", "web page"),
        (OLE + b"\0" * 80, "cannot be opened"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 and no more", "damaged"),
        ("甲,乙\n1,2".encode(), "No sheet"),
    ],
)
def test_what_is_no_notice_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(content, "notice.xls", limit=100)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(encrypted_zip(), "encrypted"), (archive(word__document_xml=b"<x/>"), "no table file")],
)
def test_a_package_that_is_no_open_workbook_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read(content, "notice.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacked, "MOST_UNPACKED", 1000)
    with pytest.raises(Objection, match="unpacks"):
        list(unpacked.workbook(io.BytesIO(archive(xl__workbook_xml=b"0" * 2000))))


def test_a_cell_in_the_last_corner_does_not_cost_the_memory_of_all_before_it() -> None:
    with pytest.raises(Unreadable, match="spans more"):
        read(archive(xl__workbook_xml=b"", xl__worksheets__sheet1_xml=b'<c r="XFD1048576"/>'), "corner.xlsx")


# --- headers and sheets -------------------------------------------------------------------------------------


def test_an_unknown_header_is_reported_and_the_rest_is_read() -> None:
    book = read(workbook([[TITLE], [*HEADER, "评语"], [*GOOD, "一等品"]]), "notice.xlsx")
    assert book.sheets[0].unmapped == ("评语",) and len(book.sheets[0].lines) == 1


def test_in_a_header_of_two_levels_the_lower_label_names_the_column() -> None:
    top = ["序号", "产品信息", "", "检验结果", "", "检验结论"]
    low = ["", "产品名称（标称）", "标称商标", "甲醛（mg/kg）", "标志", ""]
    content = workbook(
        [[TITLE], top, low, ["1", "童车", "甲牌", "未检出", "不符合", "不合格"]],
        merged=["B2:C2", "D2:E2", "A2:A3", "F2:F3"],
    )
    (row,) = taken(content)
    assert isinstance(row, Row) and (row.product, row.brand, row.failing) == ("童车", "甲牌", ("标志",))


def test_a_producer_merged_over_two_lines_is_the_producer_of_both() -> None:
    second = ["", "", "", *BAD[3:]]
    content = workbook([[TITLE], HEADER, GOOD, second], merged=["B3:B4"])
    assert [row.producer for row in taken(content) if isinstance(row, Row)] == ["甲乙丙童车有限公司"] * 2


@pytest.mark.parametrize(
    ("title", "sentence"),
    [(TITLE.replace("2026", "2024"), "another year"), ("2026年纸巾纸抽查", "title differs")],
)
def test_a_stale_second_sheet_is_left_out_with_a_reason(title: str, sentence: str) -> None:
    book = read(workbook([[TITLE], HEADER, GOOD], [[title], HEADER, BAD]), "notice.xlsx")
    assert len(book.sheets) == 1 and sentence in book.skipped[0].reason


def test_a_sheet_of_failures_and_a_sheet_of_passes_are_one_notice() -> None:
    sheets = [["2026年童车监督抽查不合格名单"], HEADER, BAD], [["2026年童车监督抽查合格名单"], HEADER, GOOD]
    assert len(read(workbook(*sheets), "notice.xlsx").sheets) == 2


def test_footnotes_and_lines_of_unknown_columns_are_reported_and_not_rows() -> None:
    lines = [
        [TITLE],
        [*HEADER, "其他"],
        [*GOOD, "a"],
        [""] * 11 + ["b"],
        ["", "注：按行政区域排序。"],
        HEADER,
    ]
    (sheet,) = read(workbook(lines), "notice.xlsx").sheets
    assert (len(sheet.lines), sheet.idle, sheet.notes) == (1, (4,), ("注：按行政区域排序。",))


@real
def test_a_real_workbook_with_an_earlier_years_sheet_gives_one_year() -> None:
    book = real_book("201702241324026009873632.xls")
    assert [sheet.year for sheet in book.sheets] == [2016] and "2014" in book.skipped[0].reason


@pytest.mark.parametrize(
    ("reader", "named", "why"),
    [
        ("workbook", "archives/ole_round.xls", "closed"),
        ("workbook", "old/round.xls", "closed"),
        ("workbook", "sheets/again.xlsx", "unpacks"),
        ("workbook", "sheets/text.xlsx", "cell"),
        ("json_table", "texts/lines.json", "wide"),
    ],
)
def test_what_would_fill_the_memory_of_its_reader_is_refused_before_it_is_read(reader, named, why):
    """Not by the limit that ends the reader, and not after half of it was said."""
    with pytest.raises(Objection, match=f"^{why}$"):
        next(lines(f"documents.incoming.unpacked:{reader}", ALL[named]()))


def test_a_long_table_is_never_held_as_one_line():
    with pytest.raises(Objection, match=r"^wide$"):
        list(
            lines(
                "documents.incoming.texts:rows",
                b"," * 60_000_000,
                *("utf-8", ","),
                limits=Limits(memory=300 * 2**20),
            )
        )
