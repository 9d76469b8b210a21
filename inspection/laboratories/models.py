"""Which laboratory may test what, who signs for it, and until when?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from catalogue.lineages import lineages
from catalogue.models import Category, Standard, TestItem
from trail.days import Day
from trail.enumerations import enumerated
from trail.keys import to

# So many names in a sentence are enough to know what is meant.
FEW = 3


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

    @property
    def number(self) -> str:
        """What people call it."""
        return self.cma_number

    def get_absolute_url(self) -> str:
        """Where it is shown."""
        return reverse("qualification", args=[self.pk])


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


class AuthorisedSignatoryQuerySet(models.QuerySet["AuthorisedSignatory"]):
    def on(self, day: date) -> Self:
        """Those who sign on a day, if their certificate is valid then."""
        begun, lasting = (
            Q(valid_from=None) | Q(valid_from__lte=day),
            Q(valid_until=None) | Q(valid_until__gte=day),
        )
        return self.filter(begun, lasting)


class AuthorisedSignatory(models.Model):
    """A person whom a certificate names as authorised signatory (授权签字人), and a field in which they sign:
    a product category with all below it. A day left empty is the certificate's own."""

    qualification = models.ForeignKey(Qualification, on_delete=models.CASCADE, related_name="signatories")
    person = to(User, _("authorised signatory"))
    category = to(Category, _("field of signature"))
    valid_from = Day(_("signs from"), null=True, blank=True)
    valid_until = Day(_("signs until"), null=True, blank=True)

    objects = models.Manager.from_queryset(AuthorisedSignatoryQuerySet)()

    class Meta:
        verbose_name = _("authorised signatory")
        verbose_name_plural = _("authorised signatories")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="authorised_signatory_days",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.field}"

    @property
    def field(self) -> str:
        """What is signed, and between which days."""
        days = [str(day or "") for day in (self.valid_from, self.valid_until)]
        return f"{self.category} ({' – '.join(days).strip()})" if any(days) else str(self.category)


def present() -> Q:
    """Of those named: who is still a signatory of the laboratory."""
    there = Membership.objects.filter(
        user=models.OuterRef("person"),
        organisation=models.OuterRef("qualification__laboratory"),
        left_on=None,
        user__is_active=True,
        roles__contains=[Role.SIGNATORY],
    )
    return Q(models.Exists(there))


def signatories_of(laboratory: Organisation) -> models.QuerySet[Membership]:
    """The people of a laboratory who have the role of a signatory today."""
    return _signatories([laboratory])


def _signatories(laboratories: Sequence[Organisation]) -> models.QuerySet[Membership]:
    return Membership.objects.filter(
        organisation__in=laboratories, left_on=None, user__is_active=True, roles__contains=[Role.SIGNATORY]
    )


def valid_on(laboratory: Organisation, on: date) -> QualificationQuerySet:
    """The certificates of a laboratory that are valid on a day."""
    return Qualification.objects.filter(laboratory=laboratory, valid_from__lte=on, valid_until__gte=on)


@carries("4.2.2-c", "LB-01", "LB-12")
def fit(laboratory: Organisation, items: Sequence[TestItem], on: date) -> list[str]:
    """Why a laboratory may not test these items on a day, or report on them; [] when it may."""
    if not laboratory.active:
        return [gettext("%(laboratory)s is no longer active.") % {"laboratory": laboratory}]
    if laboratory.suspended_on:
        return [gettext("%(laboratory)s is suspended: nothing new goes to it.") % {"laboratory": laboratory}]
    return not_covered(laboratory, items, on) or _unsigned(laboratory, items, on)


def not_covered(laboratory: Organisation, items: Sequence[TestItem], on: date) -> list[str]:
    """Why its certificates do not cover these items on a day."""
    valid = valid_on(laboratory, on)
    if not valid:
        said = {"laboratory": laboratory, "day": on.isoformat()}
        return [gettext("%(laboratory)s has no CMA certificate that is valid on %(day)s.") % said]
    scope = list(QualificationScope.objects.filter(qualification__in=valid))
    above = lineages()
    return [
        gettext("The certificate of %(laboratory)s does not cover %(item)s (%(method)s).")
        % {"laboratory": laboratory, "item": item, "method": item.method.number}
        for item in items
        if not any(line.covers(item, above[item.category_id]) for line in scope)
    ]


def _unsigned(laboratory: Organisation, items: Sequence[TestItem], on: date) -> list[str]:
    """That nobody of the laboratory may sign a report on these items, and who is to see to that."""
    if not items or may_sign(laboratory, items, on):
        return []
    named = named_for(laboratory, items, on)
    present = set(signatories_of(laboratory).values_list("user", flat=True))
    lacking = [item for item in items if not named[item.pk] & present] or items
    return [
        gettext(
            "Nobody of %(laboratory)s may sign a report on %(items)s: the sampling and testing organiser of "
            "the monitoring center enters on its certificate (Laboratories) an authorised signatory whose "
            "field covers this."
        )
        % {"laboratory": laboratory, "items": enumerated(lacking, FEW)}
    ]


def named_for(laboratory: Organisation, items: Sequence[TestItem], on: date) -> dict[int, set[int]]:
    """Whom, by item, a certificate that covers it on a day names as its signatories: keys of users."""
    return _named_by_each([laboratory], items, on)[laboratory.pk]


def _named_by_each(
    laboratories: Sequence[Organisation], items: Sequence[TestItem], on: date
) -> dict[int, dict[int, set[int]]]:
    """The same by laboratory, in as many questions for many as for one."""
    valid = Qualification.objects.filter(laboratory__in=laboratories, valid_from__lte=on, valid_until__gte=on)
    fields: dict[int, list[AuthorisedSignatory]] = defaultdict(list)
    for field in AuthorisedSignatory.objects.filter(qualification__in=valid.values("pk")).on(on):
        fields[field.qualification_id].append(field)
    above = lineages()
    found = {laboratory.pk: {item.pk: set[int]() for item in items} for laboratory in laboratories}
    for certificate in valid.prefetch_related("scope"):
        scope = list(certificate.scope.all())
        for item in items:
            lineage = above[item.category_id]
            if any(line.covers(item, lineage) for line in scope):
                signing = (each for each in fields[certificate.pk] if each.category_id in lineage)
                found[certificate.laboratory_id][item.pk].update(each.person_id for each in signing)
    return found


def may_sign(laboratory: Organisation, items: Sequence[TestItem], on: date) -> list[User]:
    """Who of a laboratory may sign a report on these items on a day."""
    return _named_for_all(laboratory, named_for(laboratory, items, on))


def _named_for_all(laboratory: Organisation, named: Mapping[int, set[int]]) -> list[User]:
    present = User.objects.filter(memberships__in=signatories_of(laboratory)).order_by("name", "pk")
    return [user for user in present if named and all(user.pk in persons for persons in named.values())]


@carries("6.3-6", "LB-12")
def not_authorised(laboratory: Organisation, items: Sequence[TestItem], by: User, on: date) -> list[str]:
    """Why somebody may not sign a report on these items on a day, and who may; [] when they may.

    Whoever stands in for a signatory signs in their own field: it is lent to nobody.
    """
    named = named_for(laboratory, items, on)
    lacking = [item for item in items if by.pk not in named[item.pk]]
    if not lacking:
        return []
    others = _named_for_all(laboratory, named)
    if not others:
        return not_covered(laboratory, items, on) or _unsigned(laboratory, items, on)
    return [
        gettext(
            "The certificate of %(laboratory)s does not name you as an authorised signatory for %(items)s. "
            "Who may sign: %(names)s."
        )
        % {"laboratory": laboratory, "items": enumerated(lacking, FEW), "names": enumerated(others, FEW)}
    ]


def beyond(
    laboratories: Sequence[Organisation], goods: Sequence[Sequence[TestItem]], on: date
) -> list[list[list[TestItem]]]:
    """Of each of several laboratories: of each of several goods, the items on which nobody there may report
    on a day; all of them where no one person may sign for the whole."""
    named = _named_by_each(laboratories, [item for items in goods for item in items], on)
    present: dict[int, set[int]] = defaultdict(set)
    for laboratory, user in _signatories(laboratories).values_list("organisation", "user"):
        present[laboratory].add(user)
    return [
        [_nobody_reports(items, named[laboratory.pk], present[laboratory.pk]) for items in goods]
        if laboratory.active and not laboratory.suspended_on
        else [list(items) for items in goods]
        for laboratory in laboratories
    ]


def _nobody_reports(
    items: Sequence[TestItem], named: Mapping[int, set[int]], present: set[int]
) -> list[TestItem]:
    lacking = [item for item in items if not named[item.pk] & present]
    whole = not items or present.intersection(*(named[item.pk] for item in items))
    return lacking if whole or lacking else list(items)
