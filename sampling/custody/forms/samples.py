"""What is asked of the store, and of the laboratory on receipt? (form 4.6, 6.3-1)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from casework.pages.forms import StepForm, columns_asked
from documents.filetypes import PICTURES
from documents.forms import CheckedFile, CheckedFiles
from sampling.deliveries.forms.ends import area
from sampling.evidence.forms import PROOF
from sampling.purchases.forms import ReplaceForm, yes_no
from sampling.purchases.models.purchases import Purchase
from sampling.samples.flow.samples import SAMPLE_FLOW
from sampling.samples.forms.storage import offer_rooms, room
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import RANGES, Stay
from trail.days import DayField
from trail.reasons import ReasonField


@SAMPLE_FLOW.asks("store")
class StoreForm(StepForm):
    """Where it lies and how, and where it is to go by when."""

    storage = room()
    field_order = ("location", "storage", "conditions", *RANGES)

    class Meta:
        model = Sample
        fields = ("location", "conditions", "send_to", "send_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.Meta.fields:
            self.fields[name].required = True
        self.fields.update(columns_asked(Stay, RANGES))
        self.order_fields(self.field_order)
        offer_rooms(self.fields, self.viewer)
        planned = list(self.instance.purchase.scheme.plan.laboratories.all()[:2]) if self.instance.pk else []
        if len(planned) == 1:
            self.initial["send_to"] = self.initial.get("send_to") or planned[0].name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        needs = {name: data.get(name) for name in RANGES}
        Stay(**needs).validate_constraints(exclude={"sample"})
        if any(value is not None for value in needs.values()) and not data.get("storage"):
            self.add_error("storage", _("Choose the storage place that keeps this."))
        return data


@SAMPLE_FLOW.asks("seal")
class SealForm(StepForm):
    """The first person's seal: its number, and both sides of it (O18-06)."""

    front = CheckedFile(label=_("Photo of the sealed sample, front"), types=PICTURES)
    back = CheckedFile(label=_("Photo of the sealed sample, back"), types=PICTURES)

    class Meta:
        model = Sample
        fields = ("seal_number",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seal_number"].required = True
        self.from_label("seal_number")
        self.fields["seal_number"].help_text = _(
            "A second person confirms it; each set has a seal of its own."
        )


@SAMPLE_FLOW.asks("set_aside")
class SetAsideForm(StepForm):
    """Where a sealed backup is kept (备样封存地点)."""

    class Meta:
        model = Sample
        fields = ("kept_at",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_at"].required = True
        self.initial.setdefault("kept_at", "")
        self.initial["kept_at"] = self.initial["kept_at"] or self.instance.location


@SAMPLE_FLOW.asks("settle")
class SettleForm(StepForm):
    """When nobody could object any more: fifteen days after the result was served, or when it was settled."""

    objection_ended_on = DayField(
        label=_("End of the objection period"),
        help_text=_("After a failure the backup sample is kept for three months more."),
    )
    note = forms.CharField(label=_("Remark"), max_length=500, required=False)

    class Meta:
        model = Sample
        fields = ("objection_ended_on",)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self.not_ahead("objection_ended_on")
        ended = data.get("objection_ended_on")
        if ended and ended < self.instance.sampled_on:
            self.add_error("objection_ended_on", _("It was not sampled yet: correct the day."))
        return data


# The seal as it came, beside the photos that were taken when it was put on.
SIDES = {
    "front": _("Photo of the seal as it came, front"),
    "back": _("Photo of the seal as it came, back"),
}


class _ReceiptForm(StepForm):
    """The hand-over confirmation: every point answered, and a seal photographed."""

    class Meta:
        model = Sample
        fields: tuple[str, ...] = ("appearance", "condition", "packing")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        points = self.instance.points
        questions = {name: yes_no(Sample._meta.get_field(name).verbose_name) for name in points}  # type: ignore[union-attr]
        if number := self.instance.seal_number:
            questions["seal_intact"].help_text = _("Seal number %(number)s.") % {"number": number}
        self.fields = {**questions, **self.fields}
        if self.instance.sealed:
            for name, label in SIDES.items():
                needed = "rejection" not in self.fields and bool(self.instance.supervised)
                self.fields[name] = CheckedFile(label=label, types=PICTURES, required=needed)
        for name in self.Meta.fields:
            self.fields[name].required = True
        decision = [name for name in ("rejection", "photos") if "rejection" in self.fields]
        checked = [name for name in self.fields if name not in decision]
        groups = [(_("Check on receipt"), checked), (_("Decision"), decision)]
        self.groups = [group for group in groups if group[1]]


@SAMPLE_FLOW.asks("receive")
class ReceiveForm(_ReceiptForm):
    """Received as it should be."""

    photos = CheckedFiles(label=_("Photos"), types=PICTURES, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name in self.instance.points:
            if data.get(name) is False:
                self.add_error(name, _("A sample of which this is not so is rejected with a reason."))
        return data


@SAMPLE_FLOW.asks("reject")
class RejectSampleForm(_ReceiptForm):
    """Rejected in writing, with reason and proof (O18-09)."""

    rejection = area(_("Why the laboratory rejects it"))
    photos = CheckedFiles(label=_("Proof"), types=PROOF)

    class Meta:
        model = Sample
        fields = ("appearance", "condition", "packing", "rejection")


@SAMPLE_FLOW.asks("resample")
class ResampleForm(ReplaceForm):
    """What is bought in place of a sample that is of no use, and why."""

    note = ReasonField(label=_("Reason"), max_length=500)

    def _purchase(self) -> Purchase:
        purchase: Purchase = self.record.purchase
        return purchase
