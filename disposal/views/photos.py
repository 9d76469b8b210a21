"""How does somebody look at the photos behind a report before they go out, and who gets those released?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.gate import Request
from accounts.models import Viewer
from casework.flow import Forbidden, Refused
from casework.pages.contents import BESIDE
from casework.pages.submissions import answered, refusal
from casework.river import around
from disposal.actions import enclosures, photos
from disposal.actions.photos import SHUT
from disposal.disclosure import PHOTOS
from disposal.forms.photos import PhotoForm
from disposal.models.photos import PhotoDecision
from disposal.walls import of_photos, of_released
from documents.models import Attachment
from documents.views import guarded, kept, sent
from inspection.reports.models.reports import Report


def released(reports: Iterable[Report], viewer: Viewer) -> list[dict[str, Any]]:
    """The released photos of some reports that this viewer may have, as parts/documents.html lists files."""
    found = PhotoDecision.objects.visible_to(viewer).filter(report__in=[report.pk for report in reports])
    return [{**kept(photo), "shown": True} for photo in found.order_by("source_id")]


def of_goods(report: Report, viewer: Viewer) -> list[dict[str, Any]]:
    """The photos of the goods that a viewer has, for comparing: the released copies, and what else of them
    is open to them as it was sent in."""
    copies = PhotoDecision.objects.visible_to(viewer).filter(report=report)
    copied = set(copies.values_list("source", flat=True))
    others = [photo for photo in photos.of_goods(report, viewer) if photo.pk not in copied]
    return [
        *released([report], viewer),
        *({**kept(photo), "shown": True, "name": _named(photo)} for photo in others),
    ]


def _named(photo: Attachment) -> str:
    return f"{PHOTOS[photo.kind].called} · {photo.name}"


def to_look_at(reports: Iterable[Report], viewer: Viewer) -> list[dict[str, Any]]:
    """For whoever prepares what is sent: each report with photos, and how many of them wait for a look."""
    found = []
    for report in reports:
        behind = photos.photos_of(report, viewer)
        if behind:
            waiting = photos.undecided([report]).get(report, 0)
            url = reverse("report-photos", args=[report.number])
            found.append({"report": report, "url": url, "waiting": waiting, "count": len(behind)})
    return found


def ways(report: Report, viewer: Viewer) -> list[tuple[str, str]]:
    """From the page of a report to its photos, with how many of them wait for a look."""
    return [
        (
            _("Photos of the report: %(n)d of %(count)d not looked at")
            % {"n": each["waiting"], "count": each["count"]},
            each["url"],
        )
        for each in to_look_at([report], viewer)
    ]


BESIDE.setdefault("report", []).append(ways)


def _photo(report: Report, token: str, viewer: Viewer) -> Attachment:
    found = photos.photo_of(report, token, viewer)
    if found is None:
        raise Http404
    return found


@of_photos.by("GET")
def report_photos(request: Request, report: Report) -> HttpResponse:
    """The photos behind a report, and what was decided on each."""
    rows = []
    for photo in photos.photos_of(report, request.viewer):
        decision = photos.standing_on(report, photo)
        open_to = photos.opens(photo, request.viewer)
        address = reverse("report-photo", args=[report.number, photo.token]) if open_to else ""
        shut = "" if open_to else str(SHUT)
        rows.append(
            {
                "photo": {"text": PHOTOS[photo.kind].called, "url": address, "sub": shut},
                "at": photo.at,
                "state": _state(decision),
                "by": f"{decision.decided_by}" if decision else "",
            }
        )
    below, own = around(report, request.viewer)[1], request.viewer.organisation.pk
    theirs = [each for each in below if each.holder_id == own and each.turn in request.viewer.roles]
    context = {
        "report": report,
        "waiting": [(f"{each.title} {each.number}", each.get_absolute_url()) for each in theirs],
        "rows": rows,
        "older": [(record.number, record.get_absolute_url()) for record in enclosures.behind(report)],
        "columns": [
            {"label": _("Photo"), "key": "photo", "kind": "title"},
            {"label": _("Sent in"), "key": "at"},
            {"label": _("Does it go out?"), "key": "state", "kind": "badge"},
            {"label": _("Looked at by"), "key": "by"},
        ],
    }
    return render(request, "disposal/report_photos.html", context, using="jinja2")


def _state(decision: PhotoDecision | None) -> dict[str, str]:
    if decision is None:
        return {"text": _("not looked at: does not go out"), "tone": "amber"}
    if decision.released:
        said = _("released with %(n)d masks") % {"n": len(decision.masks)}
        return {"text": said, "tone": "green"}
    why = " · ".join(part for part in (decision.get_ground_display(), decision.reason) if part)
    return {"text": _("withheld: %(reason)s") % {"reason": why}, "tone": "grey"}


def _next(report: Report, viewer: Viewer) -> str:
    """Where the looking goes on: at the next photo that nobody decided on, else at all of them."""
    own = (photo for photo in photos.photos_of(report, viewer) if photos.opens(photo, viewer))
    waiting = (photo for photo in own if photos.standing_on(report, photo) is None)
    left = next(waiting, None)
    all_of_them = reverse("report-photos", args=[report.number])
    return reverse("report-photo", args=[report.number, left.token]) if left else all_of_them


@of_photos
def report_photo(request: Request, report: Report, token: str) -> HttpResponse:
    """One photo, as it was sent in, with the form that releases or withholds it."""
    photo = _photo(report, token, request.viewer)
    photos.only_who_opens(photo, request.viewer)
    decision = photos.standing_on(report, photo)

    def action(data: dict[str, Any]) -> str:
        photos.decide(report, photo, by=request.viewer, now=timezone.now(), **data)
        return _next(report, request.viewer)

    shown = {"shown": photo.sha256, "standing": decision.token if decision else ""}
    another = "one_more" in request.POST
    # Who decides anew begins from the masks that stand, and takes none away unseen.
    covered = decision.masks if decision else ()
    return answered(
        request,
        PhotoForm.with_another(request.POST.dict())
        if another
        else PhotoForm(request.POST or None, initial=shown, covered=covered),
        action,
        entered=not another,
        heading=_("Decide on the photo"),
        template="disposal/report_photo.html",
        done=_("%(photo)s: the decision stands in the trail of the report.")
        % {"photo": PHOTOS[photo.kind].called},
        path=[
            (report.number, report.get_absolute_url()),
            (_("Photos of the report"), reverse("report-photos", args=[report.number])),
        ],
        title=str(PHOTOS[photo.kind].called),
        picture=reverse("report-photo-picture", args=[report.number, photo.token]),
        needs_mask=photos.needs_mask(photo),
        state=_state(decision),
        copy=decision.get_absolute_url() if decision and decision.released else "",
    )


@of_photos.by("GET")
def report_photo_picture(request: Request, report: Report, token: str) -> HttpResponse:
    """The photo itself; the look is written down first, and nobody releases without it."""
    photo = _photo(report, token, request.viewer)
    try:
        content = photos.look(report, photo, by=request.viewer, now=timezone.now())
    except Forbidden:
        raise
    except Refused as refused:
        return refusal(request, refused, report)
    return guarded(HttpResponse(content, content_type=photo.content_type))


@of_released
def released_photo(request: Request, found: PhotoDecision) -> HttpResponse:
    """The copy of a released photo; the read is logged first."""
    file = photos.hand_out(found, by=request.viewer, now=timezone.now())
    return sent(file, found.content_type, found.name)
