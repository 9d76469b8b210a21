"""What is asked of whoever answers a grave finding?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.pages.forms import StepForm
from inspection.alerts.models import GraveFinding
from inspection.flow.alerts import ALERT_FLOW
from trail.reasons import ReasonField


@ALERT_FLOW.asks("acknowledge")
class AnswerForm(StepForm):
    """What the center does at once: nobody acknowledges without a word."""

    answer = ReasonField(label=_("what the center does"), max_length=500)

    class Meta:
        model = GraveFinding
        fields = ("answer",)


@ALERT_FLOW.asks("pass_on")
class AskForm(StepForm):
    """What the department that set the task is asked."""

    asked = ReasonField(
        label=_("what the department is asked"),
        max_length=500,
        help_text=_("Its planners are told. What is passed on is acknowledged too."),
    )

    class Meta:
        model = GraveFinding
        fields = ("asked",)
