"""What is asked of those who count the store?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CountForm(forms.Form):
    """Which place is counted."""

    place = forms.CharField(
        label=_("Place in the store"),
        max_length=100,
        required=False,
        help_text=_("How the place begins, as it stands on the samples; left empty: the whole store."),
    )
