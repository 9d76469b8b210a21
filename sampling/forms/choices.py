"""What is asked of those who have targets chosen, and who let them repeat? (6.2-3)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from monitoring.flow.vocabulary import SamplingMethod
from sampling.actions.choices import SECONDS
from sampling.forms.schemes import AskForm
from sampling.models.choices import Mode
from trail.reasons import ReasonField


class ChooseForm(AskForm):
    """How the targets are chosen, and how long is looked for a better choice."""

    mode = forms.ChoiceField(
        label=_("Way of choosing"),
        choices=Mode,
        help_text=_("The best has the greatest risk. By lot, the seed alone decides."),
    )
    seconds = forms.IntegerField(
        label=_("Seconds at most"),
        min_value=1,
        max_value=600,
        initial=SECONDS,
        required=False,
        help_text=_("After that the best found so far is proposed, with how far from the bound it may be."),
    )

    reason = ReasonField(
        label=_("Why it is chosen again"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands on the page of the scheme and in its paper; name no shop and no product."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.record.result_seen()
        if not self.fields["reason"].required:
            del self.fields["reason"]
        by_lot = self.record.plan.method == SamplingMethod.RANDOM
        self.initial.setdefault("mode", Mode.RANDOM if by_lot else Mode.OPTIMAL)

    def clean_seconds(self) -> int:
        return self.cleaned_data["seconds"] or SECONDS


class ExceptionsForm(AskForm):
    """Why the lines that the choice named may repeat."""

    note = ReasonField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The center's leader decides; then the targets are chosen again."),
    )
