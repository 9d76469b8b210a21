"""By what can a list of records be narrowed? By the spine, and by the names of the goods."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.addresses import code, coded
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.deadlines.duty import due
from casework.idle import besides, folded, in_hand
from casework.models import Record
from casework.pages.search import meant
from casework.recent import SECONDS
from catalogue.models import Category

DUE = (
    ("open", _("Still open")),
    ("late", _("Overdue")),
    ("week", _("Due within 7 days")),
    ("mine", _("Waiting for me")),
)
# Who sees records of several platforms.
OF_MANY = (Kind.REGULATOR, Kind.CENTER)


# Of which kind is the code that a filter asks for.
OF = {"category": "category", "platform": "organisation"}


class RecordFilter(django_filters.FilterSet):  # type: ignore[misc]
    """A kind's list, narrowed for a viewer at `now`. state, category and platform lead an index each."""

    state = django_filters.ChoiceFilter(label=_("State"), empty_label=_("All states"))
    category = django_filters.ChoiceFilter(
        label=_("Product category"), empty_label=_("All categories"), method="of"
    )
    platform = django_filters.ChoiceFilter(label=_("Platform"), empty_label=_("All platforms"), method="of")
    title = django_filters.CharFilter(label=_("Number, title or name"), method="named")
    due = django_filters.ChoiceFilter(
        label=_("Deadline"), empty_label=_("Any"), choices=DUE, method="due_then"
    )

    def __init__(self, asked: Any, *, desk: Any, viewer: Viewer, now: datetime, **kwargs: Any) -> None:
        super().__init__(asked, **kwargs)
        self.kind, self.viewer, self.now = desk.model, viewer, now
        self.filters["state"].extra["choices"] = desk.model.flow.states.choices
        offered: Any = cache.get_or_set("narrowed-by", _offered, SECONDS)
        self.filters["category"].extra["choices"] = offered["category"]
        if viewer.kind in OF_MANY:
            self.filters["platform"].extra["choices"] = offered["platform"]
        else:
            del self.filters["platform"]

    def of(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Records of the category or platform that a code names."""
        return queryset.filter(**{name: coded(OF[name], value)})

    def named(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Records of this kind that the words mean."""
        return queryset.filter(meant(queryset, value, self.viewer, [self.kind]))

    def due_then(self, queryset: QuerySet[Record], name: str, value: str) -> QuerySet[Record]:
        """Open records: all, those that are overdue or due soon, or those that are this viewer's to move."""
        if value == "mine":
            turns = queryset.filter(holder=self.viewer.organisation, turn__in=sorted(self.viewer.roles))
            mine = turns.filter(~folded(in_hand(turns), self.viewer, self.now))
            return mine | queryset.filter(besides(self.viewer, self.now))
        still_open = queryset.exclude(turn="")
        if value == "open":
            return still_open
        dated = still_open.alias(due=due(self.viewer))
        if value == "late":
            return dated.filter(due__lte=self.now)
        return dated.filter(due__gt=self.now, due__lte=self.now + timedelta(days=7))


def _offered() -> dict[str, list[tuple[str, str]]]:
    """What all choose from, by code; a new platform is offered within a minute (decision 44)."""
    platforms = Organisation.objects.filter(kind=Kind.PLATFORM).values_list("pk", "short_name", "name")
    found = {
        "category": Category.objects.values_list("pk", "name"),
        "platform": [(pk, short or name) for pk, short, name in platforms],
    }
    return {name: [(code(OF[name], pk), said) for pk, said in rows] for name, rows in found.items()}
