"""Which addresses does a center have read on a timetable, and what came of each reading? (6.1.2)"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from monitoring.risks.models.signals import fits_its_channel
from monitoring.vocabulary import Channel, SubChannel
from trail.days import Moment
from trail.keys import to, to_maybe


class FeedKind(models.TextChoices):
    """By which connector an address is read (monitoring.feeds.connectors.kinds)."""

    RSS = "rss", _("RSS or Atom")
    CPSC = "cpsc", _("Recalls of the US CPSC (JSON)")
    SAFETY_GATE = "safety_gate", _("Alerts of the EU's Safety Gate (export)")
    JSON_LIST = "json_list", _("A list in JSON")
    MAIL = "mail", _("Mailbox")


class Every(models.IntegerChoices):
    """How often a feed is read, in minutes."""

    QUARTER = 15, _("every quarter of an hour")
    HOUR = 60, _("every hour")
    SIX_HOURS = 360, _("every six hours")
    DAY = 1440, _("every day")
    WEEK = 10_080, _("every week")


class Ended(models.TextChoices):
    """What came of a reading."""

    NEW = "new", _("something new")
    NOTHING = "nothing", _("nothing new")
    FAILED = "failed", _("could not be read")


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The feeds of one's own center; nobody else has any."""
        return self.filter(center=viewer.organisation) if viewer.kind == Kind.CENTER else self.none()


class Feed(models.Model):
    """An address that is read again and again. Of a mailbox the address is its name in the settings."""

    center = to(Organisation, db_index=False)
    name = models.CharField(_("name"), max_length=80)
    kind = models.CharField(_("kind of feed"), max_length=12, choices=FeedKind)
    address = models.CharField(_("address"), max_length=500)
    channel = models.CharField(_("channel"), max_length=1, choices=Channel)
    sub_channel = models.CharField(_("source"), max_length=24, choices=SubChannel, blank=True)
    every = models.PositiveIntegerField(_("how often"), choices=Every, default=Every.HOUR)
    words = models.TextField(_("products looked for"), blank=True)
    mapping = models.TextField(_("where each column is found"), blank=True)
    active = models.BooleanField(_("switched on"), default=True)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    modified = models.CharField(max_length=100, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    next_at = Moment(_("next reading"), editable=False)
    ended = models.CharField(_("last outcome"), max_length=8, choices=Ended, blank=True, editable=False)
    ended_at = Moment(_("last reading"), null=True, editable=False)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, editable=False)
    # Since when the center knows that it is broken.
    told_at = Moment(null=True, editable=False)

    objects = models.Manager.from_queryset(FeedQuerySet)()

    class Meta:
        verbose_name = _("feed")
        verbose_name_plural = _("feeds")
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["center", "name"], name="feed_name"),
            models.CheckConstraint(condition=fits_its_channel(), name="feed_source_of_its_channel"),
        ]
        indexes = [models.Index(fields=["next_at"], condition=Q(active=True), name="feed_due")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feed", args=[self.pk])

    def looked_for(self) -> tuple[str, ...]:
        """The products looked for, one a line; () for all."""
        return tuple(line.strip() for line in self.words.splitlines() if line.strip())

    def mapped(self) -> dict[str, str]:
        """Header by key path, from lines "header = key.path"."""
        pairs = (line.partition("=") for line in self.mapping.splitlines() if line.strip())
        return {header.strip(): path.strip() for header, _sign, path in pairs}


class FeedRun(models.Model):
    """One reading of a feed: promised, and ended once a worker has done it."""

    feed = to(Feed, back="runs", db_index=False)
    by = to_maybe(User, _("begun by"))
    promised_at = Moment(pgettext_lazy("reading", "begun"))
    # Since when a worker is reading; how long nobody else begins is said in actions/readings.py.
    claimed_at = Moment(null=True, editable=False)
    ended_at = Moment(_("ended"), null=True)
    ended = models.CharField(_("what came of it"), max_length=8, choices=Ended, blank=True)
    lines = models.PositiveIntegerField(_("lines read"), default=0)
    signals = models.PositiveIntegerField(_("new risk signals"), default=0)
    findings = models.PositiveIntegerField(_("new findings"), default=0)
    known = models.PositiveIntegerField(_("already known"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    error = models.TextField(_("what went wrong"), blank=True)
    # The first of the lines refused: [[where, why], …].
    refusals = models.JSONField(default=list)

    class Meta:
        verbose_name = _("reading of a feed")
        verbose_name_plural = _("readings of feeds")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["feed"], condition=Q(ended_at=None), name="feed_run_open")
        ]
        indexes = [models.Index(fields=["feed", "-id"], name="feed_runs")]

    def __str__(self) -> str:
        return f"{self.feed} {self.promised_at}"
