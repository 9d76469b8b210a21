"""What is asked of those who reopen a case, and who send and answer notices? (6.1.3)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.roles import Kind
from casework.forms import StepForm
from monitoring.forms.rows import Sheet
from monitoring.forms.signals import AttachForm
from monitoring.models import Notice

ADDRESSEES = (Kind.PLATFORM, Kind.REGULATOR)


class ReopenForm(AttachForm):
    """What is new: a reason, and the signals that tell of it."""

    note = forms.CharField(label=_("What is new"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    mandatory = False
    field_order = ("note", "recent", "others")


class SendForm(StepForm):
    """What the addressee is told."""

    text = forms.CharField(label=_("Text of the notice"), widget=forms.Textarea(attrs={"rows": 6}))

    class Meta:
        model = Notice
        fields = ("text",)


class AnswerForm(StepForm):
    """What the addressee found and did."""

    reply = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 6}))
    contact = forms.CharField(label=_("Contact"), max_length=120)

    class Meta:
        model = Notice
        fields = ("reply", "contact")


class MoreForm(Sheet):
    """One more addressee of a notice."""

    addressee = forms.ModelChoiceField(Organisation.objects.none(), label=_("Whom to notify"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = Notice.objects.visible_to(self.viewer).filter(riskcase=self.record)
        parties = [pk for pair in told.values_list("platform", "regulator") for pk in pair if pk]
        others = Organisation.objects.filter(kind__in=ADDRESSEES, active=True).exclude(pk__in=parties)
        self.fields["addressee"].queryset = others  # type: ignore[attr-defined]
