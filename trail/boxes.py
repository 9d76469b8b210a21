"""How is more than one of a few things chosen? Each has a box to tick."""

from __future__ import annotations

from django import forms


class Several(forms.MultipleChoiceField):
    """A field of a form whose choices all stand on the page."""

    widget = forms.CheckboxSelectMultiple
