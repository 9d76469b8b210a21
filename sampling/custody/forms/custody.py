"""What is asked of those who move a sample, take it, or dispose of it? (form 4.6)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.pages.forms import NoteForm, StepForm, needed_when
from documents.filetypes import PICTURES
from documents.forms import CheckedFiles
from sampling.purchases.forms import yes_no
from sampling.samples.flow.samples import SAMPLE_FLOW
from sampling.samples.forms.storage import offer_rooms, room
from sampling.samples.models.moves import LOOKED_AT, Move
from sampling.samples.models.samples import Disposal, Sample
from trail.reasons import ReasonField


@SAMPLE_FLOW.asks("shift")
class ShiftForm(NoteForm):
    """To which place, and why."""

    to_place = forms.CharField(label=_("Place in the store"), max_length=100)
    note = forms.CharField(  # type: ignore[assignment]  # a remark may be missing, a reason not
        label=_("Remark"), max_length=500, required=False
    )


@SAMPLE_FLOW.asks("take_in", "take_back", "take_over")
class TakeInForm(NoteForm):
    """What came: every point answered, and where it lies now."""

    note = None  # type: ignore[assignment]
    location = forms.CharField(label=_("Place in the store"), max_length=100)
    storage = room()
    remarks = needed_when(
        forms.CharField(label=_("Remarks"), max_length=500, required=False),
        _("mandatory where something is not in order"),
    )

    def __init__(self, *args: Any, instance: Sample, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, viewer=viewer, **kwargs)
        points = [name for name in LOOKED_AT if name in instance.points]
        asked = {name: yes_no(Move._meta.get_field(name).verbose_name) for name in points}  # type: ignore[union-attr]
        if instance.seal_number:
            asked["seal_intact"].help_text = _("Seal number %(number)s.") % {"number": instance.seal_number}
        self.fields = {**asked, **self.fields}
        move = Move.objects.under_way().filter(sample=instance).first()
        self.fields["location"].initial = (move.to_place if move else "") or instance.location
        offer_rooms(self.fields, viewer)
        lies = instance.stays.filter(until=None).first()
        if lies and "storage" in self.fields:
            self.fields["storage"].initial = lies.place_id

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if any(data.get(name) is False for name in LOOKED_AT) and not data.get("remarks"):
            self.add_error("remarks", _("Say what is not in order."))
        return data


@SAMPLE_FLOW.asks("send_out")
class SendOutForm(NoteForm):
    """Which laboratory makes the second test."""

    laboratory = OneOf(Organisation.objects.none(), label=_("Laboratory"))
    note = forms.CharField(  # type: ignore[assignment]  # a remark may be missing, a reason not
        label=_("Remark"), max_length=500, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        laboratories = Organisation.objects.filter(kind=Kind.LABORATORY, active=True).order_by("name")
        self.fields["laboratory"].queryset = laboratories  # type: ignore[attr-defined]


@SAMPLE_FLOW.asks("discard", "dispose")
class DisposeForm(StepForm):
    """In which way, and why now."""

    disposal = forms.ChoiceField(label=_("Way of disposal"), choices=[("", _("Choose")), *Disposal.choices])
    note = ReasonField(label=_("Reason"), max_length=500)

    class Meta:
        model = Sample
        fields = ("disposal",)


@SAMPLE_FLOW.asks("confirm_discard", "confirm_disposal")
class WitnessForm(NoteForm):
    """Who was there says so, with photos."""

    photos = CheckedFiles(label=_("Photos of the disposal"), types=PICTURES)
    note = forms.CharField(  # type: ignore[assignment]  # a remark may be missing, a reason not
        label=_("Remark"), max_length=500, required=False
    )


SAMPLE_FLOW.asks("turn_back")(NoteForm)
