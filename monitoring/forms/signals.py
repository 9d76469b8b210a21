"""What is asked about risk information, by hand, from a file, and on its way into a case? (form 4.1)"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.choices import OneOf, SeveralOf
from accounts.models import Organisation
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.forms import QuestionForm, StepForm, day, moment, unless_meant
from catalogue.models import Category
from documents.forms import CheckedFiles
from documents.quarantine import MEGABYTE
from monitoring.actions.signals import taken_down_before
from monitoring.flow.risk import RiskCaseState, SignalState
from monitoring.flow.vocabulary import SUB_CHANNELS, Channel
from monitoring.importers.channels import NOTICES
from monitoring.importers.grids import LIMIT
from monitoring.importers.streams import LARGEST
from monitoring.models.cases import RiskCase
from monitoring.models.intakes import channels_of
from monitoring.models.signals import GROUPS, RiskSignal
from trail.reasons import ReasonField

RECENT = 50
# What a list or a notice may come as.
TYPES = ".xls,.xlsx,.csv,.txt,.json,.jsonl"
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
    reported_on = day(label=_("Date of the source"), required=False)
    collected_at = moment(label=_("Collected at"))
    category = OneOf(Category.objects.all(), label=_("Product category"))
    center = OneOf(
        Organisation.objects.filter(kind=Kind.CENTER, active=True), label=_("To which monitoring center")
    )
    evidence = CheckedFiles(label=_("Evidence"), required=False)
    submit_now = forms.BooleanField(
        label=_("Submit; otherwise it is kept as a draft"), initial=True, required=False
    )
    really_another = forms.BooleanField(
        label=_("It really is another one"),
        required=False,
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
        asked = ("really_another",) if "really_another" in {*self.errors, *self.data} else ()
        parts = [*GROUPS, (_("Handling"), ("evidence", "secrecy", *asked))]
        return [(title, [name for name in names if name in self.fields]) for title, names in parts]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("collected_at")
        self.not_ahead("reported_on")
        of_its_channel(self, data)
        if data.get("channel") == Channel.STANDARDS and not data.get("standard_ref"):
            self.add_error("standard_ref", _("Name the standard that this information comes from."))
        if not self.errors:
            unless_meant(self, "really_another", self._taken_down_before(data))
        data.pop("really_another", None)
        return data

    def _taken_down_before(self, data: dict[str, Any]) -> ValidationError | None:
        """What was taken down already is mostly the same."""
        found = taken_down_before(data, by=self.viewer, now=self.now, but=self.instance)
        if found is None:
            return None
        self["really_another"].help_text = format_html(
            '<a href="{}">{}</a>', found.get_absolute_url(), found.number
        )
        return ValidationError(
            _(
                "The same was taken down already, collected on %(day)s, as %(number)s: look at that one"
                " first. Only if this is another one, tick this."
            ),
            params={"day": local_day(found.collected_at), "number": found.number},
        )


class SignalFilter(forms.Form):
    """By what a list of signals is narrowed: by state, and among the newest by all else."""

    words = forms.CharField(label=_("Number, product or name"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All states")), *SignalState.choices]
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("All channels")), *Channel.choices]
    )
    first = day(label=_("Collected from"), required=False)
    last = day(label=_("Collected until"), required=False)

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


class ImportForm(QuestionForm):
    """A file of one channel; a platform has only its own channel, and says to which center its file goes."""

    channel = forms.ChoiceField(label=_("Channel"), choices=Channel.choices, initial=Channel.REGULATORS)
    center = OneOf(
        Organisation.objects.filter(kind=Kind.CENTER, active=True), label=_("To which monitoring center")
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A list in CSV, TXT or XLSX: up to 500 MB. A list in XLS or JSON, and a notice of spot check "
            "results of any type: up to 20 MB. What is larger than 2 MB is taken in in the background."
        ),
    )
    sub_channel = forms.ChoiceField(
        label=_("Source"),
        required=False,
        choices=sources,
        help_text=_("Only where the file itself does not tell."),
    )
    year = forms.IntegerField(
        label=_("Year of the samples, if the notice does not tell it"),
        min_value=1990,
        max_value=2100,
        required=False,
    )
    dry_run = forms.BooleanField(label=_("Only show what it would add"), required=False)
    check_columns = forms.BooleanField(label=_("Let me check the columns first"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels = channels_of(self.viewer)
        self.fields["sub_channel"].choices = sources(*channels)  # type: ignore[attr-defined]
        if self.viewer.kind == Kind.PLATFORM:
            del self.fields["channel"], self.fields["year"]
        else:
            del self.fields["center"]
        file: Any = self.fields["file"]
        file.limit, file.said = LARGEST, TYPES

    def clean_file(self) -> UploadedFile[bytes]:
        """A long file must be one that is read a line at a time, as a notice is not."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        long = (file.name or "").lower().endswith((".csv", ".txt", ".xlsx"))
        notice = self.cleaned_data.get("channel") == NOTICES
        limit = LARGEST if long and not notice else LIMIT
        if (file.size or 0) > limit:
            raise ValidationError(
                _("The file is larger than %(limit)d MB: divide it and load the parts."),
                params={"limit": limit // MEGABYTE},
            )
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self.viewer.kind == Kind.PLATFORM:
            data["channel"] = Channel.PLATFORMS.value
        of_its_channel(self, data)
        return data


class NumbersField(forms.CharField):
    """Numbers of signals, separated by spaces or commas; cleaned to a list of them."""

    def clean(self, value: Any) -> list[str]:
        return [number.upper() for number in re.split(r"[\s,，、;]+", super().clean(value) or "") if number]


def chosen(form: Any, numbers: list[str], state: SignalState) -> list[RiskSignal]:
    """The signals of these numbers that the viewer may see, all in this state; else ValidationError."""
    wanted = list(dict.fromkeys(numbers))
    found = list(
        RiskSignal.objects.visible_to(form.viewer).filter(number__in=wanted, state=state).order_by("pk")
    )
    lacking = set(wanted) - {signal.number for signal in found}
    if lacking:
        raise ValidationError(
            _("No such signal waits to be attached: %(numbers)s."),
            params={"numbers": ", ".join(sorted(lacking))},
        )
    return found


class CaseForm(StepForm):
    """A risk case, made of signals or of none."""

    category = OneOf(Category.objects.all(), label=_("Product category"))
    platform = OneOf(
        Organisation.objects.filter(kind=Kind.PLATFORM, active=True), label=_("Platform"), required=False
    )
    signals = NumbersField(
        label=_("Numbers of its risk signals"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Separated by spaces."),
    )

    class Meta:
        model = RiskCase
        fields = ("product", "category", "hazard_item", "platform", "summary")

    def clean_signals(self) -> list[RiskSignal]:
        return chosen(self, self.cleaned_data["signals"], SignalState.SUBMITTED)


class AttachForm(QuestionForm):
    """Signals for a case: the newest that wait, and any other by its number."""

    recent = forms.MultipleChoiceField(
        label=_("The newest that wait"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = NumbersField(label=_("Numbers of others"), required=False, help_text=_("Separated by spaces."))
    mandatory = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = RiskSignal.objects.visible_to(self.viewer).filter(state=SignalState.SUBMITTED)
        self.fields["recent"].choices = [  # type: ignore[attr-defined]
            (signal.number, f"{signal.product} · {signal.hazard_item[:80]} · {signal.number}")
            for signal in waiting.order_by("-pk")[:RECENT]
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        numbers = [*data.get("recent", []), *data.get("others", [])]
        if self.mandatory and not numbers and not self.errors:
            raise ValidationError(_("Choose at least one signal."))
        rest = {name: value for name, value in data.items() if name not in ("recent", "others")}
        return {**rest, "signals": chosen(self, numbers, SignalState.SUBMITTED)}


class DetachForm(QuestionForm):
    """Signals to be taken out of a case, and why."""

    signals = SeveralOf(RiskSignal.objects.none(), label=_("Signals"), widget=forms.CheckboxSelectMultiple)
    note = ReasonField(label=_("Reason"), max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = RiskSignal.objects.visible_to(self.viewer).filter(case=self.record)
        self.fields["signals"].queryset = mine.order_by("pk")  # type: ignore[attr-defined]


class MergeForm(QuestionForm):
    """The registered case that this one goes into, and why."""

    into = forms.CharField(label=_("Number of the case it goes into"), max_length=14)
    note = ReasonField(label=_("Reason"), max_length=300, required=False)

    def clean_into(self) -> RiskCase:
        registered = RiskCase.objects.visible_to(self.viewer).filter(state=RiskCaseState.REGISTERED)
        number = self.cleaned_data["into"].strip().upper()
        into = registered.filter(number=number).first()
        if into is None or into == self.record:
            raise ValidationError(_("No other registered case has this number."))
        return into
