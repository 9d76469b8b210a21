"""What did a regulator find itself, on which day, and who took it?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from disposal.models.cases import EnforcementCase
from documents.models import Attachment
from trail.days import Day
from trail.keys import to


class CaseEvidence(models.Model):
    """One piece of a regulator's own evidence of a case; its kind and who entered it stand with the file."""

    case = to(EnforcementCase, back="evidence")
    file = models.OneToOneField(
        Attachment, on_delete=models.PROTECT, related_name="+", verbose_name=_("file")
    )
    made_on = Day(_("made on"))

    class Meta:
        verbose_name = _("own evidence")
        verbose_name_plural = _("own evidence")
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.file)
