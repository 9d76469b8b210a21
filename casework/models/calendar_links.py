"""By which secret link does a calendar program read what is due for a person?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from trail.days import Moment


class CalendarLink(models.Model):
    """The address of a person's feed in an organisation; only a digest of its token is kept.

    A person has at most one live link in each organisation; those that were revoked stay.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, db_index=False, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, db_index=False, related_name="+")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = Moment(_("made"))
    revoked_at = Moment(_("revoked"), null=True, editable=False)
    last_read_at = Moment(_("last read"), null=True, editable=False)

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(revoked_at=None), name="calendar_link_live"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
