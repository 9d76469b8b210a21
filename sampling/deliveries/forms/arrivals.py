"""What is asked of those who check what arrived, and of whoever sends it back? (form 4.6)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.pages.forms import QuestionForm, StepForm
from documents.filetypes import PICTURES, VIDEOS
from documents.forms import CheckedFile, CheckedFiles
from sampling.deliveries.forms.ends import area
from sampling.evidence.forms import PROOF
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.forms import yes_no
from sampling.purchases.models.purchases import CHECKS, Purchase, WayBack


def check_list() -> dict[str, forms.TypedChoiceField]:
    """The questions of the check on arrival, by their fields."""
    return {name: yes_no(Purchase._meta.get_field(name).verbose_name) for name in CHECKS}  # type: ignore[union-attr]


@PURCHASE_FLOW.asks("check")
class CheckForm(QuestionForm):
    """The unpacking, photographed or filmed (O18-06)."""

    unpacking = CheckedFiles(label=_("Photos or a video of the unpacking"), types=(*PICTURES, *VIDEOS))


@PURCHASE_FLOW.asks("reject")
class RejectForm(StepForm):
    """What is wrong with what arrived, with its proof, and how it goes back."""

    defect = area(_("Why it is rejected"))
    way_back = forms.ChoiceField(label=_("Way of return"), choices=WayBack)
    evidence = CheckedFiles(label=_("Proof"), types=PROOF)

    class Meta:
        model = Purchase
        fields = ("defect", "way_back")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(check_list())
        self.groups = [
            (_("Check on arrival"), list(CHECKS)),
            (_("Rejection"), ["defect", "way_back", "evidence"]),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        checks = {name: data.pop(name, None) for name in CHECKS}
        if all(checks.values()):
            self.add_error(
                None, _("Everything is in order by the check list: say what is not, or accept it.")
            )
        return {**data, "checks": checks}


@PURCHASE_FLOW.asks("send_back")
class SendBackForm(StepForm):
    """The return, with the carrier's receipt."""

    receipt = CheckedFile(label=_("Receipt"), types=PROOF)
    owed = forms.DecimalField(
        label=_("Money that is to come back (yuan)"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text=_("Left empty: what was paid, and for a defect the freight of the return."),
    )

    class Meta:
        model = Purchase
        fields = ("return_carrier", "return_tracking", "return_freight", "sent_back_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["return_carrier"].required = self.fields["return_tracking"].required = True
        self.from_label("return_tracking")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("sent_back_on")
        most = (self.instance.amount or 0) + (data.get("return_freight") or 0)
        if (data.get("owed") or 0) > most:
            self.add_error("owed", _("More than was paid: correct the amount."))
        return data


@PURCHASE_FLOW.asks("arrive")
class ArriveForm(StepForm):
    """The seller's receipt of what was sent back, as the carrier records it."""

    proof = CheckedFile(
        label=_("Proof"),
        types=PROOF,
        help_text=_("The carrier's record of the parcel, or the seller's word."),
    )

    class Meta:
        model = Purchase
        fields = ("seller_received_on",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("seller_received_on")
        sent, came = self.instance.sent_back_on, data.get("seller_received_on")
        if sent and came and came < sent:
            self.add_error("seller_received_on", _("This lies before the return was sent."))
        return data
