"""Through whose hands has a sample gone, and on whose way is it now?"""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind
from sampling.samples.models.samples import Sample
from trail.days import Moment
from trail.keys import to, to_maybe

# What the receiver looks at; in the order of the confirmation of a hand-over (form 4.6).
LOOKED_AT = ("seal_intact", "packing_intact", "quantity_met", "state_fits")


class Purpose(models.TextChoices):
    """What for a sample is moved."""

    TESTING = "testing", _("To be tested")
    SECOND_TEST = "second_test", _("To be tested a second time")
    BACK = "back", _("Back after a rejection")
    RETURN = "return", _("Back after the test")
    WITHIN = "within", _("To another place in the store")


def _yes(label: Any) -> Any:
    return models.BooleanField(label, null=True, blank=True)


def _person(label: Any) -> Any:
    return to_maybe(User, label)


class MoveQuerySet(models.QuerySet["Move"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The moves of samples that the viewer may see; a laboratory sees those to and from itself alone."""
        seen = self.filter(sample__in=Sample.objects.visible_to(viewer).values("pk"))
        if viewer.kind == Kind.LABORATORY:
            own = viewer.organisation.selves()
            return seen.filter(Q(from_organisation__in=own) | Q(to_organisation__in=own))
        return seen

    def under_way(self) -> Self:
        """Handed over, and neither taken nor refused yet."""
        return self.filter(taken_at=None, refused_at=None)


class Move(models.Model):
    """A sample goes from hand to hand: one gives it, another takes it and says what came (form 4.6).

    refused_at: it was not taken, for the reason in `refusal`, and went back to whoever gave it.
    """

    sample = to(Sample, back="moves")
    purpose = models.CharField(_("what for"), max_length=12, choices=Purpose)
    from_organisation = to(Organisation, pgettext_lazy("hand-over", "from"))
    from_place = models.CharField(_("from place"), max_length=200, blank=True)
    given_by = _person(_("handed over by"))
    given_at = Moment(_("handed over"))
    to_organisation = to(Organisation, pgettext_lazy("hand-over", "to"))
    to_place = models.CharField(_("to place"), max_length=200, blank=True)
    taken_by = _person(_("received by"))
    taken_at = Moment(_("received"), null=True)
    seal_intact = _yes(_("the seals are intact"))
    packing_intact = _yes(_("the packing is intact"))
    quantity_met = _yes(_("the quantity is sufficient"))
    state_fits = _yes(_("its state fits the test"))
    refused_at = Moment(pgettext_lazy("hand-over", "refused"), null=True)
    remarks = models.CharField(pgettext_lazy("hand-over", "remarks"), max_length=500, blank=True)

    objects = models.Manager.from_queryset(MoveQuerySet)()

    class Meta:
        verbose_name = _("move of a sample")
        verbose_name_plural = _("moves of samples")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=["sample"], condition=Q(taken_at=None, refused_at=None), name="move_one_under_way"
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None) | Q(given_by=None) | ~Q(taken_by=F("given_by")),
                name="move_by_two",
            ),
            models.CheckConstraint(condition=Q(taken_at=None) | Q(refused_at=None), name="move_ends_one_way"),
        ]

    def __str__(self) -> str:
        return f"{self.sample.number}: {self.from_organisation} → {self.to_organisation}"
