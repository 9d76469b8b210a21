"""Which clocks run on records, which holds stand, and what was set for both?"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.count import Unit
from casework.models.records import Record
from trail.models import Event


class Hold(models.Model):
    """Something downstream forbids steps that heed holds, e.g. an open objection to a sample's result."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="holds")
    code = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=200)
    since = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "code"], condition=Q(released_at__isnull=True), name="hold_one"
            )
        ]


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> Self:
        """Clocks that were started and neither met nor dropped."""
        return self.filter(met_at=None, dropped_at=None)

    def overdue(self, now: Any) -> Self:
        """Running clocks that have run out and are not yet marked so."""
        return self.running().filter(breached_at=None, suspended_at=None, due_at__lte=now)


class Deadline(models.Model):
    """One running of a term on a record; the row explains itself (design §2)."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="deadlines")
    term = models.CharField(max_length=10)
    rule_version = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=Unit)
    started_by = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    raw_end = models.DateField()
    end = models.DateField()
    roll_reason = models.CharField(max_length=40, blank=True)
    calendar_version = models.CharField(max_length=60)
    provisional = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    suspensions = models.JSONField(default=list)
    met_at = models.DateTimeField(null=True)
    breached_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    objects = models.Manager.from_queryset(DeadlineQuerySet)()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "term"], condition=Q(met_at=None, dropped_at=None), name="dl_one"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(met_at=None, dropped_at=None, breached_at=None, suspended_at=None),
                name="dl_due",
            )
        ]


class TermSetting(models.Model):
    """A number set by a regulator where the standard says "within the set time"; moves no running clock."""

    term = models.CharField(_("term"), max_length=10)
    version = models.PositiveIntegerField()
    count = models.PositiveIntegerField(_("number"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    reason = models.CharField(_("reason"), max_length=200)
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "version"], name="term_setting_version"),
            models.CheckConstraint(condition=Q(count__gt=0), name="term_setting_positive"),
        ]


class CalendarDay(models.Model):
    """A day on which the calendar differs from the library's: a late announcement or a correction (T-11)."""

    day = models.DateField(unique=True)
    rest = models.BooleanField()
    source = models.CharField(max_length=200)
