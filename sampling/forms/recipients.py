"""What is asked of the keeper of recipients and addresses? (6.2-6)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region
from casework.forms import moment
from sampling.forms.schemes import AskForm

PHONE = RegexValidator(r"^\+?[\d\s\-]{7,20}$", _("Enter a telephone number: digits, spaces and hyphens."))


class RecipientForm(AskForm):
    """A volunteer, with their consent. What is typed here is sealed and shown to nobody else."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=20, validators=[PHONE])
    address = forms.CharField(label=_("Address"), max_length=200)
    area = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("Area"),
        required=False,
        help_text=_("Shown when a recipient is chosen."),
    )
    consent_version = forms.CharField(label=_("Version of the consent signed"), max_length=40)
    consented_at = moment(label=_("Consented"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        mandate = self.viewer.organisation.mandate.values_list("pk", flat=True)
        provinces = [code[:2] for code in mandate]
        field: Any = self.fields["area"]
        cities = Region.objects.filter(level=Level.CITY)
        field.queryset = cities.filter(pk__regex=f"^({'|'.join(provinces)})") if provinces else cities

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        consented = data.get("consented_at")
        if consented and consented > self.now:
            self.add_error("consented_at", _("This lies in the future: enter when it happened."))
        return data


class EraseForm(AskForm):
    """Why a person is forgotten: there is no way back."""

    note = forms.CharField(label=_("Reason"), max_length=200)
