"""With which instruments does a laboratory measure, and on which days may it rely on them?"""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User, Viewer
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from inspection.commissions.models.commissions import Entrustment
from inspection.laboratories.models import organisation
from trail.days import Day, Moment
from trail.keys import to


class InstrumentQuerySet(models.QuerySet["Instrument"]):
    def visible_to(self, viewer: Viewer) -> Self:
        """A laboratory sees its own; a center or regulator, those of the laboratories whose commissions it
        sees."""
        if viewer.kind in (Kind.REGULATOR, Kind.CENTER):
            return self.filter(laboratory__in=Entrustment.objects.visible_to(viewer).values("laboratory"))
        return self.filter(laboratory=viewer.organisation) if viewer.kind == Kind.LABORATORY else self.none()

    def in_use_since(self, day: date | None) -> Self:
        """Those that were in use on a day or later."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=day)) if day else self.filter(ended_on=None)


class Instrument(models.Model):
    """An instrument of a laboratory. It is never deleted: it ends."""

    laboratory = organisation(Kind.LABORATORY, _("laboratory"), editable=False)
    number = models.CharField(_("number of the instrument"), max_length=40)
    name = models.CharField(_("name of the instrument"), max_length=60)
    model = models.CharField(_("model"), max_length=60, blank=True)
    ended_on = Day(_("last used on"), null=True, editable=False)

    objects = models.Manager.from_queryset(InstrumentQuerySet)()

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("laboratory__name", "number", "id")
        constraints = [models.UniqueConstraint(fields=["laboratory", "number"], name="instrument_one")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    def calibration_on(self, day: date) -> Calibration | None:
        """The calibration on which it may be relied on a day."""
        valid = self.calibrations.standing().filter(calibrated_on__lte=day, valid_until__gte=day)
        return valid.order_by("calibrated_on", "pk").last()

    def unreliable(self, day: date) -> list[str]:
        """Why nothing measured with it on a day counts, and what to do; [] where it does."""
        known = {"instrument": self, "day": day.isoformat()}
        if self.ended_on and day > self.ended_on:
            known["ended"] = self.ended_on.isoformat()
            return [
                gettext("%(instrument)s is no longer used since %(ended)s: name another instrument.") % known
            ]
        if self.calibration_on(day):
            return []
        last = self.calibrations.standing().filter(calibrated_on__lte=day).order_by("valid_until").last()
        known["last"] = last.valid_until.isoformat() if last else "–"
        return [
            gettext(
                "%(instrument)s was not calibrated on %(day)s (last valid until: %(last)s): test again with "
                "an instrument that is, or enter the calibration that was valid on that day (Instruments)."
            )
            % known
        ]


class CalibrationQuerySet(models.QuerySet["Calibration"]):
    def standing(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Calibration(models.Model):
    """That an instrument was calibrated or verified (检定、校准), by whom, and until when that holds. What
    was entered stays: a further one is a further row, and one that was wrong is withdrawn for a reason."""

    instrument = to(Instrument, back="calibrations")
    calibrated_on = Day(_("calibrated on"))
    valid_until = Day(_("calibrated until"))
    calibrated_by = models.CharField(_("calibrated by"), max_length=120)
    certificate = models.CharField(_("number of the calibration certificate"), max_length=60)
    by = to(User, _("entered by"))
    at = Moment(_("entered at"))
    withdrawn_at = Moment(_("withdrawn at"), null=True, editable=False)
    why_withdrawn = models.CharField(_("why it was withdrawn"), max_length=200, blank=True, editable=False)

    objects = models.Manager.from_queryset(CalibrationQuerySet)()

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        ordering = ("-calibrated_on", "-id")
        constraints = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("calibrated_on")), name="calibration_days")
        ]

    def __str__(self) -> str:
        return f"{self.calibrated_on} – {self.valid_until} · {self.calibrated_by} {self.certificate}"

    def entered_after(self, day: date) -> date | None:
        """When it was entered, where that was later than a day on which somebody relied on it."""
        entered = local_day(self.at)
        return entered if entered > day else None
