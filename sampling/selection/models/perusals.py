"""Which step of a scheme waits until its long listing has been read to the end?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from accounts.roles import Role
from casework.models import UNDER_WAY, Job, JobQuerySet
from sampling.schemes.models import BESIDES_BUYING, Scheme
from trail.keys import to


class PerusalQuerySet(JobQuerySet["Perusal"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The center's own, but not for who only buys."""
        own = self.filter(scheme__center=viewer.organisation)
        return own if BESIDES_BUYING & viewer.roles else own.none()


class Perusal(Job):
    """A listing read from its first line to its last by a worker, which then takes the step that needs it.

    step: submit, which freezes the listing by its digest, or confirm, which compares it with the digest.
    """

    subject, beginner = "reading of a listing", "asked_by"
    scheme = to(Scheme, back="perusals")
    step = models.CharField(_("step"), max_length=8)
    asked_by = to(User, _("asked by"))

    objects = models.Manager.from_queryset(PerusalQuerySet)()

    class Meta:
        verbose_name = _("reading of a listing")
        verbose_name_plural = _("readings of listings")
        constraints = [models.UniqueConstraint(fields=["scheme"], condition=UNDER_WAY, name="perusal_one")]

    def __str__(self) -> str:
        return f"{self.scheme.number} · {self.label}"

    def get_absolute_url(self) -> str:
        return reverse("perusal", args=[self.scheme.number, self.token])

    @property
    def label(self) -> str:
        """The step that waits, in words."""
        return str(self.scheme.flow[self.step].label)

    @property
    def home(self) -> int | None:
        return self.scheme.center_id

    @property
    def viewer(self) -> Viewer:
        """As whom a worker takes the step: whoever asked for it."""
        return Viewer(self.asked_by, self.scheme.center, frozenset({Role.ORGANISER}))
