"""Who answers for what somebody began and is no record: an import, a draft, a choice, a recount?"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.roles import Role


class Begun(models.Model):
    """Whoever began it answers for it, until a colleague takes it over (casework.work.charge).

    subject: what the trail calls it. beginner: the field that names who began it. takers: in which roles it
    is handed over when its person leaves; none where it ends by itself.
    """

    subject: ClassVar[str]
    beginner: ClassVar[str]
    takers: ClassVar[frozenset[Role]] = frozenset()
    in_charge = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        editable=False,
        verbose_name=_("in charge"),
    )

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
