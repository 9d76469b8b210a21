"""What is said of a record, fact by fact: to people under a label, to programs under a key?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db import models


class Fact(tuple[Any, Any]):
    """(label, value as shown). key: what programs know it by, in whatever language they ask, for as long as
    this version of the API lasts. code: the value as it is kept, where what is shown is a word for it. unit:
    in what a number is measured. each: it is one of any number that have this key. of: (key, place) of the
    one of several things, as parcels, that it is said of."""

    key: str
    code: Any
    unit: str
    each: bool
    of: tuple[str, int] | None

    def __new__(
        cls,
        key: str,
        label: Any,
        value: Any,
        *,
        code: Any = None,
        unit: str = "",
        each: bool = False,
        of: tuple[str, int] | None = None,
    ) -> Self:
        fact = super().__new__(cls, (label, value))
        fact.key, fact.code, fact.unit, fact.each, fact.of = key, code, unit, each, of
        return fact


# Of what programs read every one is a Fact; what stands beside a form, for people alone, may be plain pairs.
Facts = list[tuple[Any, Any]]
# (heading, facts) of each group, as page, PDF and API have them.
Particulars = list[tuple[Any, Facts]]


def facts(row: models.Model, *names: str) -> Facts:
    """The named fields of a row that hold something, each under its own name."""
    found: Facts = []
    for name in names:
        if (value := getattr(row, name)) in (None, ""):
            continue
        field = row._meta.get_field(name)
        label, unit = getattr(field, "verbose_name", name), getattr(field, "unit", "")
        shown = getattr(row, f"get_{name}_display", None)
        found.append(Fact(name, label, shown(), code=value) if shown else Fact(name, label, value, unit=unit))
    return found


@dataclass(frozen=True)
class Said:
    """What a kind says under a key besides its own fields. choices: of which it is one, or several. unit: in
    what it is measured. each: there may be any number, whose labels say what each is of; else one at most."""

    label: Any
    choices: type[models.TextChoices] | None = None
    unit: str = ""
    each: bool = False

    def fact(self, key: str, value: Any, label: Any = None, code: Any = None) -> Fact:
        """value: the choice or choices, where it is some. label: where it is called otherwise this time."""
        if self.choices is not None:
            several = isinstance(value, list | tuple)
            code = list(value) if several else str(value)
            value = [self.choices(each).label for each in value] if several else self.choices(value).label
        return Fact(key, label or self.label, value, code=code, unit=self.unit, each=self.each)


Sayings = Mapping[str, Said]


def one_of(key: str, place: int, told: Iterable[Any]) -> Facts:
    """What is said of one of several things."""
    of = (key, place)
    return [Fact(one.key, *one, code=one.code, unit=one.unit, each=one.each, of=of) for one in told]
