"""What is asked beside an entry itself: whence it is, and why it changes or ends?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from casework.pages.forms import Seen, bound
from documents.forms import CheckedFile
from registers.entries.register import Register, named
from trail.days import DayField
from trail.reasons import ReasonField


class EntryForm(forms.ModelForm):  # type: ignore[type-arg]
    """An entry of a register. A kind of it names model and fields; what it refers to is chosen by code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, (OneOf, SeveralOf)):
                field.queryset = self._offered(name, field)
        bound(self.fields)

    def _offered(self, name: str, field: Any) -> Any:
        """What stands, and what this entry names already though it has ended."""
        stands = field.queryset.model._default_manager.offered()
        own = [each.pk for each in named(self.instance, name)] if self.instance.pk else []
        return stands | field.queryset.model._default_manager.filter(pk__in=own) if own else stands


SOURCE = forms.CharField(
    label=_("Source"),
    max_length=200,
    help_text=_("The paper that says so, with its number: a standard, a notice, a decision."),
)


def asking(register: Register, changes: bool) -> type[forms.ModelForm[Any]]:
    """What is asked of an entry and, in the same form, whence it is known; of a change also why.

    seen: what was shown of it before, by which a change of somebody else in between is known.
    """
    more: dict[str, Any] = {"source": SOURCE}
    if changes:
        more |= {"reason": ReasonField(max_length=200), "seen": Seen()}
    return type(register.form.__name__, (register.form,), {**more, "Meta": register.form.Meta})  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """From which day an entry is named no longer, what comes in its place, and why."""

    on = DayField(label=_("Ends on"))
    field_order = ("on", "successor", "reason")
    reason = ReasonField(max_length=200)

    def __init__(self, *args: Any, register: Register, entry: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if register.follows:
            others = register.model._default_manager.offered().exclude(pk=entry.pk)
            label = register.label(register.follows)
            self.fields["successor"] = OneOf(others, label=capfirst(label), required=False)
            self.order_fields(self.field_order)

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise ValidationError(_("This day is still to come: until then it is in force. End it then."))
        return on


class ResumeForm(forms.Form):
    """Why an entry that was ended is named again."""

    reason = ReasonField(max_length=200)


class SheetForm(forms.Form):
    """A file of entries, whence it is, and what an empty cell of it means."""

    LEAVES, EMPTIES = "leaves", "empties"

    file = CheckedFile(
        label=_("File"), help_text=_("XLSX or CSV, with the columns as the register hands them out.")
    )
    source = SOURCE
    reason = ReasonField(
        max_length=200, label=_("Why entries are changed"), help_text=_("For those that stand already.")
    )
    empty = forms.ChoiceField(
        label=_("An empty cell"),
        choices=((LEAVES, _("leaves what stands there")), (EMPTIES, _("empties what stands there"))),
        widget=forms.RadioSelect,
        initial=LEAVES,
    )
