"""How does a laboratory keep its instruments and their calibrations? (6.3-5)"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import System, Viewer
from accounts.roles import Role
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from casework.work.notifications import Telling
from inspection.flow.reports import ISSUED
from inspection.instruments.models import Calibration, Instrument
from trail import verbs
from trail.models import Event, write

KEEP, CALIBRATE, END = "keep an instrument", "calibrate an instrument", "end an instrument"
WITHDRAW = "withdraw a calibration"
RUNS_OUT = "a calibration runs out"
verbs.register(KEEP, gettext_lazy("Keep an instrument"))
verbs.register(CALIBRATE, gettext_lazy("Enter a calibration"))
verbs.register(WITHDRAW, gettext_lazy("Withdraw a calibration"), notification=True)
verbs.register(END, gettext_lazy("Use an instrument no longer"))
verbs.register(RUNS_OUT, gettext_lazy("A calibration runs out"), notification=True)

# What is said of an instrument, and what stood before when it changes.
SAID = ("number", "name", "model")
# So long before its calibration runs out a laboratory is told.
BEFORE = timedelta(days=30)


def keeps(viewer: Viewer) -> bool:
    """Whether this person keeps the instruments of their laboratory."""
    return Role.TESTER in viewer.roles


def _only_its_own(instrument: Instrument, by: Viewer) -> None:
    if not keeps(by) or instrument.laboratory_id != by.organisation.pk:
        raise Forbidden(_("Instruments are kept by the testers of their laboratory."))


@transaction.atomic
@carries("6.3-5")
def keep(instrument: Instrument, *, reason: str = "", by: Viewer, now: datetime) -> Instrument:
    """Keep an instrument, new or changed; why it is changed stands in the trail."""
    if instrument.pk is None:
        instrument.laboratory = by.organisation
    _only_its_own(instrument, by)
    stood = Instrument.objects.filter(pk=instrument.pk).values(*SAID).first()
    try:
        with transaction.atomic():
            instrument.save()
    except IntegrityError:  # instrument_one: also where a colleague gives it at the same moment
        raise Refused(_("Another instrument of yours has this number: give each its own.")) from None
    after = {name: getattr(instrument, name) for name in SAID}
    before = {name: text for name, text in (stood or {}).items() if text != after[name]}
    _tell(KEEP, instrument, by, now, note=reason, before=before, after=after)
    return instrument


@transaction.atomic
@carries("6.3-5")
def calibrate(instrument: Instrument, *, by: Viewer, now: datetime, **said: Any) -> Calibration:
    """Enter a calibration: calibrated_on, valid_until, calibrated_by, certificate."""
    _only_its_own(instrument, by)
    if said["calibrated_on"] > local_day(now):
        raise Refused(_("This lies in the future: enter when it happened."))
    calibration = Calibration.objects.create(instrument=instrument, by=by.user, at=now, **said)
    _tell(CALIBRATE, instrument, by, now, note=str(calibration))
    return calibration


@transaction.atomic
@carries("6.3-5")
def withdraw(calibration: Calibration, *, reason: str, by: Viewer, now: datetime) -> None:
    """Withdraw a calibration that was entered wrongly: nothing counts that was measured on it alone.

    The centers are told of the reports that were issued on it: what becomes of these people decide.
    """
    instrument = calibration.instrument
    _only_its_own(instrument, by)
    standing = instrument.calibrations.standing().filter(pk=calibration.pk)
    if not standing.update(withdrawn_at=now, why_withdrawn=reason):
        raise Refused(_("This calibration was withdrawn already."))
    event = _tell(WITHDRAW, instrument, by, now, note=f"{calibration} · {reason}")
    measured = calibration.raw_records.filter(replaced_by=None, report__state__in=ISSUED)
    resting = {raw.report for raw in measured.select_related("report")}
    telling = Telling(now)
    for report in sorted(resting, key=lambda report: report.pk):
        assert report.center_id is not None  # it tests for the center that commissioned it
        known = {"report": report.number, "instrument": instrument}
        title = _("%(report)s rests on a calibration that its laboratory withdrew: %(instrument)s") % known
        telling.tell_of(event, report.center_id, Role.ORGANISER, title, report.get_absolute_url())
    telling.send()


@transaction.atomic
def end(instrument: Instrument, *, on: date, reason: str, by: Viewer, now: datetime) -> None:
    """Use an instrument no longer after a day; what was measured with it stays."""
    _only_its_own(instrument, by)
    if on > local_day(now):
        raise Refused(_("This lies in the future: enter when it happened."))
    instrument.ended_on = on
    instrument.save(update_fields=["ended_on"])
    _tell(END, instrument, by, now, note=reason, on=on.isoformat())


def warn(now: datetime) -> int:
    """Tell each laboratory, once, of the calibrations that run out within thirty days; returns how many."""
    today = local_day(now)
    lasting = Instrument.objects.filter(ended_on=None).annotate(
        until=Max("calibrations__valid_until", filter=Q(calibrations__withdrawn_at=None))
    )
    ending = lasting.filter(until__gte=today, until__lte=today + BEFORE).order_by("pk")
    return sum(_warned(instrument, now) for instrument in ending)


@transaction.atomic
def _warned(instrument: Any, now: datetime) -> bool:
    until = instrument.until.isoformat()
    before = Event.objects.of("instrument", instrument.pk).filter(verb=RUNS_OUT, detail__until=until)
    if before.exists():
        return False
    event = write(
        RUNS_OUT, ("instrument", instrument.pk), actor=System().actor(), at=now, detail={"until": until}
    )
    title = _("%(instrument)s: calibrated until %(day)s") % {"instrument": instrument, "day": until}
    telling = Telling(now)
    url = reverse("instrument", args=[instrument.pk])
    telling.tell_of(event, instrument.laboratory_id, Role.TESTER, title, url)
    telling.send()
    return True


def _tell(verb: str, instrument: Instrument, by: Viewer, now: datetime, **detail: Any) -> Event:
    subject, actor = ("instrument", instrument.pk), by.actor(Role.TESTER)
    said = {name: value for name, value in detail.items() if value}
    return write(verb, subject, actor=actor, at=now, clause="6.3-5", detail=said)
