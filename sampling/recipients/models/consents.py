"""In which words do volunteers consent, and what have buyers undertaken? (PV-01, PV-02, PV-07)"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from trail.days import Moment
from trail.keys import to, to_maybe


class Declaring(models.TextChoices):
    """Who declares it."""

    CONSENT = "consent", _("Consent of a volunteer")
    UNDERTAKING = "undertaking", _("Confidentiality undertaking of a buyer")


class Declaration(models.Model):
    """The words of a consent or an undertaking. A version is never altered: a new one follows it.

    text: "" of consents that were signed on paper before the words were kept here.
    """

    center = to(Organisation)
    kind = models.CharField(_("kind"), max_length=12, choices=Declaring)
    version = models.CharField(_("version"), max_length=40)
    text = models.TextField(_("text"), blank=True)
    written_at = Moment(_("written"))
    written_by = to_maybe(User)

    class Meta:
        verbose_name = _("wording")
        verbose_name_plural = _("wordings")
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=["center", "kind", "version"], name="declaration_one"),
        ]

    def __str__(self) -> str:
        return self.version


class Undertaking(models.Model):
    """A buyer's confidentiality undertaking, signed in the portal before the first purchase (PV-07)."""

    center = to(Organisation)
    buyer = to(User, back="undertakings")
    declaration = to(Declaration)
    signed_at = Moment(_("signed"))

    class Meta:
        verbose_name = _("confidentiality undertaking")
        verbose_name_plural = _("confidentiality undertakings")
        constraints = [
            models.UniqueConstraint(fields=["buyer", "declaration"], name="undertaking_one"),
        ]

    def __str__(self) -> str:
        return f"{self.buyer} · {self.declaration}"
