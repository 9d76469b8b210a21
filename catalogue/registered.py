"""What is a line of a register? Something that new work names until it ends, and that is never deleted."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from trail.days import DayLongAgo

E = TypeVar("E", bound="Entry")


class EntryQuerySet(models.QuerySet[E]):
    def offered(self) -> Self:
        """Those that new work may name: what has ended stays with what it was named in."""
        return self.filter(**{self.model.ends: None})


class Entry(models.Model):
    """A line of a register: nothing of it is deleted, it ends (registers.entries).

    ends: the field that says from which day on new work names it no longer.
    """

    ends: ClassVar[str] = "ended_on"

    objects = models.Manager.from_queryset(EntryQuerySet)()

    class Meta:
        abstract = True


def ending() -> Any:
    """The day from which new work names an entry no longer."""
    return DayLongAgo(_("ended on"), null=True, blank=True, editable=False)


def following(back: str, label: Any) -> Any:
    """The entry that came in the place of one that ended. back: what leads to those before it."""
    return models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name=back,
        verbose_name=label,
        editable=False,
    )
