"""What is a file that somebody sent in beside steps, to be taken in by a worker or not at all?"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.models import Job
from documents.models import random_name
from trail.days import Moment
from trail.keys import to

# What nobody has ended yet: neither taken in nor readable.
UNENDED = Q(finished_at=None) | ~Q(failure="")


class SentFile(Job):
    """A file as it was sent in. A model of it says what its lines become.

    returned: its refused lines, each with the reason, to put right and send in again. discarded_at: when file
    and refused lines were erased (documents.discards). erased: the fields that are emptied then, each with
    what empties it.
    """

    beginner, failed = "sent_by", _("cannot be read")
    erased: ClassVar[dict[str, Any]] = {"file": "", "returned": ""}
    file = models.FileField(upload_to=random_name)
    name = models.CharField(max_length=150)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    returned = models.FileField(upload_to=random_name, blank=True)
    sent_by = to(User, _("file sent in by"))
    sent_at = Moment(_("sent in"))
    discarded_at = Moment(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def taken_in(self) -> bool:
        """Whether anything on record came of it."""
        raise NotImplementedError

    @property
    def discardable(self) -> bool:
        """Whether whoever answers for it may let it go."""
        return not (self.under_way or self.taken_in or self.discarded_at)

    @property
    def standing(self) -> tuple[str | Promise, str]:
        if self.discarded_at:
            return _("discarded"), "grey"
        return super().standing if self.begun_at or self.failure else (_("waits for its columns"), "blue")
