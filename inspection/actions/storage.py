"""What can be done about the keeping of samples at the laboratory? (6.3-2)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import hold, lock, release
from casework.clauses import carries
from casework.clocks import local_day
from casework.flow import Forbidden, Refused
from casework.notifications import tell
from documents.checks import check, clean_name
from inspection.flow import say
from inspection.models import Entrustment, Reading, Stay, StoragePlace, StorageRule
from sampling.models import Sample
from trail.models import write

# In these states a sample is in the laboratory's hands.
AT_THE_LABORATORY = ("at_lab", "in_test", "tested", "retained", "disposing")
HOLD = "in_storage"
Figures = Mapping[str, Decimal | None]


def keeps(viewer: Viewer) -> bool:
    """Whether this person manages the storage of their laboratory."""
    return Role.RECEIVER in viewer.roles


def _only_its_receiver(laboratory: int | None, by: Viewer) -> None:
    if not keeps(by) or laboratory != by.organisation.pk:
        raise Forbidden(_("Only the sample receiver of the laboratory keeps its storage."))


@transaction.atomic
@carries("6.3-2")
def add_rule(
    *, title: str, version: str, in_force_since: date, file: File[bytes], by: Viewer, now: datetime
) -> StorageRule:
    """Keep a version of the laboratory's sample-management rule; older versions stay on file."""
    _only_its_receiver(by.organisation.pk, by)
    content_type = check(file)
    file.seek(0)
    known = {"laboratory": by.organisation, "title": title, "version": version}
    if StorageRule.objects.filter(**known).exists():
        raise Refused(_("This version is on file already: give the new one another number."))
    rule = StorageRule(
        **known,
        in_force_since=in_force_since,
        name=clean_name(file),
        content_type=content_type,
        by=by.user,
        at=now,
    )
    rule.file.save("", File(file), save=True)
    detail = {"rule": str(rule), "since": in_force_since.isoformat()}
    write("add a storage rule", ("storage rule", rule.pk), actor=by.actor(), at=now, detail=detail)
    return rule


@transaction.atomic
@carries("6.3-2")
def keep_place(place: StoragePlace, *, by: Viewer, now: datetime) -> StoragePlace:
    """Keep a place, new or changed. Refused where a sample that lies there needs what it keeps no more."""
    place.laboratory = place.laboratory if place.pk else by.organisation
    _only_its_receiver(place.laboratory_id, by)
    if place.pk:
        list(StoragePlace.objects.select_for_update().filter(pk=place.pk))
        lying = place.stays.open().select_related("sample")
        long_ago = date.min  # the calibration is another matter: samples stay where they are
        say([f"{stay.sample.number}: {why}" for stay in lying for why in place.unfit_for(stay, long_ago)])
    place.save()
    said = {
        "place": str(place),
        "keeps": place.conditions,
        "calibrated": place.calibrated_until.isoformat(),
    }
    subject = ("storage place", place.pk)
    write("keep a storage place", subject, actor=by.actor(), at=now, clause="6.3-2", detail=said)
    return place


@transaction.atomic
@carries("6.3-2")
def read_off(
    place: StoragePlace, *, at: datetime, by: Viewer, now: datetime, note: str = "", **figures: Decimal | None
) -> Reading:
    """Keep a reading. Outside the range it needs a note; every sample lying there is marked, and the
    laboratory's receivers are told, once a commission.

    figures: temperature (℃) and humidity (%), at least one.
    """
    _only_its_receiver(place.laboratory_id, by)
    outside = bool(place.outside(figures))
    if all(value is None for value in figures.values()):
        raise Refused(_("Enter a temperature or a humidity."))
    if at > now:
        raise Refused(_("This lies in the future: enter when it happened."))
    if outside and not note:
        raise Refused(_("This lies outside the range of the place: say what was done about it."))
    reading = Reading.objects.create(place=place, at=at, note=note, outside=outside, by=by.user, **figures)
    if outside:
        _warn(reading, by, now)
    return reading


def _warn(reading: Reading, by: Viewer, now: datetime) -> None:
    place = reading.place
    lying = [stay.sample for stay in place.stays.open().select_related("sample").order_by("sample")]
    note = f"{place}: {reading} ({place.conditions}). {reading.note}"
    events = {
        sample.pk: write(
            "a reading outside the range",
            ("record", sample.pk),
            actor=by.actor(),
            at=now,
            clause="6.3-2",
            detail={"note": note},
        )
        for sample in lying
    }
    concerned = Entrustment.objects.filter(
        entrusted__sample__in=lying, entrusted__released=False, laboratory=place.laboratory
    )
    for entrustment in concerned.distinct().order_by("pk"):
        sample = next(each for each in entrustment.kept() if each.sample_id in events).sample_id
        tell(entrustment, events[sample], place.laboratory_id, Role.RECEIVER)


@transaction.atomic
@carries("6.3-2")
def put(sample: Sample, *, place: StoragePlace, by: Viewer, now: datetime, **needs: Decimal | None) -> Stay:
    """Put a sample into a place, or move it there from another.

    needs: temperature_low, temperature_high, humidity_low, humidity_high, as far as the sample needs them.
    Refused where the place does not keep these, or its calibration has run out.
    """
    lock(sample)
    sample.refresh_from_db()
    _only_its_receiver(sample.laboratory_id, by)
    list(StoragePlace.objects.select_for_update().filter(pk=place.pk))
    place.refresh_from_db()
    if place.laboratory_id != sample.laboratory_id:
        raise Forbidden(_("Only the sample receiver of the laboratory keeps its storage."))
    if sample.state not in AT_THE_LABORATORY:
        raise Refused(_("The sample is not at the laboratory."))
    stay = Stay(sample=sample, place=place, since=now, put_by=by.user, **needs)
    say(place.unfit_for(stay, local_day(now)))
    left = Stay.objects.filter(sample=sample).open().select_related("place").first()
    if left is not None and left.place_id == place.pk:
        raise Refused(_("The sample lies in this place already."))
    if left is not None:
        left.until = now
        left.save(update_fields=["until"])
    stay.save()
    hold(sample, HOLD, _("It still lies in a storage place of the laboratory: take it out first."), now)
    verb = "put into a storage place" if left is None else "move to another storage place"
    needed = _("needs %(conditions)s") % {"conditions": stay.conditions} if stay.conditions else ""
    note = ", ".join(part for part in (str(place), place.conditions, needed) if part)
    _tell_the_trail(verb, sample, note, by, now)
    return stay


@transaction.atomic
@carries("6.3-2")
def take_out(sample: Sample, *, note: str, by: Viewer, now: datetime) -> None:
    """Take a sample out of the place in which it lies, and say what for."""
    lock(sample)
    _only_its_receiver(sample.laboratory_id, by)
    stay = Stay.objects.filter(sample=sample).open().select_related("place").first()
    if stay is None:
        raise Refused(_("The sample lies in no storage place."))
    stay.until = now
    stay.save(update_fields=["until"])
    release(sample, HOLD, now)
    _tell_the_trail("take out of the storage place", sample, f"{stay.place}: {note}", by, now)


def _tell_the_trail(verb: str, sample: Sample, note: str, by: Viewer, now: datetime) -> None:
    subject: tuple[str, int] = ("record", sample.pk)
    detail: dict[str, Any] = {"note": note}
    write(verb, subject, actor=by.actor(Role.RECEIVER), at=now, clause="6.3-2", detail=detail)
