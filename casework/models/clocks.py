"""Which clocks run on records, which holds stand, and what was set for both?"""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Organisation, Region, User, Viewer
from casework.flow import LAPSED, VOIDED
from casework.models.begun import Job, JobQuerySet
from casework.models.records import Record
from casework.terms.calendar import RollOn
from casework.terms.count import Unit
from casework.terms.table import TERMS
from trail.days import Day, Moment
from trail.keys import to, to_maybe
from trail.models import Event


def warnings() -> list[int]:
    """After how many per cent of a period those concerned are told, unless a regulator sets others."""
    return [50, 80]


class HoldQuerySet(models.QuerySet["Hold"]):
    def standing(self, day: date) -> Self:
        """Those that were not released, and have not come to their end before this day."""
        return self.filter(Q(until=None) | Q(until__gte=day), released_at=None)


class Hold(models.Model):
    """Something downstream forbids steps that heed holds, e.g. an open objection to a sample's result.

    until: the last day on which it stands, where that was known from the start.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="holds")
    code = models.CharField(max_length=40)
    reason = models.CharField(_("reason"), max_length=200)
    since = Moment()
    until = Day(null=True)
    released_at = Moment(null=True)

    objects = models.Manager.from_queryset(HoldQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "code"], condition=Q(released_at__isnull=True), name="hold_one"
            )
        ]
        # What comes to its end by itself.
        indexes = [models.Index(fields=["until"], condition=Q(released_at=None), name="hold_ends")]


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def running(self) -> Self:
        """Clocks that were started and neither met nor dropped."""
        return self.filter(met_at=None, dropped_at=None)

    def with_confirmation(self) -> Self:
        """Each with `confirmed`: whether a legal reviewer for its record has confirmed its period."""
        read = TermConfirmation.objects.reaching(OuterRef("record__province"))
        same = {name: OuterRef(name) for name in ("term", "count", "unit")}
        return self.annotate(confirmed=Exists(read.filter(**same)))

    def counted(self) -> Self:
        """Those that may count in a figure: not whose duty fell away, nor what is of a voided record, unless
        it had run out by then: that was late, whatever came after. Of what lapsed nothing counts: by the
        ground that is gone nobody owed anything."""
        fell_away = Q(dropped_at__isnull=False, breached_at=None)
        in_time = Q(met_at__lt=F("due_at")) | Q(met_at=None, breached_at=None)
        voided = Q(record__state=VOIDED) & in_time
        return self.exclude(fell_away).exclude(voided).exclude(record__state=LAPSED)


class Deadline(models.Model):
    """One running of a term on a record; the row explains itself (design §2).

    holder: in whose hands the record was when it started; None in rows from before this was kept.
    suspended_for: why it stands still, where people let it; a step that does so has a reason of its own.
    suspended_until: the last day on which it does so then.

    tells: the instants at which somebody is told, the last of them when it runs out. told: how many of them
    have been. next_tell_at: the next of them; the sweep walks these, so that it is null for a clock that was
    stopped, stands still, or has run out.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="deadlines")
    term = models.CharField(max_length=10)
    rule_version = models.PositiveIntegerField(default=0)
    count = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=Unit)
    roll = models.CharField(max_length=24, choices=RollOn, default=RollOn.STATUTORY_AND_WEEKEND)
    closes = models.TimeField(null=True)
    opens = models.PositiveIntegerField(default=0)
    holder = to_maybe(Organisation, db_index=False)
    started_by = to(Event, db_index=False)
    started_at = Moment()
    opens_on = Day(null=True)
    raw_end = Day()
    end = Day()
    roll_reason = models.CharField(max_length=40, blank=True)
    calendar_version = models.CharField(max_length=60)
    provisional = models.BooleanField(default=False)
    due_at = Moment()
    suspended_at = Moment(null=True)
    suspended_for = models.CharField(max_length=200, blank=True)
    suspended_until = Day(null=True)
    suspensions = models.JSONField(default=list)
    postponed = models.PositiveIntegerField(default=0)
    warn_at = ArrayField(models.PositiveSmallIntegerField(), default=list)
    tells = ArrayField(Moment(), default=list)
    told = models.PositiveSmallIntegerField(default=0)
    next_tell_at = Moment(null=True)
    met_at = Moment(null=True)
    breached_at = Moment(null=True)
    dropped_at = Moment(null=True)

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
                fields=["next_tell_at", "id"], condition=Q(next_tell_at__isnull=False), name="dl_tell"
            ),
            # What is due in a month, of everybody's.
            models.Index(fields=["due_at", "id"], condition=Q(met_at=None, dropped_at=None), name="dl_due"),
            # What a change of the calendar or of a term can move.
            models.Index(fields=["term", "id"], condition=Q(met_at=None, dropped_at=None), name="dl_running"),
            # What began or ended in a time, for figures.
            models.Index(fields=["term", "started_at"], include=["record", "met_at"], name="dl_begun"),
        ]


class TermSetting(models.Model):
    """What a regulator set for a term; moves no running clock unless it is recounted on purpose.

    since: the first day on which clocks start by it. source: the law or paper it rests on. warn_at: after
    how many per cent of the period those concerned are told.
    """

    term = models.CharField(_("term"), max_length=10)
    version = models.PositiveIntegerField()
    count = models.PositiveIntegerField(_("number"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    roll = models.CharField(
        _("may not end on"), max_length=24, choices=RollOn, default=RollOn.STATUTORY_AND_WEEKEND
    )
    warn_at = ArrayField(models.PositiveSmallIntegerField(), verbose_name=_("warnings"), default=warnings)
    since = Day(_("in force from"))
    source = models.CharField(_("legal source"), max_length=200)
    reason = models.CharField(_("reason"), max_length=200)
    set_by = to(User)
    set_at = Moment()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "version"], name="term_setting_version"),
            models.CheckConstraint(condition=Q(count__gt=0), name="term_setting_positive"),
        ]


class ConfirmationQuerySet(models.QuerySet["TermConfirmation"]):
    def reaching(self, province: Any) -> Self:
        """Those of the nation, and those of the bureau of a province; province: a value or an expression."""
        return self.filter(Q(organisation__level=Level.NATION) | Q(organisation__region=province))


class TermConfirmation(models.Model):
    """A legal reviewer read the text by which a term counts so, and confirms period and source.

    count, unit: the period that was confirmed; another one is not. source: as the table named it then. read:
    which text was read, where. organisation: a province's bureau, for its records, or the nation's, for all.
    """

    term = models.CharField(_("term"), max_length=10)
    count = models.PositiveIntegerField(_("number"))
    unit = models.CharField(_("unit"), max_length=10, choices=Unit)
    source = models.CharField(_("legal source"), max_length=500)
    read = models.CharField(_("text that was read"), max_length=300)
    confirmed_by = to(User)
    organisation = to(Organisation)
    confirmed_at = Moment()

    objects = models.Manager.from_queryset(ConfirmationQuerySet)()

    class Meta:
        verbose_name = _("confirmation of a term")
        verbose_name_plural = _("confirmations of terms")
        constraints = [models.CheckConstraint(condition=~Q(read=""), name="term_confirmation_says_what")]
        indexes = [models.Index(fields=["term", "count", "unit"], name="term_confirmation")]


class AnnouncedYear(models.Model):
    """The State Council's calendar of a year, as loaded by an administrator; withdrawn, never altered."""

    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("paper of the State Council"), max_length=200)
    loaded_by = to(User)
    loaded_at = Moment()
    withdrawn_by = to_maybe(User)
    withdrawn_at = Moment(null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year"], condition=Q(withdrawn_at=None), name="announced_year_one"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """A day that an announced year says is one of rest, or worked although it is a weekend."""

    announced = models.ForeignKey(AnnouncedYear, on_delete=models.CASCADE, related_name="days")
    day = Day()
    rest = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announced", "day"], name="calendar_day_one")]


class RecountQuerySet(JobQuerySet["Recount"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those that count clocks of the viewer's: the nation sees all, a province not those of another."""
        if viewer.organisation.level == Level.NATION:
            return self
        return self.filter(Q(province=None) | Q(province=viewer.organisation.region_id))


class Recount(Job):
    """Running clocks counted anew, on purpose, after a term or the calendar was changed.

    term: whose clocks; "" = of all terms. province: whose records'; None = all. done: how many were counted
    so far; moved: how many of them run out at another instant than before. reached: the primary key of the
    last one counted.
    """

    subject, beginner = "recount", "asked_by"
    term = models.CharField(max_length=10, blank=True)
    province = to_maybe(Region, db_index=False)
    reason = models.CharField(max_length=200)
    asked_by = to(User)
    organisation = to(Organisation)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)

    objects = models.Manager.from_queryset(RecountQuerySet)()

    class Meta:
        verbose_name = _("recount of clocks")
        verbose_name_plural = _("recounts of clocks")

    def __str__(self) -> str:
        of = TERMS[self.term].label if self.term else _("all")
        return f"{self._meta.verbose_name}: {of}"

    def get_absolute_url(self) -> str:
        return reverse("recount", args=[self.token])

    @property
    def counted(self) -> tuple[int, int]:
        return self.done, self.total

    @property
    def home(self) -> int:
        return self.organisation_id


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def pending(self) -> Self:
        """What was asked for, and neither decided nor withdrawn."""
        return self.filter(granted=None, withdrawn_at=None)


class Extension(models.Model):
    """More time for a running clock, as it was asked for and decided. granted: None while it is open.

    number: so many more of the clock's unit; until: or it is to stand still until the end of that day.
    evidence: the token of the file that was sent in for it. withdrawn_at: when it was taken back undecided.
    """

    clock = models.ForeignKey(Deadline, on_delete=models.CASCADE, related_name="extensions")
    number = models.PositiveIntegerField(_("how much more time"), default=0)
    until = Day(_("stands still until"), null=True)
    reason = models.CharField(_("reason"), max_length=500)
    evidence = models.CharField(max_length=32, blank=True)
    asked_by = to(User)
    asked_at = Moment()
    decided_by = to_maybe(User)
    decided_at = Moment(null=True)
    granted = models.BooleanField(null=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    withdrawn_at = Moment(null=True)

    objects = models.Manager.from_queryset(ExtensionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock"], condition=Q(granted=None, withdrawn_at=None), name="extension_one_open"
            )
        ]

    @property
    def pending(self) -> bool:
        return self.granted is None and self.withdrawn_at is None
