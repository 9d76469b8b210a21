"""What is asked of whoever says how else a platform is written, or takes it back?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation
from accounts.roles import Kind
from catalogue.platforms import PlatformName
from trail.reasons import ReasonField


class ReasonForm(forms.Form):
    """Why."""

    reason = ReasonField(max_length=300)


class PlatformNameForm(forms.ModelForm):  # type: ignore[type-arg]
    """A name, and the platform that it means."""

    organisation = OneOf(
        Organisation.objects.filter(kind=Kind.PLATFORM, active=True).order_by("name"),
        label=_("Registered platform"),
        required=False,
    )
    reason = ReasonField(max_length=300)

    class Meta:
        model = PlatformName
        fields = ("written", "organisation", "name")
        help_texts = {"name": _("Where it is not registered: its usual name.")}
