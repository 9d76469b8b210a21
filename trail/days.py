"""Which days can a record name? From FIRST_DAY to LAST_DAY, in forms, in the API and in the database.

Every date of a model is a Day, every instant a Moment: their columns refuse what lies outside, and so do the
form fields that they make. What happened long before says so by a class of its own.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

# Standards that are in force are older than anything else here; the first GB is of 1958.
LONG_AGO = date(1950, 1, 1)


def in_range(value: date, first: date | None = None) -> bool:
    """Whether a record can name this day, or this instant. first: the earliest day instead of FIRST_DAY."""
    if isinstance(value, datetime):
        try:
            value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
        except OverflowError:  # in the first or the last hours of the calendar
            return False
    return (first or settings.FIRST_DAY) <= value <= settings.LAST_DAY


@deconstructible
class InRange:
    """Refuses a day or an instant that no record can name."""

    def __init__(self, first: date | None = None) -> None:
        self.first = first

    def __call__(self, value: date) -> None:
        if not in_range(value, self.first):
            raise ValidationError(
                _("Enter a date from %(first)s to %(last)s."),
                code="range",
                params={"first": self.first or settings.FIRST_DAY, "last": settings.LAST_DAY},
            )


class DayField(forms.DateField):
    """A day of a form, with the browser's calendar, which reads a date only as it is written in ISO 8601.

    first: the earliest instead of FIRST_DAY.
    """

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, first: date | None = None, **options: Any) -> None:
        self.first = first or settings.FIRST_DAY
        super().__init__(**options)
        self.validators.append(InRange(first))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        if widget.attrs.get("type") != "date":
            return {}
        return {"min": self.first.isoformat(), "max": settings.LAST_DAY.isoformat()}


class MomentField(forms.DateTimeField):
    """An instant of a form, with the browser's calendar."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    input_formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.validators.append(InRange())

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        if widget.attrs.get("type") != "datetime-local":
            return {}
        return {"min": f"{settings.FIRST_DAY}T00:00", "max": f"{settings.LAST_DAY}T23:59"}


if TYPE_CHECKING:
    # To the type checker they are what they derive from, so that it knows which may be empty.
    Day = DayLongAgo = models.DateField
    Moment = models.DateTimeField
else:

    class Day(models.DateField):
        """A day of a model, which the database too keeps in range."""

        first: date | None = None

        def db_check(self, connection: BaseDatabaseWrapper) -> str:
            column = connection.ops.quote_name(self.column)
            return f"{column} BETWEEN '{self.first or settings.FIRST_DAY}' AND '{settings.LAST_DAY}'"

        def formfield(self, **options: Any) -> forms.Field:
            return super().formfield(**{"form_class": DayField, "first": self.first, **options})

    class DayLongAgo(Day):
        """A day that may lie long ago: since when a standard is in force."""

        first = LONG_AGO

    class Moment(models.DateTimeField):
        """An instant of a model, which the database too keeps in range."""

        def db_check(self, connection: BaseDatabaseWrapper) -> str:
            column = connection.ops.quote_name(self.column)
            first, end = (
                datetime.combine(day, time.min, timezone.get_default_timezone()).isoformat()
                for day in (settings.FIRST_DAY, settings.LAST_DAY + timedelta(days=1))
            )
            return f"{column} >= '{first}' AND {column} < '{end}'"

        def formfield(self, **options: Any) -> forms.Field:
            return super().formfield(**{"form_class": MomentField, **options})
