"""Which files of entries came in, and what became of their lines?"""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from casework.models import UNDER_WAY
from casework.models.begun import JobQuerySet
from documents.incoming.files import SentFile
from trail.keys import to


class RegisterFileQuerySet(JobQuerySet["RegisterFile"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those that one's own organisation sent in."""
        return self.filter(organisation=viewer.organisation)


class RegisterFile(SentFile):
    """A file of entries of one register. It is tried first: what it would do is shown, and nothing is done.

    register: the kind of its entries. source, reason: what its entries' histories say. empties: whether an
    empty cell empties what stands. left_out: columns that a person has said to leave out. trial: whether the
    last reading only tried. made, changed, same, refused: how many lines. changes: the first of those that
    change anything, as {"line", "entry", "what"}. effect: a digest of all that it makes and changes.
    """

    subject = "file of entries"
    organisation = to(Organisation)
    register = models.CharField(max_length=20)
    source = models.CharField(_("source"), max_length=200)
    reason = models.CharField(_("reason"), max_length=200)
    empties = models.BooleanField(default=False)
    left_out = ArrayField(models.CharField(max_length=200), default=list)
    trial = models.BooleanField(default=True)
    made = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    changes = models.JSONField(default=list)
    effect = models.CharField(max_length=64, blank=True)

    objects = models.Manager.from_queryset(RegisterFileQuerySet)()

    class Meta:
        verbose_name = _("file of entries")
        verbose_name_plural = _("files of entries")
        constraints = [
            models.UniqueConstraint(fields=["register"], condition=UNDER_WAY, name="register_file_one")
        ]

    def get_absolute_url(self) -> str:
        return reverse("register-file", args=[self.token])

    @property
    def home(self) -> int | None:
        return self.organisation_id

    @property
    def open(self) -> bool:
        return not self.discarded_at and (not self.finished_at or self.trial or bool(self.failure))

    @property
    def taken_in(self) -> bool:
        return bool(self.finished_at and not self.trial and (self.made or self.changed))

    @property
    def dry_run(self) -> bool:
        """As the page of a file calls a trial."""
        return self.trial and bool(self.made or self.changed)

    @property
    def outcome(self) -> tuple[str | Promise, str]:
        tone = "amber" if self.refused else "green"
        if self.trial:
            return (_("tried: nothing is taken in yet"), tone)
        return (_("taken in"), tone) if self.taken_in else (_("nothing was taken in"), "red")

    @classmethod
    def left_open(cls, home: Organisation) -> models.QuerySet[Any]:
        return cls.objects.none()
