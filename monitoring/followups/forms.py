"""What is asked about the outcome of an earlier failure that no finding fits by itself?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.addresses import code_of
from catalogue.models import Finding
from trail.reasons import ReasonField

APART = "apart"


class FollowUpForm(forms.Form):
    """One of the findings that are offered, or that it stays apart and why."""

    choice = forms.ChoiceField(label=_("It is the outcome of"), widget=forms.RadioSelect)
    reason = ReasonField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Mandatory where it is kept apart."),
    )

    def __init__(self, *args: Any, offered: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {code_of(finding): finding for finding in offered}
        told = [(code, _told(finding)) for code, finding in self.offered.items()]
        self.fields["choice"].choices = [*told, (APART, _("None of these: keep it apart"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["finding"] = self.offered.get(data.get("choice", ""))
        if data.get("choice") == APART and not data.get("reason"):
            raise ValidationError({"reason": _("Say why it is kept apart.")})
        return data


def _told(finding: Finding) -> str:
    """A finding in one line: product, make, producer, what failed, when and by whom it was sampled."""
    texts = (finding.product, finding.brand, finding.model, finding.batch, finding.producer, finding.failing)
    return " · ".join(filter(None, (*texts, finding.on.isoformat(), finding.organisation)))
