"""What is asked about an instrument and its calibration?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from inspection.instruments.models import Calibration, Instrument
from trail.days import DayField
from trail.reasons import ReasonField, says_why, validate_number

# No certificate of verification or calibration lets an instrument be relied on for longer.
LONGEST = timedelta(days=5 * 366)


def _names_somebody(text: str) -> None:
    if not says_why(text):
        raise ValidationError(_("This names nobody: enter the institution as it stands on the certificate."))


class CalibrationForm(forms.ModelForm):  # type: ignore[type-arg]
    """A calibration or verification of an instrument."""

    calibrated_on = DayField(label=_("Calibrated on"))
    valid_until = DayField(label=_("Calibrated until"))

    class Meta:
        model = Calibration
        fields = ("calibrated_on", "valid_until", "calibrated_by", "certificate")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["calibrated_by"].validators.append(_names_somebody)
        self.fields["certificate"].validators.append(validate_number)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = data.get("calibrated_on"), data.get("valid_until")
        if begins and begins > self.today:
            self.add_error("calibrated_on", _("This lies in the future: enter when it happened."))
        if begins and ends and begins > ends:
            self.add_error("valid_until", _("This ends before it begins."))
        elif begins and ends and ends > begins + LONGEST:
            said = _("No calibration holds for more than five years: enter the day on the certificate.")
            self.add_error("valid_until", said)
        return data


class WithdrawForm(forms.Form):
    """Which calibration was entered wrongly, and in what."""

    calibration = OneOf(Calibration.objects.none(), label=_("Calibration"))
    reason = ReasonField(max_length=200)

    def __init__(self, *args: Any, instrument: Instrument, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["calibration"].queryset = instrument.calibrations.standing()  # type: ignore[attr-defined]


class InstrumentForm(forms.ModelForm):  # type: ignore[type-arg]
    """An instrument; why it is changed, once it is kept."""

    reason = ReasonField(max_length=200)

    class Meta:
        model = Instrument
        fields = ("number", "name", "model")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["reason"]


class EndForm(forms.Form):
    """From when on an instrument is used no longer."""

    on = DayField(label=_("Last used on"))
    reason = ReasonField(max_length=200)
