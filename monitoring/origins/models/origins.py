"""Out of which file did risk information come, and why was some of it taken back?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.addresses import token
from accounts.models import Organisation, User, Viewer
from monitoring.origins.models.intakes import Intake
from monitoring.vocabulary import Channel
from trail.days import Moment
from trail.keys import to, to_maybe


class SignalImportQuerySet(models.QuerySet["SignalImport"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the files that the viewer's organisation sent in, or that were sent to it."""
        own = viewer.organisation
        return self.filter(Q(organisation=own) | Q(center=own))


class SignalImport(models.Model):
    """A file of which lines were taken in, however it came: name, digest, by whom, when. Never changed.

    intake: the file itself, where it was kept. by: None where a feed brought it.
    """

    token = models.CharField(max_length=32, unique=True, default=token, editable=False)
    organisation = to(Organisation, _("sent in by"))
    center = to(Organisation)
    channel = models.CharField(_("channel"), max_length=1, choices=Channel)
    name = models.CharField(_("file name"), max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64)
    intake = to_maybe(Intake, back="imports")
    by = to_maybe(User, _("who"))
    at = Moment(_("when"))

    objects = models.Manager.from_queryset(SignalImportQuerySet)()

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("signal-origin", args=[self.token])


class Voiding(models.Model):
    """Why signals were voided, by whom, when: one, or all of a file that waited. Never changed.

    origin: the file whose signals they are; None where it was one signal alone.
    """

    organisation = to(Organisation)
    by = to(User, _("who"))
    at = Moment(_("when"))
    reason = models.CharField(_("reason"), max_length=300)
    origin = to_maybe(SignalImport, back="voidings")

    class Meta:
        verbose_name = _("voiding of risk signals")
        verbose_name_plural = _("voidings of risk signals")

    def __str__(self) -> str:
        return self.reason
