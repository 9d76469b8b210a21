"""How grave is it if a test item fails, who said so, and why?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User
from trail.days import Moment


class ItemSeverity(models.TextChoices):
    """The severity of a failure (一般不合格, 严重不合格)."""

    ORDINARY = "ordinary", pgettext_lazy("severity of a failed item", "Ordinary")
    SERIOUS = "serious", pgettext_lazy("severity of a failed item", "Serious")


class SeverityChange(models.Model):
    """A severity that was set for a test item; the last one stands, none is ever altered."""

    item = models.ForeignKey("catalogue.TestItem", on_delete=models.PROTECT, related_name="severity_changes")
    before = models.CharField(_("before"), max_length=8, choices=ItemSeverity, blank=True)
    severity = models.CharField(_("severity"), max_length=8, choices=ItemSeverity)
    reason = models.CharField(_("reason"), max_length=500)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    changed_at = Moment(_("changed"))

    class Meta:
        verbose_name = _("change of a severity")
        verbose_name_plural = _("changes of severities")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="severity_change_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_severity_display()}"
