"""What would a workbook change that came back, what is wrong with it, and how is it done, all or nothing?

Each cell is held against what stood when the file came out and against what stands now. What the file left
alone stays; what a colleague changed meanwhile is not written over. What remains is posted into the form of
the page, whose rules and action are the only ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Viewer
from casework.flow import Forbidden, Refused
from documents.form_files.came_back import Came, Said, Tables, lines_of, stamp_of
from documents.form_files.comes_out import STAMP, nothing_asked
from documents.form_files.fillings import Filling, FormFile, Line, Sheet, sheets_of
from documents.form_files.worded import tidy

# So many faults are named.
MOST_FAULTS = 100


@dataclass
class Outcome:
    """What a file comes to. fillings: the forms that it fills in, each complete but for what it asks for
    beside the file. effect: a digest of all that is shown."""

    changes: list[Said] = field(default_factory=list)
    faults: list[Said] = field(default_factory=list)
    fillings: list[Filling] = field(default_factory=list)

    @property
    def effect(self) -> str:
        return sha256(repr(self.changes).encode()).hexdigest()

    def refuse(self, fault: Said) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def come_to(
    file: FormFile,
    found: Any,
    tables: Tables,
    *,
    by: Viewer,
    now: datetime,
    shown: str = "",
    data: Any = None,
    files: Any = None,
) -> Outcome:
    """What the file comes to: tried with the action of the page, and nothing of it stays, unless `shown`.

    shown: the effect that somebody saw and agreed to: it is done, and nothing where it would be another by
    now. data, files: what was sent with it, the files of each form under `prefix(place)`.
    """
    stamp = stamp_of(file, found, tables)
    with override(stamp["language"]):
        outcome = _read(file, found, stamp, tables, by, now)
    if outcome.faults or not (outcome.fillings or shown):
        return outcome
    needs = any(one.required for each in outcome.fillings for one in each.files.values())
    with transaction.atomic():
        before = {} if needs else file.comes_of(found)
        forms = [
            _valid(outcome, each, each.bound(data, files, prefix(place)), bare=not shown)
            for place, each in enumerate(outcome.fillings)
        ]
        if not outcome.faults and (shown or not needs):
            _act(outcome, forms)
        outcome.changes += [] if needs else _follows(before, file.comes_of(found))
        if shown and not outcome.faults and outcome.effect != shown:
            raise Refused(
                _(
                    "Something has changed since this was shown: nothing was done. Send the file in "
                    "again, and look at what it does now."
                )
            )
        transaction.set_rollback(bool(outcome.faults) or not shown)
    return outcome


def prefix(place: int) -> str:
    """Before the names of the files that a form asks for on the page of a file."""
    return f"form{place}-"


def _read(file: FormFile, found: Any, stamp: Any, tables: Tables, by: Viewer, now: datetime) -> Outcome:
    asks = file.asked(found, by, now)
    if not asks:
        raise nothing_asked()
    outcome = Outcome()
    sheets = sheets_of(file, [Filling(ask) for ask in asks])
    for name, table in tables.items():
        known = next((sheet for sheet in sheets if sheet.title == name), None)
        if known is None and name != STAMP and any(map(any, table)):
            why = _("This sheet is none of the form's: delete it.")
            outcome.refuse(Said(name, "", "", why=why))
    for sheet in sheets:
        if sheet.title in tables:
            came = lines_of(sheet, tables[sheet.title], outcome.refuse)
            base = stamp["stands"].get(sheet.title, {})
            way = _add if file.added else _replace if sheet.nth is not None else _overwrite
            way(sheet, came, base, outcome)
    outcome.fillings = _touched(sheets)
    return outcome


def _overwrite(sheet: Sheet, lines: Sequence[Came], base: Any, outcome: Outcome) -> None:
    """Lines that are known by their key."""
    met: set[str] = set()
    for came in lines:
        line = sheet.lines.get(came.key)
        if why := _stranger(line, came, base, met):
            outcome.refuse(Said(came.at(""), " · ".join(came.said), "", why=why))
        if why or line is None:
            continue
        met.add(came.key)
        stands, stood = sheet.words(line), base.get(came.key, {})
        for name, text in came.cells.items():
            if name not in line.places:
                if text:
                    why = _("This is not asked for here: leave it empty.")
                    outcome.refuse(Said(came.at(name), " · ".join(line.said), sheet.headings[name], why=why))
                continue
            now, before = stands[name], stood.get(name, stands[name])
            change = Said(came.at(name), " · ".join(line.said), sheet.headings[name], now, text)
            if text in (before, now):
                _note(line, name, change)
            elif now != before:
                outcome.refuse(_clash(change, before))
            else:
                _type(sheet, line, name, change, outcome)


def _stranger(line: Line | None, came: Came, base: Any, met: set[str]) -> str:
    """Why a line is none of the form's; "" for one that is, and for one that was and says nothing new."""
    if line is None and came.key not in base:
        return _("No line of this form has this code: it belongs to another form, or was changed.")
    if line is None:
        new = any(text != base[came.key].get(name, "") for name, text in came.cells.items())
        return _("This can be filled in no more: look at its page, and leave the line out.") if new else ""
    if came.said != tuple(map(tidy, line.said)) or came.key in met:
        why = _("This line has the code of another: “%(own)s”. Take the form out anew.")
        return why % {"own": " · ".join(line.said)}
    return ""


def _clash(change: Said, before: str) -> Said:
    why = _(
        "Since the file came out somebody changed this from “%(before)s” to “%(now)s”, and the file says "
        "“%(said)s”. Agree on it, take the form out anew, and send that in."
    ) % {"before": before, "now": change.before, "said": change.after}
    return Said(change.where, change.of, change.column, why=why)


def _note(line: Line, name: str, said: Said) -> None:
    """Note where the file has a field, for what its form says of it."""
    filling, own = line.places[name]
    filling.where[own] = (said.where, said.of, said.column)


def _type(sheet: Sheet, line: Line, name: str, change: Said, outcome: Outcome) -> None:
    """Type a cell into its form."""
    _note(line, name, change)
    filling, own = line.places[name]
    try:
        filling.typed[own] = sheet.posted(line, name, change.after)
    except ValidationError as error:
        outcome.refuse(replace(change, why=" ".join(error.messages)))
        return
    if change.before != change.after:
        outcome.changes.append(change)


def _replace(sheet: Sheet, lines: Sequence[Came], base: Any, outcome: Outcome) -> None:
    """Lines that are counted: the file has all there are, or leaves all as they are."""
    assert sheet.nth is not None
    stands = [line for line in sheet.stands().values() if any(line.values())]
    stood = [line for line in base.values() if any(line.values())]
    sent = [{name: came.cells.get(name, "") for name in sheet.columns} for came in lines]
    if sent in (stands, stood):
        return
    if stands != stood:
        why = _(
            "Somebody changed these lines since the file came out: take the form out anew, and change that."
        )
        outcome.refuse(Said(sheet.title, "", "", why=why))
        return
    for filling, name in (place for line in sheet.lines.values() for place in line.places.values()):
        filling.left.add(name)
    nothing = dict.fromkeys(sheet.columns, "")
    for place in range(max(len(sent), len(stands))):
        line, now = sheet.nth(place), stands[place] if place < len(stands) else nothing
        of = _("line %(n)d") % {"n": place + 1}
        for name, heading in sheet.headings.items():
            if place < len(sent):
                text = sent[place][name]
                change = Said(lines[place].at(name), of, heading, now[name], text)
                _type(sheet, line, name, change, outcome)
            elif now[name]:
                outcome.changes.append(Said(sheet.title, of, heading, now[name], ""))


def _add(sheet: Sheet, lines: Sequence[Came], base: Any, outcome: Outcome) -> None:
    """Lines that are forms of their own; one that came out so is not filled in."""
    assert sheet.nth is not None
    out, sheet.lines = list(base.values()), {}
    for place, came in enumerate(lines):
        texts = {name: came.cells.get(name, "") for name in sheet.columns}
        if texts in out:
            out.remove(texts)
            continue
        line = sheet.lines[came.at("")] = sheet.nth(place)
        for name, heading in sheet.headings.items():
            _type(sheet, line, name, Said(came.at(name), "", heading, "", texts[name]), outcome)


def _touched(sheets: Iterable[Sheet]) -> list[Filling]:
    """The forms into which something is typed, in the order in which they came out."""
    all_of = [
        filling for sheet in sheets for line in sheet.lines.values() for filling, _n in line.places.values()
    ]
    return list({id(one): one for one in all_of if one.typed or one.left}.values())


def _valid(outcome: Outcome, filling: Filling, form: Any, *, bare: bool = False) -> Any:
    """The form, whose refusals are noted where they belong. bare: nothing was sent yet beside the file."""
    for name, sentences in form.errors.items():
        if bare and name in filling.files:
            continue
        why = " ".join(map(str, sentences))
        where, of, column = _place(filling, form, name)
        outcome.refuse(Said(where, of, column, why=why))
    return form


def _place(filling: Filling, form: Any, name: str) -> tuple[str, str, str]:
    """Where the file says what a form refuses; else of which form and row it is."""
    if name in filling.where:
        return filling.where[name]
    field = form.fields.get(name)
    of = " · ".join(filter(None, (filling.ask.said, str(getattr(field, "of_row", "")))))
    return "", of, str(field.label) if field else ""


def _act(outcome: Outcome, forms: Sequence[Any]) -> None:
    """What the page does with each form; its refusal is that of the file."""
    for filling, form in zip(outcome.fillings, forms, strict=True):
        try:
            with transaction.atomic():
                filling.ask.act(form.cleaned_data)
        except Forbidden:
            raise
        except Refused as refused:
            outcome.refuse(Said("", filling.ask.said, "", why=str(refused)))


def _follows(before: Mapping[str, str], after: Mapping[str, str]) -> list[Said]:
    """What comes of it beside what the file says."""
    return [
        Said("", of, _("What follows"), before.get(of, ""), now)
        for of, now in after.items()
        if now != before.get(of, "")
    ]
