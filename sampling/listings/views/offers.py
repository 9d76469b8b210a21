"""How far is a file of listings, what do its columns hold, and which of its lines were refused?"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Viewer
from casework.actions import roles_for
from casework.pages.desks import desk_of
from casework.pages.progress import badge_of, followed, followed_page
from casework.pages.sheets import CSV
from casework.pages.submissions import answered
from casework.pages.views import Request, member
from casework.work import charge
from documents.actions import log_read
from documents.discards import ERASED, discard
from documents.forms import DiscardForm
from documents.views import sent
from monitoring.origins.actions import mappings
from sampling.listings.actions import offer_files
from sampling.listings.forms import OfferColumnsForm
from sampling.listings.headings import CALLED
from sampling.listings.models import OfferFile
from sampling.schemes.kind import SCHEMES
from sampling.schemes.models import Scheme

# How many readings of a header stand beside the form.
SHOWN = 2


def _seen(viewer: Viewer) -> QuerySet[OfferFile]:
    return OfferFile.objects.visible_to(viewer).select_related("scheme__plan", "sent_by", "in_charge")


def _may_import(file: OfferFile, viewer: Viewer) -> bool:
    return bool(roles_for(file.scheme.flow["import"], file.scheme, viewer))


of_file = member.of(_seen, ("number", "scheme__number"), "token")


@followed(OfferFile, of_file.to_post(_may_import))
def offer_file(request: Request, found: OfferFile) -> HttpResponse:
    """How far a file is, or what came of it."""
    now = timezone.now()
    return followed_page(
        request,
        found,
        "sampling/listings/offer_file.html",
        now=now,
        may=_may_import(found, request.viewer),
        begin=partial(offer_files.begin, found, by=request.viewer, now=now),
        desk=desk_of("scheme"),
        columns_url=reverse("offer-columns", args=[found.scheme.number, found.token]),
        discards=found.discardable and charge.answers_for(found, request.viewer),
        refused_url=reverse("offer-refused", args=[found.scheme.number, found.token])
        if found.returned
        else "",
    )


def _kept(viewer: Viewer) -> QuerySet[OfferFile]:
    return _seen(viewer).filter(discarded_at=None)


@of_file.where(_may_import).where(charge.answers_for, charge.NOT_IN_CHARGE)
def offer_discard(request: Request, found: OfferFile) -> HttpResponse:
    """Erase a file of which nothing is listed, with the reason."""
    scheme = found.scheme
    return answered(
        request,
        DiscardForm(request.POST or None),
        lambda data: discard(found, **data, by=request.viewer, now=timezone.now()) or found,
        heading=_("Discard this file"),
        path=[(scheme.number, scheme.get_absolute_url()), (found.name, found.get_absolute_url())],
        text=ERASED,
        done=_("The file is erased."),
    )


@(
    of_file.of(_kept, ("number", "scheme__number"), "token")
    .where(_may_import)
    .where(charge.answers_for, charge.NOT_IN_CHARGE)
)
def offer_columns(request: Request, found: OfferFile) -> HttpResponse:
    """The first lines of a file, and for each column what it is likely to hold: corrected, then taken in."""
    now = timezone.now()
    rows = offer_files.first_rows(found)
    form = OfferColumnsForm(request.POST or None, viewer=request.viewer, now=now, instance=found, rows=rows)

    def action(data: dict[str, Any]) -> OfferFile:
        offer_files.say(found, **data, by=request.viewer, now=now)
        offer_files.begin(found, by=request.viewer, now=now)
        return found

    return answered(
        request,
        form,
        action,
        heading=_("What the columns hold"),
        done="",
        template="sampling/listings/offer_columns.html",
        desk=desk_of("scheme"),
        file=found,
        columns=[form[f"column_{place}"] for place in range(form.width)],
        versions=mappings.versions(offer_files.of_header(found, rows[0]), CALLED)[:SHOWN],
    )


@of_file.by("GET")
def offer_refused(request: Request, found: OfferFile) -> HttpResponse:
    """The refused lines of a file with their reasons, as CSV; the read is logged first."""
    if not found.returned:
        raise Http404
    subject = ("record", found.scheme_id)
    log_read("download refused lines", subject, by=request.viewer, at=timezone.now())
    return sent(found.returned, CSV, _("refused lines") + ".csv")


FILES = [
    {"label": gettext_lazy("File"), "key": "file", "kind": "title"},
    {"label": gettext_lazy("Uploaded by"), "key": "by", "kind": "pair"},
    {"label": gettext_lazy("Sent in"), "key": "at"},
    {"label": gettext_lazy("Listed"), "key": "good", "kind": "number"},
    {"label": gettext_lazy("Refused"), "key": "refused", "kind": "number"},
    {"label": gettext_lazy("State"), "key": "state", "kind": "badge"},
]


@SCHEMES.shows
def about_files(scheme: Scheme, viewer: Viewer) -> dict[str, Any]:
    """For the center the files of listings that came in."""
    if not scheme.shows_targets(viewer):
        return {"file_columns": [], "file_rows": []}
    files = scheme.files.select_related("scheme", "sent_by", "in_charge").order_by("-pk")
    return {"file_columns": FILES, "file_rows": [_file_row(file) for file in files]}


def _file_row(file: OfferFile) -> dict[str, Any]:
    in_charge = _("in charge: %(name)s") % {"name": file.in_charge} if file.in_charge else ""
    return {
        "file": {"text": file.name, "url": file.get_absolute_url()},
        "by": {"text": file.sent_by, "sub": in_charge},
        "at": file.sent_at,
        "good": file.good,
        "refused": file.refused,
        "state": badge_of(file),
    }
