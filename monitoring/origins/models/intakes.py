"""Which files came in to be taken in, and how is the header of a source read?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.models import JobQuerySet
from documents.incoming.files import UNENDED, SentFile
from documents.incoming.headers import plain
from monitoring.vocabulary import Channel, SubChannel
from trail.days import Moment
from trail.keys import to, to_maybe


class RememberedQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer's organisation made."""
        return self.filter(organisation=viewer.organisation)

    def standing(self) -> Self:
        """Those by which files are read: neither changed nor forgotten."""
        return self.filter(ended_at=None)


class Remembered(models.Model):
    """How a person read a header, for the next file of their organisation. What is changed stays as it was,
    and ends: the change is a row of its own.

    apart: the fields that tell two files of one header apart. says: those that say what the columns hold.
    outline: the header's digest (importers.headers.outline), by which it is known again. changed: whether it
    stands in the place of another. looked_at_by: the colleague who looked at the change before a file of
    anybody else's was read by it.
    """

    apart: ClassVar[tuple[str, ...]] = ()
    says: ClassVar[tuple[str, ...]]
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    header = ArrayField(models.TextField())
    outline = models.CharField(max_length=64)
    changed = models.BooleanField(default=False)
    made_by = to(User, _("made by"))
    made_at = Moment(_("when"))
    looked_at_by = to_maybe(User)
    ended_at = Moment(null=True)

    objects = models.Manager.from_queryset(RememberedQuerySet)()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def unseen(self, reader: User | None) -> bool:
        """Whether a colleague changed how this header is read, and nobody but them has looked at it."""
        return self.changed and self.looked_at_by_id is None and self.made_by != reader

    def same(self) -> RememberedQuerySet:
        """All that was ever remembered of this header for the organisation, newest first."""
        alike = {name: getattr(self, name) for name in ("organisation_id", "outline", *self.apart)}
        found = type(self).objects.filter(**alike).select_related("made_by", "looked_at_by")
        return found.order_by("-pk")

    @property
    def held(self) -> Sequence[tuple[str, str]]:
        """The text of each header, and the field that its column holds, "" for none."""
        raise NotImplementedError

    @property
    def meaning(self) -> Any:
        """What the columns hold, as the trail keeps it."""
        return getattr(self, self.says[0])

    def says_as(self, other: Remembered) -> bool:
        """Whether the columns hold the same by both."""
        return all(getattr(self, name) == getattr(other, name) for name in self.says)


class Mapping(Remembered):
    """How the header of a source's files is read; the next file of this header is read so by itself.

    layout: a name of importers.channels.LAYOUTS, or "notices". header: as it lies. fields: the field by
    header; a header without one is read over.
    """

    apart, says = ("channel",), ("fields", "layout")
    channel = models.CharField(_("channel"), max_length=1, choices=Channel)
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    layout = models.CharField(max_length=40)
    fields = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "channel", "outline"],
                condition=models.Q(ended_at=None),
                name="mapping_once",
            )
        ]

    def get_absolute_url(self) -> str:
        return reverse("mapping", args=[self.token])

    @property
    def held(self) -> Sequence[tuple[str, str]]:
        return [(text, self.fields.get(plain(text), "")) for text in self.header]


# Who sends files in, a center's people or a platform's, and takes a colleague's over.
SENDERS = frozenset({Role.COLLECTOR, Role.QUALITY_OFFICER})


def channels_of(by: Viewer) -> tuple[Channel, ...]:
    """The channels over which this person imports: a center's officer all, a platform's its own."""
    if Role.COLLECTOR in by.roles:
        return tuple(Channel)
    return (Channel.PLATFORMS,) if Role.QUALITY_OFFICER in by.roles else ()


class IntakeQuerySet(JobQuerySet["Intake"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The organisation's own, for whoever sends such files in: what lies in one may be what people
        complained of."""
        own = self.filter(organisation=viewer.organisation)
        return own if SENDERS & viewer.roles else own.none()


# What an import adds, as its result counts it.
ADDED = ("findings", "signals", "corrected", "matched", "waiting")


class Intake(SentFile):
    """A file that is kept because a person first says what its columns hold, or a worker takes it in.

    fields: what the person said its columns hold, by header, of `layout`. result: what came of it, as JSON
    (actions.intakes.outcome_of).
    """

    subject, takers = "file that came in", SENDERS
    erased: ClassVar[dict[str, Any]] = {**SentFile.erased, "result": {}}
    organisation = to(Organisation)
    center = to(Organisation)
    channel = models.CharField(max_length=1, choices=Channel)
    sub_channel = models.CharField(max_length=24, choices=SubChannel, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    layout = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    dry_run = models.BooleanField(default=False)
    result = models.JSONField(default=dict)

    objects = models.Manager.from_queryset(IntakeQuerySet)()

    class Meta:
        verbose_name = _("file that came in")
        verbose_name_plural = _("files that came in")

    def get_absolute_url(self) -> str:
        return reverse("intake", args=[self.token])

    @property
    def home(self) -> int:
        return self.organisation_id

    @property
    def open(self) -> bool:
        return not self.discarded_at and (not self.finished_at or self.dry_run or bool(self.failure))

    @classmethod
    def left_open(cls, home: Organisation) -> models.QuerySet[Any]:
        waits = UNENDED | models.Q(dry_run=True)
        return cls.objects.filter(waits, organisation=home, discarded_at=None)

    @property
    def taken_in(self) -> bool:
        return not self.open and any(self.result.get(name) for name in ADDED)

    @property
    def outcome(self) -> tuple[str | Promise, str]:
        """Green only where something was taken in that stands, and nothing refused."""
        refused = self.result.get("refused_count", 0)
        if any(self.result.get(name) for name in ADDED):
            return _("trial done") if self.dry_run else _("taken in"), "amber" if refused else "green"
        if not refused:
            return _("nothing new in it"), "grey"
        in_vain = _("trial done: nothing would be taken in") if self.dry_run else _("nothing was taken in")
        return in_vain, "red"

    @property
    def viewer(self) -> Viewer:
        """As whom the worker takes it in: whoever is in charge of it."""
        role = Role.COLLECTOR if self.organisation.kind == Kind.CENTER else Role.QUALITY_OFFICER
        return Viewer(self.in_charge or self.sent_by, self.organisation, frozenset({role}))

    def about(self) -> dict[str, Any]:
        """What an import is told of it."""
        return {
            "center": self.center,
            "sub_channel": self.sub_channel,
            "year": self.year,
            "dry_run": self.dry_run,
        }
