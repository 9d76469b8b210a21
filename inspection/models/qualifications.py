"""Which laboratory may test what, and until when?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.clauses import carries
from catalogue.models import Category, Standard, TestItem
from trail.days import Day


def organisation(kind: Kind, label: Any, **options: Any) -> Any:
    """A foreign key to an organisation of one kind."""
    return models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": kind},
        verbose_name=label,
        **options,
    )


class QualificationQuerySet(models.QuerySet["Qualification"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """The register is the regulators' and centers'; a laboratory sees its own lines, a platform none."""
        if viewer.kind in (Kind.REGULATOR, Kind.CENTER):
            return self
        return self.filter(laboratory=viewer.organisation) if viewer.kind == Kind.LABORATORY else self.none()


class Qualification(models.Model):
    """A laboratory's certificate of metrological accreditation (CMA) and what it covers (LB-01)."""

    laboratory = organisation(Kind.LABORATORY, _("laboratory"))
    cma_number = models.CharField(_("CMA certificate number"), max_length=40)
    valid_from = Day(_("valid from"))
    valid_until = Day(_("valid until"))
    cnas_number = models.CharField(_("CNAS certificate number"), max_length=40, blank=True)

    objects = models.Manager.from_queryset(QualificationQuerySet)()

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ("laboratory__name", "-valid_until", "id")
        constraints = [
            models.UniqueConstraint(fields=["laboratory", "cma_number"], name="qualification_one"),
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="qualification_valid"),
        ]

    def __str__(self) -> str:
        return f"{self.laboratory} {self.cma_number}"


class QualificationScope(models.Model):
    """One line of what a certificate covers; a column left empty does not narrow it."""

    qualification = models.ForeignKey(Qualification, on_delete=models.CASCADE, related_name="scope")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("product category")
    )
    item = models.ForeignKey(
        TestItem, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("test item")
    )
    standard = models.ForeignKey(
        Standard, null=True, blank=True, on_delete=models.PROTECT, verbose_name=_("test method")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(category=None, item=None, standard=None),
                name="qualification_scope_says_something",
            )
        ]

    def __str__(self) -> str:
        named = (self.category, self.item, self.standard)
        return " · ".join(str(part) for part in named if part)

    def covers(self, item: TestItem, lineage: frozenset[int]) -> bool:
        """Whether an item falls under this line. lineage: its category and the categories above it."""
        return (
            (self.category_id is None or self.category_id in lineage)
            and self.item_id in (None, item.pk)
            and self.standard_id in (None, item.method_id)
        )


def valid_on(laboratory: Organisation, on: date) -> QualificationQuerySet:
    """The certificates of a laboratory that are valid on a day."""
    return Qualification.objects.filter(laboratory=laboratory, valid_from__lte=on, valid_until__gte=on)


@carries("4.2.2-c", "LB-01")
def fit(laboratory: Organisation, items: list[TestItem], on: date) -> list[str]:
    """Why a laboratory may not test these items on a day; [] when it may."""
    if not laboratory.active:
        return [gettext("%(laboratory)s is no longer active.") % {"laboratory": laboratory}]
    if laboratory.suspended_on:
        return [gettext("%(laboratory)s is suspended: nothing new goes to it.") % {"laboratory": laboratory}]
    valid = valid_on(laboratory, on)
    if not valid:
        said = {"laboratory": laboratory, "day": on.isoformat()}
        return [gettext("%(laboratory)s has no CMA certificate that is valid on %(day)s.") % said]
    scope = list(QualificationScope.objects.filter(qualification__in=valid))
    parents = dict(Category.objects.values_list("id", "parent_id"))
    return [
        gettext("The certificate of %(laboratory)s does not cover %(item)s (%(method)s).")
        % {"laboratory": laboratory, "item": item, "method": item.method.number}
        for item in items
        if not any(line.covers(item, _lineage(item.category_id, parents)) for line in scope)
    ]


def _lineage(category: int, parents: Mapping[int, int | None]) -> frozenset[int]:
    found: list[int] = []
    above: int | None = category
    while above is not None and above not in found:
        found.append(above)
        above = parents.get(above)
    return frozenset(found)
