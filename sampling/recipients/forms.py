"""What is asked of the keeper of recipients and addresses? (6.2-6)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Level, Organisation, Region
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.forms import QuestionForm
from sampling.recipients.models.consents import Declaring
from sampling.recipients.models.recipients import Means, Scope
from trail.boxes import Several
from trail.days import DayField, MomentField
from trail.reasons import ReasonField

PHONE = RegexValidator(r"^\+?[\d\s\-]{7,20}$", _("Enter a telephone number: digits, spaces and hyphens."))


class ConsentForm(QuestionForm):
    """What a volunteer consented to: each scope is asked for by itself (PV-02)."""

    field_order = ("name", "phone", "address", "area", "scopes", "given_at", "until")
    scopes = Several(
        label=_("Consents to"),
        choices=Scope.choices,
        help_text=_("Tick what the volunteer agreed to, each by itself; a parcel needs the first two."),
    )
    given_at = MomentField(label=_("Consented"))
    until = DayField(label=_("Until"), required=False, help_text=_("Empty: until it is withdrawn."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        given, until = data.get("given_at"), data.get("until")
        if given and given > self.now:
            self.add_error("given_at", _("This lies in the future: enter when it happened."))
        if given and until and until < local_day(given):
            self.add_error("until", _("It would end before it began: correct one of the days."))
        return data


class RecipientForm(ConsentForm):
    """A volunteer, with their consent. What is typed here is sealed and shown to nobody else."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=20, validators=[PHONE])
    address = forms.CharField(label=_("Address"), max_length=200)
    area = OneOf(
        Region.objects.none(),
        label=_("Area"),
        required=False,
        help_text=_("Shown when a recipient is chosen."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "phone", "address"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        mandate = self.viewer.organisation.mandate.values_list("pk", flat=True)
        provinces = [code[:2] for code in mandate]
        field: Any = self.fields["area"]
        cities = Region.objects.filter(level=Level.CITY)
        field.queryset = cities.filter(pk__regex=f"^({'|'.join(provinces)})") if provinces else cities


class EraseForm(QuestionForm):
    """Why a person is forgotten: there is no way back."""

    note = ReasonField(label=_("Reason"), max_length=200)


class WithdrawForm(QuestionForm):
    """Which consent a volunteer takes back."""

    scope = forms.ChoiceField(choices=Scope.choices)


class DeclarationForm(QuestionForm):
    """New words, as a version of their own."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Declaring.choices)
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 10}), max_length=5000)


class IdentifierForm(QuestionForm):
    """Another telephone, address or account of a volunteer; sealed like the rest."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Means.choices)
    platform = OneOf(
        Organisation.objects.none(),
        label=_("Platform"),
        required=False,
        help_text=_("Of a buying account: on which platform it is."),
    )
    text = forms.CharField(
        label=_("Content"), max_length=200, widget=forms.TextInput({"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        platform: Any = self.fields["platform"]
        platform.queryset = Organisation.objects.filter(kind=Kind.PLATFORM).order_by("name")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, text = data.get("kind"), data.get("text")
        if kind == Means.PHONE and text:
            try:
                PHONE(text)
            except ValidationError as error:
                self.add_error("text", error)
        if kind and (kind == Means.ACCOUNT) != bool(data.get("platform")) and "platform" not in self.errors:
            wrong = _("A buying account belongs to a platform, and nothing else does: correct one of them.")
            self.add_error("platform", wrong)
        return data


class RetireForm(QuestionForm):
    """Which of a volunteer's identifiers is used no more, by its place on the page."""

    position = forms.IntegerField()
