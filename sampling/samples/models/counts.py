"""What was counted in the center's store, and what was not as the records have it?"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.addresses import token
from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from sampling.samples.models.samples import Sample
from trail.days import Moment
from trail.keys import to, to_maybe

# In these states a sample lies in the center's store.
IN_STORE = ("registered", "stored", "sealed", "discarding", "returned")


def _person(label: Any, **options: Any) -> Any:
    return models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=label, **options)


class StocktakingQuerySet(models.QuerySet["Stocktaking"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A center's own."""
        if viewer.kind != Kind.CENTER:
            return self.none()
        return self.filter(center__in=viewer.organisation.selves())


class Stocktaking(models.Model):
    """A count of what lies in a place of the store: opened, counted, its differences explained, closed.

    place: how the place in the store begins; "" = the whole store. counted_at: when the counting ended and
    the differences were drawn up.
    """

    center = to(Organisation)
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    place = models.CharField(_("place in the store"), max_length=100, blank=True)
    opened_by = _person(_("opened by"))
    opened_at = Moment(_("opened"))
    counted_at = Moment(_("counted"), null=True)
    expected = models.PositiveIntegerField(_("expected"), null=True)
    present = models.PositiveIntegerField(_("present"), null=True)
    closed_by = _person(_("closed by"), null=True)
    closed_at = Moment(_("closed"), null=True)

    objects = models.Manager.from_queryset(StocktakingQuerySet)()

    class Meta:
        verbose_name = _("stocktaking")
        verbose_name_plural = _("stocktakings")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_by=None) | ~Q(closed_by=F("opened_by")), name="stocktaking_by_two"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(counted_at__isnull=False), name="stocktaking_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.place or str(_("The whole store"))

    def get_absolute_url(self) -> str:
        return reverse("stocktaking", args=[self.token])

    def due(self) -> models.QuerySet[Sample]:
        """The samples that by the records lie there now."""
        inside = Q(kept_at="", location__startswith=self.place) | Q(kept_at__startswith=self.place)
        inside &= ~Q(kept_at="") | Q(location__startswith=self.place)
        found: models.QuerySet[Sample] = Sample.objects.filter(inside, center=self.center, state__in=IN_STORE)
        return found


class Scanned(models.Model):
    """A code that was read in a count, once however often. sample: None for a code of nothing of ours."""

    stocktaking = models.ForeignKey(Stocktaking, on_delete=models.CASCADE, related_name="scanned")
    code = models.CharField(_("code"), max_length=200)
    sample = to_maybe(Sample)
    by = _person(_("read by"))
    at = Moment(_("when"))

    class Meta:
        verbose_name = _("code read")
        verbose_name_plural = _("codes read")
        constraints = [
            models.UniqueConstraint(
                fields=["stocktaking", "sample"], condition=Q(sample__isnull=False), name="scanned_one_sample"
            ),
            models.UniqueConstraint(
                fields=["stocktaking", "code"], condition=Q(sample=None), name="scanned_one_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Found(models.TextChoices):
    """How what was counted differs from the records."""

    MISSING = "missing", _("Missing")
    ELSEWHERE = "elsewhere", _("Belongs elsewhere")
    UNKNOWN = "unknown", _("Unknown code")


class Difference(models.Model):
    """What was not as the records have it, and why."""

    stocktaking = models.ForeignKey(Stocktaking, on_delete=models.CASCADE, related_name="differences")
    found = models.CharField(pgettext_lazy("stocktaking", "result"), max_length=10, choices=Found)
    sample = to_maybe(Sample)
    code = models.CharField(_("code"), max_length=200, blank=True)
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    explained_by = _person(_("explained by"), null=True)

    class Meta:
        verbose_name = _("difference")
        verbose_name_plural = _("differences")
        ordering = ("id",)
        indexes = [models.Index(fields=["stocktaking", "found", "id"], name="difference_of")]

    def __str__(self) -> str:
        return f"{self.get_found_display()}: {self.sample or self.code}"
