"""How do people meet the instruments of a laboratory?"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Kind
from casework.deadlines.clocks import local_day
from casework.pages import further
from casework.pages.looking import SearchForm
from casework.pages.submissions import answered
from casework.pages.views import Request, member
from inspection.instruments import actions, forms
from inspection.instruments.models import Calibration, Instrument
from registers.history import in_words, lines
from trail.models import Event
from trail.verbs import VERBS

seeing = member.to(lambda viewer: viewer.kind in (Kind.LABORATORY, Kind.CENTER, Kind.REGULATOR))
keeping = member.to(actions.keeps, gettext_lazy("Instruments are kept by the testers of their laboratory."))


def _own(instrument: Instrument, viewer: Viewer) -> bool:
    return instrument.laboratory_id == viewer.organisation.pk


one_kept = keeping.of(Instrument.objects.visible_to, "pk").where(_own)


@seeing
def instruments(request: Request) -> HttpResponse:
    """The instruments of laboratories, and until when each is calibrated, fifty at a time."""
    today, keeps = local_day(timezone.now()), actions.keeps(request.viewer)
    form = SearchForm(request.GET or None)
    found = Instrument.objects.visible_to(request.viewer).select_related("laboratory")
    looked_for = form.narrowed(
        found.prefetch_related("calibrations"), "name", "number", "model", "laboratory__name"
    )
    part = further.part(looked_for, request.GET, "laboratory__name", "number")
    columns = [
        {"label": _("Instrument"), "key": "instrument", "kind": "title"},
        {"label": _("Laboratory"), "key": "laboratory"},
        {"label": _("Model"), "key": "model"},
        {"label": _("Calibrated until"), "key": "until", "kind": "badge"},
    ]
    rows = [
        {
            "instrument": {
                "text": each.name,
                "url": reverse("instrument", args=[each.pk]),
                "sub": each.number,
            },
            "laboratory": each.laboratory,
            "model": each.model,
            "until": _until(each, today),
        }
        for each in part.rows
    ]
    context = {"columns": columns, "rows": rows, "keeps": keeps, "form": form, "older": part.query}
    return render(request, "inspection/instruments/instruments.html", context, using="jinja2")


def _until(instrument: Instrument, today: date) -> dict[str, str]:
    """Until when it may be relied on: red once that is over, amber where it soon is."""
    if instrument.ended_on:
        return {"text": _("last used on %(day)s") % {"day": instrument.ended_on.isoformat()}, "tone": "grey"}
    standing = [each for each in instrument.calibrations.all() if each.withdrawn_at is None]
    until = max((each.valid_until for each in standing), default=None)
    if until is None:
        return {"text": _("not calibrated"), "tone": "red"}
    if until < today:
        return {"text": _("ran out on %(day)s") % {"day": until.isoformat()}, "tone": "red"}
    if until <= today + actions.BEFORE:
        return {"text": _("%(day)s, runs out soon") % {"day": until.isoformat()}, "tone": "amber"}
    return {"text": until.isoformat(), "tone": "green"}


@seeing.of(Instrument.objects.visible_to, "pk").by("GET")
def instrument(request: Request, found: Instrument) -> HttpResponse:
    """An instrument: its calibrations, and what became of it."""
    state = _until(found, local_day(timezone.now()))
    particulars = [
        (_("Number of the instrument"), found.number),
        (_("Model"), found.model),
        (_("Laboratory"), found.laboratory),
        (_("Last used on"), found.ended_on),
    ]
    columns = [
        {"label": _("Calibrated on"), "key": "on"},
        {"label": _("Calibrated until"), "key": "until"},
        {"label": _("Calibrated by"), "key": "by"},
        {"label": _("Number of the calibration certificate"), "key": "certificate"},
        {"label": _("Entered at"), "key": "at", "kind": "pair"},
    ]
    context = {
        "found": found,
        "state": state,
        "keeps": actions.keeps(request.viewer) and _own(found, request.viewer) and not found.ended_on,
        "particulars": [("", [fact for fact in particulars if fact[1]])],
        "columns": columns,
        "rows": [_row(each) for each in found.calibrations.all()],
        "lines": lines(
            Event.objects.of("instrument", found.pk)[:50], _told, named=_own(found, request.viewer)
        ),
    }
    return render(request, "inspection/instruments/instrument.html", context, using="jinja2")


def _row(calibration: Calibration) -> dict[str, Any]:
    return {
        "on": calibration.calibrated_on,
        "until": calibration.valid_until,
        "by": calibration.calibrated_by,
        "certificate": calibration.certificate,
        "at": {"text": date_format(localtime(calibration.at), "Y-m-d H:i"), "mark": _withdrawn(calibration)},
    }


def _withdrawn(calibration: Calibration) -> str:
    if calibration.withdrawn_at is None:
        return ""
    known = {"day": local_day(calibration.withdrawn_at).isoformat(), "reason": calibration.why_withdrawn}
    return _("withdrawn on %(day)s: %(reason)s") % known


def _told(event: Event) -> str:
    label, before = str(VERBS[event.verb].label), event.detail.get("before")
    return label + _(": ") + in_words(before, event.detail["after"], _called) if before else label


def _called(name: str) -> str:
    column: Any = Instrument._meta.get_field(name)
    return str(column.verbose_name)


def _path(found: Instrument | None) -> list[tuple[Any, str]]:
    listed = [(_("Instruments"), reverse("instruments"))]
    return [*listed, (str(found), reverse("instrument", args=[found.pk]))] if found else listed


@keeping
def add(request: Request) -> HttpResponse:
    """A further instrument; its calibration is asked for next."""
    return _kept(request, None)


@one_kept
def change(request: Request, found: Instrument) -> HttpResponse:
    """What an instrument is called, with the reason of the change."""
    return _kept(request, found)


def _kept(request: Request, found: Instrument | None) -> HttpResponse:
    form = forms.InstrumentForm(request.POST or None, instance=found)

    def action(data: dict[str, Any]) -> str:
        reason = data.get("reason", "")
        kept = actions.keep(form.save(commit=False), reason=reason, by=request.viewer, now=timezone.now())
        return reverse("instrument" if found else "instrument-calibrate", args=[kept.pk])

    heading = _("Change an instrument") if found else _("Add an instrument")
    return answered(request, form, action, heading=heading, path=_path(found), submit=_("Save"))


@one_kept
def calibrate(request: Request, found: Instrument) -> HttpResponse:
    """A calibration of an instrument."""
    now = timezone.now()
    form = forms.CalibrationForm(request.POST or None, today=local_day(now))

    def action(data: dict[str, Any]) -> str:
        actions.calibrate(found, **data, by=request.viewer, now=now)
        return reverse("instrument", args=[found.pk])

    return answered(request, form, action, heading=_("Enter a calibration"), path=_path(found))


@one_kept
def withdraw(request: Request, found: Instrument) -> HttpResponse:
    """Which calibration of an instrument counts no longer, and why."""
    form = forms.WithdrawForm(request.POST or None, instrument=found)

    def action(data: dict[str, Any]) -> str:
        actions.withdraw(**data, by=request.viewer, now=timezone.now())
        return reverse("instrument", args=[found.pk])

    text = _("What was measured on it alone counts no longer; centers are told of reports issued on it.")
    heading = _("Withdraw a calibration")
    return answered(request, form, action, heading=heading, path=_path(found), text=text)


@one_kept
def end(request: Request, found: Instrument) -> HttpResponse:
    """From when on an instrument is used no longer, and why."""
    form = forms.EndForm(request.POST or None)

    def action(data: dict[str, Any]) -> str:
        actions.end(found, **data, by=request.viewer, now=timezone.now())
        return reverse("instrument", args=[found.pk])

    return answered(request, form, action, heading=_("Use an instrument no longer"), path=_path(found))
