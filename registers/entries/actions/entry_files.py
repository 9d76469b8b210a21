"""How does a file of entries come in? It is tried, shown, and then taken in, a line at a time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.addresses import code_of
from accounts.coded import OneOf, SeveralOf
from accounts.models import Organisation, Viewer
from accounts.roles import Role
from casework.flow import Forbidden, Refused
from casework.pages.sheets import as_book
from casework.work import charge, jobs
from catalogue.names import key
from catalogue.registered import Entry
from documents import actions as documents
from documents import quotas
from documents.discards import unless_discarded
from documents.disk import on_disk
from documents.incoming.grids import Unreadable
from documents.incoming.headers import plain
from documents.incoming.streams import LOOK, height, table
from registers.entries.actions import entry_changes
from registers.entries.models import RegisterFile
from registers.entries.register import NOT_YOURS, REGISTERS, Register, keeps
from registers.history import in_words

# After so many lines it is said how far it is; of so many changes it is said what they are.
TOGETHER, SHOWN = 200, 200
OTHERWISE = gettext_lazy(
    "The register has changed since this file was tried, so that it would do something else than was shown:"
    " nothing was taken in. Send the file in again, and look at what it does now."
)


@quotas.counted
def sent_in(organisation: Organisation, since: datetime) -> QuerySet[RegisterFile]:
    """The files of entries that an organisation's people sent in."""
    return RegisterFile.objects.filter(organisation=organisation, sent_at__gte=since, discarded_at=None)


def keep(
    register: Register,
    *,
    file: File[bytes],
    source: str,
    reason: str,
    empties: bool,
    by: Viewer,
    now: datetime,
) -> RegisterFile:
    """Keep a file and let a worker try it. Refused where it cannot be read, or lacks what each line must say.

    Where it has columns that the register has not, a person first says that they are left out (`leave_out`).
    """
    if not keeps(by):
        raise Forbidden(NOT_YOURS)
    with transaction.atomic():
        kept = RegisterFile(
            register=register.kind, organisation=by.organisation, sent_by=by.user, sent_at=now
        )
        kept.source, kept.reason, kept.empties = source, reason, empties
        kept = documents.keep(kept, file, by=by, now=now)
        try:
            header = _header(kept)
        except Unreadable as unreadable:
            raise Refused(str(unreadable)) from unreadable
        if lacking := [name for name in _must(register) if name not in places(register, header)]:
            called = "、".join(register.label(name) for name in lacking)
            raise Refused(_("The file lacks these columns: %(columns)s.") % {"columns": called})
    if not unknown(kept):
        begin(kept, by=by, now=now)
    return kept


def _header(kept: RegisterFile) -> list[str]:
    """The first row that says anything; raises Unreadable."""
    with on_disk(kept.file) as path:
        return next(table(path, LOOK), [])


def _must(register: Register) -> list[str]:
    """What each line has to say: what the form asks for, and no default stands for."""
    asked = register.form.base_fields
    return [name for name in register.fields if asked[name].required and asked[name].initial is None]


def unknown(kept: RegisterFile) -> list[str]:
    """The columns that the register has not, and of which nobody has said that they are left out."""
    header = _header(kept)
    known = places(REGISTERS[kept.register], header).values()
    left = [name for place, name in enumerate(header) if name and place not in known]
    return [name for name in left if name not in kept.left_out and plain(name) not in _reasons()]


def _reasons() -> set[str]:
    """What the column is called in which refused lines come back, in either language."""
    found = set()
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.add(plain(_("Reason")))
    return found


def leave_out(kept: RegisterFile, *, by: Viewer, now: datetime) -> None:
    """Say that the columns nobody knows are left out; then the file is tried."""
    charge.owned(kept, by)
    kept.left_out = [*kept.left_out, *unknown(kept)]
    kept.save(update_fields=["left_out"])
    begin(kept, by=by, now=now)


def begin(kept: RegisterFile, *, by: Viewer, now: datetime, trial: bool = True) -> None:
    """Let a worker try a file, or take it in after it was tried. One at a time for a register."""
    if not keeps(by):
        raise Forbidden(NOT_YOURS)
    with transaction.atomic():
        found: RegisterFile = charge.locked(kept)
        charge.owned(found, by)
        unless_discarded(found)
        if found.under_way:
            return
        if not found.open:
            raise Refused(_("This file was taken in already."))
        if not trial and not found.dry_run:
            raise Refused(_("A file is tried first: nothing of it would be taken in."))
        if RegisterFile.objects.under_way().filter(register=found.register).exists():
            raise Refused(_("Another file of this register is being taken in: wait for it, or stop it."))
        found.trial, found.returned, found.changes = trial, "", []
        found.made = found.changed = found.same = found.refused = 0
        jobs.begin(found, by=by, now=now)
    kept.refresh_from_db()


@jobs.does(RegisterFile)
def take_in(found: RegisterFile, say: jobs.Saying, now: datetime) -> None:
    """Read a file line by line; where it is only tried, nothing of it stays.

    What is taken in is what was shown: else a colleague's change since then would be overwritten unseen.
    """
    returned: list[list[str]] = []
    try:
        with transaction.atomic():
            with on_disk(found.file) as path:
                effect = _take_in(found, path, returned, say, now)
            if not found.trial and effect != found.effect:
                raise Refused(OTHERWISE)
            transaction.set_rollback(found.trial)
    except Unreadable as unreadable:
        raise Refused(str(unreadable)) from unreadable
    found.effect = effect
    if found.refused:
        book = as_book(str(REGISTERS[found.register].title), returned)
        found.returned.save("", ContentFile(book), save=False)
    found.save(update_fields=["made", "changed", "same", "refused", "changes", "effect", "returned"])


def _take_in(
    found: RegisterFile, path: Path, returned: list[list[str]], say: jobs.Saying, now: datetime
) -> str:
    """Read all lines; returns a digest of what that makes and changes."""
    register = REGISTERS[found.register]
    rows = table(path)
    header = next(rows, [])
    own = [place for place, text in enumerate(header) if plain(text) not in _reasons()]
    returned.append([*(header[place] for place in own), _("Reason")])
    reader = Lines(register, places(register, header), found, now)
    lines = height(path)
    total, read = lines and lines - 1, 0
    while part := list(islice(rows, TOGETHER)):
        for row in part:
            read += 1
            if why := reader.take(row, read + 1):
                returned.append([*(row[place] if place < len(row) else "" for place in own), why])
                found.refused += 1
        say(read, total)
    return reader.effect.hexdigest()


class Lines:
    """Makes an entry of a line, or changes the one that it is of. effect: all that was made and changed."""

    def __init__(self, register: Register, where: dict[str, int], file: RegisterFile, now: datetime) -> None:
        self.register, self.where, self.file, self.now = register, where, file, now
        person = file.in_charge or file.sent_by
        self.by = Viewer(person, file.organisation, frozenset({Role.ORGANISER}))
        self.named: dict[tuple[str, str], list[Any]] = {}
        self.bare: dict[str, list[tuple[str, Any]]] = {}
        self.seen: set[tuple[str, ...]] = set()
        self.effect = sha256()

    def take(self, row: Sequence[str], line: int) -> str:
        """Take a line in; why it is refused, "" where it is not."""
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in self.where.items()}
        try:
            entry = self._entry(cells)
            form = self.register.form(self._posted(cells, entry), instance=entry)
            if not form.is_valid():
                return _faults(self.register, form)
            with transaction.atomic():
                event = entry_changes.enter(
                    form, source=self.file.source, reason=self.file.reason, by=self.by, now=self.now
                )
        except entry_changes.Unchanged:
            self.file.same += 1
            return ""
        except (Unreadable, Refused) as why:
            return str(why)
        if "before" in event.detail:
            self.file.changed += 1
        else:
            self.file.made += 1
        what = in_words(event.detail.get("before", {}), event.detail["after"], self.register.label)
        self.effect.update(f"{line} {what or event.detail['after']}\n".encode())
        if len(self.file.changes) < SHOWN:
            self.file.changes.append({"line": line, "entry": str(form.instance), "what": what})
        return ""

    def _entry(self, cells: dict[str, str]) -> Any:
        """The entry that stands already, None for a new one."""
        known = tuple(cells.get(name, "") for name in self.register.known_by)
        if known in self.seen:
            raise Unreadable(_("An earlier line of this file is of the same entry."))
        self.seen.add(known)
        lookup = {
            name: self._called(name, cells.get(name, ""), cells) if self._names(name) else cells.get(name, "")
            for name in self.register.known_by
        }
        if None in lookup.values():
            return None  # the form says what is missing
        found = self.register.entries().filter(**lookup).first()
        if found is not None and self.register.ended(found):
            raise Unreadable(_("This entry has ended: take it up again on its page first."))
        return found

    def _names(self, name: str) -> bool:
        return isinstance(self.register.form.base_fields[name], OneOf)

    def _called(self, name: str, cell: str, cells: Mapping[str, str]) -> Any:
        """The entry of another register that a cell names, also an ended one; None for an empty cell.

        Of several that are called so it is the one of the line's own category.
        """
        if not cell:
            return None
        model: Any = self.register.form.base_fields[name].queryset.model  # type: ignore[attr-defined]
        other = REGISTERS[model._meta.model_name]
        place = (other.kind, cell)
        if place not in self.named:
            self.named[place] = self._matches(other, cell)
        matches = self.named[place]
        if len(matches) > 1 and cells.get("category") and name != "category":
            category = self._called("category", cells["category"], cells)
            matches = [each for each in matches if getattr(each, "category", category) == category]
        if len(matches) == 1:
            return matches[0]
        said = {"column": self.register.label(name), "register": other.title, "cell": cell}
        if matches:
            raise Unreadable(_("%(column)s: several entries of %(register)s are called “%(cell)s”.") % said)
        raise Unreadable(_("%(column)s: %(register)s has no entry “%(cell)s”.") % said)

    def _matches(self, other: Register, cell: str) -> list[Any]:
        """The entries called so; where there is none, those whose name differs in blanks and dashes alone."""
        entries = other.model._default_manager
        for field in other.called:
            if found := list(entries.filter(**{field: cell})):
                return found
        if other.kind not in self.bare:
            self.bare[other.kind] = [
                (_bare(called), each)
                for each in entries.all()
                for called in (*(getattr(each, field) for field in other.called), str(each))
            ]
        alike = {each.pk: each for name, each in self.bare[other.kind] if name == _bare(cell)}
        return list(alike.values())

    def _posted(self, cells: dict[str, str], entry: Entry | None) -> dict[str, Any]:
        """A line as the form of the page posts it; an empty cell as the file's sender said."""
        blank = self.register.form(instance=entry)
        posted: dict[str, Any] = {}
        for name, field in blank.fields.items():
            cell = cells.get(name, "")
            if name not in cells or (not cell and not self.file.empties):
                posted[name] = blank[name].field.prepare_value(blank[name].initial)
            elif isinstance(field, OneOf):
                named = self._called(name, cell, cells)
                posted[name] = code_of(named) if named else ""
            elif isinstance(field, SeveralOf):
                parts = [part for part in re.split(r"[、;；\n]", cell) if part.strip()]
                posted[name] = [code_of(self._called(name, part.strip(), cells)) for part in parts]
            else:
                posted[name] = _value(field, cell)
        return posted


def _bare(text: str) -> str:
    """A name without what people write differently: blanks, width, and the kinds of dashes."""
    return re.sub(r"[\s\-‐‑‒–—―－_]", "", key(text))


def _value(field: Any, cell: str) -> str:
    """A choice by what it is called, as the page shows it; anything else as it stands."""
    called = {str(label): value for value, label in getattr(field, "choices", ())}
    return str(called.get(cell, cell))


def _faults(register: Register, form: Any) -> str:
    parts = []
    for name, faults in form.errors.items():
        said = " ".join(faults)
        parts.append(f"{form.fields[name].label}: {said}" if name in form.fields else said)
    return " ".join(parts)


def places(register: Register, header: Sequence[str]) -> dict[str, int]:
    """Which column holds which field: by what the register calls it, in either language."""
    called: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            called |= {plain(register.label(name)): name for name in register.fields}
    return {
        called[plain(text)]: place for place, text in reversed([*enumerate(header)]) if plain(text) in called
    }
