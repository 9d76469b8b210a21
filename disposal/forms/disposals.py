"""What is asked of a platform that handles its products, and of the center that verifies it?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf, SeveralOf
from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.pages.forms import NoteForm, StepForm, done_today, put_forward
from disposal.flow.consequences import PLATFORM_DISPOSAL_FLOW
from disposal.models.disposals import DisposalItem, MeasureTaken, PlatformDisposal
from disposal.models.sale import GONE, off_sale
from documents.forms import AwaitedForm, CheckedFile
from trail.days import DayField
from trail.enumerations import enumerated
from trail.reasons import ReasonField, ask_why, validate_account

# A telephone number has at least so many digits, without its area code.
FEWEST_DIGITS = 7


@PLATFORM_DISPOSAL_FLOW.asks("measure", "measure_disputed")
class MeasureForm(forms.ModelForm):  # type: ignore[type-arg]
    """One measure of the platform's feedback form (4.11), with its evidence."""

    asked_on = DayField(
        label=_("Asked for on"), required=False, help_text=_("When the shop was urged to act.")
    )
    done_on = DayField(label=_("Done on"))
    evidence = CheckedFile(label=_("Evidence"))

    class Meta:
        model = MeasureTaken
        fields = (
            "items",
            "measure",
            "carried_out_by",
            "asked_on",
            "done_on",
            "before_why",
            "internal_rule",
            "amount",
        )
        field_classes = {"items": SeveralOf}
        widgets = {"items": forms.CheckboxSelectMultiple}

    def __init__(
        self,
        *args: Any,
        viewer: Viewer,
        now: Any,
        instance: PlatformDisposal,
        **kwargs: Any,
    ) -> None:
        self.disposal, self.today = instance, local_day(now)
        kwargs["instance"] = MeasureTaken(disposal=instance, at=now)
        super().__init__(*args, **kwargs)
        done_today(self, now, "done_on")
        ask_why(self.fields)
        self.file_types = self.base_fields["evidence"].said  # type: ignore[attr-defined]
        choice = self.fields["items"]
        assert isinstance(choice, SeveralOf)
        choice.queryset = instance.items.all()
        self.initial["items"] = list(instance.items.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, sentence in self.disposal.unless_measured(data, self.today).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


class MeasureChoice(OneOf):
    """Measures, each with who carried it out, when, and about which products."""

    def label_from_instance(self, taken: MeasureTaken) -> str:
        products = enumerated(item.item_id for item in taken.items.all())
        return f"{taken} · {taken.get_carried_out_by_display()} · {taken.done_on} · {products}"


@PLATFORM_DISPOSAL_FLOW.asks("strike", "strike_disputed")
class StrikeForm(NoteForm):
    """Which measure was entered by mistake, and why."""

    taken = MeasureChoice(MeasureTaken.objects.none(), label=_("Measure"), empty_label=None)
    note = ReasonField(label=_("Reason"), max_length=200)
    field_order = ("taken", "note")

    def __init__(self, *args: Any, instance: PlatformDisposal, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, **kwargs)
        choice = self.fields["taken"]
        assert isinstance(choice, OneOf)
        choice.queryset = instance.new_measures().prefetch_related("items")


@PLATFORM_DISPOSAL_FLOW.asks("finish")
class FinishForm(StepForm):
    """The last day of the handling, from which the five days run; and why less was done than proposed."""

    class Meta:
        model = PlatformDisposal
        fields = ("handled_on", "below_reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        put_forward(self, handled_on=self.instance.last_done_on())
        less = self.instance.pk and self.instance.unless_finished(None, "", local_day(self.now))
        if less:
            self.fields["below_reason"].required = True
            self.fields["below_reason"].error_messages["required"] = less["below_reason"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        found = self.instance.unless_finished(
            data.get("handled_on"), data.get("below_reason", ""), local_day(self.now)
        )
        for name, sentence in found.items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


@PLATFORM_DISPOSAL_FLOW.asks("lift", "lift_early", "lift_in_part")
class LiftForm(StepForm):
    """When the measures were lifted, and what shows it; without a measure there is nothing to show."""

    evidence = CheckedFile(label=_("Evidence"), required=False)

    class Meta:
        model = PlatformDisposal
        fields = ("lifted_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done_today(self, self.now, "lifted_on")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        proved = bool(data.get("evidence"))
        for name, sentence in self.instance.unless_lifted(
            data.get("lifted_on"), proved, local_day(self.now)
        ).items():
            if name not in self.errors:
                self.add_error(name, sentence)
        return data


@PLATFORM_DISPOSAL_FLOW.asks("feed_back")
class FeedbackForm(StepForm):
    """What the platform reports (4.11): how far it reached, its opinion, and whom to ask."""

    groups = [
        (_("How far it reached"), ("pieces", "orders", "refunded", "consumers_told", "same_products")),
        (_("Opinion and contact"), ("opinion", "contact", "contact_phone")),
    ]

    class Meta:
        model = PlatformDisposal
        fields = (
            "pieces",
            "orders",
            "refunded",
            "consumers_told",
            "same_products",
            "opinion",
            "contact",
            "contact_phone",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact"].required = self.fields["contact_phone"].required = True
        put_forward(self, contact=str(self.viewer.user), contact_phone=self.viewer.organisation.phone)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if len([sign for sign in data.get("contact_phone") or "" if sign.isdigit()]) < FEWEST_DIGITS:
            self.add_error("contact_phone", _("This is no telephone number: enter it with all its digits."))
        orders, refunded = data.get("orders"), data.get("refunded")
        if orders is not None and refunded is not None and refunded > orders:
            self.add_error("refunded", _("More orders cannot have been refunded than were concerned."))
        return data


@PLATFORM_DISPOSAL_FLOW.asks("propose_less")
class LessForm(StepForm):
    """What the center saw when it looked itself, and why it holds less than was asked for to be enough."""

    note = ReasonField(label=_("Why less is enough"), max_length=500)

    class Meta:
        model = PlatformDisposal
        fields = ("check_account",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = self.fields["check_account"]
        seen.required, seen.label = True, _("What was seen of the product, where and when")
        seen.help_text = _("Above all whether it is still on sale.")
        seen.validators.append(validate_account)


@PLATFORM_DISPOSAL_FLOW.asks("verify")
class VerifyForm(StepForm):
    """What the center checked itself: what was taken off sale is gone, and has not come back."""

    unreachable = forms.BooleanField(label=_("The product can no longer be reached"))
    not_relisted = forms.BooleanField(label=_("The product has not been listed again"))

    class Meta:
        model = PlatformDisposal
        fields = ("checked_on", "unreachable", "not_relisted", "check_account")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done_today(self, self.now, "checked_on")
        account = self.fields["check_account"]
        account.required = True
        account.validators.append(validate_account)
        account.help_text = _(
            "The address opened or the words searched for, on which day, and what was seen there."
        )
        if self.instance.pk:
            self._ask_of(off_sale(self.instance))

    def _ask_of(self, gone: list[DisposalItem]) -> None:
        """Ask of these products, and of no other, whether they are gone."""
        if not gone:
            for name in GONE:
                del self.fields[name]
        elif len(gone) < self.instance.items.count():
            products = enumerated(gone)
            self.fields["unreachable"].help_text = gettext("Of: %(products)s.") % {"products": products}

    def clean_checked_on(self) -> date:
        """Not ahead, and not before the platform had finished."""
        checked_on: date = self.cleaned_data["checked_on"]
        handled_on = self.instance.handled_on
        if checked_on > local_day(self.now):
            raise forms.ValidationError(_("This lies in the future: enter when it happened."))
        if handled_on and checked_on < handled_on:
            raise forms.ValidationError(
                gettext("The platform finished on %(day)s: check after that.") % {"day": handled_on}
            )
        return checked_on


PLATFORM_DISPOSAL_FLOW.asks("serve", "serve_again", "serve_end")(AwaitedForm)
