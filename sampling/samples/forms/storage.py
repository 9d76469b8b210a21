"""What is asked about the keeping of samples?"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.coded import OneOf
from accounts.models import Viewer
from casework.deadlines.clocks import local_day
from casework.pages.forms import needed_when
from documents.forms import CheckedFile
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import MEASURES, RANGES, Reading, Stay, StoragePlace, StorageRule
from trail.days import DayField, MomentField

TEXTS = (".pdf", ".jpg", ".jpeg", ".png")


class RuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """A version of the sample-management rule."""

    in_force_since = DayField(label=_("In force since"))
    file = CheckedFile(label=_("File"), types=TEXTS)

    class Meta:
        model = StorageRule
        fields = ("title", "version", "in_force_since")


class PlaceForm(forms.ModelForm):  # type: ignore[type-arg]
    """A storage place and what it keeps."""

    calibrated_until = DayField(label=_("Calibrated until"))

    class Meta:
        model = StoragePlace
        fields = ("name", "equipment", "calibrated_until", *RANGES)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        others = StoragePlace.objects.visible_to(self.viewer).exclude(pk=self.instance.pk)
        for name in ("name", "equipment"):
            if data.get(name) and others.filter(**{name: data[name]}).exists():
                self.add_error(name, _("Another place bears this already."))
        return data


class ReadingForm(forms.ModelForm):  # type: ignore[type-arg]
    """What was read off in a place."""

    at = MomentField(label=_("Read at"))
    field_order = ("at",)

    class Meta:
        model = Reading
        fields = ("temperature", "humidity", "note")

    def __init__(self, *args: Any, place: StoragePlace, now: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place, self.now = place, now
        needed_when(self.fields["note"], _("mandatory where a value lies outside the range of the place"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        figures = {measure: data.get(measure) for measure in MEASURES}
        if data.get("at") and data["at"] > self.now:
            self.add_error("at", _("This lies in the future: enter when it happened."))
        if self.place.outside(figures) and not data.get("note"):
            self.add_error("note", _("This lies outside the range of the place: say what was done about it."))
        return data


def room() -> OneOf:
    """In which storage place of the center's store it lies."""
    return OneOf(
        StoragePlace.objects.none(),
        label=_("Storage place"),
        required=False,
        help_text=_("The room or equipment whose temperature and humidity are read off."),
    )


def offer_rooms(fields: dict[str, Any], viewer: Viewer) -> None:
    """Offer the storage places of the viewer's store, and ask nothing about them where there are none."""
    places = StoragePlace.objects.visible_to(viewer)
    if not places.exists():
        for name in ("storage", *RANGES):
            fields.pop(name, None)
        return
    fields["storage"].queryset = places
    fields["storage"].label_from_instance = _offered


class PutForm(forms.ModelForm):  # type: ignore[type-arg]
    """Into which place a sample is put, and the conditions that it needs."""

    class Meta:
        model = Stay
        fields = ("place", *RANGES)
        field_classes = {"place": OneOf}

    def __init__(self, *args: Any, viewer: Viewer, sample: Sample, now: Any, **kwargs: Any) -> None:
        last = sample.stays.order_by("-id").first()
        kwargs["initial"] = {name: getattr(last, name) for name in RANGES} if last else {}
        super().__init__(*args, **kwargs)
        self.now = now
        lies = last.place_id if last and last.until is None else 0
        places = StoragePlace.objects.visible_to(viewer).exclude(pk=lies)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        self.fields["place"].label_from_instance = _offered  # type: ignore[attr-defined]
        if sample.conditions:
            told = _("To be kept: %(conditions)s.") % {"conditions": sample.conditions}
            self.fields["temperature_low"].help_text = told

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and data.get("place"):
            need = Stay(**{name: data.get(name) for name in RANGES})
            for reason in data["place"].unfit_for(need, local_day(self.now)):
                self.add_error("place", reason)
        return data


def _offered(place: StoragePlace) -> str:
    return " · ".join(part for part in (str(place), place.conditions) if part)


class TakeOutForm(forms.Form):
    """What for a sample is taken out of its place."""

    note = forms.CharField(label=_("What for"), max_length=200)
