"""Who answers for what somebody began and is no record: an import, a draft, a choice, a recount?"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Begun(models.Model):
    """Whoever began it answers for it, until a colleague takes it over (casework.charge).

    subject: what the trail calls it. beginner: the field that names who began it.
    """

    subject: ClassVar[str]
    beginner: ClassVar[str]
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

    def get_absolute_url(self) -> str:
        """Where its page is."""
        raise NotImplementedError
