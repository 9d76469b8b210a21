"""What is asked about risk information, taken down by hand, looked for, and taken back? (form 4.1)"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages.forms import Meant, StepForm
from catalogue.models import Category
from documents.forms import CheckedFiles
from monitoring.risks.actions.signals import taken_down_before
from monitoring.risks.flow.risk import SignalState
from monitoring.risks.models.signals import GROUPS, RiskSignal
from monitoring.vocabulary import SUB_CHANNELS, Channel
from trail.days import DayField
from trail.reasons import ReasonField

# As long may a period be that ends before today.
SPAN = timedelta(days=31)
# Who takes a signal down, and for whom, is known.
NOT_ASKED = ("collector", "organisation")


def sources(*channels: Channel) -> list[tuple[Any, Any]]:
    """The sources of these channels, or of all, grouped by channel where there are several."""
    chosen = channels or tuple(Channel)
    groups = [
        (channel.label, [(sub.value, sub.label) for sub in SUB_CHANNELS[channel]]) for channel in chosen
    ]
    return [("", _("Choose")), *(groups if len(groups) > 1 else groups[0][1])]


def of_its_channel(form: forms.BaseForm, data: dict[str, Any]) -> None:
    """Refuse a source that is another channel's."""
    channel, sub = data.get("channel"), data.get("sub_channel")
    if channel and sub and sub not in SUB_CHANNELS[Channel(channel)]:
        form.add_error("sub_channel", _("This source is not one of that channel: choose the other channel."))


class SignalForm(StepForm):
    """Risk information, taken down by a center or fed back by a platform (4.2.4 c), which sees less of it."""

    sub_channel = forms.ChoiceField(label=_("Source"), required=False, choices=sources)
    category = OneOf(Category.objects.offered(), label=_("Product category"))
    center = OneOf(
        Organisation.objects.offered().filter(kind=Kind.CENTER), label=_("To which monitoring center")
    )
    evidence = CheckedFiles(label=_("Evidence"), required=False)
    submit_now = forms.BooleanField(
        label=_("Submit; otherwise it is kept as a draft"), initial=True, required=False
    )
    really_another = Meant(
        label=_("It really is another one"),
        help_text=_("Only where the same was taken down within the last 30 days already."),
    )

    or_draft = "submit_now"

    class Meta:
        model = RiskSignal
        fields = [name for _heading, names in GROUPS for name in names if name not in NOT_ASKED]
        fields += ["secrecy"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["injury"].widget.attrs["rows"] = 3
        # Two buttons say it: a box that is ticked already would hand in what was to be a draft.
        self.fields["submit_now"].asked = False  # type: ignore[attr-defined]
        from_platform = self.viewer.kind == Kind.PLATFORM
        left_out = ("channel", "platform", "secrecy") if from_platform else ("center",)
        for name in left_out:
            del self.fields[name]
        if from_platform:
            self.fields["sub_channel"].choices = sources(Channel.PLATFORMS)  # type: ignore[attr-defined]
        if not (self.instance.pk or self.is_bound):
            self.initial.setdefault("collected_at", self.now)

    @property
    def groups(self) -> list[tuple[Any, list[str]]]:
        parts = [*GROUPS, (_("Handling"), ("evidence", "secrecy", "really_another"))]
        return [(title, [name for name in names if name in self.fields]) for title, names in parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("collected_at")
        self.not_ahead("reported_on")
        of_its_channel(self, data)
        if data.get("channel") == Channel.STANDARDS and not data.get("standard_ref"):
            self.add_error("standard_ref", _("Name the standard that this information comes from."))
        if not self.errors:
            self._once(data)
        data.pop("really_another", None)
        return data

    def _once(self, data: dict[str, Any]) -> None:
        """What was taken down already is mostly the same."""
        found = taken_down_before(data, by=self.viewer, now=self.now, but=self.instance)
        if found is None:
            return
        field: Any = self["really_another"]
        field.help_text = format_html('<a href="{}">{}</a>', found.get_absolute_url(), found.number)
        said = _(
            "The same was taken down already, collected on %(day)s, as %(number)s: look at that one"
            " first. Only if this is another one, tick this."
        )
        params = {"day": local_day(found.collected_at), "number": found.number}
        field.field.ask(self, "really_another", ValidationError(said, params=params))


class SignalFilter(forms.Form):
    """By what a list of signals is narrowed: by state, and among the newest by all else."""

    words = forms.CharField(label=_("Number, product or name"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *SignalState.choices]
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("All channels")), *Channel.choices]
    )
    first = DayField(label=_("Collected from"), required=False)
    last = DayField(label=_("Collected until"), required=False)

    def clean(self) -> dict[str, Any]:
        """All that came in over years is not read through for a page: an end asks for a beginning near it."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if last and (not first or last - first > SPAN):
            self.add_error("first", _("Choose a beginning at most 31 days before the end."))
        return data

    def asked(self) -> dict[str, Any]:
        """What was chosen; {} where something typed makes no sense."""
        if not self.is_valid():
            return {}
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def bounded(self) -> bool:
        """Whether only the newest are read through."""
        return any(name in self.asked() for name in ("words", "channel", "first", "last"))


class VoidForm(forms.Form):
    """Why risk information was taken in by mistake."""

    reason = ReasonField(label=_("Reason"), max_length=300)
