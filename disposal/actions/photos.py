"""How does a photo get out to platform, shop and producer? Looked at by a person, with masks painted in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from accounts.roles import Role
from casework.actions import lock
from casework.clauses import carries
from casework.flow import Forbidden, Refused
from disposal.disclosure import PHOTOS, Withheld
from disposal.models.photos import PhotoDecision
from documents.actions import log_look, log_read
from documents.masks import CONTENT_TYPE, SUFFIX, Mask, check_masks, masked
from documents.models import Attachment
from documents.sealing import Broken
from inspection.flow.reports import ISSUED
from inspection.reports.models.reports import Report
from trail import verbs
from trail.enumerations import enumerated
from trail.models import Event, write

# Who prepares what is sent; a photo that shows the recipient is for those of them who may open it.
PREPARERS = (Role.COMPILER, Role.VERIFIER, Role.ORGANISER, Role.LEADER)
LOOKED = "look at a photo"

verbs.register("download a photo", gettext_lazy("Download a photo"))
verbs.register(LOOKED, gettext_lazy("Look at a photo"))
verbs.register("release a photo", gettext_lazy("Release a photo"))
verbs.register("withhold a photo", gettext_lazy("Withhold a photo"))
# Why a photo that shows a person is not shown to everybody who prepares what is sent, and who decides on it.
SHUT = gettext_lazy(
    "It shows the recipient of a parcel: not yours to open. The verifier, the organiser or the head of the "
    "center looks at it and decides."
)
# Less than this share of a picture, in per cent, covers the label of no parcel.
LABEL = 3


def may_prepare(report: Report, viewer: Viewer) -> bool:
    """Whether this viewer decides which photos of a report go out: of its center, once it is issued."""
    own = viewer.organisation.pk == report.center_id and any(role in viewer.roles for role in PREPARERS)
    return own and report.state in ISSUED


def photos_of(report: Report, viewer: Viewer) -> list[Attachment]:
    """The photos of the purchase and the sample behind a report that may go out at all, oldest first."""
    if not may_prepare(report, viewer):
        return []
    seen = Attachment.objects.visible_to(viewer)
    return list(_behind([report], seen).select_related("record").order_by("id"))


def of_goods(report: Report, viewer: Viewer) -> list[Attachment]:
    """The same as they were sent in, for a viewer who sees the records that they were sent to; none of those
    that show a person."""
    seen = Attachment.objects.visible_to(viewer).filter(person="")
    return list(_behind([report], seen).order_by("id"))


def _behind(reports: Sequence[Report], among: QuerySet[Attachment]) -> QuerySet[Attachment]:
    """The photos of purchases and samples of some reports that may go out at all."""
    records = {pk for report in reports for pk in _records(report)}
    return among.filter(record__in=records, kind__in=PHOTOS, content_type__startswith="image/")


def _records(report: Report) -> tuple[int, int]:
    return report.sample_id, report.sample.purchase_id


def undecided(reports: Iterable[Report]) -> dict[Report, int]:
    """The reports with photos on which nobody has decided, and how many there are of each."""
    reports = list(reports)
    decisions = PhotoDecision.objects.standing().filter(report__in=[report.pk for report in reports])
    decided = set(decisions.values_list("report", "source"))
    photos = list(_behind(reports, Attachment.objects.all()).values_list("pk", "record"))
    counted = Counter(
        report
        for report in reports
        for pk, record in photos
        if record in _records(report) and (report.pk, pk) not in decided
    )
    return dict(counted)


def decided_since(report: Report, sent_at: datetime) -> bool:
    """Whether somebody has decided on a photo of a report after a paper that tells of its photos was sent."""
    return PhotoDecision.objects.standing().filter(report=report, decided_at__gt=sent_at).exists()


def only_with_reason(reports: Iterable[Report], reason: str) -> None:
    """Raises Refused where photos would stay behind because nobody decided on them, and nobody says why."""
    waiting = undecided(reports)
    if waiting and not reason:
        raise Refused(
            _(
                "Nobody has decided on %(n)d photos of %(reports)s: "
                "look at them first, or say why they stay behind."
            )
            % {"n": sum(waiting.values()), "reports": enumerated(report.number for report in waiting)}
        )


def fates(report: Report) -> tuple[str, ...]:
    """A sentence a photo: whether it goes out with the redacted report or why not, as it stands now; and one
    for all at which nobody has looked."""
    standing = PhotoDecision.objects.standing().filter(report=report)
    decisions = {decision.source_id: decision for decision in standing}
    photos = _behind([report], Attachment.objects.all()).order_by("id")
    looked = tuple(_fate(photo, decisions[photo.pk]) for photo in photos if photo.pk in decisions)
    unseen = dict.fromkeys(str(PHOTOS[photo.kind].called) for photo in photos if photo.pk not in decisions)
    if not unseen:
        return looked
    waiting = _("%(photos)s: withheld, because nobody had looked at them when this was sent.")
    return *looked, waiting % {"photos": enumerated(unseen)}


def _fate(photo: Attachment, decision: PhotoDecision) -> str:
    told: dict[str, Any] = {"photo": PHOTOS[photo.kind].called}
    if decision.released:
        told["n"] = len(decision.masks)
        return _("%(photo)s: handed out with this report; places covered: %(n)d.") % told
    if not decision.ground:
        return _("%(photo)s: withheld by the center, after a look at it.") % told
    told["why"] = Withheld(decision.ground).label
    return _("%(photo)s: withheld, because %(why)s.") % told


def photo_of(report: Report, token: str, viewer: Viewer) -> Attachment | None:
    """One of them by its token, None where there is no such."""
    return next((photo for photo in photos_of(report, viewer) if photo.token == token), None)


def standing_on(report: Report, photo: Attachment) -> PhotoDecision | None:
    """The decision that stands on a photo of a report."""
    return PhotoDecision.objects.standing().filter(report=report, source=photo).first()


def needs_mask(photo: Attachment) -> bool:
    """Whether a photo shows the recipient unless something is covered."""
    return bool(photo.person) or PHOTOS[photo.kind].masked


def opens(photo: Attachment, viewer: Viewer) -> bool:
    """Whether this viewer may look at a photo: at one that lies sealed under a person's key few may."""
    return not photo.person or photo.record.child().opened_by(viewer) is not None


def only_who_opens(photo: Attachment, viewer: Viewer) -> None:
    """Raises Forbidden to others."""
    if not opens(photo, viewer):
        raise Forbidden(str(SHUT))


@carries("PV-01")
def look(report: Report, photo: Attachment, *, by: Viewer, now: datetime) -> bytes:
    """The photo as it was sent in; the look is written down first. Raises Forbidden, Refused."""
    if photo.person:
        log_look(photo.record, photo.person, by=by, at=now)
    log_read(LOOKED, ("record", report.pk), by=by, at=now, **what_is_shown(photo))
    return _clear(photo)


def what_is_shown(photo: Attachment) -> dict[str, Any]:
    """What the trail says of a look: which photo, and its digest."""
    return {"photo": photo.pk, "sha256": photo.sha256, "note": str(PHOTOS[photo.kind].called)}


def _clear(photo: Attachment) -> bytes:
    key = photo.record.child().key_of(photo.person) if photo.person else None
    try:
        return b"".join(photo.pieces(key))
    except (Broken, OSError) as error:
        raise Refused(_("This photo does not open any more: it cannot go out.")) from error


def looked_at(report: Report, photo: Attachment, by: Viewer) -> bool:
    """Whether the photo, as it is, was shown to this person here."""
    looks = Event.objects.of("record", report.pk).filter(verb=LOOKED, actor_id=by.user.pk)
    return looks.filter(detail__photo=photo.pk, detail__sha256=photo.sha256).exists()


def hand_out(photo: PhotoDecision, *, by: Viewer, now: datetime) -> FieldFile:
    """The copy of a released photo, which this viewer may see; the read is written down first."""
    log_read("download a photo", ("record", photo.report_id), by=by, at=now, photo=photo.source_id)
    return photo.file


@transaction.atomic
@carries("W-04", "PV-03")
def decide(
    report: Report,
    photo: Attachment,
    *,
    release: bool,
    shown: str,
    standing: str,
    masks: Sequence[Mask] = (),
    ground: str = "",
    reason: str = "",
    by: Viewer,
    now: datetime,
) -> PhotoDecision:
    """Release a photo, as a copy with the masks painted in, or withhold it. The original stays as it is.

    shown: the SHA-256 of the photo that was shown. standing: the token of the decision that stood there, ""
    for none. ground: why it is withheld, a Withheld; reason: a note for the center. Raises Forbidden;
    Refused where nobody looked, somebody else decided, or a mask does not fit.
    """
    if not may_prepare(report, by) or not opens(photo, by):
        raise Forbidden(_("Only those who prepare what is sent, and may see this photo, decide on it."))
    lock(report)
    before = standing_on(report, photo)
    if standing != (before.token if before else ""):
        raise Refused(_("Somebody has decided on this photo meanwhile: load the page again."))
    if shown != photo.sha256 or not looked_at(report, photo, by):
        raise Refused(_("You have not looked at this photo: open its page, look at it, then decide."))
    row = PhotoDecision(
        report=report,
        source=photo,
        source_sha256=photo.sha256,
        released=release,
        ground="" if release else ground,
        reason="" if release else reason,
        decided_by=by.user,
        decided_at=now,
        replaces=before,
    )
    if release:
        _release(row, photo, masks)
    elif not ground:
        raise Refused(_("Say why the photo is withheld."))
    row.save()
    _tell(row, photo, by, now)
    return row


def _release(row: PhotoDecision, photo: Attachment, masks: Sequence[Mask]) -> None:
    """Fill in the copy that goes out."""
    if needs_mask(photo) and sum(mask.width * mask.height for mask in masks) < LABEL * 100:
        raise Refused(_("This photo shows the recipient of the parcel: cover the label with a mask."))
    check_masks(masks)
    content = masked(_clear(photo), masks)
    row.masks = [[str(side) for side in mask] for mask in masks]
    row.name, row.content_type = f"{PHOTOS[photo.kind].called}{SUFFIX}", CONTENT_TYPE
    row.size, row.sha256 = len(content), sha256(content).hexdigest()
    row.file.save("", ContentFile(content), save=False)


def _tell(row: PhotoDecision, photo: Attachment, by: Viewer, now: datetime) -> None:
    """Into the trail of the report: which photo, the digests of original and copy, and what was covered."""
    role = next(role for role in PREPARERS if role in by.roles)
    called = str(PHOTOS[photo.kind].called)
    detail = {
        "photo": photo.pk,
        "note": _(": ").join(part for part in (called, row.get_ground_display(), row.reason) if part),
        "sha256": row.source_sha256,
        "released_sha256": row.sha256,
        "masks": row.masks,
    }
    verb = "release a photo" if row.released else "withhold a photo"
    write(verb, ("record", row.report_id), actor=by.actor(role), at=now, clause="W-04", detail=detail)
