"""Which papers did their office return signed and sealed?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models import Document, random_name
from trail.days import Moment
from trail.keys import to


class SignedCopy(models.Model):
    """The PDF of a paper as its office returned it: the bytes that were issued here, and behind them its
    signatures and seals. Written once (migration 0004); the newest counts, older ones stay genuine.

    signatures: what each said of itself when it came (documents.quarantine.revisions).
    """

    document = to(Document, back="signed_copies")
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("file name"), max_length=150)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    signatures = models.JSONField()
    returned_by = to(User, _("returned by"))
    at = Moment(_("when"))

    class Meta:
        verbose_name = _("sealed paper")
        verbose_name_plural = _("sealed papers")

    def __str__(self) -> str:
        return f"{self.document} · {self.sha256[:12]}"
