"""Which files of what is on offer came in, and how is the header of a source read?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from accounts.roles import Role
from casework.models import UNDER_WAY, JobQuerySet
from documents.incoming.files import UNENDED, SentFile
from monitoring.origins.models.intakes import Remembered
from monitoring.plans.models.plans import PlanItem
from sampling.schemes.models import BESIDES_BUYING, Scheme
from trail.keys import to, to_maybe


class OfferMapping(Remembered):
    """What the columns of a source's files hold, kept under a name. columns: by place, "" = not read."""

    says = ("columns",)
    columns = ArrayField(models.CharField(max_length=12, blank=True))

    class Meta:
        verbose_name = _("mapping of columns")
        verbose_name_plural = _("mappings of columns")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "outline"], condition=Q(ended_at=None), name="offer_mapping_once"
            )
        ]

    @property
    def held(self) -> Sequence[tuple[str, str]]:
        return list(zip(self.header, self.columns, strict=False))


class OfferFileQuerySet(JobQuerySet["OfferFile"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The center's own, but not for who only buys: it tells what is on offer."""
        own = self.filter(scheme__center=viewer.organisation)
        return own if BESIDES_BUYING & viewer.roles else own.none()


class OfferFile(SentFile):
    """A file of what is on offer. columns: what each holds, by place, "" = not read.

    headed: whether its first row names them. platform, plan_item: of lines that name none. good, refused: how
    many lines were listed and refused.
    """

    subject, takers = "file of listings", frozenset({Role.ORGANISER})
    scheme = to(Scheme, back="files")
    columns = ArrayField(models.CharField(max_length=12, blank=True), default=list)
    headed = models.BooleanField(default=True)
    platform = to_maybe(Organisation)
    plan_item = to_maybe(PlanItem)
    good = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    objects = models.Manager.from_queryset(OfferFileQuerySet)()

    class Meta:
        verbose_name = _("file of listings")
        verbose_name_plural = _("files of listings")
        constraints = [models.UniqueConstraint(fields=["scheme"], condition=UNDER_WAY, name="offer_file_one")]

    def get_absolute_url(self) -> str:
        return reverse("offer-file", args=[self.scheme.number, self.token])

    @property
    def home(self) -> int | None:
        return self.scheme.center_id

    @property
    def open(self) -> bool:
        return not self.discarded_at and (not self.finished_at or bool(self.failure) or not self.good)

    @classmethod
    def left_open(cls, home: Organisation) -> models.QuerySet[Any]:
        found = cls.objects.filter(UNENDED, scheme__center=home, discarded_at=None)
        return found.select_related("scheme")

    @property
    def taken_in(self) -> bool:
        return bool(self.finished_at and self.good)

    @property
    def outcome(self) -> tuple[str | Promise, str]:
        if not self.good:
            return _("nothing was taken in"), "red"
        return _("taken in"), "amber" if self.refused else "green"

    @property
    def viewer(self) -> Viewer:
        """As whom a worker takes it in: whoever is in charge of it."""
        return Viewer(self.in_charge or self.sent_by, self.scheme.center, frozenset({Role.ORGANISER}))
