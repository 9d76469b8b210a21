"""What is asked of whoever could get no sample? (form 4.5, one form an end)"""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.pages.forms import StepForm
from casework.pages.rows import Rows
from documents.filetypes import PICTURES
from documents.forms import CheckedFile, CheckedFiles
from sampling.deliveries.models.endings import Means, Sold
from sampling.evidence.forms import PROOF
from sampling.purchases.flow.ends import END, ENDS, Cause, Statement
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.purchases import STATED, Purchase, WayBack
from trail.days import DayField, MomentField

# The fields of the forms by paper; those of all of them are asked too.
ASKED: dict[str, tuple[str, ...]] = {
    Statement.NOT_FOUND: ("sold", "goods_went", "contact", "phone"),
    Statement.UNREACHABLE: (),
    Statement.REFUSAL: ("responsible", "contact", "phone", "samplers", "witness", "opinion", "opinion_on"),
}
MANDATORY = ("sold", "samplers", "witness", "opinion", "opinion_on")
LEAST_ATTEMPTS = 2


def area(label: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class AttemptForm(forms.Form):
    """One attempt to reach a shop."""

    at = MomentField(label=_("Tried at"))
    means = forms.ChoiceField(label=_("By which means"), choices=[("", _("Choose")), *Means.choices])
    sought = forms.CharField(label=_("Number, account or address tried"), max_length=120)
    made_by = forms.CharField(label=_("Tried by"), max_length=60)
    result = forms.CharField(label=pgettext_lazy("attempt", "What came of it"), max_length=300)


class EndForm(StepForm):
    """An end without a sample: its reason, an account of it, its proof, and what its paper asks besides."""

    happened = area(_("Account of what happened"))
    stamped = CheckedFile(
        label=_("Opinion of the local authority, stamped"),
        types=(*PICTURES, ".pdf"),
        required=False,
        help_text=_("Needed where an enterprise closed down, stopped or changed its production."),
    )
    sold = forms.ChoiceField(
        label=_("Orders in the last year"),
        choices=Sold.choices,
        widget=forms.RadioSelect,
        help_text=_("As the shop's page or the seller shows it."),
    )
    goods_went = forms.CharField(label=_("Where the products went"), max_length=300)
    responsible = forms.CharField(label=_("Legal representative"), max_length=60)
    contact = forms.CharField(label=_("Contact person"), max_length=60)
    phone = forms.CharField(label=_("Telephone of the contact"), max_length=40)
    samplers = forms.CharField(label=_("Samplers"), max_length=120, help_text=_("Both who signed."))
    witness = forms.CharField(label=_("Witness"), max_length=60, help_text=_("Who signed as a witness."))
    opinion = area(_("Opinion of the local authority"))
    opinion_on = DayField(label=_("Date of the opinion"))

    class Meta:
        model = Purchase
        fields = ("cause", "happened", "way_back")

    def __init__(self, *args: Any, end: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.end = END[end]
        self.fields["cause"] = forms.ChoiceField(
            label=_("Reason"), choices=[("", _("Choose")), *((c.value, c.label) for c in self.end.causes)]
        )
        self.fields["evidence"] = CheckedFiles(label=self.end.proof[1], types=PROOF)
        asked = ASKED[self.end.paper]
        for name in STATED:
            if name not in asked:
                del self.fields[name]
        for name in asked:
            self.fields[name].required = name in MANDATORY
        if end != "wrong_goods":
            del self.fields["way_back"]
        else:
            self.fields["way_back"] = forms.ChoiceField(label=_("Way of return"), choices=WayBack)
        self.fields["stamped"].required = self.end.paper == Statement.REFUSAL
        if self.end.paper == Statement.REFUSAL:
            self.fields["stamped"].label = _("The signed form, with the authority's stamp")
            self.fields["happened"].label = _("Course of the refusal")
            self.fields["cause"].help_text = _(
                "This form is for a refusal that the local authority has found. Where a seller merely "
                "declines in the chat or does not send, take the step “The seller cancelled”."
            )
        what: list[str] = [name for name in ("cause", "happened", "way_back") if name in self.fields]
        self.groups: list[tuple[Any, list[str]]] = [(_("What happened"), what)]
        if asked:
            self.groups.append((self.end.paper.label, [name for name in STATED if name in asked]))
        self.groups.append((_("Evidence"), ["evidence", "stamped"]))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        cause = data.get("cause")
        if cause and Cause(cause).needs_stamp and not data.get("stamped") and "stamped" not in self.errors:
            self.add_error("stamped", _("Attach the stamped opinion of the local authority."))
        self.not_ahead("opinion_on")
        return data


class UnreachableForm(EndForm):
    """A shop that cannot be reached: who tried it when, by which means, and what came of it."""

    attempts = Rows("attempt", _("Attempt %(n)d"), AttemptForm, spare=3, least=LEAST_ATTEMPTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups[1:1] = self.attempts.lay(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        data["attempts"] = self.attempts.read(self)
        if len(data["attempts"]) < LEAST_ATTEMPTS:
            said = _("A shop counts as unreachable after two attempts at least: enter them.")
            self.add_error(self.attempts.key(0, "at"), said)
        for place, tried in enumerate(data["attempts"]):
            at = tried.get("at")
            key = self.attempts.key(place, "at")
            if at and at > self.now:
                self.add_error(key, _("This lies in the future: enter when it happened."))
        return data


def form_of(step: str) -> Any:
    """The form of an end, by its step."""
    shape = UnreachableForm if END[step].paper == Statement.UNREACHABLE else EndForm
    return partial(shape, end=step)


for _end in ENDS:
    PURCHASE_FLOW.asks(_end.step)(form_of(_end.step))
