"""What is asked of those who have targets chosen, and who let them repeat? (6.2-3)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from casework.pages.forms import QuestionForm
from monitoring.vocabulary import SamplingMethod
from sampling.purchases.actions.repeats import free_listings
from sampling.schemes.flow.schemes import SCHEME_FLOW
from sampling.schemes.models import Listing
from sampling.selection.actions.choices import SECONDS
from sampling.selection.models.choices import Mode
from trail.reasons import ReasonField


@SCHEME_FLOW.asks("choose")
class ChooseForm(QuestionForm):
    """How the targets are chosen, and how long is looked for a better choice."""

    mode = forms.ChoiceField(
        label=_("Way of choosing"),
        choices=Mode,
        help_text=_("The best has the greatest risk. By lot, the seed alone decides."),
    )
    seconds = forms.IntegerField(
        label=_("Seconds at most"),
        min_value=1,
        max_value=600,
        initial=SECONDS,
        required=False,
        help_text=_("After that the best found so far is proposed, with how far from the bound it may be."),
    )

    reason = ReasonField(
        label=_("Why it is chosen again"),
        max_length=300,
        required=False,
        help_text=_("It stands on the page of the scheme and in its paper; name no shop and no product."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = self.record.result_seen()
        if not self.fields["reason"].required:
            del self.fields["reason"]
        by_lot = self.record.plan.method == SamplingMethod.RANDOM
        self.initial.setdefault("mode", Mode.RANDOM if by_lot else Mode.OPTIMAL)

    def clean_seconds(self) -> int:
        return self.cleaned_data["seconds"] or SECONDS


@SCHEME_FLOW.asks("ask")
class ExceptionsForm(QuestionForm):
    """Why the lines that the choice named may repeat."""

    note = ReasonField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The center's leader decides; then the targets are chosen again."),
    )


NOTHING_FREE = _(
    "Nothing else on the list may be bought: each product was chosen, or is of a shop, brand or enterprise"
    " that was. The center's leader may allow an exception."
)


@SCHEME_FLOW.asks("add")
class AddForm(QuestionForm):
    """One more target, from what may be bought now."""

    listing = OneOf(Listing.objects.none(), label=_("Listing"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [listing.pk for listing in free_listings(self.record, self.now)]
        field: Any = self.fields["listing"]
        field.queryset = self.record.listings.select_related("shop").filter(pk__in=free)
        if not free:
            field.help_text = NOTHING_FREE
            field.error_messages["required"] = NOTHING_FREE


@SCHEME_FLOW.asks("allow")
class AllowForm(QuestionForm):
    """Which listing may repeat a shop, brand or enterprise, and why."""

    listing = forms.IntegerField(
        label=_("Line"), min_value=1, help_text=_("Of the listing, where each line can be looked up.")
    )
    exception = ReasonField(label=_("Reason"), max_length=300)

    def clean_listing(self) -> Listing:
        open_still = self.record.listings.select_related("shop").filter(purchases=None, exception="")
        found: Listing | None = open_still.filter(line=self.cleaned_data["listing"]).first()
        if found is None:
            raise ValidationError(_("No such line, or it is bought or allowed already."))
        return found
