"""How is a file of entries sent in, tried and taken in?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request, member
from accounts.models import Viewer
from casework.pages.progress import badge_of, followed, followed_page
from casework.pages.sheets import XLSX
from casework.pages.submissions import answered, pressed
from casework.work import charge
from documents.discards import ERASED, discard
from documents.forms import DiscardForm
from documents.views import sent
from registers.entries.actions import entry_files
from registers.entries.forms import SheetForm
from registers.entries.models import RegisterFile
from registers.entries.register import NOT_YOURS, REGISTERS, Register, keeps, reads

# So many files stand on the page of a register.
SHOWN = 20


def files_of(request: Request, register: Register) -> HttpResponse:
    """The files of entries that one's organisation sent in, and a new one."""
    now = timezone.now()
    form = SheetForm(request.POST or None, request.FILES or None)

    def action(data: dict[str, Any]) -> RegisterFile:
        empties = data.pop("empty") == SheetForm.EMPTIES
        return entry_files.keep(register, **data, empties=empties, by=request.viewer, now=now)

    return answered(
        request,
        form,
        action,
        template="registers/entries/files.html",
        heading=_("Take in a file"),
        submit=_("Try it"),
        text=_("First it is tried: you see what it would do before anything is done."),
        path=[(str(register.title), reverse(register.name))],
        done="",
        register=register,
        columns=[
            {"label": _("File"), "key": "name", "kind": "title"},
            {"label": _("Sent in"), "key": "at"},
            {"label": _("State"), "key": "state", "kind": "badge"},
        ],
        rows=[
            {
                "name": {"text": each.name, "url": each.get_absolute_url(), "sub": each.source},
                "at": each.sent_at,
                "state": badge_of(each),
            }
            for each in _of(register, request.viewer)
        ],
    )


def _of(register: Register, viewer: Viewer) -> QuerySet[RegisterFile]:
    return RegisterFile.objects.visible_to(viewer).filter(register=register.kind).order_by("-pk")[:SHOWN]


def _seen(viewer: Viewer) -> QuerySet[RegisterFile]:
    return RegisterFile.objects.visible_to(viewer).select_related("sent_by", "in_charge", "organisation")


of_file = member.to(reads).to(keeps, NOT_YOURS).of(_seen, "token")
of_ones_own = of_file.where(charge.answers_for, charge.NOT_IN_CHARGE)


@followed(RegisterFile, of_file)
def register_file(request: Request, found: RegisterFile) -> HttpResponse:
    """How far a file is, what it would do, or what came of it."""
    now = timezone.now()
    register = REGISTERS[found.register]
    columns = (
        entry_files.unknown(found) if found.open and not found.under_way and not found.discarded_at else []
    )
    return followed_page(
        request,
        found,
        "registers/entries/file.html",
        now=now,
        may=keeps(request.viewer),
        begin=partial(entry_files.begin, found, by=request.viewer, now=now, trial=False),
        register=register,
        unknown=columns,
        columns=[
            {"label": _("Line"), "key": "line", "kind": "number"},
            {"label": _("Entry"), "key": "entry"},
            {"label": _("What changes"), "key": "what"},
        ],
        rows=[{**each, "what": each["what"] or _("a new entry")} for each in found.changes],
        discards=found.discardable and charge.answers_for(found, request.viewer),
    )


@of_ones_own.by("POST")
def register_file_columns(request: Request, found: RegisterFile) -> HttpResponse:
    """Say that the columns that nobody knows are left out."""
    action = partial(entry_files.leave_out, found, by=request.viewer, now=timezone.now())
    return pressed(request, action, back=found.get_absolute_url(), done="")


@of_file.by("GET")
def register_file_refused(request: Request, found: RegisterFile) -> HttpResponse:
    """The refused lines with their reasons, to be put right and sent in again."""
    if not found.returned:
        raise Http404
    return sent(found.returned, XLSX, _("Refused lines of %(name)s") % {"name": found.name} + ".xlsx")


@of_ones_own
def register_file_discard(request: Request, found: RegisterFile) -> HttpResponse:
    """Erase a file of which nothing was taken in, with the reason."""
    register = REGISTERS[found.register]
    return answered(
        request,
        DiscardForm(request.POST or None),
        lambda data: discard(found, **data, by=request.viewer, now=timezone.now()) or found,
        heading=_("Discard this file"),
        path=[(str(register.title), reverse(register.name)), (found.name, found.get_absolute_url())],
        text=ERASED,
        done=_("The file is erased."),
    )
