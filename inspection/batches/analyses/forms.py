"""What is asked of whoever analyses a batch?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.pages.forms import StepForm
from inspection.commissions.models.commissions import Entrustment
from inspection.flow.commissions import ENTRUSTMENT_FLOW
from trail.reasons import ReasonField


@ENTRUSTMENT_FLOW.asks("analyse")
class AnalysisForm(StepForm):
    """The laboratory's own words; the figures are the system's. What was sent back is gone on from."""

    text = ReasonField(
        label=pgettext_lazy("of a batch", "analysis"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What the figures above say: which items fail and why, what stands out beside earlier batches, "
            "and what you propose. Each item that fails is named."
        ),
    )

    class Meta:
        model = Entrustment
        fields = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if before := self.instance.analyses.last():
            self.initial.setdefault("text", before.text)
