"""How does a sample go from hand to hand? One gives it, another takes it, and nobody confirms their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import By, Organisation, System, User, Viewer
from accounts.roles import Kind
from casework.actions import lock, take
from casework.admissions import withdraw
from casework.clauses import carries
from casework.flow import Refused
from documents.actions import attach
from sampling.custody.papers import disposal_paper
from sampling.samples.actions.storage import lay_anew, leave
from sampling.samples.flow.samples import SAMPLE_FLOW, Part
from sampling.samples.models.moves import LOOKED_AT, Move, Purpose
from sampling.samples.models.samples import Sample
from sampling.samples.models.storage import StoragePlace


def who(by: By) -> User | None:
    return by.user if isinstance(by, Viewer) else None


def give(
    sample: Sample,
    purpose: Purpose,
    to: Organisation,
    *,
    by: By,
    now: datetime,
    of: Organisation | None = None,
    from_place: str = "",
    to_place: str = "",
    remarks: str = "",
) -> Move:
    """A sample is on its way from now on. of: whose it was so far; None = the center's."""
    if purpose != Purpose.WITHIN:
        leave(sample, now)
    home = of or sample.center
    assert home is not None  # every sample is a center's
    return Move.objects.create(
        sample=sample,
        purpose=purpose,
        from_organisation=home,
        from_place=from_place,
        given_by=who(by),
        given_at=now,
        to_organisation=to,
        to_place=to_place,
        remarks=remarks,
    )


def end(
    sample: Sample, said: Mapping[str, Any], *, by: By, now: datetime, refusal: str = "", remarks: str = ""
) -> Move:
    """What is under way has come: it is taken, with what was seen of it, or refused for a reason.

    Raises Refused to whoever handed it over.
    """
    move = Move.objects.select_for_update().under_way().filter(sample=sample).first()
    if move is None:
        raise Refused(_("This sample is not on its way: nobody has handed it over."))
    if who(by) is not None and move.given_by_id == getattr(who(by), "pk", None):
        raise Refused(_("You handed it over yourself: somebody else confirms what came."))
    for name in LOOKED_AT:
        setattr(move, name, said.get(name) if name in sample.points else None)
    move.taken_by = who(by)
    move.remarks = " ".join(filter(None, (move.remarks, refusal or remarks)))[:500]
    if refusal:
        move.refused_at = now
    else:
        move.taken_at = now
    move.save()
    return move


@SAMPLE_FLOW.handles("hand_over")
@transaction.atomic
@carries("6.3-1", "W-02")
def hand_over(sample: Sample, *, by: By, now: datetime, note: str = "") -> None:
    """From the store to the laboratory that is commissioned: it confirms what came."""
    take("hand_over", sample, by=by, now=now, note=note)
    assert sample.laboratory is not None  # a guard of the step
    give(sample, Purpose.TESTING, sample.laboratory, by=by, now=now, from_place=sample.location)


@SAMPLE_FLOW.handles("send_out")
@transaction.atomic
@carries("O18-13", "O18-14")
def send_out(sample: Sample, *, laboratory: Organisation, by: By, now: datetime, note: str = "") -> None:
    """A backup sample goes to the laboratory of the second test: another than that of the first."""
    first = sample.purchase.samples.filter(role=Part.TEST, laboratory=laboratory)
    if first.exclude(state="voided").exists():
        raise Refused(_("This laboratory made the first test: the second one is made by another."))
    place = sample.kept_at or sample.location
    take("send_out", sample, by=by, now=now, note=note, laboratory=laboratory)
    give(sample, Purpose.SECOND_TEST, laboratory, by=by, now=now, from_place=place, remarks=note)


@SAMPLE_FLOW.handles("recall_to_store")
@transaction.atomic
def recall_to_store(sample: Sample, *, note: str, by: By, now: datetime) -> None:
    """What a laboratory rejected comes back from whoever rejected it: the store confirms what came."""
    last = sample.moves.order_by("-id").first()
    take("recall_to_store", sample, by=by, now=now, note=note)
    assert sample.center is not None and sample.laboratory is not None
    move = give(sample, Purpose.BACK, sample.center, by=by, now=now, of=sample.laboratory, remarks=note)
    if last is not None:
        Move.objects.filter(pk=move.pk).update(given_by=last.taken_by)


@SAMPLE_FLOW.handles("send_back")
@transaction.atomic
@carries("6.3-1")
def send_back(sample: Sample, *, note: str, by: By, now: datetime) -> None:
    """The laboratory gives it back untested, before it has accepted the commission; the store confirms what
    came."""
    take("send_back", sample, by=by, now=now, note=note)
    assert sample.center is not None and sample.laboratory is not None
    give(sample, Purpose.BACK, sample.center, by=by, now=now, of=sample.laboratory, remarks=note)


@SAMPLE_FLOW.handles("give_back")
@transaction.atomic
def give_back(sample: Sample, *, note: str, by: By, now: datetime) -> None:
    """The laboratory gives a tested sample back to the center, which confirms what came."""
    take("give_back", sample, by=by, now=now, note=note)
    assert sample.center is not None and sample.laboratory is not None
    give(sample, Purpose.RETURN, sample.center, by=by, now=now, of=sample.laboratory, remarks=note)


@SAMPLE_FLOW.handles("shift")
@transaction.atomic
@carries("W-02")
def shift(sample: Sample, *, to_place: str, by: By, now: datetime, note: str = "") -> None:
    """To another place in the store: a second person confirms that it lies there."""
    place = sample.kept_at or sample.location
    take("shift", sample, by=by, now=now, note=note)
    assert sample.center is not None
    within = Purpose.WITHIN
    give(sample, within, sample.center, by=by, now=now, from_place=place, to_place=to_place, remarks=note)


@SAMPLE_FLOW.handles("void")
@transaction.atomic
def void(sample: Sample, *, note: str, by: By, now: datetime) -> None:
    """Void a sample. One on its way is taken by nobody any more: its move ends for the same reason."""
    take("void", sample, by=by, now=now, note=note)
    move = Move.objects.select_for_update().under_way().filter(sample=sample).first()
    if move is not None:
        move.refused_at, move.remarks = now, " ".join(filter(None, (move.remarks, note)))[:500]
        move.save(update_fields=["refused_at", "remarks"])


@transaction.atomic
def release(sample: Sample, *, by: By, now: datetime) -> None:
    """The commission has ended: the laboratory sees the sample no longer, another may be commissioned."""
    lock(sample)
    sample.refresh_from_db()
    laboratory = sample.party(Kind.LABORATORY)
    take("release", sample, by=by, now=now, laboratory=None)
    withdraw(sample, Kind.LABORATORY, laboratory)


@SAMPLE_FLOW.handles("take_in", "take_back", "take_over")
@transaction.atomic
@carries("W-02")
def take_in(
    sample: Sample,
    *,
    step: str,
    location: str = "",
    storage: StoragePlace | None = None,
    remarks: str = "",
    by: Viewer,
    now: datetime,
    **said: Any,
) -> None:
    """What is on its way to the store has come, and lies there from now on.

    step: take_in, take_back or take_over. location: where; "" = where it was to go. storage: the place of
    which temperature and humidity are read off, where there is one.
    """
    move = end(sample, said, by=by, now=now, remarks=remarks)
    place = location or move.to_place or sample.location
    if not move.to_place:
        Move.objects.filter(pk=move.pk).update(to_place=place)
    taken = take(step, sample, by=by, now=now, note=remarks, location=place, keeper=who(by), kept_at="")
    ended = sample.laboratory_id is not None and sample.commission_accepted() is None
    if step == "take_back" and ended:  # the commission, while the sample was away
        release(sample, by=System(taken.pk), now=now)
    lay_anew(sample, storage, by=by, now=now)


@SAMPLE_FLOW.handles("turn_back")
@transaction.atomic
@carries("W-02")
def turn_back(sample: Sample, *, note: str, by: By, now: datetime) -> None:
    """What was to go to another place in the store is not taken there: it stays where it was."""
    end(sample, {}, by=by, now=now, refusal=note)
    take("turn_back", sample, by=by, now=now, note=note)


@SAMPLE_FLOW.handles("confirm_disposal", "confirm_discard")
@transaction.atomic
@carries("O18-15", "6.3-2", "W-02")
def confirm_disposal(
    sample: Sample, *, photos: list[File[bytes]], by: Viewer, now: datetime, step: str, note: str = ""
) -> None:
    """A second person was there when it was disposed of: with photos and a paper. step: confirm_disposal or
    confirm_discard."""
    take(step, sample, by=by, now=now, note=note)
    for file in photos:
        attach(sample, file, "disposal", by=by, now=now)
    disposal_paper(sample, by=by, now=now, office=by.organisation)


def timeline(sample: Sample, viewer: Viewer) -> list[dict[str, Any]]:
    """The moves of a sample that the viewer may see, oldest first; persons of other organisations by
    organisation only, and places in the center's store for the center alone."""
    own = viewer.organisation.pk
    rows = []
    related = ("from_organisation", "to_organisation", "given_by", "taken_by")
    for move in Move.objects.visible_to(viewer).filter(sample=sample).select_related(*related):
        gave, took = move.from_organisation, move.to_organisation
        places = viewer.kind == Kind.CENTER
        rows.append(
            {
                "purpose": move.get_purpose_display(),
                "from": gave,
                "from_place": move.from_place if places else "",
                "given_by": move.given_by if gave.pk == own else None,
                "given_at": move.given_at,
                "to": took,
                "to_place": move.to_place if places else "",
                "taken_by": move.taken_by if took.pk == own else None,
                "taken_at": move.taken_at,
                "refused_at": move.refused_at,
                "remarks": move.remarks,
                "wrong": [
                    str(move._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                    for name in LOOKED_AT
                    if getattr(move, name) is False
                ],
            }
        )
    return rows
