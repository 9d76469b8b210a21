"""Has whoever goes on with a report seen what was found and counts no more?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import StepForm
from inspection.models import Report


class TakenBackForm(StepForm):
    """Whoever confirms or signs a report says that they saw what of it failed and was taken back; nothing is
    chosen beforehand. Where there is nothing of the kind, nothing is asked."""

    noticed = forms.BooleanField(label=_("I have seen which failing results were taken back"))

    class Meta:
        model = Report
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        said = "; ".join(self.to_see(self.instance))
        if not said:
            self.fields.clear()
            self.nothing_asked = _("No failing result of this report was taken back.")
            return
        self.fields["noticed"].help_text = said
        self.fields["noticed"].error_messages["required"] = said

    @staticmethod
    def to_see(report: Report) -> list[str]:
        return report.erased

    @classmethod
    def asks(cls, report: Report) -> bool:
        """Whether it asks anything of this report: else the step is a single button."""
        return bool(cls.to_see(report))


class BeforeForm(TakenBackForm):
    """The center says that it saw that, and what an earlier report had found that was voided."""

    noticed = forms.BooleanField(label=_("I have seen what was found and counts no more"))

    @staticmethod
    def to_see(report: Report) -> list[str]:
        return [f"{label}: {text}" for label, text in report.to_be_seen()]
