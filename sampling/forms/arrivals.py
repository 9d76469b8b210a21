"""What is asked of those who check what arrived, and of whoever sends it back? (form 4.6)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import QuestionForm, StepForm, day, needed_when
from documents.checks import PICTURES, VIDEOS
from documents.forms import CheckedFile, CheckedFiles
from sampling.forms.ends import PROOF, area
from sampling.forms.purchases import yes_no
from sampling.models.discrepancies import as_text, discrepancies
from sampling.models.entries import AT_CHECK, MANDATORY_AT_CHECK, Entry
from sampling.models.otherwise import of_goods
from sampling.models.purchases import CHECKS, PRODUCER, PRODUCT, SIGNED, Purchase, WayBack
from sampling.models.samples import Sample
from trail.reasons import ask_why


def check_list() -> dict[str, forms.TypedChoiceField]:
    """The questions of the check on arrival, by their fields."""
    return {name: yes_no(Purchase._meta.get_field(name).verbose_name) for name in CHECKS}  # type: ignore[union-attr]


class CheckForm(QuestionForm):
    """The unpacking, photographed or filmed (O18-06)."""

    unpacking = CheckedFiles(label=_("Photos or a video of the unpacking"), types=(*PICTURES, *VIDEOS))


GOODS = (
    *("product", "brand", "model", "batch", "packing_class", "producer", "producer_address"),
    *("labelled_standard", "declared", "quantity", "unit"),
)

# What a sampling form of a supervision check may not leave out.
TOLD_WHEN_SUPERVISED = ("batch", "producer")


class AcceptForm(QuestionForm):
    """The check list, all of it in order, and what stands on the goods."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purchase, listing, scheme = self.record, self.record.listing, self.record.scheme
        self.fields.update(check_list())
        self.fields.update(forms.fields_for_model(Sample, fields=GOODS))
        told = _("Of the same unit; in a supervision check both sets are then sealed.")
        self.fields["backup"] = forms.IntegerField(
            label=_("Kept as a backup sample"),
            min_value=0,
            required=scheme.keeps_backup,
            help_text=told if scheme.supervised else _("Of the same unit."),
        )
        self.fields["label_differs"] = forms.BooleanField(
            label=_("The goods name another producer or brand than the listing: I have read them again"),
            required=False,
        )
        self.fields.update(forms.fields_for_model(Entry, fields=AT_CHECK))
        ask_why(self.fields)
        for name in MANDATORY_AT_CHECK:
            self.fields[name].required = True
        for name in TOLD_WHEN_SUPERVISED:
            self.fields[name].required = self.fields[name].required or scheme.supervised
        # Producer and brand are read on the goods: the listing's would only be sent back as they are. So are
        # product and model where the page was not that of what was chosen any more.
        changed = any(seen.to_decide for seen in purchase.confirmations.all())
        why = ["goods_why"] if changed else []
        if changed:
            needed_when(self.fields["goods_why"], _("mandatory where they are not"))
        else:
            del self.fields["goods_why"]
        named = {} if changed else {"product": listing.product, "model": listing.model}
        self.initial = {"unit": purchase.unit, "quantity": purchase.quantity, **named}
        sets = ["quantity", "unit", "backup"]
        self.groups = [
            (_("Check on arrival"), list(CHECKS)),
            (
                _("Product"),
                [*(name for name in GOODS if name not in sets), "label_differs", *why, *PRODUCT],
            ),
            (_("Producer"), list(PRODUCER)),
            (_("Samples"), sets),
            (_("Confirmation and remark"), list(SIGNED)),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in CHECKS:
            if data.get(name) is False:
                self.add_error(name, _("A sample of which this is not so is rejected, not accepted."))
        backup = data.get("backup") or 0
        if self.record.quantity and (data.get("quantity") or 0) + backup > self.record.quantity:
            self.add_error("backup", _("More than was bought: correct the quantities."))
        if self.record.scheme.keeps_backup and not backup:
            self.add_error("backup", _("The plan asks for a backup sample."))
        self._read_again(data)
        self._as_on_its_page(data)
        if self.errors:
            return data
        goods = {name: data[name] for name in GOODS if name != "quantity"}
        checks = {name: data[name] for name in CHECKS}
        entry = {name: data[name] for name in AT_CHECK if name in data}
        return {
            "checks": checks,
            "goods": goods,
            "entry": entry,
            "quantity": data["quantity"],
            "backup": backup,
        }

    def _read_again(self, data: dict[str, Any]) -> None:
        """Where label and listing differ, somebody has looked twice: the label goes before the listing."""
        names = {name: data.get(name) or "" for name in ("producer", "brand", "model")}
        found = discrepancies(self.record, **names)
        if found and not data.get("label_differs"):
            said = {"found": as_text(found)}
            self.add_error(
                "label_differs",
                _("The label is not what the listing says (%(found)s). Read it again, and tick this.") % said,
            )

    def _as_on_its_page(self, data: dict[str, Any]) -> None:
        """Where the page had changed, the goods are what it showed then; or it is said how that can be."""
        if "goods_why" not in self.fields:
            return
        names = (data.get(name) or "" for name in ("product", "brand", "model"))
        found = of_goods(self.record, *names)
        if not found:
            data["goods_why"] = ""
        elif not data.get("goods_why") and "goods_why" not in self.errors:
            said = _("The goods are not what they were ordered as (%(found)s). Read them again, and say why.")
            self.add_error("goods_why", said % {"found": "; ".join(found)})


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


class SendBackForm(StepForm):
    """The return, with the carrier's receipt."""

    sent_back_on = day(label=_("Sent back on"))
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


class ArriveForm(StepForm):
    """The seller's receipt of what was sent back, as the carrier records it."""

    seller_received_on = day(label=_("Received by the seller on"))
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
