"""How are samples kept in the center's store and at a laboratory, and which lies where? (6.2-7-a, 6.3-2)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User, Viewer
from accounts.roles import Kind, Role
from casework.clauses import carries
from documents.models import random_name
from sampling.samples.models.samples import Sample
from trail.days import Day, Moment
from trail.keys import to

PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


class Keeping(NamedTuple):
    """Who keeps samples in a kind of organisation, by which clause, and in which states they are there."""

    role: Role
    clause: str
    states: tuple[str, ...]


KEEPERS = {
    Kind.CENTER: Keeping(Role.STOREKEEPER, "6.2-7-a", ("stored", "sealed", "returned", "discarding")),
    Kind.LABORATORY: Keeping(
        Role.RECEIVER, "6.3-2", ("at_lab", "in_test", "tested", "retained", "disposing")
    ),
}
# What a place is to keep: measure → its unit.
MEASURES = {"temperature": "℃", "humidity": "%"}
RANGES = tuple(f"{measure}_{end}" for measure in MEASURES for end in ("low", "high"))
Range = tuple[Decimal | None, Decimal | None]


def _figure(label: Any, validators: tuple[Any, ...] = ()) -> Any:
    return models.DecimalField(
        label, max_digits=5, decimal_places=1, null=True, blank=True, validators=validators
    )


def _keeper() -> Any:
    return to(Organisation, _("keeper"), limit_choices_to={"kind__in": [*KEEPERS]})


def _author(label: Any) -> Any:
    return to(User, label)


def _in_order(name: str) -> list[models.CheckConstraint]:
    """No range ends below its beginning."""
    return [
        models.CheckConstraint(
            condition=Q(**{f"{measure}_low": None})
            | Q(**{f"{measure}_high": None})
            | Q(**{f"{measure}_low__lte": F(f"{measure}_high")}),
            name=f"{name}_{measure}",
            violation_error_message=_("The range ends below its beginning."),
        )
        for measure in MEASURES
    ]


def said(low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """A range as a person reads it: "2.0 – 8.0 ℃"; "" where nothing is asked."""
    if low is not None and high is not None:
        return f"{low} – {high} {unit}"
    if high is not None:
        return f"≤ {high} {unit}"
    return f"≥ {low} {unit}" if low is not None else ""


class Conditions(models.Model):
    """A range of temperature and one of humidity; an end left empty is not limited."""

    temperature_low = _figure(_("lowest temperature (℃)"))
    temperature_high = _figure(_("highest temperature (℃)"))
    humidity_low = _figure(_("lowest humidity (%)"), PERCENT)
    humidity_high = _figure(_("highest humidity (%)"), PERCENT)

    class Meta:
        abstract = True

    def range(self, measure: str) -> Range:
        """Its lower and upper end."""
        return getattr(self, f"{measure}_low"), getattr(self, f"{measure}_high")

    @property
    def conditions(self) -> str:
        """Both ranges in words; "" where nothing is asked."""
        shown = [said(*self.range(measure), unit) for measure, unit in MEASURES.items()]
        return " · ".join(part for part in shown if part)


class OwnQuerySet(models.QuerySet[Any]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A keeper sees its own storage, and nobody else does."""
        return self.filter(keeper=viewer.organisation) if viewer.kind in KEEPERS else self.none()


class StorageRule(models.Model):
    """A keeper's rule of how samples are kept (样品管理制度), as a file; a new version is a new row."""

    keeper = _keeper()
    title = models.CharField(_("title"), max_length=120)
    version = models.CharField(_("version"), max_length=20)
    in_force_since = Day(_("in force since"))
    file = models.FileField(_("file"), upload_to=random_name)
    name = models.CharField(_("file name"), max_length=150, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(_("size"), default=0, editable=False)
    by = _author(_("sent in by"))
    at = Moment(_("when"))

    objects = models.Manager.from_queryset(OwnQuerySet)()

    class Meta:
        verbose_name = _("sample-management rule")
        verbose_name_plural = _("sample-management rules")
        ordering = ("-in_force_since", "-id")
        constraints = [
            models.UniqueConstraint(fields=["keeper", "title", "version"], name="storage_rule_one")
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"


class StoragePlace(Conditions):
    """A room or piece of equipment in which samples lie, and what it keeps; the shelf is the sample's own."""

    keeper = _keeper()
    name = models.CharField(_("place"), max_length=60)
    equipment = models.CharField(_("number of the equipment"), max_length=60)
    calibrated_until = Day(_("calibrated until"))

    objects = models.Manager.from_queryset(OwnQuerySet)()

    class Meta:
        verbose_name = _("storage place")
        verbose_name_plural = _("storage places")
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(fields=["keeper", "name"], name="storage_place_name"),
            models.UniqueConstraint(fields=["keeper", "equipment"], name="storage_place_equipment"),
            *_in_order("storage_place"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.equipment})"

    def calibrated(self, on: date) -> bool:
        """Whether its equipment may be relied on that day."""
        return self.calibrated_until >= on

    def outside(self, values: Mapping[str, Decimal | None]) -> list[str]:
        """Which of the measures lie outside the range that the place is to keep."""
        found = []
        for measure in MEASURES:
            value, (low, high) = values.get(measure), self.range(measure)
            if value is not None and (
                (low is not None and value < low) or (high is not None and value > high)
            ):
                found.append(measure)
        return found

    @carries("6.2-7-a", "6.3-2")
    def unfit_for(self, need: Conditions, on: date) -> list[str]:
        """Why a sample with these required conditions may not lie here on a day; [] when it may."""
        found = []
        if not self.calibrated(on):
            known = {"place": self, "day": self.calibrated_until.isoformat()}
            found.append(gettext("%(place)s was calibrated until %(day)s only.") % known)
        if not all(_within(self.range(measure), need.range(measure)) for measure in MEASURES):
            known = {"place": self, "kept": self.conditions or "–", "needed": need.conditions}
            found.append(gettext("%(place)s keeps %(kept)s; the sample needs %(needed)s.") % known)
        return found


def _within(kept: Range, needed: Range) -> bool:
    """Whether whatever is kept satisfies what is needed."""
    (low, high), (least, most) = kept, needed
    return (least is None or (low is not None and low >= least)) and (
        most is None or (high is not None and high <= most)
    )


class Reading(models.Model):
    """What was read off in a place; appended and never altered (migration 0003 of inspection)."""

    place = to(StoragePlace, back="readings")
    at = Moment(_("read at"))
    temperature = _figure(_("temperature (℃)"))
    humidity = _figure(_("humidity (%)"), PERCENT)
    outside = models.BooleanField(_("outside the range"))
    note = models.CharField(_("what was done about it"), max_length=200, blank=True)
    by = _author(_("read by"))

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ("-at", "-id")
        constraints = [
            models.CheckConstraint(
                condition=~Q(temperature=None, humidity=None),
                name="storage_reading_says_something",
                violation_error_message=_("Enter a temperature or a humidity."),
            ),
            models.CheckConstraint(condition=Q(outside=False) | ~Q(note=""), name="storage_reading_noted"),
        ]
        indexes = [models.Index(fields=["place", "-at", "-id"], name="storage_reading_new")]

    def __str__(self) -> str:
        shown = [(self.temperature, "℃"), (self.humidity, "%")]
        return " · ".join(f"{value} {unit}" for value, unit in shown if value is not None)

    def lay_there(self) -> models.QuerySet[Stay]:
        """The stays of the samples that lay in the place when it was read off."""
        found: models.QuerySet[Stay] = self.place.stays.at(self.at).select_related("sample")
        return found.order_by("sample")


class StayQuerySet(models.QuerySet["Stay"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """Where samples lie is their keeper's own. Others see with a sample where it lay at a laboratory, and
        nothing of a center's store."""
        own = Q(place__keeper=viewer.organisation)
        if viewer.kind == Kind.LABORATORY:
            return self.filter(own)
        seen = self.filter(sample__in=Sample.objects.visible_to(viewer).values("pk"))
        return seen.filter(own | Q(place__keeper__kind=Kind.LABORATORY))

    def open(self) -> Self:
        """Of samples that lie there now."""
        return self.filter(until=None)

    def at(self, when: datetime) -> Self:
        """Of samples that lay there at a time."""
        return self.filter(Q(until=None) | Q(until__gte=when), since__lte=when)


class Stay(Conditions):
    """Which sample lies where since when, and the conditions that it needs."""

    sample = to(Sample, _("sample"), back="stays")
    place = to(StoragePlace, _("place"), back="stays")
    since = Moment(_("since"))
    until = Moment(_("until"), null=True)
    put_by = _author(_("put there by"))

    objects = models.Manager.from_queryset(StayQuerySet)()

    class Meta:
        verbose_name = _("stay in a place")
        verbose_name_plural = _("stays in places")
        ordering = ("-since", "-id")
        constraints = [
            models.UniqueConstraint(fields=["sample"], condition=Q(until=None), name="storage_stay_one"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="storage_stay_in_order"
            ),
            *_in_order("storage_stay"),
        ]

    def __str__(self) -> str:
        return f"{self.sample.number}: {self.place}"

    def readings(self) -> models.QuerySet[Reading]:
        """What was read off while the sample lay there, the newest first."""
        read = self.place.readings.filter(at__gte=self.since)
        return read if self.until is None else read.filter(at__lte=self.until)
