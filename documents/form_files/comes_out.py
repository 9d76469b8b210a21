"""How is a form written as a workbook: filled in, with what can be chosen, and an explanation?

Its last sheet carries, signed, what stood when it came out: by that a colleague's change is known when it
goes in again, and nothing of another record, laboratory or platform goes in here.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.core import signing
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from casework.flow import Refused
from documents.form_files.fillings import Ask, Filling, FormFile, Line, Sheet, sheets_of
from documents.incoming.grids import EXPLANATION

# The sheets beside the form's own: what can be chosen, and by what the file is known.
CHOICES, STAMP = "选项", "请勿改动"
SALT = "form file"
# Characters of the stamp in a cell; choices that are listed of a column at most.
CELL, MOST_LISTED = 30_000, 5_000
# Lines below those filled in for which what can be chosen is offered too.
FURTHER = 200
_HEAD = PatternFill("solid", fgColor="E8EEF5")
_FIXED = PatternFill("solid", fgColor="F4F4F4")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def nothing_asked() -> Refused:
    """Said where no form of a file can be filled in now."""
    return Refused(_("Nothing of this form can be filled in now: look at the page for what is to be done."))


def sealed(content: Any) -> str:
    """What a page or a file carries along, so that nobody changes it on its way."""
    return signing.dumps(content, salt=SALT, compress=True)


def unsealed(text: str) -> Any:
    """The same as it was sealed. Raises BadSignature."""
    return signing.loads(text, salt=SALT)


def book_of(file: FormFile, found: Any, asks: Sequence[Ask], now: datetime) -> bytes:
    """The workbook of these forms. Refused where there is none."""
    if not asks:
        raise nothing_asked()
    sheets = sheets_of(file, [Filling(ask) for ask in asks])
    stands = {sheet.title: sheet.stands() for sheet in sheets}
    book = Workbook()
    book.remove(book.worksheets[0])
    options = Options(book)
    for sheet in sheets:
        _write(book.create_sheet(sheet.title), sheet, stands[sheet.title], options)
    _explain(book.create_sheet(EXPLANATION), file, sheets)
    options.write()
    known = {
        "form": file.route,
        "number": file.known(found),
        "language": get_language(),
        "at": now.isoformat(),
        "stood": file.stood(found),
        "stands": stands,
    }
    _stamp(book.create_sheet(STAMP), sealed(known))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class Options:
    """The sheet of what can be chosen: a column for each list."""

    def __init__(self, book: Any) -> None:
        self.book, self.lists = book, dict[tuple[str, ...], str]()

    def offer(self, choices: Iterable[str]) -> str:
        """The place of a list, as a rule of a cell names it; "" for none and for one of too many."""
        listed = tuple(dict.fromkeys(choices))
        if not listed or len(listed) > MOST_LISTED:
            return ""
        if listed not in self.lists:
            letter = get_column_letter(len(self.lists) + 1)
            self.lists[listed] = f"'{CHOICES}'!${letter}$1:${letter}${len(listed)}"
        return self.lists[listed]

    def write(self) -> None:
        if not self.lists:
            return
        sheet = self.book.create_sheet(CHOICES)
        for column, listed in enumerate(self.lists, start=1):
            for row, text in enumerate(listed, start=1):
                _put(sheet, row, column, text)


def _write(page: Any, sheet: Sheet, stands: dict[str, dict[str, str]], options: Options) -> None:
    """A sheet: its lines below their headings, or its one line upright, heading by heading."""
    labels = [*sheet.headings.values()]
    if sheet.turned:
        [(key, line)] = sheet.lines.items()
        for row, (name, label) in enumerate(zip(sheet.columns, labels, strict=True), start=1):
            _put(page, row, 1, label, head=True)
            _put(page, row, 2, stands[key].get(name, ""))
            _rule(page, options, _choices(sheet, name, [line]), f"B{row}")
        _widths(page, (30, 60))
        return
    lead = [_("Code of the line"), *sheet.heads] if sheet.nth is None else []
    for column, text in enumerate([*lead, *labels], start=1):
        _put(page, 1, column, text, head=True)
    for row, (key, line) in enumerate(sheet.lines.items(), start=2):
        for column, text in enumerate([key, *line.said] if lead else [], start=1):
            _put(page, row, column, text, fixed=True)
        for column, name in enumerate(sheet.columns, start=len(lead) + 1):
            _put(page, row, column, stands[key].get(name, ""), fixed=name not in line.places)
    last = len(sheet.lines) + 1 + (min(FURTHER, sheet.most) if sheet.nth else 0)
    for column, name in enumerate(sheet.columns, start=len(lead) + 1):
        letter = get_column_letter(column)
        _rule(page, options, _choices(sheet, name, sheet.lines.values()), f"{letter}2:{letter}{last}")
    page.freeze_panes = page.cell(2, len(lead) + 1)
    _widths(page, [12, 24, 30][: len(lead)] + [18] * len(labels))


def _choices(sheet: Sheet, name: str, lines: Iterable[Line]) -> list[str]:
    """What can be chosen in a column, of all its lines."""
    found: dict[str, None] = {}
    for line in lines:
        if place := line.places.get(name):
            filling, own = place
            found |= dict.fromkeys(sheet.labels(name, filling.blank.fields[own]).values())
            if sheet.nth is not None:
                break
    return list(found)


def _rule(page: Any, options: Options, choices: list[str], cells: str) -> None:
    """Offer a list in these cells. Whatever else is typed is refused when the file goes in, not here: several
    things may stand in one cell."""
    if place := options.offer(choices):
        rule = DataValidation(type="list", formula1=place, allow_blank=True, showErrorMessage=False)
        rule.add(cells)
        page.add_data_validation(rule)


def _put(page: Any, row: int, column: int, text: str, *, head: bool = False, fixed: bool = False) -> None:
    """A plain text: nothing in it is a formula, a number or a day, whatever it looks like."""
    cell = page.cell(row, column)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type, cell.number_format, cell.alignment = "s", "@", _WRAPPED
    if head:
        cell.font, cell.fill = Font(bold=True), _HEAD
    elif fixed:
        cell.fill = _FIXED


def _widths(page: Any, widths: Sequence[int]) -> None:
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width


def _explain(page: Any, file: FormFile, sheets: Sequence[Sheet]) -> None:
    """What each column asks for, and how the file goes in again."""
    said = [
        str(file.about),
        _("Fill it in, save it as XLSX and send it in on its page: you see what it changes first."),
        _("What is emptied here is emptied there; a line that is left out, and a cell left alone, stays."),
        _("Write values, not formulas, and hide nothing. Leave grey cells and the last sheet as they are."),
    ]
    if any(sheet.nth for sheet in sheets):
        said.append(_("Where lines have no code there may be more or fewer of them than came out."))
    for text in filter(None, said):
        _put(page, page.max_row + (page.cell(1, 1).value is not None), 1, text)
    row = page.max_row + 2
    heads = (_("Sheet"), _("Column"), _("Mandatory"), _("What it asks for"), _("Choices"))
    for column, text in enumerate(heads, start=1):
        _put(page, row, column, text, head=True)
    for sheet in sheets:
        headings = sheet.headings
        for name, one in sheet.columns.items():
            row += 1
            choices = _choices(sheet, name, sheet.lines.values())
            listed = "、".join(choices[:30]) + (" …" if len(choices) > 30 else "")
            must = _("yes") if one.required else str(getattr(one, "needed_when", ""))
            cells = (sheet.title, headings[name], must, str(one.help_text), listed)
            for column, text in enumerate(cells, start=1):
                _put(page, row, column, text)
    _widths(page, (16, 24, 16, 60, 60))


def _stamp(page: Any, text: str) -> None:
    _put(page, 1, 1, _("By this the system knows what stood when the form came out. Leave it as it is."))
    for row, start in enumerate(range(0, len(text), CELL), start=2):
        _put(page, row, 1, text[start : start + CELL])
    _widths(page, (60,))
