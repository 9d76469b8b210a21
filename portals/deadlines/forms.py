"""What is asked of whoever sets a term, loads the calendar of a year, or lets clocks be counted anew?"""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.deadlines import announcements
from casework.flow import Refused
from casework.pages.forms import needed_when
from casework.terms.calendar import RollOn
from casework.terms.count import Unit
from casework.terms.table import Term
from documents.forms import PROOFS, CheckedFile
from trail.days import DayField
from trail.reasons import ReasonField


class TermForm(forms.Form):
    """How a term counts from a day on; of a term that the law fixes only the warnings are asked."""

    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=3650)
    unit = forms.ChoiceField(label=_("unit"), choices=Unit.choices)
    roll = forms.ChoiceField(label=_("may not end on"), choices=RollOn.choices)
    warn_at = forms.CharField(
        label=_("Warn after so many per cent"),
        max_length=40,
        required=False,
        help_text=_("Whole numbers with spaces between: 50 80. At the end there is a warning in any case."),
    )
    since = DayField(label=_("in force from"))
    source = forms.CharField(label=_("legal source"), max_length=200)
    reason = ReasonField(label=_("reason"), max_length=200)

    def __init__(self, *args: Any, term: Term, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if term.fixed:
            for name in ("number", "unit", "roll"):
                del self.fields[name]

    def clean_warn_at(self) -> list[int]:
        try:
            return [int(share) for share in str(self.cleaned_data["warn_at"]).replace(",", " ").split()]
        except ValueError as error:
            raise forms.ValidationError(_("Enter whole numbers with spaces between.")) from error


class ConfirmationForm(forms.Form):
    """Which text was read before a period is confirmed."""

    read = ReasonField(
        label=_("text that was read"),
        max_length=300,
        help_text=_("Law, article and paragraph, in which edition, and where it was read."),
    )


class YearForm(forms.Form):
    """A year's calendar as a file, and the paper it was announced by."""

    file = forms.FileField(
        label=_("File"), help_text=_("One year, all its days at once: the form as CSV, or JSON.")
    )
    source = forms.CharField(
        label=_("paper of the State Council"), max_length=200, help_text=_("Its number and day.")
    )
    swaps_nothing = forms.BooleanField(
        label=_("the notice swaps no day"),
        required=False,
        help_text=_(
            "Each notice so far has swapped days. Tick this only if you read that this one does not."
        ),
    )

    def clean_file(self) -> announcements.Notice:
        try:
            return announcements.read(self.cleaned_data["file"].read())
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused


class ReasonForm(forms.Form):
    """Why it is done."""

    reason = ReasonField(label=_("reason"), max_length=200)


class StandStillForm(forms.Form):
    """Until when a clock is to stand still, why, and what proves it."""

    until = DayField(label=_("stands still until"))
    reason = ReasonField(label=_("reason"), max_length=200)
    evidence = CheckedFile(label=_("Evidence"), types=PROOFS)

    def __init__(self, *args: Any, days: tuple[date, date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = days
        self.fields["until"].help_text = _("From %(first)s to %(last)s.") % {"first": first, "last": last}


class GoOnForm(forms.Form):
    """Why a clock goes on, and what proves it."""

    reason = ReasonField(label=_("reason"), max_length=200)
    evidence = CheckedFile(label=_("Evidence"), types=PROOFS, required=False)


class MoreTimeForm(forms.Form):
    """How much more time is asked for, why, and what proves the need."""

    number = forms.IntegerField(label=_("how much more time"), min_value=1)
    reason = ReasonField(label=_("reason"), max_length=500, widget=forms.Textarea)
    evidence = CheckedFile(label=_("Evidence"), types=PROOFS, required=False)

    def __init__(self, *args: Any, most: str, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _("In %(unit)s, at most %(most)s.") % {"unit": unit, "most": most}


class DecisionForm(forms.Form):
    """Whether more time is given, or a clock stands still, and why."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=(("yes", _("More time is given")), ("no", _("No more time is given"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    remark = needed_when(
        forms.CharField(label=_("remark"), max_length=500, required=False, widget=forms.Textarea),
        _("mandatory where it is refused"),
    )

    def __init__(self, *args: Any, still: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if still:
            field = cast(forms.TypedChoiceField, self.fields["granted"])
            field.choices = (("yes", _("It stands still")), ("no", _("It does not stand still")))

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("granted") is False and not data.get("remark"):
            self.add_error("remark", _("Say why it is refused."))
        return data
