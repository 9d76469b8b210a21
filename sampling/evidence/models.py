"""What was on file of a purchase when it was accepted or ended, by name and digest?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sampling.purchases.models.purchases import Purchase
from trail.days import Moment


class Capsule(models.Model):
    """The manifest of a purchase's evidence as it was closed; its digest stands in the trail.

    manifest: canonical JSON (actions.capsules.written), kept as it was written.
    """

    purchase = models.OneToOneField(Purchase, on_delete=models.PROTECT, related_name="capsule")
    manifest = models.TextField(_("manifest"))
    sha256 = models.CharField("SHA-256", max_length=64)
    closed_at = Moment(_("closed"))

    class Meta:
        verbose_name = _("evidence capsule")
        verbose_name_plural = _("evidence capsules")

    def __str__(self) -> str:
        return self.sha256
