"""How is an entry of a register made, changed and ended? With its source or reason, in the trail."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.forms import ModelForm
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.flow import Forbidden, Refused
from casework.work.outbox import promise
from catalogue.registered import Entry
from registers.entries.departures import CHANGE, JUDGED
from registers.entries.register import NOT_YOURS, REGISTERS, Register, keeps, written
from registers.entries.resting import RESUME, TELL, at_work_on
from trail import verbs
from trail.models import Event, write

ENTER, END = "enter in a register", "end an entry"
verbs.register(CHANGE, gettext_lazy("Entry changed"))
verbs.register(END, gettext_lazy("Entry ended"))
verbs.register(ENTER, gettext_lazy("Entry made"))
verbs.register(RESUME, gettext_lazy("Entry taken up again"))


class Unchanged(Refused):
    """An entry says already what it was to say."""


@transaction.atomic
def enter(
    form: ModelForm[Any], *, source: str, by: Viewer, now: datetime, reason: str = "", seen: str = ""
) -> Event:
    """Make an entry of a valid form, or change the one that it is of.

    seen: the digest of what was shown when it was changed. The trail says what stood before, so that every
    version can be told again. Raises Unchanged, and Refused where it has ended or was changed meanwhile.
    """
    _check(by)
    register, entry = REGISTERS[str(form._meta.model._meta.model_name)], form.instance
    new = entry.pk is None
    before = {} if new else _stored(register, entry)
    if not new and register.ended(entry):
        raise Refused(_("This entry has ended: take it up again on its page first."))
    if seen and seen != digest(before):
        raise Refused(_("Somebody changed this entry meanwhile: look at it anew, then change it."))
    entry = form.save()
    after = content(register, entry)
    changed = {name: value for name, value in after.items() if before.get(name, "") != value}
    if not changed:
        raise Unchanged(_("Nothing was changed."))
    told = {name: before.get(name, "") for name in changed}
    known: dict[str, Any] = {"before": told} if not new else {}
    known |= {"after": changed, "source": source, "note": reason}
    event = _tell(ENTER if new else CHANGE, entry, by, now, **known)
    judged = JUDGED.get(register.kind, frozenset())
    if not new and judged & changed.keys() and any(at_work_on(entry)):
        promise(TELL, now, event=event.pk)
    return event


@transaction.atomic
def end(entry: Any, *, on: date, reason: str, by: Viewer, now: datetime, successor: Any = None) -> None:
    """Let new work name an entry no longer, from a day on; what named it keeps it, and whoever has open work
    that rests on it is told."""
    _check(by)
    register = REGISTERS[entry._meta.model_name]
    locked = _lock(entry)
    if register.ended(locked):
        raise Refused(_("It has ended already."))
    setattr(locked, locked.ends, on)
    changed = [locked.ends]
    if successor is not None:
        setattr(locked, register.follows, successor)
        changed.append(register.follows)
    locked.save(update_fields=changed)
    after = str(successor) if successor else ""
    event = _tell(END, locked, by, now, on=on.isoformat(), successor=after, note=reason)
    promise(TELL, now, event=event.pk)


@transaction.atomic
def resume(entry: Any, *, reason: str, by: Viewer, now: datetime) -> None:
    """Let an entry that ended be named again."""
    _check(by)
    register = REGISTERS[entry._meta.model_name]
    locked = _lock(entry)
    if not register.ended(locked):
        raise Refused(_("It stands as it is."))
    setattr(locked, locked.ends, None)
    changed = [locked.ends]
    if register.follows:
        setattr(locked, register.follows, None)
        changed.append(register.follows)
    locked.save(update_fields=changed)
    event = _tell(RESUME, locked, by, now, note=reason)
    promise(TELL, now, event=event.pk)


def _check(by: Viewer) -> None:
    if not keeps(by):
        raise Forbidden(NOT_YOURS)


def _lock(entry: Entry) -> Any:
    return type(entry)._default_manager.select_for_update().get(pk=entry.pk)


def _stored(register: Register, entry: Entry) -> dict[str, str]:
    return content(register, register.entries().select_for_update(of=("self",)).get(pk=entry.pk))


def digest(content: dict[str, str]) -> str:
    """By what it is known whether an entry still is as it was shown."""
    return sha256("\n".join(content.values()).encode()).hexdigest()[:16]


def shown_of(register: Register, entry: Any) -> dict[str, str]:
    """What the form of a change says that it has shown."""
    return {"seen": digest(content(register, entry))} if entry is not None else {}


def content(register: Register, entry: Entry) -> dict[str, str]:
    """What an entry says, field by field."""
    return {name: written(entry, name) for name in register.fields}


def _tell(verb: str, entry: Any, by: Viewer, now: datetime, **detail: Any) -> Event:
    subject = (entry._meta.model_name, entry.pk)
    return write(verb, subject, actor=by.actor(Role.ORGANISER), at=now, detail=detail)
