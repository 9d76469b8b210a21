"""How was a choice of targets made, of what, and what came of it?"""

from __future__ import annotations

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from casework.models import UNDER_WAY, Job, JobQuerySet
from documents.models import random_name
from sampling.schemes.models import BESIDES_BUYING, Scheme
from trail.days import Moment
from trail.keys import to


class Mode(models.TextChoices):
    OPTIMAL = "optimal", _("The best, proven")
    RANDOM = "random", _("By lot")


class ChoosingQuerySet(JobQuerySet["Choosing"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The center's own, but not for who only buys: it tells what is on offer and what is to be bought."""
        own = self.filter(scheme__center=viewer.organisation)
        return own if BESIDES_BUYING & viewer.roles else own.none()


class Choosing(Job):
    """One run of the choice of a scheme's targets, by a worker.

    asked: {"quota": batches, "caps": [{"where": {column: name}, "most": n}], "budget": yuan or None,
    "bands": edges in yuan, "allowed": lines that may repeat}. result: {"size", "risk", "repeats", "status",
    "gap", "gap_of", "bound", "greedy", "exceptions": lines, "short": {product: batches}}. answer: what
    check.py reads, without the seed. listing: the file that was chosen from, names as codes.
    """

    subject, beginner, failed = "choice", "asked_by", _("could not be made")
    scheme = to(Scheme, back="choosings")
    mode = models.CharField(_("way of choosing"), max_length=8, choices=Mode, default=Mode.OPTIMAL)
    seconds = models.PositiveSmallIntegerField(
        _("seconds"), default=60, validators=[MinValueValidator(1), MaxValueValidator(600)]
    )
    asked_by = to(User, _("asked by"))
    reason = models.CharField(_("why it was chosen again"), max_length=300, blank=True)
    # The line of the trail from which it follows.
    cause = models.BigIntegerField()
    claimed_at = Moment(null=True)
    asked = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    answer = models.JSONField(default=dict)
    listing = models.FileField(upload_to=random_name, blank=True)
    listing_sha256 = models.CharField(max_length=64, blank=True)

    objects = models.Manager.from_queryset(ChoosingQuerySet)()

    class Meta:
        verbose_name = _("choice of targets")
        verbose_name_plural = _("choices of targets")
        constraints = [models.UniqueConstraint(fields=["scheme"], condition=UNDER_WAY, name="choosing_one")]

    def __str__(self) -> str:
        return f"{self.scheme.number} · {self.get_mode_display()}"

    def get_absolute_url(self) -> str:
        return reverse("choosing", args=[self.scheme.number, self.token])

    def again(self) -> str:
        """When, how and why it was chosen again: a line for pages and papers."""
        when = f"{timezone.localtime(self.begun_at):%Y-%m-%d %H:%M}"
        return f"{when} · {self.get_mode_display()} · {self.asked_by}: {self.reason}"

    @property
    def home(self) -> int | None:
        return self.scheme.center_id

    @property
    def outcome(self) -> tuple[Any, str]:
        return self.said(), "amber" if self.result.get("status") == "within" else "green"

    def said(self) -> Any:
        """In words how good it is: optimal, or within how much of what; "" before it is known."""
        status, gap = self.result.get("status"), self.result.get("gap")
        if status == "within":
            of = OBJECTIVES[self.result["gap_of"]]
            return _("within %(gap)s of the bound (%(of)s)") % {"gap": gap, "of": of}
        return STATUS.get(str(status), "")


STATUS = {"optimal": _("optimal: nothing is better"), "drawn": _("drawn by lot")}
OBJECTIVES = {"size": _("targets"), "repeats": _("repeats"), "risk": _("risk")}
