"""Under which rules is information supplied, kept and used, and who has acknowledged them (6.5-5)?"""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Level, Organisation, User, Viewer
from accounts.roles import Kind, Role
from trail.days import Moment
from trail.keys import to, to_maybe


class SafeguardQuerySet(models.QuerySet["Safeguard"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """What is confirmed is for everybody; a draft, for the center and the regulators of its mandate."""
        own = viewer.organisation
        if viewer.kind == Kind.REGULATOR and own.level == Level.NATION:
            return self
        drafts = Q(center__mandate=own.region_id) if viewer.kind == Kind.REGULATOR else Q(center=own)
        return self.filter(Q(confirmed_at__isnull=False) | drafts).distinct()


class Safeguard(models.Model):
    """The rules of a center for supplying, managing and using information; a new version replaces the last.

    The center publishes them, a regulator of its mandate confirms; the newest confirmed version is in force.
    """

    center = to(Organisation, _("monitoring center"), limit_choices_to={"kind": Kind.CENTER})
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    text = models.TextField(_("rules"))
    published_by = to(User)
    published_at = Moment(_("published"))
    confirmed_for = to_maybe(Organisation, _("confirming body"))
    confirmed_by = to_maybe(User)
    confirmed_at = Moment(pgettext_lazy("safeguards", "confirmed"), null=True)

    objects = models.Manager.from_queryset(SafeguardQuerySet)()

    class Meta:
        verbose_name = _("safeguards")
        verbose_name_plural = _("safeguards")
        ordering = ("center__name", "-version")
        constraints = [
            models.UniqueConstraint(fields=["center", "version"], name="safeguard_version"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_for__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_for__isnull=False, confirmed_at__isnull=False)),
                name="safeguard_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed_by=F("published_by")), name="safeguard_not_by_oneself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.center} · {self.version}"

    def may_confirm(self, viewer: Viewer) -> bool:
        """Whether this viewer speaks for a regulator of the center's mandate."""
        own = viewer.organisation
        if viewer.kind != Kind.REGULATOR or Role.SHARING_OFFICER not in viewer.roles:
            return False
        return own.level == Level.NATION or self.center.mandate.filter(pk=own.region_id).exists()


def in_force(center: int) -> Safeguard | None:
    """The safeguards of a center that everybody must keep to now, None before the first are confirmed."""
    confirmed = Safeguard.objects.filter(center=center, confirmed_at__isnull=False)
    return confirmed.order_by("-version").first()


def unacknowledged(organisation: Organisation) -> list[Safeguard]:
    """The safeguards in force that an organisation has not acknowledged yet."""
    confirmed = Safeguard.objects.filter(confirmed_at__isnull=False).select_related("center")
    newest = confirmed.order_by("center_id", "-version").distinct("center_id")
    noted = set(Acknowledgement.objects.filter(organisation=organisation).values_list("safeguard", flat=True))
    return [rules for rules in newest if rules.pk not in noted]


class Acknowledgement(models.Model):
    """An organisation has taken note of safeguards and undertakes to keep to them."""

    safeguard = to(Safeguard, back="acknowledgements")
    organisation = to(Organisation)
    by = to(User)
    at = Moment()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["safeguard", "organisation"], name="acknowledged_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.safeguard}"
