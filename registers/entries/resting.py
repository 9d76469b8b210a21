"""Which open work rests on an entry of a register, and who of it is told when that ends? (6.3-4)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, System
from accounts.roles import Role
from casework.clauses import carries
from casework.work.notifications import Telling
from catalogue.models import Category, Standard, TestItem
from catalogue.monitoring_rules import MonitoringRules
from catalogue.registered import Entry
from registers.entries.register import REGISTERS
from trail import verbs
from trail.models import write

TELL = "registers.tell_of_ended"
OUTLIVED = "outlive an entry"
verbs.register(OUTLIVED, gettext_lazy("Something that this rests on has ended"), notification=True)


class Resting(NamedTuple):
    """One kind of work that names entries. at_work: its records that are not at their end. items, rules,
    category: the lookups by which they name these. told: whoever is to see to it that they rest on what
    stands."""

    at_work: Callable[[], QuerySet[Any]]
    told: Callable[[Any], Iterable[tuple[Organisation, Role]]]
    items: str
    rules: str
    category: str = ""

    def on(self, entry: Entry) -> QuerySet[Any]:
        """The open records that name an entry, or test by it."""
        named = {TestItem: self.items, MonitoringRules: self.rules, Category: self.category}
        lookup = named.get(type(entry), "")
        condition = Q(**{lookup: entry}) if lookup else Q(pk__in=[])
        if isinstance(entry, Standard):
            condition = Q(**{f"{self.items}__method": entry}) | Q(**{f"{self.items}__requirement": entry})
        return self.at_work().filter(condition).distinct().order_by("pk")


RESTING: list[Resting] = []


def at_work_on(entry: Entry) -> Iterator[tuple[str, int]]:
    """(what they are, how many open records rest on an entry)."""
    for resting in RESTING:
        found = resting.on(entry)
        if count := found.count():
            yield str(found.model._meta.verbose_name_plural), count


@carries("6.3-4")
def tell_of_ended(kind: str, pk: int, now: datetime) -> None:
    """Write beneath all open work that an entry on which it rests has ended, and tell who is to see to it;
    nothing where it has been taken up again meanwhile."""
    entry = REGISTERS[kind].entries().get(pk=pk)
    if getattr(entry, entry.ends) is None:
        return
    telling = Telling(now)
    for resting in RESTING:
        for record in resting.on(entry):
            subject, detail = ("record", record.pk), {"note": str(entry)}
            event = write(OUTLIVED, subject, actor=System().actor(), at=now, clause="6.3-4", detail=detail)
            for organisation, role in resting.told(record):
                telling.tell(record, event, organisation.pk, role)
    telling.send()
