"""How is a file number (文号) written, and which one comes next?

It is the office's code, a character for the kind of paper, the year, and a number that each kind counts for
itself. Mostly the system draws it; where a person gives it, it is put forward by what the office gave before.
"""

from __future__ import annotations

import re
from typing import Any

from django.db.models import QuerySet

from accounts.models import Organisation, Viewer
from casework.pages.search import numbered as searched
from documents.models import Document, FileNumber

# How the year of a file number is typed; it is written 〔2026〕.
_YEAR = re.compile(r"[\[(（【［〔] ?(\d{4}) ?[\])）】］〕]")
# What stands before it on a paper; its end, however it was spaced or cut short; figures of full width.
_LED_BY = re.compile(r"^(?:报告编号|文件编号|编号|文号|File number)\s{0,3}[:：]?\s{0,3}")
_COUNTED = re.compile(r"\s{0,3}〔(\d{4})〕\s{0,3}(\d{1,9})\s{0,3}号?$")
_NARROW = str.maketrans("０１２３４５６７８９", "0123456789")
# A year that stands by itself, in whatever pattern.
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# The last figures of a number are what is counted; so many are no count.
_FIGURES = re.compile(r"\d+")
_TOO_MANY = 10


def written(number: str) -> str:
    """A file number as it is written, in whatever brackets its year was typed, with figures of whatever width
    and with what stands before it on a paper."""
    narrow = _LED_BY.sub("", number.translate(_NARROW).strip())
    return _COUNTED.sub(r"〔\1〕\2号", _YEAR.sub(r"〔\1〕", narrow))


@searched
def of_papers(words: str, viewer: Viewer) -> QuerySet[Document, int]:
    """The records of the papers with this number that the viewer may read."""
    papers = Document.objects.visible_to(viewer).filter(file_number=written(words), record__isnull=False)
    return papers.order_by("-pk").values_list("record_id", flat=True)


def begins(office: Organisation, series: str) -> str:
    """With what an office's numbers of a series begin; an office without a code is called by its name."""
    return f"{office.document_code}{series}" if office.document_code else f"{office.name}（{series}）"


def numbered(office: Organisation, series: str, year: int, count: int) -> str:
    """The file number with this count."""
    return f"{begins(office, series)}〔{year}〕{count}号"


def held(office: Organisation, series: str, year: int) -> FileNumber:
    """The row of an office's series in a year, locked: until the transaction ends nobody else of the office
    gives a number of it."""
    of_it: dict[str, Any] = {"office": office, "series": series, "year": year}
    FileNumber.objects.get_or_create(**of_it)
    return FileNumber.objects.select_for_update().get(**of_it)


def draw_number(office: Organisation, series: str, year: int) -> str:
    """The next file number of an office in one of its series in a year; the number of an action undone is
    drawn again."""
    row = held(office, series, year)
    row.last += 1
    row.save(update_fields=["last"])
    return numbered(office, series, year, row.last)


def years(number: str) -> set[int]:
    """The years that a number names, in whatever pattern."""
    return {int(year) for year in _YEARS.findall(number)}


def following(number: str, year: int) -> str:
    """The number that comes after this one, in its pattern: the first of the year where this is of an earlier
    one; "" where the pattern names no year before what it counts."""
    figures = list(_FIGURES.finditer(number))
    if not figures or len(count := figures[-1][0]) >= _TOO_MANY:
        return ""
    before, after = number[: figures[-1].start()], number[figures[-1].end() :]
    if not (named := years(before)):
        return ""
    if year in named:
        return f"{before}{int(count) + 1:0{len(count)}}{after}"
    width = len(count) if count.startswith("0") else 1
    return f"{before.replace(str(max(named)), str(year))}{1:0{width}}{after}"
