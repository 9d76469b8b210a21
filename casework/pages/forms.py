"""What does a step ask of the person who takes it?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from casework.models import Filed
from trail.reasons import ReasonField, ask_why

# Characters of a text that a step asks for: more than any paper has, and few enough to be read for what it
# claims while somebody waits.
LONGEST_TEXT = 50_000
# The largest whole number of a column.
LARGEST = 2_147_483_647


def bound(fields: dict[str, forms.Field]) -> None:
    """No text is without an end, and no number larger than a column holds."""
    for field in fields.values():
        if isinstance(field, forms.IntegerField) and field.max_value is None:
            field.validators = [*field.validators, MaxValueValidator(LARGEST)]
        endless = isinstance(field, forms.CharField) and field.max_length is None
        if endless and isinstance(field.widget, forms.Textarea):
            field.max_length = LONGEST_TEXT  # type: ignore[attr-defined]
            field.widget.attrs["maxlength"] = LONGEST_TEXT
            field.validators = [*field.validators, MaxLengthValidator(LONGEST_TEXT)]


def put_forward(form: forms.BaseForm, **known: Any) -> None:
    """Begin these fields with what is known, where nothing is entered yet (decision 40)."""
    form.initial.update({name: value for name, value in known.items() if not form.initial.get(name)})


def as_last_time(form: forms.BaseForm, others: QuerySet[Any], *names: str) -> None:
    """Begin these fields with what the office entered last, where nothing is entered yet: what is the same
    for all that it does, as the court above it. others: its other records, the newest first."""
    last = {name: others.exclude(**{name: ""}).values_list(name, flat=True).first() for name in names}
    put_forward(form, **{name: value for name, value in last.items() if value})


def done_today(form: forms.BaseForm, now: datetime, *names: str) -> None:
    """Put today forward as the day on which that was done which is entered now, where nothing is entered yet.

    What is read off a paper that others wrote, as the day of a service, is not put forward: whoever is in a
    hurry would not read it.
    """
    put_forward(form, **dict.fromkeys(names, timezone.localdate(now)))


class StepForm(forms.ModelForm):  # type: ignore[type-arg]
    """The paper form of a step: fields of the record, in the order of the paper.

    viewer and now are there for querysets in the viewer's scope and for dates that may not lie ahead.
    """

    def __init__(self, *args: Any, viewer: Viewer, now: datetime, **kwargs: Any) -> None:
        self.viewer, self.now = viewer, now
        super().__init__(*args, **kwargs)
        ask_why(self.fields)
        bound(self.fields)

    def full_clean(self) -> None:
        """What a form adds to its fields is bound too."""
        bound(self.fields)
        super().full_clean()

    def not_ahead(self, name: str) -> None:
        """Refuse a day or an instant in the future in the named field."""
        value = self.cleaned_data.get(name)
        a_day = isinstance(value, date) and not isinstance(value, datetime)
        if value and value > (timezone.localdate(self.now) if a_day else self.now):
            self.add_error(name, _("This lies in the future: enter when it happened."))

    def from_label(self, *names: str) -> None:
        """These fields ask for what stands on a label as a code: the page offers the camera."""
        for name in names:
            self.fields[name].widget.attrs["data-code"] = True


def columns_asked(model: type[Model], names: Collection[str]) -> dict[str, forms.Field]:
    """The fields of a form for columns of a model that it is no form of, with all that these refuse."""

    def asked(column: Any, **options: Any) -> forms.Field | None:
        field: forms.Field | None = column.formfield(**options)
        if field is not None:
            field.validators = [*field.validators, *column.validators]
        return field

    return forms.fields_for_model(model, names, formfield_callback=asked)


def may_hand_in(form: StepForm) -> None:
    """Let a form that opens a draft submit it too: its first button does so, its second keeps the draft."""
    if form.instance.pk is None:
        form.fields["hand_in"] = forms.BooleanField(label=_("Submit it at once"), required=False)
        form.fields["hand_in"].asked = False  # type: ignore[attr-defined]
        form.or_draft = "hand_in"  # type: ignore[attr-defined]
        form.submits = form.instance.flow["submit"].label  # type: ignore[attr-defined]


class Seen(forms.CharField):
    """What the form showed of a row, sent back with it. A program that does not send it saw nothing."""

    def __init__(self, **options: Any) -> None:
        # A draft that is put back has seen what was shown when it was typed.
        widget = forms.HiddenInput(attrs={"data-kept": True})
        super().__init__(required=False, strip=False, widget=widget, **options)


class QuestionForm(forms.Form):
    """A step that asks for something else than fields of the record."""

    def __init__(
        self, *args: Any, viewer: Viewer, now: datetime, instance: Any = None, **kwargs: Any
    ) -> None:
        self.viewer, self.now, self.record = viewer, now, instance
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        bound(self.fields)
        super().full_clean()


class NoteForm(forms.Form):
    """A step that asks only for a reason or remark, kept in the trail."""

    note = ReasonField(label=_("Reason"), max_length=500)

    def __init__(
        self, *args: Any, viewer: Viewer, now: datetime, instance: Filed | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)


class OpinionField(forms.CharField):
    """What whoever decides wants to say about it; it goes into the trail as the decision's `note`."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **options: Any) -> None:
        said = _("It is kept with the decision in what happened to the record, and is not printed.")
        own = {"label": _("Opinion"), "max_length": 500, "required": False, "help_text": said}
        super().__init__(**{**own, **options})


class OpinionForm(QuestionForm):
    """A step that decides, and asks for nothing else than what whoever decides wants to say."""

    note = OpinionField()


F = TypeVar("F", bound=forms.BaseForm)
A = TypeVar("A", bound=forms.Field)
# Django's own empty choice.
DASHES = "---------"


def unchosen(form: F) -> F:
    """The form as it is shown: a list from which one must be chosen begins with nothing chosen, and no list
    has more than one empty choice, which says what it is.

    A browser would choose the first by itself, and an outcome would stand there that nobody chose.
    """
    for name, field in form.fields.items():
        if isinstance(field, forms.ChoiceField) and type(field.widget) is forms.Select:
            choices = list(field.widget.choices)
            empty = [label for value, label in choices if value in (None, "")]
            named = next((label for label in empty if label != DASHES), "")
            none = field.required and choices and form[name].value() in (None, "")
            first = [("", named or (_("Please choose") if field.required else "—"))] if empty or none else []
            field.widget.choices = [*first, *(each for each in choices if each[0] not in (None, ""))]
    return form


def needed_when(field: A, when: Any) -> A:
    """The field, optional by itself, which says when it has to be filled in after all (parts/fields.html)."""
    field.needed_when = when  # type: ignore[attr-defined]
    return field


class Meant(forms.BooleanField):
    """What is mostly mistyped: whoever means it ticks. It stands on the page only where there is a doubt."""

    asked = False

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, **options)

    def ask(self, form: forms.BaseForm, name: str, doubt: Any) -> None:
        """Ask once more unless it was ticked. doubt: a sentence that says what is odd and how to go on."""
        self.asked = True
        if not form.cleaned_data.get(name):
            form.add_error(name, doubt)


class ReasonForm(NoteForm):
    """A step that owes others a reason, and asks for nothing else."""

    note = ReasonField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The other organisations concerned read this on the record's page and are told of it."),
    )


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; cleaned to a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [item for item in (data if isinstance(data, list | tuple) else [data]) if item]
        if self.required and not files:
            raise ValidationError(self.error_messages["required"], code="required")
        clean = super().clean
        return [clean(item, initial) for item in files]
