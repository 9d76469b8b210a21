"""What is asked of whoever voids what was taken back, or hands it over again?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import ReasonForm
from disposal.models import EnforcementCase, PlatformDisposal
from disposal.models.alike import others_alike

NOBODY = "none"


class VoidForm(ReasonForm):
    """Who deals with the goods once this matter is void: another one, by its number, or nobody."""

    instead = forms.ChoiceField(
        label=_("Who deals with these goods then"),
        widget=forms.RadioSelect,
        help_text=_("Everybody concerned, and the leader who took it back, read this with the reason."),
    )
    field_order = ("instead", "note")

    def __init__(self, *args: Any, instance: PlatformDisposal | EnforcementCase, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        choice = self.fields["instead"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [
            *((other.number, f"{other.number} · {other.title}") for other in others_alike(instance)),
            (NOBODY, _("nobody: no other matter about these goods is under way or done")),
        ]

    def clean_instead(self) -> str:
        """The number of the other matter; "" where there is none."""
        chosen: str = self.cleaned_data["instead"]
        return "" if chosen == NOBODY else chosen
