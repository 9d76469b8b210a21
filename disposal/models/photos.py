"""Which photos of the goods go out with the redacted report, who looked at each, and what was covered?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.addresses import token
from accounts.models import User, Viewer
from accounts.roles import Kind
from disposal.disclosure import Withheld
from disposal.models.disposals import DisposalItem, PlatformDisposal
from disposal.models.notices import ResultNotice
from documents.models import AUTHORITIES, Attachment, random_name
from inspection.reports.models.reports import Report
from trail.days import Moment
from trail.keys import to


class PhotoDecisionQuerySet(models.QuerySet["PhotoDecision"]):
    def standing(self) -> Self:
        """The newest decision on each photo."""
        return self.filter(replaced_by=None)

    def visible_to(self, viewer: Viewer) -> Self:
        """What is released, as far as it still is: for the platform, shop or producer whom the redacted
        report was sent, and for authorities that see the full one. Nobody else sees any."""
        released = self.standing().filter(released=True)
        if viewer.kind in AUTHORITIES:
            return released.filter(report__in=Report.objects.visible_to(viewer).values("pk"))
        if viewer.kind == Kind.PLATFORM:
            disposals = PlatformDisposal.objects.visible_to(viewer).values("pk")
            return released.filter(
                report__in=DisposalItem.objects.filter(disposal__in=disposals).values("report")
            )
        own = ResultNotice.objects.visible_to(viewer).filter(merchant__in=viewer.organisation.selves())
        return released.filter(report__in=own.values("report"))


class PhotoDecision(models.Model):
    """That somebody looked at a photo, and releases it or withholds it (放行). A further row replaces it.

    source: the photo, which stays as it is; source_sha256: of what was shown. masks: rows of left, top,
    width, height in per cent, as text. ground: why it is withheld, in words for whoever gets the report;
    reason: for the center alone. file: the copy with the masks painted in, which alone goes out.
    """

    report = to(Report, back="photo_decisions")
    source = to(Attachment)
    source_sha256 = models.CharField(max_length=64)
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    released = models.BooleanField(_("goes out with the redacted report"))
    masks = models.JSONField(default=list)
    ground = models.CharField(_("why it is withheld"), max_length=10, choices=Withheld, blank=True)
    reason = models.CharField(_("note for the center"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to=random_name, blank=True)
    name = models.CharField(_("file name"), max_length=150, blank=True)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    decided_by = to(User, _("looked at by"))
    decided_at = Moment(_("when"))
    replaces = models.OneToOneField(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="replaced_by",
        verbose_name=pgettext_lazy("photo", "replaces"),
    )

    objects = models.Manager.from_queryset(PhotoDecisionQuerySet)()

    class Meta:
        verbose_name = _("decision on a photo")
        verbose_name_plural = _("decisions on photos")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "source"], condition=Q(replaces=None), name="photo_decided_first_once"
            ),
            models.CheckConstraint(
                condition=Q(released=True, reason="", ground="") & ~Q(file="") & ~Q(sha256="")
                | Q(released=False, file="", sha256="", masks=[]) & ~Q(reason="", ground=""),
                name="photo_released_or_withheld",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.source.kind

    def get_absolute_url(self) -> str:
        return reverse("released-photo", args=[self.token])
