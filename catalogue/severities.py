"""How grave is it if a test item fails, who said so, and why?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Level, Organisation, User
from trail.days import Moment
from trail.keys import to


class ItemSeverity(models.TextChoices):
    """The severity of a failure (一般不合格, 严重不合格)."""

    ORDINARY = "ordinary", pgettext_lazy("severity of a failed item", "Ordinary")
    SERIOUS = "serious", pgettext_lazy("severity of a failed item", "Serious")


class SeverityChange(models.Model):
    """A severity that a center set for a test item, for what it grades; its last one stands, none is ever
    altered. What the national center sets stands on the item, for all that have set none of their own."""

    item = models.ForeignKey("catalogue.TestItem", on_delete=models.PROTECT, related_name="severity_changes")
    before = models.CharField(_("before"), max_length=8, choices=ItemSeverity, blank=True)
    severity = models.CharField(_("severity"), max_length=8, choices=ItemSeverity)
    reason = models.CharField(_("reason"), max_length=500)
    changed_by = to(User)
    organisation = to(Organisation)
    changed_at = Moment(pgettext_lazy("when", "changed"))

    class Meta:
        verbose_name = _("change of a severity")
        verbose_name_plural = _("changes of severities")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="severity_change_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_severity_display()}"


def newest(center: Organisation) -> models.QuerySet[SeverityChange]:
    """What a center has set for an item of an outer query, the newest first."""
    return SeverityChange.objects.filter(organisation=center, item=models.OuterRef("pk")).order_by("-pk")


def as_graded(items: models.QuerySet[Any], center: Organisation) -> models.QuerySet[Any]:
    """Test items with `severity_here`: what the center has set, else what stands on them; "" = to be set."""
    own = models.Subquery(newest(center).values("severity")[:1])
    found: models.QuerySet[Any] = items.annotate(severity_here=Coalesce(own, models.F("severity")))
    return found


def severities(
    centers: Collection[int], items: Collection[int], at: datetime | None = None
) -> dict[tuple[int, int], str]:
    """{(center, item): severity} of what these centers have set for these items, as it stood at an instant:
    before the first change what that change replaced."""
    changes = SeverityChange.objects.filter(organisation__in=centers, item__in=items).order_by("pk")
    found: dict[tuple[int, int], str] = {}
    for change in changes:
        place = (change.organisation_id, change.item_id)
        if at is None or change.changed_at <= at:
            found[place] = change.severity
        else:
            found.setdefault(place, change.before)
    if at is not None:
        for change in _national(items).filter(changed_at__gt=at).order_by("pk"):
            for center in centers:
                found.setdefault((center, change.item_id), change.before)
    return found


def _national(items: Collection[int]) -> models.QuerySet[SeverityChange]:
    return SeverityChange.objects.filter(item__in=items, organisation__level=Level.NATION)
