"""What does a workbook say that came back: is it one of ours, does it hide anything, which lines has it?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.signing import BadSignature
from django.utils.translation import gettext as _

from casework.flow import Refused
from documents.form_files.comes_out import CHOICES, STAMP, unsealed
from documents.form_files.fillings import FormFile, Sheet
from documents.form_files.worded import tidy
from documents.incoming.grids import Unreadable, grids, read_apart

# The rows of each sheet, as they lie in the file.
Tables = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True)
class Said:
    """One thing that a file changes, or that is wrong with it. where: sheet and line. of: whose line."""

    where: str
    of: str
    column: str
    before: str = ""
    after: str = ""
    why: str = ""


Refuse = Callable[[Said], None]


def tables_of(content: bytes) -> dict[str, list[list[str]]]:
    """The sheets of a file that came back. Refused where it is no such file, or hides something."""
    if not content.startswith(b"PK"):
        raise Refused(_("Send the form as it came out, as XLSX."))
    try:
        hidden = list(read_apart("concealed:concealed", content))
        found = list(grids(content))
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    for sheet, what, where in hidden:
        if sheet not in (CHOICES, STAMP):
            raise Refused(_concealed(what) % {"sheet": sheet, "where": where})
    for grid in found:
        if grid.refusal:
            raise Refused(_("Sheet %(sheet)s cannot be read: show it, or delete it.") % {"sheet": grid.name})
    return {grid.name: grid.cells for grid in found if grid.name != CHOICES}


def _concealed(what: str) -> str:
    return {
        "formula": _("%(sheet)s, cell %(where)s: a formula stands here. Put its value in its place."),
        "row": _("%(sheet)s: line %(where)s is hidden, or a filter hides it. Show all lines."),
        "column": _("%(sheet)s: column %(where)s is hidden. Show all columns."),
    }[what]


def stamp_of(file: FormFile, found: Any, tables: Tables) -> Any:
    """By what the file is known. Refused for that of another thing, and for what did not come out here."""
    sheet = tables.get(STAMP, ())
    try:
        stamp = unsealed("".join(row[0] for row in sheet[1:] if row))
        form, of = stamp["form"], stamp["number"]
    except (BadSignature, ValueError, TypeError, KeyError) as error:
        raise Refused(
            _(
                "This file did not come out here, or its sheet %(sheet)s was changed: take the form out anew "
                "and copy your lines into it."
            )
            % {"sheet": STAMP}
        ) from error
    if form != file.route or of != file.known(found):
        raise Refused(
            _("This file is another form, or that of another matter: take the form out on this page.")
        )
    if stamp["stood"] != file.stood(found):
        raise Refused(
            _("Something was entered since this file came out, or it went in before: take the form out anew.")
        )
    return stamp


class Came(NamedTuple):
    """A line as it came back. where: it lies, by column and "" for the line. said: what stands before its
    columns. cells: by column."""

    where: Mapping[str, str]
    key: str
    said: tuple[str, ...]
    cells: dict[str, str]

    def at(self, column: str) -> str:
        return self.where.get(column, self.where[""])


def lines_of(sheet: Sheet, table: Sequence[Sequence[str]], refuse: Refuse) -> list[Came]:
    """The lines of a sheet; what it has and nobody asked for is refused."""
    rows = [[*map(tidy, row)] for row in table]
    lines = list((_upright if sheet.turned else _below)(sheet, rows, refuse))
    if len(lines) <= sheet.most:
        return lines
    why = _("More than %(most)d lines: divide the file.") % {"most": sheet.most}
    refuse(Said(sheet.title, "", "", why=why))
    return []


def _where(sheet: Sheet, row: int) -> str:
    return _("%(sheet)s, line %(row)d") % {"sheet": sheet.title, "row": row}


def _unknown(sheet: Sheet, row: int, label: str = "") -> Said:
    why = _("A heading of this name is none of the form's, or stands twice: put it as it came out.")
    return Said(_where(sheet, row), "", label, why=why)


def _upright(sheet: Sheet, rows: Sequence[Sequence[str]], refuse: Refuse) -> Iterator[Came]:
    """The one line of a sheet, each heading with its cell beside it."""
    names = {label: name for name, label in sheet.headings.items()}
    cells, where = dict[str, str](), {"": _where(sheet, 1)}
    for row, texts in enumerate(rows, start=1):
        label, text, *rest = [*texts, "", ""]
        if label in names and names[label] not in cells and not any(rest):
            cells[names[label]], where[names[label]] = text, _where(sheet, row)
        elif any(texts):
            refuse(_unknown(sheet, row, label))
    [(key, line)] = sheet.lines.items()
    yield Came(where, key, line.said, cells)


def _below(sheet: Sheet, rows: Sequence[Sequence[str]], refuse: Refuse) -> Iterator[Came]:
    """The lines below the headings of a sheet."""
    head = rows[0] if rows else ()
    lead = 0 if sheet.nth is not None else 1 + len(sheet.heads)
    names = {label: name for name, label in sheet.headings.items()}
    for label in head[lead:]:
        if label and (label not in names or head[lead:].count(label) > 1):
            refuse(_unknown(sheet, 1, label))
    for row, texts in enumerate(rows[1:], start=2):
        headed = list(zip([*head, *[""] * len(texts)], texts, strict=False))
        if any(text for label, text in headed if not label):
            refuse(_unknown(sheet, row))
        if any(texts):
            key, *said = [*texts, *[""] * lead][:lead] or [str(row)]
            cells = {names[label]: text for label, text in headed[lead:] if label in names}
            yield Came({"": _where(sheet, row)}, key, tuple(said), cells)
