"""Under which class of products does a series of figures go on once its class has ended or was renamed?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from operator import add
from typing import Any

from django.utils.translation import gettext as _

from catalogue.models import Category
from trail.enumerations import enumerated
from trail.models import Event

# {what a class of products was called: what the class is called under which its figures go on}
Names = Mapping[str, str]


def later_names(by: date) -> Names:
    """Of each class that had ended by a day, and of each former name.

    A name that a class still bears on that day is not among them: others tell classes by name alone.
    """
    classes = {category.pk: category for category in Category.objects.all()}
    ended = {pk for pk, category in classes.items() if category.ended_on and category.ended_on <= by}

    def last(pk: int) -> Category:
        follower = classes[pk].continued_as_id if pk in ended else None
        return last(follower) if follower is not None else classes[pk]

    found = {classes[pk].name: last(pk).name for pk in ended}
    for pk, before in _former():
        found.setdefault(before, last(pk).name)
    borne = {category.name for pk, category in classes.items() if pk not in ended}
    return {old: new for old, new in found.items() if old != new and old not in borne}


def _former() -> Iterable[tuple[int, str]]:
    """(class, a name that it bore), the latest first."""
    changes = Event.objects.filter(subject_kind=Category._meta.model_name, detail__before__has_key="name")
    told = changes.order_by("-pk").values_list("subject_id", "detail__before__name")
    return [(pk, name) for pk, name in told if name]


def summed(rows: Iterable[Sequence[Any]], names: Names, apart: int = 0) -> list[tuple[Any, ...]]:
    """Rows of a class and its counts, those of one series as one; the greatest first count stands first.

    apart: how many columns beside the class tell rows apart.
    """
    sums: dict[tuple[Any, ...], list[int]] = {}
    for name, *rest in rows:
        series = (names.get(name, name), *rest[:apart])
        counted = sums.get(series, [0] * len(rest[apart:]))
        sums[series] = [*map(add, counted, rest[apart:])]
    found = [(*series, *counts) for series, counts in sums.items()]
    return sorted(found, key=lambda row: -row[1 + apart])


def taken_over(counted: Iterable[str | None], names: Names) -> list[list[str]]:
    """[what was counted under it, the class under which it stands now], of some names that were counted."""
    return sorted([name, names[name]] for name in set(counted) if name and name in names)


def said(taken: Iterable[Sequence[str]]) -> str:
    """Which classes stand under the name of another, as a sentence; "" for none."""
    told = enumerated(f"{old} → {new}" for old, new in taken)
    return _("Counted under the class that goes on: %(classes)s.") % {"classes": told} if told else ""
