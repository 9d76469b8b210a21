"""Who answers for what somebody began and is no record, and how far is it where a worker does it?"""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Organisation, User
from accounts.roles import Role
from trail.days import Moment
from trail.keys import to_maybe


class Begun(models.Model):
    """Whoever began it answers for it, until a colleague takes it over (casework.work.charge).

    subject: what the trail calls it. beginner: the field that names who began it. takers: in which roles it
    is handed over when its person leaves; none where it ends by itself.
    """

    subject: ClassVar[str]
    beginner: ClassVar[str]
    takers: ClassVar[frozenset[Role]] = frozenset()
    in_charge = to_maybe(User, _("in charge"), db_index=False, editable=False)

    class Meta:
        abstract = True

    @property
    def responsible(self) -> User | None:
        """Whoever took it over last, else whoever began it."""
        found: User | None = self.in_charge or getattr(self, self.beginner)
        return found

    @property
    def home(self) -> int | None:
        """The primary key of the organisation whose people may take it over."""
        raise NotImplementedError

    @property
    def open(self) -> bool:
        """Whether anything can still be begun, stopped or changed of it."""
        raise NotImplementedError

    @property
    def under_way(self) -> bool:
        """Whether a worker is at it, or will be."""
        return False

    @property
    def came_to_something(self) -> bool:
        """Whether what was asked for is done: it is neither under way nor waits for anybody, nor was it in
        vain."""
        return not self.open

    @classmethod
    def left_open(cls, _home: Organisation) -> models.QuerySet[Any]:
        """What an organisation's people have left open and a colleague would have to end; of a kind with
        `takers`."""
        raise NotImplementedError

    def get_absolute_url(self) -> str:
        """Where its page is."""
        raise NotImplementedError


UNDER_WAY = Q(begun_at__isnull=False, finished_at=None, cancelled_at=None)


J = TypeVar("J", bound="Job")


class JobQuerySet(models.QuerySet[J]):
    def under_way(self) -> Self:
        """Those that a worker is at, or will be."""
        return self.filter(UNDER_WAY)


class Job(Begun):
    """Long work that a worker does (casework.work.jobs), with a page of its own.

    failed: what is said of one that came to nothing. token: what stands in its address. begun_at: when a
    worker was asked for it, last. failure: why it came to nothing, in the language of who answers for it.
    """

    failed: ClassVar[str | Promise] = _("could not be done")
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    begun_at = Moment(_("begun"), null=True)
    finished_at = Moment(_("finished"), null=True)
    cancelled_at = Moment(_("stopped"), null=True)
    failure = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def under_way(self) -> bool:
        return bool(self.begun_at and not self.finished_at and not self.cancelled_at)

    @property
    def open(self) -> bool:
        return self.under_way

    @property
    def counted(self) -> tuple[int, int | None]:
        """How much of it the row itself says is done, and of how much; None where that is not known."""
        return 0, None

    @property
    def outcome(self) -> tuple[str | Promise, str]:
        """What came of one that ended by itself, and in which tone that is said."""
        return _("Done"), "green"

    @property
    def standing(self) -> tuple[str | Promise, str]:
        """How it stands, in words, and in which tone that is said."""
        if self.failure:
            return self.failed, "red"
        if self.finished_at:
            return self.outcome
        return (_("stopped"), "grey") if self.cancelled_at else (_("under way"), "blue")
