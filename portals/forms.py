"""What does the style page's form show? One field of each sort; it is never sent anywhere."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import day


class SampleForm(forms.Form):
    """One field of each sort."""

    name = forms.CharField(label=_("Product"))
    on = day(label=_("Sampled on"))
    result = forms.ChoiceField(
        label=_("Result of the check"),
        choices=[("ok", _("Meets the requirements")), ("bad", _("Does not meet them"))],
        widget=forms.RadioSelect,
    )
    channel = forms.ChoiceField(label=_("Channel"), choices=[("a", _("Complaints")), ("d", _("Internet"))])
    account = forms.CharField(label=_("Account"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("The outer packing is whole"), required=False)
    photo = forms.FileField(label=_("Photo"), required=False)
