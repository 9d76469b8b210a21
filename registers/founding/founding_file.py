"""What does a founding file say? TOML, or a workbook whose lines are a question and its answer."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext
from openpyxl import Workbook
from openpyxl.styles import Font

from documents.incoming.grids import Unreadable, grids
from registers.founding.forms import FoundingForm


def said(path: Path) -> dict[str, str]:
    """What a file says, `bureau.name` as `bureau_name`. Raises Unreadable."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable(
            _("The file %(name)s cannot be read: %(why)s") % {"name": path, "why": error}
        ) from error
    return _of_toml(content) if path.suffix.lower() == ".toml" else _of_workbook(content)


def _of_toml(content: bytes) -> dict[str, str]:
    try:
        tables = tomllib.loads(content.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Unreadable(_("This is no TOML in UTF-8: %(why)s") % {"why": error}) from error
    found: dict[str, str] = {}
    for name, value in tables.items():
        inner = value if isinstance(value, dict) else {"": value}
        found |= {f"{name}_{key}".strip("_"): str(one) for key, one in inner.items()}
    return found


def _of_workbook(content: bytes) -> dict[str, str]:
    sheet = next(grids(content), None)
    asked = _questions()
    lines = [] if sheet is None else [[*map(str.strip, line), "", ""][:2] for line in sheet.cells]
    # A question that nobody asks is kept: the form refuses it by its words.
    return {asked.get(question, question): answer for question, answer in lines[1:] if question}


def _questions() -> dict[str, str]:
    """The names of what is asked, by what is asked in either language."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {str(field.label): name for name, field in FoundingForm.base_fields.items()}
    return found


def write_workbook(path: Path) -> None:
    """A workbook to be filled in, with what is asked in its first column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(
        [
            pgettext("founding file", "Asked"),
            pgettext("founding file", "Answer"),
            pgettext("founding file", "How"),
        ]
    )
    for field in FoundingForm.base_fields.values():
        must = pgettext("founding file", "mandatory") if field.required else _("may be left empty")
        sheet.append([str(field.label), "", f"{must}. {field.help_text}".strip()])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in (("A", 36), ("B", 48), ("C", 60)):
        sheet.column_dimensions[column].width = width
    book.save(path)
