"""What became of a product that had failed, as a list of an authority tells it?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from catalogue.models import Finding
from trail.days import Moment
from trail.keys import to, to_maybe


class FollowUpState(models.TextChoices):
    """Whether the earlier finding is known."""

    WAITING = "waiting", _("Waits for a person")
    MATCHED = "matched", _("Matched to its finding")
    APART = "apart", _("Kept apart")


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the viewer's own center."""
        return self.filter(center=viewer.organisation)


class FollowUp(models.Model):
    """A line of a follow-up list (整改、复查): the outcome of an earlier finding, never a new failure.

    finding: of which it is the outcome; None while it waits, and where a person keeps it apart. decided_by:
    None where it was matched by itself. year: of the sampling, where the list tells it.
    """

    center = to(Organisation)
    state = models.CharField(_("state"), max_length=8, choices=FollowUpState, default=FollowUpState.WAITING)
    title = models.CharField(_("title of the list"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    product = models.CharField(_("product"), max_length=200)
    producer = models.CharField(_("producer"), max_length=200, blank=True)
    brand = models.CharField(_("brand"), max_length=120, blank=True)
    model = models.CharField(_("model"), max_length=200, blank=True)
    batch = models.CharField(_("date of production or batch"), max_length=120, blank=True)
    report = models.CharField(_("number of the report or sample"), max_length=120, blank=True)
    notice = models.CharField(_("number of the earlier notice"), max_length=120, blank=True)
    failing = models.CharField(_("non-conforming items"), max_length=400, blank=True)
    rectification = models.CharField(_("rectification"), max_length=400, blank=True)
    recheck = models.CharField(_("re-check"), max_length=400, blank=True)
    penalty = models.CharField(_("penalty"), max_length=400, blank=True)
    remark = models.CharField(_("remark"), max_length=400, blank=True)
    finding = to_maybe(Finding, _("finding"), back="outcomes")
    source = models.CharField(_("source"), max_length=200)
    taken_at = Moment(_("taken in"))
    decided_by = to_maybe(User, _("decided by"))
    decided_at = Moment(_("decided at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)

    objects = models.Manager.from_queryset(FollowUpQuerySet)()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["center", "fingerprint"], name="followup_once")]
        indexes = [models.Index(fields=["center", "state", "-id"], name="followup_list")]

    def __str__(self) -> str:
        return self.product

    def get_absolute_url(self) -> str:
        return reverse("follow-up", args=[self.pk])

    @property
    def outcome(self) -> str:
        """What became of the product, as the list writes it."""
        return "；".join(filter(None, (self.rectification, self.recheck, self.penalty, self.remark)))
