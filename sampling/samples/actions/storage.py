"""What can be done about the keeping of samples, in the store and at a laboratory? (6.2-7-a, 6.3-2)"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Viewer
from accounts.roles import Kind
from casework.actions import lock
from casework.clauses import carries
from casework.deadlines.clocks import local_day
from casework.flow import Forbidden, Refused
from casework.holds import hold, release
from casework.work.notifications import Telling
from documents import quotas
from documents.filetypes import check, clean_name
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import (
    KEEPERS,
    MEASURES,
    RANGES,
    Reading,
    Stay,
    StoragePlace,
    StorageRule,
    said,
)
from trail import verbs
from trail.models import write

verbs.register("a reading outside the range", gettext_lazy("A reading outside the range"))
verbs.register("add a storage rule", gettext_lazy("Add a storage rule"))
verbs.register("keep a storage place", gettext_lazy("Keep a storage place"))
verbs.register("move to another storage place", gettext_lazy("Move to another storage place"))
verbs.register("put into a storage place", gettext_lazy("Put into a storage place"))
verbs.register("take out of the storage place", gettext_lazy("Take out of the storage place"))

HOLD = "in_storage"
SHOWN = 20  # readings outside the range, of one stay
Figures = Mapping[str, Decimal | None]


def keeps(viewer: Viewer) -> bool:
    """Whether this person manages the storage of their organisation."""
    return viewer.kind in KEEPERS and KEEPERS[viewer.kind].role in viewer.roles


def _only_its_keeper(keeper: int | None, by: Viewer) -> None:
    if not keeps(by) or keeper != by.organisation.pk:
        raise Forbidden(_("Storage is kept by the center's storekeeper, and by the laboratory's receiver."))


@transaction.atomic
@carries("6.2-7-a", "6.3-2")
def add_rule(
    *, title: str, version: str, in_force_since: date, file: File[bytes], by: Viewer, now: datetime
) -> StorageRule:
    """Keep a version of the sample-management rule; older versions stay on file."""
    _only_its_keeper(by.organisation.pk, by)
    content_type = check(file)
    file.seek(0)
    known = {"keeper": by.organisation, "title": title, "version": version}
    if StorageRule.objects.filter(**known).exists():
        raise Refused(_("This version is on file already: give the new one another number."))
    quotas.make_room(file.size, by=by, now=now)
    rule = StorageRule(
        **known,
        in_force_since=in_force_since,
        name=clean_name(file),
        content_type=content_type,
        size=file.size,
        by=by.user,
        at=now,
    )
    rule.file.save("", File(file), save=True)
    detail = {"rule": str(rule), "since": in_force_since.isoformat()}
    subject, clause = ("storage rule", rule.pk), KEEPERS[by.kind].clause
    write("add a storage rule", subject, actor=by.actor(), at=now, clause=clause, detail=detail)
    return rule


@transaction.atomic
@carries("6.2-7-a", "6.3-2")
def keep_place(place: StoragePlace, *, by: Viewer, now: datetime) -> StoragePlace:
    """Keep a place, new or changed. Refused where a sample that lies there needs what it keeps no more."""
    place.keeper = place.keeper if place.pk else by.organisation
    _only_its_keeper(place.keeper_id, by)
    if place.pk:
        list(StoragePlace.objects.select_for_update().filter(pk=place.pk))
        there = place.stays.open().select_related("sample")
        long_ago = date.min  # the calibration is another matter: samples stay where they are
        _say([f"{stay.sample.number}: {why}" for stay in there for why in place.unfit_for(stay, long_ago)])
    place.save()
    detail = {
        "place": str(place),
        "keeps": place.conditions,
        "calibrated": place.calibrated_until.isoformat(),
    }
    subject, clause = ("storage place", place.pk), KEEPERS[by.kind].clause
    write("keep a storage place", subject, actor=by.actor(), at=now, clause=clause, detail=detail)
    return place


@quotas.counted
def rules_of(organisation: Organisation, since: datetime) -> QuerySet[StorageRule]:
    """The rules of how samples are kept that an organisation sent in."""
    return StorageRule.objects.filter(keeper=organisation, at__gte=since)


@transaction.atomic
@carries("6.2-7-a", "6.3-2")
def read_off(
    place: StoragePlace, *, at: datetime, by: Viewer, now: datetime, note: str = "", **figures: Decimal | None
) -> Reading:
    """Keep a reading. Outside the range it is an abnormality: it needs what was done about it, every sample
    that lay there then is marked, and the other keepers are told.

    figures: temperature (℃) and humidity (%), at least one.
    """
    _only_its_keeper(place.keeper_id, by)
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
    place, keeping = reading.place, KEEPERS[by.kind]
    detail = {"place": str(place), "note": f"{reading} ({place.conditions}). {reading.note}"}
    verb, actor, clause = "a reading outside the range", by.actor(), keeping.clause
    for stay in reading.lay_there():
        write(verb, ("record", stay.sample_id), actor=actor, at=now, clause=clause, detail=detail)
    event = write(verb, ("storage place", place.pk), actor=actor, at=now, clause=clause, detail=detail)
    telling = Telling(now)
    title = f"{place}: {reading}"
    telling.tell_of(event, place.keeper_id, keeping.role, title, reverse("storage-place", args=[place.pk]))
    telling.send()


@transaction.atomic
@carries("6.2-7-a", "6.3-2")
def put(sample: Sample, *, place: StoragePlace, by: Viewer, now: datetime, **needs: Decimal | None) -> Stay:
    """Put a sample into a place, or at a laboratory move it there from another; within the center's store it
    is moved from hand to hand (`custody.shift`).

    needs: temperature_low, temperature_high, humidity_low, humidity_high, as far as the sample needs them.
    Refused where the place does not keep these, or its calibration has run out.
    """
    lock(sample)
    sample.refresh_from_db()
    _only_its_keeper(_home(sample, by), by)
    if sample.state not in KEEPERS[by.kind].states:
        raise Refused(_("The sample is not here now: receive it first."))
    lies = lying(sample)
    if lies is not None and lies.place_id == place.pk:
        raise Refused(_("The sample lies in this place already."))
    if lies is not None and by.kind == Kind.CENTER:
        raise Refused(_("Move it within the store: a second person confirms the new place."))
    return lay(sample, place, by=by, now=now, **needs)


def _home(sample: Sample, by: Viewer) -> int | None:
    """The organisation of the person's kind to which a sample comes."""
    return sample.center_id if by.kind == Kind.CENTER else sample.laboratory_id


def lying(sample: Sample) -> Stay | None:
    """Where a sample lies now, if that is known."""
    return Stay.objects.filter(sample=sample).open().select_related("place").first()


def lay(sample: Sample, place: StoragePlace, *, by: Viewer, now: datetime, **needs: Decimal | None) -> Stay:
    """From now on a sample lies in a place of its keeper, and no longer where it lay. Within a transaction,
    with the sample locked. Refused where the place is not fit for it."""
    list(StoragePlace.objects.select_for_update().filter(pk=place.pk))
    place.refresh_from_db()
    if place.keeper_id != by.organisation.pk:
        raise Forbidden(_("Storage is kept by the center's storekeeper, and by the laboratory's receiver."))
    stay = Stay(sample=sample, place=place, since=now, put_by=by.user, **needs)
    _say(place.unfit_for(stay, local_day(now)))
    left = leave(sample, now)
    stay.save()
    hold(sample, HOLD, _("It still lies in a storage place: take it out first."), now)
    needed = _("needs %(conditions)s") % {"conditions": stay.conditions} if stay.conditions else ""
    verb = "put into a storage place" if left is None else "move to another storage place"
    _tell_the_trail(verb, sample, place, needed, by, now)
    return stay


def lay_anew(sample: Sample, place: StoragePlace | None, *, by: Viewer, now: datetime) -> None:
    """A sample has come to another place, with the conditions that it needed so far; None: to no place of
    which anything is read off."""
    last = Stay.objects.filter(sample=sample).order_by("-id").first()
    if place is None:
        leave(sample, now)
    elif last is None or last.until is not None or last.place_id != place.pk:
        lay(sample, place, by=by, now=now, **{name: getattr(last, name, None) for name in RANGES})


def leave(sample: Sample, now: datetime) -> Stay | None:
    """A sample no longer lies where it lay. Returns that stay; None where it lay in no place."""
    stay = lying(sample)
    if stay is not None:
        stay.until = now
        stay.save(update_fields=["until"])
        release(sample, HOLD, now)
    return stay


@transaction.atomic
@carries("6.2-7-a", "6.3-2")
def take_out(sample: Sample, *, note: str, by: Viewer, now: datetime) -> None:
    """Take a sample out of the place in which it lies, and say what for."""
    lock(sample)
    sample.refresh_from_db()
    _only_its_keeper(_home(sample, by), by)
    stay = lying(sample)
    if stay is None or stay.place.keeper_id != by.organisation.pk:
        raise Refused(_("The sample lies in no storage place."))
    leave(sample, now)
    _tell_the_trail("take out of the storage place", sample, stay.place, note, by, now)


def _say(reasons: list[str]) -> None:
    if reasons:
        raise Refused(" ".join(reasons))


def _tell_the_trail(
    verb: str, sample: Sample, place: StoragePlace, note: str, by: Viewer, now: datetime
) -> None:
    detail: dict[str, Any] = {"place": str(place), "note": note}
    clause = KEEPERS[by.kind].clause
    write(verb, ("record", sample.pk), actor=by.actor(), at=now, clause=clause, detail=detail)


def where(sample: Sample, viewer: Viewer) -> list[dict[str, Any]]:
    """Where a sample lay and lies as far as the viewer may see it, the newest first, and what was read off
    there meanwhile: each measure's lowest and highest value, and what was outside the range."""
    rows = []
    for stay in Stay.objects.visible_to(viewer).filter(sample=sample).select_related("place"):
        span = {f"{end.__name__}_{name}": end(name) for name in MEASURES for end in (Min, Max)}
        found = stay.readings().order_by().aggregate(count=Count("pk"), **span)
        ends = {name: (found[f"Min_{name}"], found[f"Max_{name}"]) for name in MEASURES}
        rows.append(
            {
                "stay": stay,
                "count": found["count"],
                "read": [
                    said(*ends[name], unit) for name, unit in MEASURES.items() if ends[name][0] is not None
                ],
                "outside": list(stay.readings().filter(outside=True)[:SHOWN]),
            }
        )
    return rows
