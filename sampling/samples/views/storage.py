"""How do a center's store and a laboratory meet their storage of samples? (6.2-7-a, 6.3-2)"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.gate import works_in
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.pages.submissions import answered
from casework.pages.views import Request, member
from documents.actions import log_read
from documents.views import sent
from sampling.samples.actions import storage as actions
from sampling.samples.forms import storage as forms
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import KEEPERS, Reading, Stay, StoragePlace, StorageRule
from sampling.samples.views.places import calibration, stay_columns, stay_row
from trail.enumerations import enumerated

SHOWN = 200
LYING = Count("stays", filter=Q(stays__until=None))


storing = member.to(
    works_in(*KEEPERS), gettext_lazy("Only centers and laboratories have a storage of samples.")
)
keeping = member.to(
    actions.keeps,
    gettext_lazy("Storage is kept by the center's storekeeper, and by the laboratory's receiver."),
)


@storing
@carries("6.2-7-a", "6.3-2")
def storage(request: Request) -> HttpResponse:
    """The rule in force, the places, what waits for a place, and which sample lies where."""
    viewer, today = request.viewer, local_day(timezone.now())
    rules = list(StorageRule.objects.visible_to(viewer))
    places = StoragePlace.objects.visible_to(viewer)
    stays = Stay.objects.visible_to(viewer).open().filter(place__in=places).select_related("sample", "place")
    at_hand = Sample.objects.visible_to(viewer).filter(state__in=KEEPERS[viewer.kind].states)
    unplaced = at_hand.exclude(pk__in=stays.values("sample")).order_by("pk")[:SHOWN]
    keeps = actions.keeps(viewer)
    context = {
        "keeps": keeps,
        "rule": next((rule for rule in rules if rule.in_force_since <= today), None),
        "rules": {"columns": _rule_columns(), "rows": [_rule_row(rule) for rule in rules]},
        "places": {"columns": _place_columns(), "rows": _place_rows(request, keeps)},
        "unplaced": {
            "columns": [_sample_column(), {"label": _("State"), "key": "state"}, _act_column()],
            "rows": [_unplaced_row(sample, keeps) for sample in unplaced],
        },
        "stays": {
            "columns": [*stay_columns()[:-1], _act_column(), {**_act_column(), "key": "out"}],
            "rows": [stay_row(stay, today) | _moves(stay, keeps) for stay in stays[:SHOWN]],
        },
    }
    return render(request, "sampling/samples/storage.html", context, using="jinja2")


def _sample_column() -> dict[str, str]:
    return {"label": _("Sample"), "key": "sample", "kind": "title"}


def _act_column() -> dict[str, str]:
    return {"label": "", "key": "act", "kind": "act"}


def _rule_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Rule"), "key": "rule", "kind": "title"},
        {"label": _("Version"), "key": "version"},
        {"label": _("In force since"), "key": "since"},
    ]


def _rule_row(rule: StorageRule) -> dict[str, Any]:
    url = reverse("storage-rule", args=[rule.pk])
    return {
        "rule": {"text": rule.title, "url": url, "sub": rule.name},
        "version": rule.version,
        "since": rule.in_force_since,
    }


def _place_columns() -> list[dict[str, str]]:
    return [
        {"label": _("Place"), "key": "place", "kind": "title"},
        {"label": _("Calibrated until"), "key": "calibrated", "kind": "badge"},
        {"label": _("The place keeps"), "key": "keeps"},
        {"label": _("Last reading"), "key": "reading", "kind": "badge"},
        {"label": _("Samples"), "key": "samples", "kind": "number"},
        _act_column(),
    ]


def _place_rows(request: Request, keeps: bool) -> list[dict[str, Any]]:
    """Every place with its newest reading, red where that lies outside the range."""
    today = local_day(timezone.now())
    places = list(StoragePlace.objects.visible_to(request.viewer).annotate(lying=LYING))
    newest = Reading.objects.filter(place__in=places).order_by("place_id", "-at", "-id").distinct("place_id")
    last = {reading.place_id: reading for reading in newest}
    return [
        {
            "place": {
                "text": place.name,
                "url": reverse("storage-place", args=[place.pk]),
                "sub": place.equipment,
            },
            "calibrated": calibration(place, today),
            "keeps": place.conditions,
            "reading": _judged(last.get(place.pk)),
            "samples": place.lying,
            "act": {"label": _("Enter a reading"), "url": reverse("storage-reading", args=[place.pk])}
            if keeps
            else None,
        }
        for place in places
    ]


def _judged(reading: Reading | None) -> dict[str, str]:
    """A reading as a badge: red outside the range."""
    if reading is None:
        return {"text": _("none yet"), "tone": "grey"}
    if reading.outside:
        return {"text": _("%(reading)s, outside the range") % {"reading": reading}, "tone": "red"}
    return {"text": str(reading), "tone": "green"}


def _unplaced_row(sample: Sample, keeps: bool) -> dict[str, Any]:
    url = reverse("storage-put", args=[sample.number])
    return {
        "sample": {"text": sample.title, "url": sample.get_absolute_url(), "sub": sample.number},
        "state": sample.get_state_display(),
        "act": {"label": _("Put into a place"), "url": url, "rank": "main"} if keeps else None,
    }


def _moves(stay: Stay, keeps: bool) -> dict[str, Any]:
    if not keeps:
        return {"act": None, "out": None}
    number = [stay.sample.number]
    return {
        "act": {"label": _("Move"), "url": reverse("storage-put", args=number)},
        "out": {"label": _("Take out"), "url": reverse("storage-out", args=number)},
    }


@storing.of(StorageRule.objects.visible_to, "pk").by("GET")
def rule(request: Request, found: StorageRule) -> HttpResponse:
    """The file of a rule; the read is logged first."""
    log_read("download a file", ("storage rule", found.pk), by=request.viewer, at=timezone.now())
    return sent(found.file, found.content_type, found.name)


@keeping
def add_rule(request: Request) -> HttpResponse:
    """A further version of the sample-management rule."""

    def action(data: dict[str, Any]) -> str:
        actions.add_rule(**data, by=request.viewer, now=timezone.now())
        return reverse("storage")

    form = forms.RuleForm(request.POST or None, request.FILES or None)
    return answered(request, form, action, heading=_("Add a sample-management rule"), path=_path())


def _path() -> list[tuple[str, str]]:
    return [(_("Sample storage"), reverse("storage"))]


@keeping.of(StoragePlace.objects.visible_to, "pk")
def change_place(request: Request, found: StoragePlace | None) -> HttpResponse:
    """A storage place, new or changed."""
    kept = found or StoragePlace()
    form = forms.PlaceForm(request.POST or None, instance=kept, viewer=request.viewer)

    def action(data: dict[str, Any]) -> str:
        actions.keep_place(form.save(commit=False), by=request.viewer, now=timezone.now())
        return reverse("storage")

    heading = _("Change the storage place") if found else _("Add a storage place")
    return answered(request, form, action, heading=heading, path=_path())


@storing.of(StoragePlace.objects.visible_to, "pk").by("GET")
def place(request: Request, found: StoragePlace) -> HttpResponse:
    """A storage place: its readings, those outside the range in red, and the samples that lie in it."""
    today, keeps = local_day(timezone.now()), actions.keeps(request.viewer)
    stays = found.stays.open().select_related("sample", "place")
    readings = found.readings.select_related("by")[:SHOWN]
    context = {
        "place": found,
        "keeps": keeps,
        "particulars": [
            (
                "",
                [
                    (_("Equipment"), found.equipment),
                    (_("Calibrated until"), found.calibrated_until),
                    (_("The place keeps"), found.conditions),
                ],
            )
        ],
        "expired": not found.calibrated(today),
        "readings": {
            "columns": [
                {"label": _("Read at"), "key": "at"},
                {"label": _("Reading"), "key": "reading", "kind": "badge"},
                {"label": _("Read by"), "key": "by"},
                {"label": _("What was done about it"), "key": "note"},
                {"label": _("Samples that lay there"), "key": "samples"},
            ],
            "rows": [_reading_row(each) for each in readings],
        },
        "stays": {
            "columns": stay_columns()[:-1],
            "rows": [stay_row(stay, today) for stay in stays[:SHOWN]],
        },
    }
    return render(request, "sampling/samples/storage_place.html", context, using="jinja2")


def _reading_row(reading: Reading) -> dict[str, Any]:
    """A reading; of one outside the range also which samples lay there."""
    lay = reading.lay_there().values_list("sample__number", flat=True) if reading.outside else []
    return {
        "at": reading.at,
        "reading": _judged(reading),
        "by": reading.by,
        "note": reading.note,
        "samples": enumerated(lay),
    }


@keeping.of(StoragePlace.objects.visible_to, "pk")
def read_off(request: Request, found: StoragePlace) -> HttpResponse:
    """A reading in a storage place."""
    now, back = timezone.now(), reverse("storage-place", args=[found.pk])

    def action(data: dict[str, Any]) -> str:
        actions.read_off(found, **data, by=request.viewer, now=now)
        return back

    form = forms.ReadingForm(request.POST or None, place=found, now=now, initial={"at": now})
    path = [*_path(), (found.name, back)]
    return answered(
        request, form, action, heading=_("Enter a reading"), path=path, text=f"{found} · {found.conditions}"
    )


of_sample = keeping.of(Sample.objects.visible_to, "number")


@of_sample
def put(request: Request, sample: Sample) -> HttpResponse:
    """Into which place a sample is put, or moved."""
    now = timezone.now()

    def action(data: dict[str, Any]) -> str:
        actions.put(sample, **data, by=request.viewer, now=now)
        return reverse("storage")

    form = forms.PutForm(request.POST or None, viewer=request.viewer, sample=sample, now=now)
    heading = _("Put into a storage place")
    return answered(request, form, action, heading=heading, path=_path(), text=str(sample))


@of_sample
def take_out(request: Request, sample: Sample) -> HttpResponse:
    """A sample leaves its place."""

    def action(data: dict[str, Any]) -> str:
        actions.take_out(sample, **data, by=request.viewer, now=timezone.now())
        return reverse("storage")

    heading = _("Take out of the storage place")
    form = forms.TakeOutForm(request.POST or None)
    return answered(request, form, action, heading=heading, path=_path(), text=str(sample))
