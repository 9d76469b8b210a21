"""Is an uploaded file what it says it is, and is that something we take?

The content decides: its magic bytes, and for each type a look inside. What is refused is refused with a
sentence that says what to do, the same beside a form's field and from documents.actions.attach.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import PurePath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.flow import Refused
from documents.quarantine import Harmful, Objection, lines
from trail.enumerations import enumerated

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# File name endings that are taken, with the content each must have.
TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".pdf": "application/pdf",
    ".xlsx": XLSX,
    ".csv": "text/csv",
    ".mp4": "video/mp4",
}
PICTURES = (".jpg", ".jpeg", ".png", ".webp")
VIDEOS = (".mp4",)
TABLES = (".xlsx", ".csv")

NO_TABLE = gettext_lazy(
    "The file %(name)s is not what its name says, and no table file: open it, put its table into a "
    "spreadsheet, save that as XLSX or CSV, and send it."
)

PIXELS = 50_000_000
UNPACKED = 200 * 1024 * 1024
PARTS = 5_000
HEAD, TAIL = 8192, 1024
LOOKERS, PDFS = "documents.quarantine.looks", "documents.quarantine.pdfs"


def check(file: File[bytes], types: Collection[str] = tuple(TYPES)) -> str:
    """The content type of a file whose content is sound and of one of these types; else Refused."""
    name, size = clean_name(file), file.size
    ending = PurePath(name).suffix.lower()
    if not size:
        raise Refused(_("The file %(name)s is empty: choose another one.") % {"name": name})
    most = limit_of(ending)
    if size > most:
        raise Refused(
            _("The file %(name)s has %(size)s, and at most %(limit)s are taken: choose a smaller one.")
            % {
                "name": name,
                "size": filesizeformat(size),
                "limit": filesizeformat(most),
            }
        )
    if ending not in types or ending not in TYPES:
        raise Refused(
            _("The file %(name)s is of a type that is not taken here: send %(types)s.")
            % {"name": name, "types": enumerated(types)}
        )
    content_type = TYPES[ending]
    file.seek(0)
    if not _begins_as(file.read(HEAD), content_type):
        raise Refused(
            NO_TABLE % {"name": name}
            if ending in TABLES
            else _(
                "The file %(name)s is not what its name says: its content is no %(type)s. Send the original."
            )
            % {"name": name, "type": ending}
        )
    look_inside = LOOKS.get(content_type)
    if look_inside:
        file.seek(0)
        look_inside(file, name)
    file.seek(0)
    return content_type


def limit_of(ending: str) -> int:
    """The most bytes of a file of this type."""
    limits = {".pdf": settings.PDF_LIMIT, **dict.fromkeys(VIDEOS, settings.VIDEO_LIMIT)}
    return int(limits.get(ending, settings.ATTACHMENT_LIMIT))


def clean_file(file: File[bytes], types: Collection[str] = tuple(TYPES)) -> None:
    """The same check for a form's field: ValidationError with the same sentence."""
    try:
        check(file, types)
    except Refused as refused:
        raise ValidationError(str(refused), code="file") from refused


def clean_name(file: File[bytes]) -> str:
    """The file's name without folders, control and direction marks (which can hide an ending), shortened."""
    name = PurePath((file.name or "").replace("\\", "/")).name
    name = "".join(sign for sign in name if sign.isprintable()).strip()
    path = PurePath(name or _("file"))
    return path.stem[: 150 - len(path.suffix[:20])] + path.suffix[:20]


def _begins_as(head: bytes, content_type: str) -> bool:
    """Whether a file's first bytes are those of a content type.

    Plain text has no such bytes (and may by chance have those of a picture: "BM"): it must be no markup,
    script or PDF. A workbook may show as a mere zip archive; whether it is one is seen inside.
    """
    if content_type == "text/csv":
        begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        return not begin.startswith((b"<", b"#!", b"%!", b"%PDF"))
    kind = filetype.guess(head)
    mime = kind.mime if kind else ""
    return mime == content_type or (content_type == XLSX and mime == "application/zip")


def _look_at_picture(file: File[bytes], name: str) -> None:
    """Refuse what does not open as a picture, or unpacks to more than fifty million pixels."""
    sentences = {
        "pixels": _("The picture %(name)s has more than fifty million pixels: send a smaller one."),
        "broken": _("The picture %(name)s cannot be opened: it is damaged or cut off. Send it again."),
    }
    _look("picture", file, name, sentences, PIXELS)


def _look_at_pdf(file: File[bytes], name: str) -> None:
    """Refuse a PDF without its end, as one cut off on the way, and one that does more than show pages."""
    file.seek(max(file.size - TAIL, 0))
    if b"%%EOF" not in file.read(TAIL):
        raise Refused(
            _("The PDF %(name)s cannot be opened: its end is missing. Send it again.") % {"name": name}
        )
    sentences = {
        "program": _(
            "The PDF %(name)s carries scripts or starts programs: print it to a new PDF, and send that."
        ),
        "encloses": _("Other files lie in the PDF %(name)s: send each by itself, and the PDF without them."),
        "locked": _("The PDF %(name)s opens only with a password: send it without one."),
        "broken": _("The PDF %(name)s cannot be opened: print it to a new PDF, and send that."),
    }
    _look("pages", file, name, sentences, of=PDFS)


def _look_at_workbook(file: File[bytes], name: str) -> None:
    """Refuse archives that are no workbook, carry macros or other programs, or unpack to far too much."""
    sentences = {
        "unpacks": _("The workbook %(name)s unpacks to far too much: send the plain table."),
        "macros": _("The workbook %(name)s carries macros or embedded objects: save it without them."),
        "broken": _("The workbook %(name)s cannot be opened: save it as .xlsx again and send that."),
        "no workbook": str(NO_TABLE),
    }
    _look("workbook", file, name, sentences, PARTS, UNPACKED)


def _look_at_table(file: File[bytes], name: str) -> None:
    """Refuse a CSV file that is not text in UTF-8 or GB 18030, throughout."""
    broken = _("The table %(name)s is not plain text: save it as CSV in UTF-8 and send that.")
    _look("table", file, name, {"broken": broken})


def _look(
    reader: str, file: File[bytes], name: str, sentences: dict[str, str], *given: int, of: str = LOOKERS
) -> None:
    """Let it be looked at in quarantine; what harms its reader is broken."""
    try:
        list(lines(f"{of}:{reader}", file, *given))
    except Objection as why:
        raise Refused(sentences[str(why)] % {"name": name}) from why
    except Harmful as harm:
        raise Refused(sentences["broken"] % {"name": name}) from harm


LOOKS: dict[str, Callable[[File[bytes], str], None]] = {
    "image/jpeg": _look_at_picture,
    "image/png": _look_at_picture,
    "image/webp": _look_at_picture,
    "application/pdf": _look_at_pdf,
    XLSX: _look_at_workbook,
    "text/csv": _look_at_table,
}
