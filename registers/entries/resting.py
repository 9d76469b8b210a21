"""Which open work rests on an entry of a register, and who is told when that changes or ends? (6.3-4)"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
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
from registers.entries.departures import CHANGE, departed
from registers.entries.register import REGISTERS
from trail import verbs
from trail.enumerations import enumerated
from trail.models import Event, write

TELL = "registers.tell_of"
OUTLIVED = "outlive an entry"
DEPARTED = "judge otherwise than before"
verbs.register(OUTLIVED, gettext_lazy("Something that this rests on has ended"), notification=True)
verbs.register(
    DEPARTED, gettext_lazy("A limit or standard that this rests on was changed"), notification=True
)


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


# Less than what lies between two moments of a clock.
INSTANT = timedelta(microseconds=1)
RESTING: list[Resting] = []


def at_work_on(entry: Entry) -> Iterator[tuple[str, int]]:
    """(what they are, how many open records rest on an entry)."""
    for resting in RESTING:
        found = resting.on(entry)
        if count := found.count():
            yield str(found.model._meta.verbose_name_plural), count


@carries("6.3-4")
def tell_of(event: Event, now: datetime) -> None:
    """Write beneath all open work that an entry on which it rests has ended or is judged otherwise now, and
    tell who is to see to it; nothing of what was taken back meanwhile."""
    entry = REGISTERS[event.subject_kind].entries().get(pk=event.subject_id)
    if event.verb == CHANGE:
        verb, said = DEPARTED, enumerated(departed([entry], event.at - INSTANT))
    else:
        verb, said = OUTLIVED, str(entry) if getattr(entry, entry.ends) else ""
    if not said:
        return
    telling, actor = Telling(now), System().actor()
    for resting in RESTING:
        for record in resting.on(entry):
            beneath = write(
                verb, ("record", record.pk), actor=actor, at=now, clause="6.3-4", detail={"note": said}
            )
            for organisation, role in resting.told(record):
                telling.tell(record, beneath, organisation.pk, role)
    telling.send()
