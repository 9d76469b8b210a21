"""By which matrices may a risk be judged, who filled them in, and which are in use?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Organisation, User
from casework.clauses import carries
from monitoring.criteria.matrix import Matrix, RiskLevel
from monitoring.criteria.matrix.published import LABELS
from trail.days import Moment
from trail.keys import to_maybe


class CriteriaQuerySet(models.QuerySet["Criteria"]):
    def reaching(self, organisation: Organisation) -> Self:
        """Those that came with the system, the nation's, and those of the provinces an organisation lies in
        or works for. The nation has all of them."""
        if organisation.level == Level.NATION:
            return self
        regions = [organisation.region_id, *organisation.mandate.values_list("pk", flat=True)]
        if organisation.region and organisation.region.parent_id:
            above = organisation.region.parent
            regions += [above.pk, above.parent_id] if above else []
        own = Q(organisation__level=Level.PROVINCE, organisation__region__in=[pk for pk in regions if pk])
        return self.filter(Q(organisation=None) | Q(organisation__level=Level.NATION) | own)

    def offered(self, organisation: Organisation) -> Self:
        """Those by which it may assess now: filled in, and the newest of their line."""
        return self.reaching(organisation).exclude(rest=[]).filter(newer=None).order_by("-pk")


@carries("6.1.3")
class Criteria(models.Model):
    """A version of an assessment standard: a risk matrix. Once an assessment was made by it, it is never
    altered (a trigger sees to that): a new version is made."""

    version = models.SlugField(_("version"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=200)
    # [[bound as a fraction, [level for severity 1, … 4]], …], and the levels below the last bound.
    bands = models.JSONField(default=list, editable=False)
    rest = models.JSONField(default=list, editable=False)
    raises = models.JSONField(default=list, editable=False)
    organisation = to_maybe(Organisation, _("made by"), editable=False)
    made_by = to_maybe(User, editable=False)
    made_at = Moment(null=True, editable=False)
    older = models.OneToOneField(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="newer",
        verbose_name=_("takes the place of"),
    )

    objects = models.Manager.from_queryset(CriteriaQuerySet)()

    class Meta:
        verbose_name = _("assessment criteria")
        verbose_name_plural = _("assessment criteria")

    def __str__(self) -> str:
        return f"{self.label} ({self.version})"

    def get_absolute_url(self) -> str:
        return reverse("criteria-one", args=[self.version])

    @property
    def label(self) -> str:
        return str(LABELS.get(self.version, self.name))

    @property
    def code(self) -> str:
        """What it is called in the API."""
        return self.version

    @property
    def matrix(self) -> Matrix:
        """What it says. Raises ValueError for one that has not been filled in."""
        if not self.rest:
            raise ValueError(f"{self.version} has not been filled in")
        return Matrix(
            bands=tuple((Fraction(bound), _row(levels)) for bound, levels in self.bands),
            rest=_row(self.rest),
            raises=tuple(
                (number, {RiskLevel(low): RiskLevel(high) for low, high in change.items()})
                for number, change in self.raises
            ),
        )

    @property
    def in_use(self) -> bool:
        """Whether an assessment was made by it."""
        return self.assessments.exists()

    def belongs_to(self, organisation: Organisation) -> bool:
        return self.organisation_id == organisation.pk


def _row(levels: list[str]) -> Any:
    return tuple(RiskLevel(level) for level in levels)
