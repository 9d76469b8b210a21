"""Has whoever goes on with a report seen what was found and counts no more?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.pages.forms import OpinionField, OpinionForm, StepForm
from inspection.flow.reports import REPORT_FLOW
from inspection.reports.models.reports import Report


@REPORT_FLOW.asks("review", "see_before")
class SeenForm(StepForm):
    """Whoever confirms, signs or receives a report says that they saw what of it failed and was taken back,
    and what an earlier report on the sample had found that was voided; nothing is chosen beforehand. Where
    there is nothing of the kind, nothing is asked, and the values are read."""

    noticed = forms.BooleanField(
        label=_("I have seen what was found and counts no more"),
        error_messages={"required": _("Tick this: nobody goes on without having seen it.")},
    )

    class Meta:
        model = Report
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            return
        if said := self.instance.seen_in_words():
            self.fields["noticed"].help_text = said
        else:
            del self.fields["noticed"]
            self.nothing_asked = _(
                "Whoever goes on answers for these values: hold them against the raw records above."
            )


@REPORT_FLOW.asks("sign")
class SignForm(SeenForm):
    """The same of whoever signs, with what they want to say about it."""

    note = OpinionField()


REPORT_FLOW.asks("issue")(OpinionForm)
