"""Which sheets of labels were asked for, and which are printed?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Organisation, User, Viewer
from documents.models import random_name
from sampling.samples.models.samples import Sample
from trail.days import Moment
from trail.keys import to


class LabelSheetQuerySet(models.QuerySet["LabelSheet"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer's organisation asked for."""
        return self.filter(organisation=viewer.organisation)


class LabelSheet(models.Model):
    """Labels of samples as one PDF, a page each, made by a worker."""

    organisation = to(Organisation)
    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    samples = models.ManyToManyField(Sample, related_name="+", verbose_name=_("samples"))
    asked_by = to(User, _("asked by"))
    asked_at = Moment(_("when"))
    pdf = models.FileField(upload_to=random_name, blank=True)

    objects = models.Manager.from_queryset(LabelSheetQuerySet)()

    class Meta:
        verbose_name = _("sheet of labels")
        verbose_name_plural = _("sheets of labels")

    def __str__(self) -> str:
        return str(_("Labels"))

    def get_absolute_url(self) -> str:
        return reverse("labels", args=[self.token])
