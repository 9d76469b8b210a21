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
from registers.entries.departures import CHANGE, changed
from registers.entries.register import REGISTERS
from trail import verbs
from trail.enumerations import enumerated
from trail.models import Event, write

TELL = "registers.tell_of"
NAMED = 5
RESUME = "resume an entry"
OUTLIVED, STANDS = "outlive an entry", "stand on an entry again"
DEPARTED = "judge otherwise than before"
verbs.register(STANDS, gettext_lazy("What this rests on is in force again"), notification=True)
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


def at_work_on(entry: Entry) -> Iterator[tuple[str, str]]:
    """(what they are, how many open records rest on an entry, and the first of them by number)."""
    for resting in RESTING:
        found = resting.on(entry)
        if count := found.count():
            numbers = enumerated(found.values_list("number", flat=True)[: NAMED + 1], NAMED)
            yield str(found.model._meta.verbose_name_plural), f"{count} ({numbers})"


@carries("6.3-4")
def tell_of(event: Event, now: datetime) -> None:
    """Write beneath all open work that an entry on which it rests has ended or is judged otherwise now, and
    tell who is to see to it; nothing of what was taken back meanwhile."""
    entry = REGISTERS[event.subject_kind].entries().get(pk=event.subject_id)
    verb, said = _says(event, entry)
    if not said:
        return
    telling, actor, detail = (
        Telling(now),
        System().actor(),
        {"note": said, "of": f"{event.subject_kind} {entry.pk}"},
    )
    for resting in RESTING:
        for record in resting.on(entry):
            if verb == STANDS and not _was_told(record, detail["of"]):
                continue
            subject = ("record", record.pk)
            beneath = write(verb, subject, actor=actor, at=now, clause="6.3-4", detail=detail)
            for organisation, role in resting.told(record):
                telling.tell(record, beneath, organisation.pk, role)
    telling.send()


def _says(event: Event, entry: Any) -> tuple[str, str]:
    """As what it is written that an entry was changed, ended or taken up again, and in which words; "" for
    what was taken back meanwhile."""
    if event.verb == CHANGE:
        subject = (event.subject_kind, event.subject_id)
        told = changed([subject], event.at - INSTANT).get(subject)
        return DEPARTED, f"{entry}: {told}" if told else ""
    ended, why = getattr(entry, entry.ends) is not None, event.detail.get("note", "")
    if event.verb == RESUME:
        return STANDS, "" if ended else f"{entry}: {why}"
    return OUTLIVED, f"{entry}: {why}" if ended else ""


def _was_told(record: Any, entry: str) -> bool:
    """Whether those who do this work were told that the entry, by its kind and key, had ended."""
    return Event.objects.of("record", record.pk).filter(verb=OUTLIVED, detail__of=entry).exists()
