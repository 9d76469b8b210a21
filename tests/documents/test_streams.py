"""Is a long file read like a short one, row by row, and never held as a whole?"""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest

from bench.lines import header, write_csv, write_xlsx
from documents.incoming import packages, streams
from documents.incoming.grids import Unknown, Unreadable, grids
from documents.quarantine import Objection
from monitoring.importers.channels import of_channel
from monitoring.importers.list_reader import Entry, entries, read, stream
from tests.monitoring.list_samples import COMPLAINTS, HEADLINES, RECALLS
from tests.monitoring.notice_samples import text, workbook

ODD: list[list[object]] = [
    ["序号", "a & <b>", 1, 1.5, 12345678901234567890, date(2026, 11, 20), datetime(2026, 1, 2, 3, 4, 5)],
    [],
    [None, "后", True, "  x \n y ", 0.1 + 0.2],
]


def kept(folder: Path, content: bytes) -> Path:
    path = folder / "long"
    path.write_bytes(content)
    return path


def bare(rows: list[list[str]]) -> list[list[str]]:
    """Rows without the empty cells and rows at their ends."""
    found = ["\t".join(row).rstrip("\t").split("\t") for row in rows]
    while found and found[-1] == [""]:
        found.pop()
    return found


def test_a_workbook_is_read_cell_by_cell_as_the_library_reads_it(tmp_path) -> None:
    content = workbook(ODD, [["second"], ["2"]])
    found = list(streams.rolls(kept(tmp_path, content)))
    assert [bare(list(roll)) for roll in found] == [bare(grid.cells) for grid in grids(content)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b't="n"', b""),
        (b'<c r="B1" t="inlineStr">', b'<c t="inlineStr" r="B1">'),
        (b"<is><t>", b"<is><r><rPr/><t>a</t></r><rPh><t>z</t></rPh><r><t>"),
    ],
)
def test_other_programs_write_the_same_in_other_ways(before: bytes, after: bytes, tmp_path) -> None:
    book = zipfile.ZipFile(io.BytesIO(workbook([["x", "后"], ["2", 3]])))
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as other:
        for name in book.namelist():
            part = book.read(name)
            if "worksheets/sheet" in name:
                part = part.replace(b' t="s"><v>1</v>', ' t="inlineStr"><is><t>后</t></is>'.encode())
                assert before in part
                part = part.replace(before, after)
            other.writestr(name, part)
    [roll] = streams.rolls(kept(tmp_path, changed.getvalue()))
    first, second = list(roll)
    told = [text.removeprefix("a") for text in (*first, *second)]
    assert told == ["x", "后", "2", "3"]


def test_a_row_longer_than_a_piece_and_a_piece_of_many_rows_are_whole(monkeypatch) -> None:
    monkeypatch.setattr(packages, "PIECE", 64)
    content = workbook([[f"r{row}", "长" * 50] for row in range(30)])
    [roll] = packages.Package.of(io.BytesIO(content)).sheets()
    assert [row[0] for row in roll] == [f"r{row}" for row in range(30)] and roll.height == 30


def test_a_hidden_sheet_and_the_explanation_of_a_template_are_left_out(tmp_path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook([["a"]], [["b"]], [["c"]])))
    book.worksheets[1].sheet_state = "hidden"
    book.worksheets[2].title = "填写说明"
    stream_ = io.BytesIO()
    book.save(stream_)
    assert [list(roll) for roll in streams.rolls(kept(tmp_path, stream_.getvalue()))] == [[["a"]]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_list_in_any_usual_encoding_gives_the_lines_of_the_short_way(encoding: str, tmp_path) -> None:
    content = text(*COMPLAINTS).encode(encoding)
    long = stream(kept(tmp_path, content), of_channel("a"))
    short = read(content, of_channel("a"))
    assert [list(entries(table)) for table in long.tables] == [list(entries(table)) for table in short.tables]
    assert long.height == 3 and long.tables[0].header == tuple(COMPLAINTS[0])


@pytest.mark.parametrize("content", [text(*HEADLINES * 3).encode(), (RECALLS * 5).encode()])
def test_a_long_list_without_a_header_is_known_by_its_shape(content: bytes, tmp_path) -> None:
    long, short = stream(kept(tmp_path, content), of_channel("d")), read(content, of_channel("d"))
    assert list(entries(long.tables[0])) == list(entries(short.tables[0]))


def test_csv_and_xlsx_of_the_same_lines_say_the_same(tmp_path) -> None:
    write_csv(tmp_path / "a.csv", 300)
    write_xlsx(tmp_path / "a.xlsx", 300)
    found = [stream(tmp_path / name, of_channel("c")).tables[0] for name in ("a.csv", "a.xlsx")]
    one, other = ([line for line in entries(table) if isinstance(line, Entry)] for table in found)
    assert [line.fingerprint for line in one] == [line.fingerprint for line in other]
    assert len({line.fingerprint for line in one}) == 300 and found[1].header == tuple(header())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xff\xfe\xff", "no text"),
        (b"<html><table>", "web page"),
        (b'a,"b', "no table"),
        (b"a\0b", "no text"),
        (b"x,y\n1,2\n", "template of this channel"),
        ("投诉编号,商品名称,问题描述\n".encode(), "no lines"),
    ],
)
def test_what_is_no_list_is_refused_whole(content: bytes, sentence: str, tmp_path) -> None:
    with pytest.raises(Unreadable, match=sentence):
        stream(kept(tmp_path, content), of_channel("a"))


def test_what_nobody_knows_can_be_told_from_what_nobody_can_read(tmp_path) -> None:
    with pytest.raises(Unknown):
        stream(kept(tmp_path, b"x,y\n1,2\n"), of_channel("a"))
    for content in (b"[]", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        assert not streams.streams(kept(tmp_path, content))


@pytest.mark.parametrize("name", ["LONGEST", "MOST_SHARED", "MOST_UNPACKED"])
def test_a_workbook_that_unpacks_to_too_much_is_refused(name: str, tmp_path, monkeypatch) -> None:
    write_xlsx(tmp_path / "a.xlsx", 50)
    monkeypatch.setattr(packages, name, 1)
    with (tmp_path / "a.xlsx").open("rb") as file, pytest.raises(Objection):
        for _name, part, _height in packages.sheets(file):
            list(packages.rows(file, part))


BUSY = {
    "cells that never end": b"<c " * 400_000,
    "cells with a column that never end": b'<c r="A" ' * 200_000,
    "inline texts that never end": b'<c r="A1" t="inlineStr"><is>' * 100_000,
    "runs that never end": b'<c r="A1"><is><t ' * 100_000,
    "rows that never end": b"<row " * 300_000,
}


@pytest.mark.parametrize("what", BUSY)
def test_a_file_made_to_keep_a_pattern_busy_takes_no_longer_than_another(what):
    begun = perf_counter()
    row = BUSY[what]
    packages._HEAD.match(row)
    packages._cells(row)
    packages._text(row)
    assert perf_counter() - begun < 2
