"""What is asked of whoever registers goods that are in order? (6.2-7-a)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.pages.forms import QuestionForm, columns_asked, needed_when
from sampling.deliveries.forms.arrivals import check_list
from sampling.deliveries.models.discrepancies import as_text, discrepancies
from sampling.purchases.flow.purchases import PURCHASE_FLOW
from sampling.purchases.models.entries import AT_CHECK, MANDATORY_AT_CHECK, Entry, SampleType
from sampling.purchases.models.otherwise import of_goods
from sampling.purchases.models.purchases import CHECKS, PRODUCER, PRODUCT, SIGNED, Purchase
from sampling.samples.models.samples import Sample
from trail.reasons import ask_why

GOODS = (
    *("product", "brand", "model", "batch", "packing_class", "producer", "producer_address"),
    *("labelled_standard", "declared", "quantity", "unit"),
)


def _sets(purchase: Purchase) -> dict[str, int]:
    """Of what was bought, how much is tested and how much kept, where the plan has a backup kept."""
    bought, kept = purchase.quantity or 0, purchase.plan_item.backup_quantity
    return {"quantity": bought - kept, "backup": kept} if 0 < kept < bought else {}


# What a sampling form of a supervision check may not leave out.
TOLD_WHEN_SUPERVISED = ("batch", "producer")


@PURCHASE_FLOW.asks("accept")
class AcceptForm(QuestionForm):
    """The check list, all of it in order, and what stands on the goods."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        purchase, listing, scheme = self.record, self.record.listing, self.record.scheme
        self.fields.update(check_list())
        self.fields.update(columns_asked(Sample, GOODS))
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
        self.fields.update(columns_asked(Entry, AT_CHECK))
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
        sets = {"quantity": purchase.quantity, "unit": purchase.unit, "backup": None} | _sets(purchase)
        self.initial = {**sets, "sample_type": SampleType.FINISHED, **named}
        self.groups = [
            (_("Check on arrival"), list(CHECKS)),
            (
                _("Product"),
                [*(name for name in GOODS if name not in sets), "label_differs", *why, *PRODUCT],
            ),
            (_("Producer"), list(PRODUCER)),
            (_("Samples"), list(sets)),
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
