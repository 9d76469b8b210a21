"""What makes a register: of what it is, what is asked of an entry, and who keeps it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Manager, Model, Prefetch, Q, QuerySet
from django.forms import ModelForm
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind, Role
from casework.flow import Text
from catalogue.registered import Entry

NOT_YOURS = gettext_lazy("Only the organiser of a monitoring center keeps this register.")


def keeps(viewer: Viewer) -> bool:
    """Whether somebody keeps the registers of what is tested."""
    return viewer.kind is Kind.CENTER and Role.ORGANISER in viewer.roles


def reads(viewer: Viewer) -> bool:
    """Whether somebody looks things up in them: whoever works here, and no shop."""
    return viewer.kind is not Kind.MERCHANT


@dataclass(frozen=True)
class Register:
    """A register of entries of one model.

    name: as addresses have it. form: what is asked of an entry; its fields are the columns of a file. listed:
    the fields that a line of the list shows, the first as its title. searched: the fields that the list is
    searched by. known_by: the fields by which a line of a file is an entry that stands already. called: the
    fields by which a cell of another register names an entry. about: what a reader should know of it.
    follows: the field that names what came in the place of one that ended.
    """

    name: str
    model: type[Entry]
    form: type[ModelForm[Any]]
    listed: tuple[str, ...]
    searched: tuple[str, ...]
    known_by: tuple[str, ...]
    called: tuple[str, ...]
    about: Text
    follows: str = ""

    @property
    def kind(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str | Promise:
        return self.model._meta.verbose_name_plural or ""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.form._meta.fields or ())

    def entries(self) -> QuerySet[Any]:
        """All entries, with what they name, and of several what these name."""
        named = [field for field in map(self.model._meta.get_field, self.fields) if field.is_relation]
        one = [field.name for field in named if not field.many_to_many]
        several = [
            Prefetch(field.name, REGISTERS[str(field.related_model._meta.model_name)].entries())  # type: ignore[union-attr]
            for field in named
            if field.many_to_many
        ]
        found: QuerySet[Any] = self.model._default_manager.select_related(*one).prefetch_related(*several)
        return found

    def label(self, name: str) -> str:
        """What a field is called."""
        verbose: Any = self.model._meta.get_field(name)
        return str(verbose.verbose_name)

    def before(self, entry: Any) -> list[Entry]:
        """Those that ended and in whose place an entry came."""
        if not self.follows:
            return []
        link: Any = self.model._meta.get_field(self.follows)
        return list(getattr(entry, link.remote_field.related_name).all())

    def ended(self, entry: Any) -> date | None:
        """The day from which new work names an entry no longer."""
        day: date | None = getattr(entry, self.model.ends)
        return day


# What stands between several entries in one cell.
SEVERAL = "、"
REGISTERS: dict[str, Register] = {}


def used_by(entry: Any) -> list[tuple[str, int]]:
    """(what they are, how many entries of other registers that stand name an entry)."""
    found = []
    for register in REGISTERS.values():
        named = Q()
        for name in register.fields:
            if register.model._meta.get_field(name).related_model is type(entry):
                named |= Q(**{name: entry})
        if named and (count := register.model._default_manager.offered().filter(named).count()):
            found.append((str(register.title), count))
    return found


def named(entry: Model, name: str) -> list[Entry]:
    """The entries that a field of an entry names."""
    value = getattr(entry, name)
    if isinstance(value, Manager):
        return list(value.all())
    return [value] if isinstance(value, Entry) else []


def registered(register: Register) -> Register:
    """Let this be a register."""
    REGISTERS[register.kind] = register
    return register


def shown(entry: Model, name: str) -> str:
    """What a field of an entry holds, as a page shows it: a named entry by what people call it."""
    return written(entry, name, called=-1)


def written(entry: Model, name: str, called: int = 0) -> str:
    """What a field of an entry holds, as a cell of a file has it: a named entry by what it is called by
    first."""
    value = getattr(entry, name)
    if isinstance(value, Manager):
        return SEVERAL.join(sorted(map(str, value.all())))
    if isinstance(value, Entry):
        return str(getattr(value, REGISTERS[str(value._meta.model_name)].called[called]))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    chosen: Any = entry._meta.get_field(name)
    if chosen.choices:
        return str(dict(chosen.flatchoices).get(value, value))
    return "" if value is None else str(value)
